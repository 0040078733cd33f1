"""Wrong attributes: shoppers report them, owners put them right, and the correction outlives imports and models."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.owner.imports import FeedImports
from bot.query.alternatives import alternatives, correctable
from bot.search.describer import ProductDescriber
from bot.storage.conversations import Conversations
from bot.storage.corrections import Correction, Corrections, corrections_csv
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from catalog.models import Trait
from tests.bot.stock import STOCK, assistant_of, message, picture
from tests.fakes import FakeEngine
from tests.shop import shoplens
from workers.jobs import Guess

OWNER = "1"


@pytest.fixture
async def corrections(tmp_path: Path) -> AsyncIterator[Corrections]:
    async with Corrections(tmp_path / "corrections.db", now=lambda: 1_000_000_000.0) as corrections:
        yield corrections


@pytest.fixture
def assistant(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, corrections: Corrections
) -> ShopAssistant:
    ingest = Ingest(catalog, ProductDescriber(engine, corrections.stated))
    right = CorrectionReview(catalog, corrections)
    admin = Admin(catalog, ingest, FeedImports(Sync(catalog, ingest)), conversations, frozenset({"web:1"}), right)
    return assistant_of(engine, catalog, conversations, admin, correction_review=right)


def _button(reply: Reply, label: str) -> str:
    choices = (*reply.buttons, *(choice for card in reply.cards for choice in card.buttons))
    return next(choice.key for choice in choices if choice.label == label)


async def _tap(assistant: ShopAssistant, reply: Reply, *labels: str, user: str = "7") -> Reply:
    for label in labels:
        reply = await assistant.handle(message(choice=_button(reply, label), user=user))
    return reply


@pytest.mark.parametrize(
    ("trait", "value", "guesses", "first"),
    [
        ("colours", "navy", (), ["black", "blue"]),
        ("colours", "navy", ("green", "navy"), ["green", "black"]),
        ("category", "sneakers", (), ["casual shoes", "formal shoes"]),
        ("pattern", "plain", ("dotted",), ["dotted", "striped"]),
        ("neckline", "unheard of", (), ["crew neck", "v-neck"]),
    ],
)
def test_the_likeliest_alternatives_come_first(
    trait: str, value: str, guesses: tuple[str, ...], first: list[str]
) -> None:
    """Further guesses, then what is easily mistaken; never the value itself, and nothing that the vocabulary lacks."""
    found = alternatives(trait, value, {trait: tuple(Trait(one, 0.5) for one in (*guesses, "nonsense"))})
    assert found[:2] == first
    assert value not in found
    assert len(found) == len(set(found))
    assert "nonsense" not in found


def test_only_what_a_thing_has_can_be_wrong() -> None:
    """Boots have no sleeves."""
    assert "sleeve" in correctable("dress")
    assert "sleeve" not in correctable("boots")


async def test_a_shopper_reports_and_an_owner_decides(
    assistant: ShopAssistant, catalog: Catalog, corrections: Corrections
) -> None:
    """The report changes nothing by itself; /stats shows it, and one tap takes it over and searches with it."""
    opened = await assistant.handle(message("/product d1"))
    asked = await _tap(assistant, opened, "Something wrong here?")
    assert asked.text.startswith('What is wrong about Green dress "Ivy"?')
    thanked = await _tap(assistant, asked, "green", "olive")
    assert "Thank you" in thanked.text
    assert thanked.replaces
    assert (await catalog.get("d1")).traits["colours"][0].value == "green"
    stats = await assistant.handle(message("/stats", user=OWNER))
    assert 'Reported 1×: Green dress "Ivy" is green → olive?' in stats.text
    assert "Put right by shoppers: green → olive 1×" in stats.text
    done = await _tap(assistant, stats, "✓ 1", user=OWNER)
    assert done.text == 'Put right: Green dress "Ivy" is olive from now on.'
    assert not done.replaces, "the other reports' buttons stay"
    (colour,) = (await catalog.get("d1")).traits["colours"]
    assert (colour.value, colour.stated) == ("olive", True)
    assert (await assistant.handle(message("olive dress"))).cards[0].why == ("olive", "dress")
    assert "Reported" not in (await assistant.handle(message("/stats", user=OWNER))).text
    assert [one.source for one in await corrections.all()] == ["product", "owner"]


async def test_an_owner_corrects_at_once_and_may_dismiss_reports(assistant: ShopAssistant, catalog: Catalog) -> None:
    """On the product's own view, also with a value that is not among the first."""
    opened = await assistant.handle(message("/product b1"))
    await _tap(assistant, opened, "Something wrong here?", "red", "coral")
    stats = await assistant.handle(message("/stats", user=OWNER))
    assert "stays as it is" in (await _tap(assistant, stats, "✗ 1", user=OWNER)).text
    assert "Reported" not in (await assistant.handle(message("/stats", user=OWNER))).text
    opened = await assistant.handle(message("/product b1", user=OWNER))
    done = await _tap(assistant, opened, "Something wrong here?", "red", "other …", "white", user=OWNER)
    assert done.text.endswith("is white from now on.")
    assert (await catalog.get("b1")).traits["colours"][0].value == "white"


async def test_another_kind_loses_what_it_cannot_have(assistant: ShopAssistant, catalog: Catalog) -> None:
    """A t-shirt that is a bag has no neckline; what the shop states stays."""
    opened = await assistant.handle(message("/product t2", user=OWNER))
    await _tap(assistant, opened, "Something wrong here?", "polo shirt", "t-shirt", user=OWNER)
    traits = (await catalog.get("t2")).traits
    assert [trait.value for trait in traits["category"]] == ["t-shirt"]


async def test_what_an_owner_stated_holds_when_the_product_is_described_anew(
    assistant: ShopAssistant, catalog: Catalog, engine: FakeEngine, corrections: Corrections
) -> None:
    """A new picture, or another model, sees what it sees; the owner's word stands."""
    opened = await assistant.handle(message("/product b1", user=OWNER))
    await _tap(assistant, opened, "Something wrong here?", "red", "maroon", user=OWNER)
    await Ingest(catalog, ProductDescriber(engine, corrections.stated)).add(STOCK[0][0], picture("red", 99))
    assert [trait.value for trait in (await catalog.get("b1")).traits["colours"]] == ["maroon"]


@pytest.mark.parametrize("rest", ["colours:nonsense", "size", "colours:+x", "sleeve", "category:"])
async def test_made_up_keys_change_nothing(
    assistant: ShopAssistant, catalog: Catalog, corrections: Corrections, rest: str
) -> None:
    """They are questions at most."""
    opened = await assistant.handle(message("/product b1", user=OWNER))
    key = _button(opened, "Something wrong here?") + rest
    assert (await assistant.handle(message(choice=key, user=OWNER))).text
    assert await corrections.all() == []


@pytest.mark.parametrize("key", ["accept:1", "dismiss:99", "accept:x", "accept:"])
async def test_only_owners_decide_and_only_on_reports(assistant: ShopAssistant, key: str) -> None:
    """Others' taps, and numbers of nothing, are old buttons."""
    for user in (OWNER, "7"):
        assert "too old" in (await assistant.handle(message(choice=key, user=user))).text


async def test_a_product_that_went_is_no_matter(assistant: ShopAssistant, catalog: Catalog) -> None:
    """Its reports go with it."""
    opened = await assistant.handle(message("/product b1"))
    asked = await _tap(assistant, opened, "Something wrong here?")
    await _tap(assistant, asked, "red", "coral")
    stats = await assistant.handle(message("/stats", user=OWNER))
    await catalog.remove(["b1"])
    assert "no longer" in (await _tap(assistant, asked, "red")).text
    assert "no longer" in (await _tap(assistant, stats, "✓ 1", user=OWNER)).text
    assert "Reported" not in (await assistant.handle(message("/stats", user=OWNER))).text


def _menu(reply: Reply, label: str) -> str:
    menu = reply.menu.buttons if reply.menu else ()
    return next(choice.key for choice in (*reply.chips, *menu, *reply.buttons) if choice.label == label)


async def test_a_photos_guess_is_put_right(
    assistant: ShopAssistant, engine: FakeEngine, corrections: Corrections
) -> None:
    """The answer changes in place, its buttons go on working, and reasons compare with what the photo really shows."""
    photo = picture("blue", 80)
    seen = {"category": (Guess("t-shirt", 0.9),), "colours": (Guess("red", 0.8, 1.0), Guess("blue", 0.2, 0.2))}
    engine.sees(photo, seen)
    first = await assistant.handle(message("", photo))
    menu = await assistant.handle(message(choice=_menu(first, "red ▾")))
    asked = len(engine.calls)
    found = await assistant.handle(message(choice=_menu(menu, "blue")))
    assert len(engine.calls) == asked
    assert found.replaces
    assert found.text.startswith("Thanks, searching for blue.\nLooks like: t-shirt, blue")
    assert found.cards[0].why == ("same colour",)
    assert [choice.label for choice in found.chips] == ["t-shirt ▾", "blue ▾"]
    more = await assistant.handle(message(choice=_menu(found, "More")))
    assert more.cards
    assert [(one.trait, one.seen, one.corrected) for one in await corrections.all()] == [("colours", "red", "blue")]


async def test_each_of_a_photos_guesses_is_counted_for_the_owner(
    assistant: ShopAssistant, engine: FakeEngine, corrections: Corrections
) -> None:
    """The second colour too, after the first one was put right; another pick for what was put right is not."""
    photo = picture("blue", 80)
    colours = (Guess("red", 0.8, 0.6), Guess("white", 0.8, 0.4))
    engine.sees(photo, {"category": (Guess("t-shirt", 0.9),), "colours": colours})
    reply = await assistant.handle(message("", photo))
    for chip, other in (("red ▾", "coral"), ("white ▾", "grey"), ("grey ▾", "blue")):
        menu = await assistant.handle(message(choice=_menu(reply, chip)))
        label = next(one.label for one in (menu.menu.buttons if menu.menu else ()) if one.label.startswith(other))
        reply = await assistant.handle(message(choice=_menu(menu, label)))
    noted = [(one.seen, one.corrected, one.confidence) for one in await corrections.all()]
    assert noted == [("red", "coral", 0.8), ("white", "grey", 0.8)]
    stats = await assistant.handle(message("/stats", user=OWNER))
    assert "white → grey 1×" in stats.text


async def test_what_a_shopper_said_themselves_is_no_guess(
    assistant: ShopAssistant, engine: FakeEngine, corrections: Corrections
) -> None:
    """Another colour than the one they asked for with a photo is a change of mind."""
    photo = picture("blue", 80)
    engine.sees(photo, {"category": (Guess("boots", 0.9),), "colours": (Guess("blue", 0.9, 1.0),)})
    first = await assistant.handle(message("in black", photo))
    menu = await assistant.handle(message(choice=_menu(first, "black ▾")))
    label = next(one.label for one in (menu.menu.buttons if menu.menu else ()) if one.label.startswith("red"))
    changed = await assistant.handle(message(choice=_menu(menu, label)))
    assert "red ▾" in [chip.label for chip in changed.chips]
    assert await corrections.all() == []


async def test_another_kind_takes_the_place_of_all_that_were_guessed(
    assistant: ShopAssistant, engine: FakeEngine
) -> None:
    """And what makes no sense for it goes."""
    photo = picture("green", 80)
    engine.sees(
        photo,
        {
            "category": (Guess("t-shirt", 0.5), Guess("shirt", 0.4)),
            "colours": (Guess("green", 0.9, 1.0),),
            "neckline": (Guess("crew neck", 0.9),),
        },
    )
    first = await assistant.handle(message("", photo))
    menu = await assistant.handle(message(choice=_menu(first, "t-shirt ▾")))
    while "boots" not in [choice.label for choice in (menu.menu.buttons if menu.menu else ())]:
        menu = await assistant.handle(message(choice=_menu(menu, "other …")))
    found = await assistant.handle(message(choice=_menu(menu, "boots")))
    assert [choice.label for choice in found.chips] == ["green ▾", "boots ▾"]


async def test_a_made_up_correction_changes_nothing(
    assistant: ShopAssistant, engine: FakeEngine, corrections: Corrections
) -> None:
    """Neither another value than the vocabulary's, nor one for words, nor for what is not understood."""
    photo = picture("red", 80)
    engine.sees(photo, {"category": (Guess("boots", 0.9),), "colours": (Guess("red", 0.9, 1.0),)})
    by_photo = await assistant.handle(message("", photo))
    by_words = await assistant.handle(message("red boots"))
    for reply in (by_photo, by_words):
        turn = reply.cards[0].buttons[0].key.split(":")[1]
        for rest in ("red:nonsense", "blue:black", "red", "", ":"):
            await assistant.handle(message(choice=f"fix:{turn}:{rest}"))
    await assistant.handle(message(choice=f"fix:{turn}:red:black"))
    assert await corrections.all() == []


def test_the_table_for_training_is_safe_in_a_spreadsheet() -> None:
    """Ids are the shop's own words."""
    kept = Correction("product", "colours", "red", "coral", "m1", "=1+1", 0.7, 1, 0.0)
    (row,) = csv.DictReader(io.StringIO(corrections_csv([kept])))
    assert row["product"] == "'=1+1"
    assert (row["seen"], row["corrected"], row["confidence"], row["at"][:10]) == ("red", "coral", "0.7", "1970-01-01")


async def test_the_command_line_lists_and_exports(tmp_path: Path) -> None:
    """Without starting a model."""
    async with Corrections(tmp_path / "corrections.db") as kept:
        await kept.note(Correction("photo", "colours", "navy", "black", "m1", confidence=0.6))
    listed = shoplens("catalog", "corrections", data_dir=tmp_path)
    assert "navy → black" in listed.stdout
    written = shoplens("catalog", "corrections", "--csv", "out.csv", data_dir=tmp_path)
    assert written.returncode == 0, written.stderr
    assert "colours,navy,0.6,black,m1" in (tmp_path / "out.csv").read_text("utf-8")
