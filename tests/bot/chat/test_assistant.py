"""Whole conversations: words, photos, buttons and failures in, replies out."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.assistant import ShopAssistant
from bot.messages import Reply
from bot.storage.conversations import Conversations
from catalog.catalog import Catalog
from tests.bot.stock import STOCK, assistant_of, message, offered, picture, product, stock
from tests.fakes import FakeEngine
from workers.errors import DeadlineExceeded, EngineBusy
from workers.jobs import Guess


@pytest.fixture
def assistant(engine: FakeEngine, catalog: Catalog, conversations: Conversations) -> ShopAssistant:
    return assistant_of(engine, catalog, conversations, shop_name="Test Shop")


def _ids(reply: Reply) -> list[str]:
    return [card.product_id for card in reply.cards]


def _button(reply: Reply, label: str) -> str:
    choices = (*reply.buttons, *(choice for card in reply.cards for choice in card.buttons))
    return next(choice.key for choice in choices if choice.label == label)


def _boots() -> dict[str, tuple[Guess, ...]]:
    return {"category": (Guess("boots", 0.9),), "colours": (Guess("red", 0.9, 1.0),)}


async def test_words_find_products_and_are_said_back(assistant: ShopAssistant) -> None:
    """Red boots go before black ones, and the chips repeat the words."""
    reply = await assistant.handle(message("red boots"))
    assert set(_ids(reply)[:3]) == {"b1", "b2", "b4"}
    assert reply.understood == ("red", "boots")
    assert _button(reply, "1").startswith("show:")
    assert all(len(choice.key.encode()) <= 64 for choice in reply.buttons)


async def test_prices_are_written_as_where_the_shopper_is(assistant: ShopAssistant) -> None:
    """By the region that the client tells; not where they speak another language than it does."""
    for words, locale, price in (
        ("/product b1", "de-CH", "€\u00a079.00"),
        ("/product b1", "de", "79,00\u00a0€"),
        ("rote Stiefel", "en-IN", "69,00\u00a0€"),
    ):
        reply = await assistant.handle(replace(message(words, user=locale), locale=locale))
        assert reply.cards[0].price == price


async def test_cheaper_than_what_has_no_price_is_the_cheapest_first(
    engine: FakeEngine, empty_catalog: Catalog, conversations: Conversations
) -> None:
    """After a product whose price the shop does not say; what has none comes last."""
    unpriced = replace(product("n1", "Boot in red"), price=None)
    await stock(empty_catalog, engine, [*STOCK[:2], (unpriced, "red")])
    assistant = assistant_of(engine, empty_catalog, conversations)
    await assistant.handle(message("/product n1"))
    cheaper = await assistant.handle(message("cheaper"))
    assert cheaper.understood[-1] == "cheapest first"
    assert _ids(cheaper) == ["b2", "b1", "n1"]


async def test_nothing_similar_and_nothing_left_lead_on(
    engine: FakeEngine, empty_catalog: Catalog, conversations: Conversations
) -> None:
    """Where a shop has nothing like a product, or no longer the product itself, there is something to tap."""
    await stock(empty_catalog, engine, STOCK[:1])
    assistant = assistant_of(engine, empty_catalog, conversations)
    opened = await assistant.handle(message("/product b1"))
    alone = await assistant.handle(message(choice=_button(opened, "Similar to this")))
    assert alone.text.startswith("I don't find anything close to this")
    await empty_catalog.remove(["b1"])
    gone = await assistant.handle(message(choice=_button(opened, "Similar to this")))
    assert gone.text.startswith("This piece is no longer in the shop")
    assert _button(alone, "See what's new") == _button(gone, "See what's new") == "new"


async def test_a_collar_is_wanted_or_not(assistant: ShopAssistant) -> None:
    """The tutorial's pair of questions."""
    assert _ids(await assistant.handle(message("blue t-shirt with collar")))[0] == "t2"
    without = _ids(await assistant.handle(message("blue t-shirt without collar")))
    assert set(without[:2]) == {"t1", "t3"}
    assert "t2" not in without


async def test_words_refine_the_last_search(assistant: ShopAssistant) -> None:
    """Short words that name no kind change what was asked before."""
    await assistant.handle(message("red boots"))
    black = await assistant.handle(message("in black"))
    assert _ids(black)[0] == "b3"
    assert black.understood == ("boots", "black")
    cheap = await assistant.handle(message("cheaper"))
    assert cheap.understood == ("boots", "black", "under 58.99")
    assert _ids(cheap)[0] == "b4"


async def test_conversations_do_not_mix(assistant: ShopAssistant) -> None:
    """What one asked does not colour another's words."""
    await assistant.handle(message("red boots", conversation="a"))
    reply = await assistant.handle(message("in black", conversation="b"))
    assert "boots" not in reply.understood


async def test_more_shows_the_next_page_without_repeating(assistant: ShopAssistant) -> None:
    """Paging goes through everything that can be found, then ends politely."""
    first = await assistant.handle(message("red boots"))
    second = await assistant.handle(message(choice=_button(first, "More")))
    assert len(_ids(first)) == 5
    assert len({*_ids(first), *_ids(second)}) == 8
    assert "More" not in [choice.label for choice in second.buttons]
    again = await assistant.handle(message(choice=_button(first, "More")))
    assert (again.text, again.cards) == ("The next ones are here already, further down.", ())
    assert _ids(await assistant.handle(message(choice=_button(again, "Show them again")))) == _ids(second)
    end = await assistant.handle(message(choice=_button(again, "More")))
    assert end.text.startswith("That was all I have for this.")


async def test_typed_numbers_and_more_work_like_buttons(assistant: ShopAssistant) -> None:
    """Who types "2" opens the second product of the list."""
    first = await assistant.handle(message("red boots"))
    assert _ids(await assistant.handle(message("2"))) == [_ids(first)[1]]
    assert _ids(await assistant.handle(message("3"))) == [_ids(first)[2]]
    tapped = await assistant.handle(message(choice=_button(first, "More")))
    again = await assistant.handle(message("red boots"))
    await assistant.handle(message(choice=_button(again, "1")))
    assert _ids(await assistant.handle(message("more"))) == _ids(tapped)


async def test_a_number_opens_one_product(assistant: ShopAssistant) -> None:
    """One card with everything, why it matched, and the ways on."""
    reply = await assistant.handle(message("blue polo shirt"))
    opened = await assistant.handle(message(choice=_button(reply, "1")))
    assert _ids(opened) == ["t2"]
    assert opened.text == "Piqué, with a soft collar."
    assert opened.cards[0].why == ("blue", "polo shirt")
    assert [choice.label for choice in opened.cards[0].buttons] == [
        "Similar to this",
        "👍",
        "👎",
        "Shop",
        "Something wrong here?",
    ]


async def test_words_after_a_product_start_from_it(assistant: ShopAssistant) -> None:
    """ "Like this but black" refers to the product on the screen."""
    reply = await assistant.handle(message("red boots"))
    await assistant.handle(message(choice=_button(reply, "1")))
    refined = await assistant.handle(message("like this but black"))
    assert _ids(refined)[0] == "b3"
    assert refined.understood == ("boots", "black")


async def test_similar_keeps_the_kind_and_leaves_out_the_product(assistant: ShopAssistant) -> None:
    """Neighbours of the product's own vector, on every page without itself."""
    reply = await assistant.handle(message("red boots"))
    similar = await assistant.handle(message(choice=_button(reply, "Similar to this")))
    source = _ids(reply)[0]
    assert set(_ids(similar)[:3]) == {"b1", "b2", "b3", "b4"} - {source}
    assert similar.text.startswith("Similar to ")
    more = await assistant.handle(message(choice=_button(similar, "More")))
    assert source not in {*_ids(similar), *_ids(more)}


async def test_a_photo_finds_what_looks_like_it(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """The recognised attributes are told, and products that share them go first."""
    photo = picture("red", 80)
    engine.sees(photo, _boots())
    reply = await assistant.handle(message("", photo))
    assert set(_ids(reply)[:3]) == {"b1", "b2", "b4"}
    assert "Looks like: boots, red" in reply.text


async def test_a_caption_changes_the_photo(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """The kind stays the photo's, the colour is the caption's, and so it goes on."""
    photo = picture("red", 80)
    engine.sees(photo, _boots())
    reply = await assistant.handle(message("like this but black", photo))
    assert _ids(reply)[0] == "b3"
    assert reply.understood == ("boots", "black")
    limited = await assistant.handle(message("under 50"))
    assert limited.understood == ("boots", "black", "under 50")
    assert _ids(limited)[0] == "b4"


async def test_a_photo_is_gone_on_from_in_words(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """The photo's vector is remembered, the photo is not."""
    photo = picture("red", 80)
    engine.sees(photo, _boots())
    await assistant.handle(message("", photo))
    reply = await assistant.handle(message("but in black"))
    assert _ids(reply)[0] == "b3"
    assert [payload for kind, payload, _ in engine.calls if kind == "image"].count(photo) == 1


async def test_a_photo_of_a_kind_that_is_not_there_shows_the_nearest(
    assistant: ShopAssistant, engine: FakeEngine
) -> None:
    """A hat in a shop without hats: an honest no, and what comes nearest."""
    photo = picture("red", 80)
    engine.sees(photo, {"category": (Guess("hat", 0.9),)})
    reply = await assistant.handle(message("", photo))
    assert "these come nearest" in reply.text
    assert reply.cards


async def test_a_photo_of_no_product_finds_nothing_close(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """A bicycle gets an honest answer and a way on."""
    photo = picture("red", 80)
    engine.sees(photo, {}, product_likelihood=0.1)
    reply = await assistant.handle(message("", photo))
    assert not reply.cards
    assert "anything close" in reply.text
    new = await assistant.handle(message(choice=_button(reply, "See what's new")))
    assert _ids(new) == ["d1", "t3", "t2", "t1", "b4"]
    assert _ids(await assistant.handle(message(choice=_button(new, "More")))) == ["b3", "b2", "b1"]


async def test_words_for_nothing_in_the_shop_find_nothing_close(assistant: ShopAssistant) -> None:
    """Words without any neighbour are not answered with something else."""
    reply = await assistant.handle(message("bicycle pump"))
    assert not reply.cards
    assert "anything close" in reply.text


async def test_conditions_that_leave_nothing_are_said(assistant: ShopAssistant) -> None:
    """The chips stay, so that the next words can loosen them."""
    reply = await assistant.handle(message("red boots under 5"))
    assert not reply.cards
    assert "fits all of this" in reply.text
    assert reply.understood == ("red", "boots", "under 5")


async def test_other_kinds_within_the_price_are_no_answer(assistant: ShopAssistant) -> None:
    """Where only other things are cheap enough, the reply says what to loosen instead of "nothing close"."""
    reply = await assistant.handle(message("red boots under 16"))
    assert "fits all of this" in reply.text
    assert reply.cards == ()
    assert (await assistant.handle(message("under 40"))).cards


async def test_price_alone_is_a_search(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """Without words for the encoder the filters answer."""
    reply = await assistant.handle(message("under 16"))
    assert _ids(reply) == ["t1"]


async def test_the_start_shows_an_example_and_things_to_try(assistant: ShopAssistant) -> None:
    """A newcomer sees pictures and two buttons that work as words."""
    reply = await assistant.handle(message("/start from_link"))
    assert "Test Shop" in reply.text
    assert reply.cards
    tried = await assistant.handle(message(choice=_button(reply, "Try: red boots")))
    assert tried.understood == ("red", "boots")


async def test_the_start_works_while_the_engine_is_busy(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """The greeting does without its album."""
    engine.failures.append(EngineBusy())
    reply = await assistant.handle(message("/start@shop_bot"))
    assert "Hello" in reply.text
    assert not reply.cards


async def test_commands(assistant: ShopAssistant) -> None:
    """Help, forgetting, and a kind answer to what is not there (also to owners' commands by others)."""
    assert "photo" in (await assistant.handle(message("/help"))).text
    assert "don't know this command" in (await assistant.handle(message("/stats"))).text
    first = await assistant.handle(message("red boots"))
    await assistant.handle(message("/forget_me"))
    assert "too old" in (await assistant.handle(message(choice=_button(first, "1")))).text


async def test_stickers_and_silence_get_a_hint(assistant: ShopAssistant) -> None:
    """Nothing to search for is answered with what works."""
    for text in ("", "  ", "👍", "???", "thanks", "like this"):
        assert "red boots" in (await assistant.handle(message(text))).text


@pytest.mark.parametrize(
    "key",
    ["show:nope:0", "more:", "like:x", "junk", "show:{turn}:99", "show:{turn}:-1", "undo:{turn}:0", ":::", "é" * 9],
)
async def test_unknown_keys_get_a_friendly_sentence(assistant: ShopAssistant, key: str) -> None:
    """Old, foreign and made-up keys end the same way."""
    first = await assistant.handle(message("red boots"))
    turn = _button(first, "1").split(":")[1]
    reply = await assistant.handle(message(choice=key.format(turn=turn)))
    assert "too old" in reply.text


async def test_keys_are_bound_to_their_conversation(assistant: ShopAssistant) -> None:
    """A key from another chat opens nothing."""
    first = await assistant.handle(message("red boots", conversation="a"))
    reply = await assistant.handle(message(choice=_button(first, "1"), conversation="b"))
    assert "too old" in reply.text


async def test_buttons_work_after_a_restart(engine: FakeEngine, catalog: Catalog, tmp_path: Path) -> None:
    """Turns are on disk."""
    async with Conversations(tmp_path / "turns.db") as conversations:
        first = await assistant_of(engine, catalog, conversations).handle(message("red boots"))
    async with Conversations(tmp_path / "turns.db") as conversations:
        assistant = assistant_of(engine, catalog, conversations)
        assert _ids(await assistant.handle(message(choice=_button(first, "1")))) == _ids(first)[:1]
        assert (await assistant.handle(message(choice=_button(first, "More")))).cards


async def test_buttons_of_another_model_are_too_old(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """Vectors of two models are never compared."""
    first = await assistant.handle(message("red boots"))
    engine.fingerprint = "fake-2"
    assert "too old" in (await assistant.handle(message(choice=_button(first, "More")))).text


async def test_a_removed_product_is_said_to_be_gone(assistant: ShopAssistant, catalog: Catalog) -> None:
    """A number may outlive its product."""
    first = await assistant.handle(message("red boots"))
    await catalog.remove(_ids(first)[:1])
    assert "no longer in the shop" in (await assistant.handle(message(choice=_button(first, "1")))).text
    key = first.cards[0].buttons[0].key
    assert "no longer in the shop" in (await assistant.handle(message(choice=key))).text


async def test_an_empty_shop_says_so(engine: FakeEngine, empty_catalog: Catalog, conversations: Conversations) -> None:
    """Nothing found because nothing is there is another thing than nothing close."""
    assistant = assistant_of(engine, empty_catalog, conversations)
    for asked in (message("red boots"), message(choice="new:")):
        assert "no products in the shop yet" in (await assistant.handle(asked)).text


@pytest.mark.fault("engine refuses: busy", "the shopper hears when to come back, with a button", log="EngineBusy in")
async def test_a_busy_engine_is_said_with_a_button_to_try_again(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """The words come back in the button, so one tap repeats them."""
    engine.failures.append(EngineBusy(retry_after_s=10))
    reply = await assistant.handle(message("red boots"))
    assert "10 seconds" in reply.text
    assert reply.buttons == (offered("say:red boots", "Try again"),)
    assert (await assistant.handle(message(choice=reply.buttons[0].key))).cards


async def test_a_photo_that_cannot_be_opened_is_said(assistant: ShopAssistant) -> None:
    """Bytes that are no picture get a sentence, and no button that could not work."""
    reply = await assistant.handle(message("", b"not a picture"))
    assert "couldn't open this picture" in reply.text
    assert reply.buttons == ()


@pytest.mark.fault("engine too slow", "the shopper is told", log="DeadlineExceeded in")
async def test_a_deadline_is_said(assistant: ShopAssistant, engine: FakeEngine) -> None:
    """Slowness is answered, too."""
    engine.failures.append(DeadlineExceeded("30 s"))
    assert "longer than I can wait" in (await assistant.handle(message("red boots"))).text


async def test_the_unexpected_is_logged_and_answered(
    assistant: ShopAssistant, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """`handle` never raises; the log has the cause and not the shopper's words."""
    engine.failures.append(RuntimeError("boom"))
    with caplog.at_level(logging.ERROR):
        reply = await assistant.handle(message("red boots"))
    assert "Something went wrong" in reply.text
    assert "boom" in caplog.text
    assert "red boots" not in caplog.text


@pytest.mark.fault(
    "conversations.db loses its table while serving", "searches are answered, without memory", log="could not be"
)
async def test_without_its_memory_the_assistant_still_answers(
    engine: FakeEngine, catalog: Catalog, tmp_path: Path
) -> None:
    """A full disk costs the buttons, not the search."""
    async with Conversations(tmp_path / "turns.db") as conversations:
        assistant = assistant_of(engine, catalog, conversations)
        await conversations._run(lambda database: database.execute("DROP TABLE turns"))  # noqa: SLF001 - the fault is made where a user has it, in the file
        assert (await assistant.handle(message("red boots"))).cards
