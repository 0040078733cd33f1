"""What buttons do, as their keys say it: whatever can be offered can be tapped, today's buttons and those of before."""

from __future__ import annotations

import asyncio
import csv
import inspect
import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update, User
from telegram.constants import InlineKeyboardButtonLimit

from bot.actions import ARGUMENTS, MAX_KEY_BYTES, UNKNOWN, Action, Verb, decode, encode, value_of
from bot.channels.telegram.receiving.incoming import read_question
from bot.chat.assistant import ShopAssistant
from bot.messages import Button
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.owner.imports import FeedImports
from bot.query.model import Query
from bot.search.describer import ProductDescriber
from bot.storage.conversations import Conversations
from bot.storage.corrections import Corrections
from bot.storage.favourites import FavouriteStore
from bot.storage.turns import Turn, new_key
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests import ROOT
from tests.bot.channels.web.visitor import answer, ask, visiting
from tests.bot.stock import assistant_of, message
from tests.fakes import FakeEngine, ScriptedAssistant

VERBS: Final[tuple[Verb, ...]] = get_args(Verb)
OWNER: Final = "1"


class OldKey(NamedTuple):
    """A key that the version before has written, and what it did there."""

    key: str
    verb: str
    turn: str
    arguments: tuple[str, ...]
    answered_by: str


def _old_keys() -> list[OldKey]:
    with (ROOT / "tests" / "upgrade" / "keys_of_version_before.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [OldKey(key, verb, turn, tuple(json.loads(rest)), by) for key, verb, turn, rest, by in rows[1:]]


OLD_KEYS: Final = _old_keys()


@pytest.fixture
async def assistant(
    engine: FakeEngine, catalog: Catalog, conversations: Conversations, tmp_path: Path
) -> AsyncIterator[ShopAssistant]:
    """One that answers every verb."""
    async with FavouriteStore(tmp_path / "l.db") as favourites, Corrections(tmp_path / "r.db") as corrections:
        ingest = Ingest(catalog, ProductDescriber(engine))
        right = CorrectionReview(catalog, corrections)
        imports = FeedImports(Sync(catalog, ingest))
        admin = Admin(catalog, ingest, imports, conversations, frozenset({f"web:{OWNER}"}), right)
        yield assistant_of(engine, catalog, conversations, admin, favourites=favourites, correction_review=right)


@given(
    st.sampled_from(VERBS),
    st.one_of(st.just(""), st.builds(new_key), st.text(max_size=9)),
    st.lists(st.one_of(st.text(st.characters(exclude_categories=()), max_size=40), st.integers()), max_size=4),
)
def test_what_a_button_does_is_written_within_64_bytes_and_read_again(
    verb: Verb, turn: str, arguments: list[str | int]
) -> None:
    """Whatever it is about; what no key can hold is refused where the button is made, and nowhere else."""
    try:
        action = Action(verb, turn, *arguments)
    except ValueError:
        return
    key = encode(action)
    assert 1 <= len(key.encode()) <= MAX_KEY_BYTES
    assert decode(key) == action
    assert Action(action.verb, action.turn, *action.arguments) == action


@given(st.lists(st.text(st.characters(exclude_categories=())), min_size=1, unique=True), st.data())
def test_an_argument_is_found_again_among_the_values_that_it_may_be(values: list[str], data: st.DataObject) -> None:
    """A value of any length and script, in every place that a verb has for one."""
    value = data.draw(st.sampled_from(values))
    action = decode(encode(Action("swap", new_key(), "red", value)))
    written = action.arguments[1] if len(action.arguments) > 1 else ""
    assert value_of(written, values) == value
    assert value_of(Action("off", new_key(), f"{value} is gone").arguments[0], values) in {"", f"{value} is gone"}


def test_two_long_values_leave_room_for_every_verb() -> None:
    """The longest verb that takes two of them, with a turn's key."""
    values = ["Maison de la Très Longue Façade à Paris", "x" * 24]
    for verb in VERBS:
        if Action(verb).is_of_turn and ARGUMENTS[verb] == 2:
            assert [value_of(one, values) for one in Action(verb, new_key(), *values).arguments] == values


@given(st.text(st.characters(exclude_categories=())))
def test_any_key_that_a_client_sends_is_read(key: str) -> None:
    """Also where nobody has made it."""
    for sent in (key, *(f"{verb}:{key}" for verb in VERBS)):
        action = decode(sent)
        assert action == UNKNOWN or decode(encode(action)) == action


@pytest.mark.parametrize(
    "key",
    ["", ":", "unknown", "shop:", "open:", "MORE:t", "say:" + "é" * 31, "x" * 10_000, "say:\ud800", "show:\0\ud800"],
)
def test_a_key_that_nobody_made_is_unknown(key: str) -> None:
    """Odd, over-long, of no verb."""
    assert decode(key) == UNKNOWN


def test_an_action_that_no_key_can_hold_cannot_be_made() -> None:
    """Too many words, another number of arguments, a turn where there is none."""
    for verb, turn, arguments in (
        ("say", "", ("é" * 31,)),
        ("say", "", ("two", "sentences")),
        ("say", "", ("\ud800",)),
        ("new", "", ("x",)),
        ("more", "a:b", ()),
        ("lang", "abcdefgh", ("de",)),
    ):
        with pytest.raises(ValueError, match=r"no key can hold|surrogates"):
            Action(cast("Verb", verb), turn, *arguments)


def test_a_button_does_something_or_leads_somewhere() -> None:
    """One of both."""
    for both in ({}, {"action": Action("new"), "url": "https://shop.example/"}):
        with pytest.raises(ValueError, match="either"):
            Button("Odd", **cast("Any", both))


def test_a_key_is_as_long_as_telegram_takes_it() -> None:
    """As the Bot API says it."""
    assert int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA) == MAX_KEY_BYTES


async def test_every_verb_is_answered_with_as_many_arguments_as_it_may_have(assistant: ShopAssistant) -> None:
    """Each may be missing, since a client can leave it out."""
    assert assistant.taps.keys() == {*VERBS} - {"unknown"}
    for verb, answers in assistant.taps.items():
        always = (message(), Turn(Query())) if Action(verb).is_of_turn else (message(),)
        inspect.signature(answers).bind(*always)
        inspect.signature(answers).bind(*always, *["x"] * ARGUMENTS[verb])


def test_the_old_keys_are_of_every_verb() -> None:
    """None was forgotten."""
    assert {old.verb for old in OLD_KEYS} == {*VERBS} - {"unknown"}


async def test_buttons_of_the_version_before_do_what_they_did(
    assistant: ShopAssistant, conversations: Conversations
) -> None:
    """Each key is read as what it was written for, and reaches what answers it."""
    for turn in {old.turn for old in OLD_KEYS if old.turn}:
        await conversations.remember("web:c1", "web:1", Turn(Query(), key=turn))
    for old in OLD_KEYS:
        action = decode(old.key)
        assert (action.verb, action.turn, action.arguments) == (old.verb, old.turn, old.arguments), old
        reached: list[tuple[object, ...]] = []
        answers = assistant.taps[action.verb]
        assistant.taps[action.verb] = _noting(reached, answers)
        await assistant.handle(message(choice=old.key, user=OWNER))
        assistant.taps[action.verb] = answers
        assert [type(one) for one in reached[0][1:]] == [Turn] * bool(old.turn) + [str] * len(old.arguments), old
        assert reached[0][len(reached[0]) - len(old.arguments) :] == old.arguments
        assert getattr(answers, "func", answers).__qualname__ == old.answered_by, old


def _noting(reached: list[tuple[object, ...]], answers: Callable[..., Any]) -> Callable[..., Any]:
    async def noted(*given: object) -> Any:
        reached.append(given)
        return await answers(*given)

    return noted


async def test_a_tap_arrives_the_same_way_through_both_channels() -> None:
    """Whether it was tapped in Telegram or in the web chat."""
    me = partial(_tapped_in_telegram, cast("Bot", _Me()))
    scripted = ScriptedAssistant()
    async with visiting(scripted) as visitor, visitor.line() as line:
        for place, old in enumerate(OLD_KEYS):
            await ask(line, f"question-{place}", choice=old.key)
            await answer(line)
    assert [asked.action for asked in scripted.asked] == [decode(old.key) for old in OLD_KEYS]
    assert [me(old.key) for old in OLD_KEYS] == [decode(old.key) for old in OLD_KEYS]


class _Me:
    """The bot as far as reading needs it."""

    bot = User(424242, "Shop", is_bot=True, username="shop_test_bot")


def _tapped_in_telegram(me: Bot, key: str) -> Action | None:
    chat = {"id": 7, "type": "private"}
    sender = {"id": 7, "is_bot": False, "first_name": "Ada"}
    query = {"id": "q", "from": sender, "chat_instance": "1", "data": key}
    raw = {"update_id": 1, "callback_query": query | {"message": {"message_id": 1, "date": 1, "chat": chat}}}
    update = Update.de_json(raw, None)
    assert update is not None
    return read_question(me, [update], asyncio.sleep).action
