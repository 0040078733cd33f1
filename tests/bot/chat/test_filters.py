"""Questions that are shaped by taps: chips, filters and orders, in the conversation."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.query.editing import cleared, dropped, exchanged, marked, ordered, picked, without
from bot.query.parsing import parse, query_from_phrases
from bot.storage.conversations import MAX_TURNS, Conversations
from catalog.catalog import Catalog
from tests.bot.stock import assistant_of, message, picture, product, stock
from tests.fakes import FakeEngine
from workers.errors import EngineBusy
from workers.jobs import Guess


@pytest.fixture
def assistant(engine: FakeEngine, catalog: Catalog, conversations: Conversations) -> ShopAssistant:
    return assistant_of(engine, catalog, conversations, shop_name="Test Shop")


def _ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


def _buttons(reply: Reply) -> dict[str, str]:
    menu = reply.menu.buttons if reply.menu else ()
    return {choice.label: choice.key for choice in (*reply.chips, *menu, *reply.buttons)}


async def _tap(assistant: ShopAssistant, reply: Reply, *labels: str) -> Reply:
    """Tap a button, then one of the answer's, and so on; each answer stands in place of the one before."""
    for label in labels:
        buttons = _buttons(reply)
        assert label in buttons, f"{label} is not among {list(buttons)}"
        reply = await assistant.handle(message(choice=buttons[label]))
        assert reply.replaces
        assert all(len(key.encode()) <= 64 for key in _buttons(reply).values())
    return reply


def _striped() -> dict[str, tuple[Guess, ...]]:
    return {
        "category": (Guess("t-shirt", 0.9),),
        "colours": (Guess("blue", 0.9, 1.0),),
        "pattern": (Guess("striped", 0.9),),
    }


async def test_a_part_is_tapped_away(assistant: ShopAssistant) -> None:
    """The list is found anew without it, in place of the old one, and its numbers open what is shown now."""
    reply = await assistant.handle(message("red boots under 40"))
    assert list(_buttons(reply))[:3] == ["red ▾", "boots ▾", "under 40 ✕"]
    assert _ids(reply)[0] == "b4"
    wider = await _tap(assistant, reply, "under 40 ✕")
    assert wider.understood == ("red", "boots")
    assert set(_ids(wider)[:3]) == {"b1", "b2", "b4"}
    opened = await assistant.handle(message(choice=_buttons(wider)["2"]))
    assert _ids(opened) == [_ids(wider)[1]]
    assert not opened.replaces


async def test_a_denied_part_is_tapped_away(assistant: ShopAssistant) -> None:
    """Then what it ruled out is back."""
    reply = await assistant.handle(message("blue t-shirt without collar"))
    assert "t2" not in _ids(reply)
    assert "t2" in _ids(await _tap(assistant, reply, "no collar ✕"))


async def test_a_colour_is_exchanged(assistant: ShopAssistant) -> None:
    """Its menu has the other values with how many there are, and keeps the list on the screen."""
    reply = await assistant.handle(message("red boots"))
    menu = await _tap(assistant, reply, "red ▾")
    assert menu.menu is not None
    assert menu.menu.title == "Instead of red"
    assert list(_buttons(menu)) == ["black (1)", "Remove red ✕", "Back"]
    assert _ids(menu) == _ids(reply)
    black = await _tap(assistant, menu, "black (1)")
    assert black.understood == ("boots", "black")
    assert _ids(black)[0] == "b3"
    assert _ids(await _tap(assistant, reply, "red ▾")) == _ids(black), "a button of the past does no harm"
    back = await _tap(assistant, menu, "Back")
    assert (back.menu, back.understood) == (None, ("boots", "black"))


async def test_words_go_on_from_what_was_tapped(assistant: ShopAssistant) -> None:
    """A list that was shaped is the last answer, and keeps what was picked until the words say otherwise."""
    reply = await assistant.handle(message("red boots"))
    await assistant.handle(message("green dress"))
    shaped = await _tap(assistant, reply, "Filter", "✓ Colour: red", "black (1)")
    assert shaped.understood == ("boots", "red or black")
    cheap = await assistant.handle(message("under 60"))
    assert cheap.understood == ("boots", "under 60", "red or black")
    assert set(_ids(cheap)) == {"b3", "b4"}
    assert (await assistant.handle(message("in green"))).understood == ("boots", "under 60", "green")


async def test_a_photos_parts_are_chips(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """What was seen in it is said and can go or be another value; the photo itself still leads."""
    photo = picture("blue", 80)
    engine.sees(photo, _striped())
    reply = await assistant.handle(message("", photo))
    assert [choice.label for choice in reply.chips] == ["t-shirt ▾", "blue ▾", "striped ▾"]
    assert _ids(reply)[0] == "t3"
    plain = await _tap(assistant, reply, "striped ▾", "Remove striped ✕")
    assert plain.text.startswith("Looks like: t-shirt, blue")
    asked = len(engine.calls)
    bare = await _tap(assistant, plain, "t-shirt ▾", "Remove t-shirt ✕")
    assert [choice.label for choice in bare.chips] == ["blue ▾"]
    assert len(engine.calls) == asked, "the photo is not encoded again"
    none = await _tap(assistant, bare, "blue ▾", "Remove blue ✕")
    assert (none.chips, none.understood) == ((), ())
    assert set(_ids(none)[:3]) == {"t1", "t2", "t3"}
    again = await assistant.handle(message("", photo))
    kinds = await _tap(assistant, again, "t-shirt ▾")
    assert list(_buttons(kinds))[:2] == ["polo shirt", "shirt"]


async def test_filters_narrow_and_widen(
    engine: FakeEngine, empty_catalog: Catalog, conversations: Conversations
) -> None:
    """Several values of a facet are alternatives, several facets conditions; the marked ones can be taken back."""
    await stock(
        empty_catalog,
        engine,
        [
            (
                product(
                    f"b{n}",
                    f"Ankle boot no. {n}",
                    f"{20 + 10 * n}.00",
                    brand=("Puma", "Nike", "Red Tape")[n % 3],
                    sizes=(str(36 + n % 2), "XL" if n % 2 else "S"),
                ),
                ("red", "black")[n % 2],
            )
            for n in range(9)
        ],
    )
    assistant = assistant_of(engine, empty_catalog, conversations)
    reply = await assistant.handle(message("boots"))
    root = await _tap(assistant, reply, "Filter")
    assert root.menu is not None
    assert root.menu.title == "Filter · 9 pieces fit"
    assert list(_buttons(root)) == ["✓ Kind: boots", "Colour", "Size", "Brand", "Price", "Done"]
    brands = await _tap(assistant, root, "Brand")
    assert list(_buttons(brands)) == ["Nike (3)", "Puma (3)", "Red Tape (3)", "Back", "Done"]
    puma = await _tap(assistant, brands, "Puma (3)")
    assert list(_buttons(puma))[:3] == ["✓ Puma (3)", "Nike (3)", "Red Tape (3)"]
    assert {card.brand for card in puma.cards} == {"Puma"}
    assert puma.understood == ("boots", "Puma")
    both = await _tap(assistant, puma, "Red Tape (3)")
    assert both.understood == ("boots", "Puma or Red Tape")
    sizes = await _tap(assistant, both, "Back", "Size")
    assert [label.split(" ")[0] for label in list(_buttons(sizes))[:4]] == ["S", "XL", "36", "37"]
    narrow = await _tap(assistant, sizes, "S (4)", "Back", "Price")
    assert len(narrow.cards) == 4
    assert next(iter(_buttons(narrow))).startswith("under €")
    cheap = await _tap(assistant, narrow, next(iter(_buttons(narrow))))
    assert all(Decimal(card.price.removeprefix("€")) <= 60 for card in cheap.cards)
    root = await _tap(assistant, cheap, "Back")
    assert next(iter(_buttons(root))) == "boots ▾"
    assert "✓ Brand: Puma or Red Tape" in _buttons(root)
    all_again = await _tap(assistant, root, "Clear all")
    assert all_again.understood == ("boots",)
    done = await _tap(assistant, all_again, "Done")
    assert (done.menu, len(done.cards)) == (None, 5)


async def test_a_value_is_picked_once_however_often_it_is_tapped(assistant: ShopAssistant) -> None:
    """Two taps at once, or a late one on an older state, add up and take nothing away."""
    reply = await assistant.handle(message("boots in red"))
    menu = await _tap(assistant, reply, "Filter", "✓ Colour: red")
    once = await _tap(assistant, menu, "black (1)")
    assert await _tap(assistant, menu, "black (1)") == once
    assert (await _tap(assistant, menu, "✓ red (3)")).understood == ("boots", "black")
    assert (await _tap(assistant, menu, "✓ red (3)")).understood == ("boots", "black")
    chips = await assistant.handle(message("red boots under 90 in stock"))
    await _tap(assistant, chips, "under 90 ✕")
    assert (await _tap(assistant, chips, "under 90 ✕")).understood == ("red", "boots", "in stock")


async def test_filters_that_leave_nothing_can_be_taken_back(assistant: ShopAssistant) -> None:
    """The sentence says so, and its buttons undo it."""
    reply = await assistant.handle(message("red boots under 1"))
    assert reply.cards == ()
    assert set(_ids(await _tap(assistant, reply, "under 1 ✕"))[:3]) == {"b1", "b2", "b4"}


async def test_taps_work_after_a_restart(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """What was asked, picked and seen is on disk."""
    async with Conversations(tmp_path / "turns.db") as conversations:
        reply = await assistant_of(engine, catalog, conversations).handle(message("red boots"))
        menu = await _tap(assistant_of(engine, catalog, conversations), reply, "Filter", "✓ Colour: red", "black (1)")
    async with Conversations(tmp_path / "turns.db") as conversations:
        again = assistant_of(engine, catalog, conversations)
        assert (await _tap(again, menu, "✓ red (3)")).understood == ("boots", "black")
        assert set(_ids(await _tap(again, menu, "Any", "Done"))) >= {"b1", "b2", "b3", "b4"}


async def test_a_button_that_is_too_old_says_so(assistant: ShopAssistant) -> None:
    """All the kinds of buttons of an answer that is no longer kept, with a way on."""
    reply = await assistant.handle(message("red boots"))
    for _ in range(MAX_TURNS):
        await assistant.handle(message("green dress"))
    for label in ("red ▾", "Filter", "Sort", "1", "More"):
        old = await assistant.handle(message(choice=_buttons(reply)[label]))
        assert old.text.startswith("This button is too old.")
        assert [choice.label for choice in old.buttons] == ["See what's new"]
        assert not old.replaces


async def test_a_busy_engine_leaves_the_list_as_it_is(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """The tap can be tried again, and filters need no engine at all."""
    reply = await assistant.handle(message("red boots"))
    menu = await _tap(assistant, reply, "red ▾")
    engine.failures.append(EngineBusy(retry_after_s=3))
    busy = await assistant.handle(message(choice=_buttons(menu)["Remove red ✕"]))
    assert not busy.replaces
    assert (await _tap(assistant, busy, "Try again")).understood == ("boots",)


async def test_nobody_elses_button_and_no_made_up_key_does_anything(assistant: ShopAssistant) -> None:
    """Keys are valid in their conversation only; odd values in them change nothing."""
    reply = await assistant.handle(message("red boots"))
    key = _buttons(reply)["Filter"]
    assert not (await assistant.handle(message(choice=key, conversation="other"))).replaces
    turn = key.partition(":")[2]
    for odd in ("pick:{}:price:x-y", "pick:{}:colours:plaid", "drop:{}:brand:", "off:{}:nothing", "swap:{}:red:zzz"):
        assert set(_ids(await assistant.handle(message(choice=odd.format(turn))))[:3]) == {"b1", "b2", "b4"}
    assert (await assistant.handle(message(choice=f"pick:{turn}:shoe:x"))).text.startswith("This button is too old.")
    assert (await assistant.handle(message(choice=f"list:{turn}"))).cards


def test_shaping_changes_the_words_for_the_encoder_too() -> None:
    """What goes is gone from the text, what comes stands where English puts it."""
    query = parse("red striped shirt with long sleeves under 50")
    assert without(query, "red").text == "striped shirt with long sleeves"
    assert exchanged(query, "red", "blue").text == "blue striped shirt with long sleeves"
    assert exchanged(query, "shirt", "dress").filters.wanted["category"] == ("dress",)
    chosen = picked(query, "colours", "blue", "blue")
    assert (chosen.text, chosen.filters.required) == ("striped shirt with long sleeves", {"colours": ("red", "blue")})
    assert dropped(chosen, "colours", "red").filters.required == {"colours": ("blue",)}
    assert cleared(chosen).filters.max_price is None
    assert ordered(ordered(query, "price"), "newest").understood[-1] == "newest first"
    assert ordered(ordered(query, "price"), "relevance") == ordered(query, "relevance")


def test_a_photo_leads_until_words_are_added() -> None:
    """Taking away what was seen leaves a photo alone; another colour has to be said in words."""
    query = query_from_phrases(["shirt", "navy"])
    assert (without(query, "navy").photo_weight, without(query, "navy").text) == (1.0, "")
    swapped = exchanged(query, "navy", "black")
    assert (swapped.text, swapped.photo_weight) == ("black shirt", 0.6)


def test_loose_words_are_narrowed_and_single_ones_widened() -> None:
    """ "Shoes" and then boots are boots; red and then blue is either."""
    assert marked(parse("red shoes"), "category") == {}
    assert picked(parse("shoes"), "category", "boots", "boots").filters.required == {"category": ("boots",)}
    assert picked(parse("boots"), "category", "heels", "heels").filters.required == {"category": ("boots", "heels")}
    band = picked(parse("boots under 50"), "price", "20-40", "", currency="EUR")
    assert band.understood == ("boots", "€20–40")
    assert (marked(band, "price"), dropped(band, "price", "20-40").understood) == ({"20-40": "€20–40"}, ("boots",))
    long = picked(parse("boots"), "price", "1500000-2000000", "", currency="IDR")
    assert (long.filters.min_price, long.filters.max_price) == (Decimal(1_500_000), Decimal(2_000_000))
