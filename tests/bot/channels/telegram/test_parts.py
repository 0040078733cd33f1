"""The Telegram channel's parts by themselves: texts within the limits, lanes within their bounds."""

from __future__ import annotations

import asyncio
import string
from collections.abc import Coroutine, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import NetworkError

from bot.actions import decode
from bot.channels.telegram.calls import PATIENTLY, Target, with_retries
from bot.channels.telegram.chat_queue import PerChatQueue
from bot.channels.telegram.sending.formatting import cut, fit, size
from bot.channels.telegram.sending.group_limits import GroupBudget
from bot.channels.telegram.sending.pictures import Pictures
from bot.channels.telegram.sending.sender import Sender
from bot.messages import Button, Card, Menu, Reply
from tests.fakes import HeldPause
from tests.telegram_server import PATIENCE_S, TOKEN, TelegramServer, parse_html, units

# Letters, markup, quotes, line ends, control characters, emoji of several code points, right-to-left, half a surrogate.
ALPHABET = st.sampled_from(
    [*string.ascii_letters, *"<>&\"'/ \n\t\x00\u200b\u202e—€", "👩‍👩‍👧", "🥾", "<b>", "&amp;", "\ud83d"]
)
SHORT = st.lists(ALPHABET, max_size=12).map("".join)
# A seed repeated: long texts without long generation.
WORDS = st.builds(lambda seed, times: seed * times, SHORT, st.sampled_from([1, 1, 1, 9, 60, 500]))
LABELS = st.one_of(WORDS, st.integers(1, 99).map(str))
KEYS = st.one_of(SHORT.map("say:".__add__), st.integers(0, 55).map(lambda size: f"show:abcdefgh:{'k' * size}"))
ODD_URLS = ["https://shop.example/a?b=1&c=<2>", "http://localhost/", "javascript:x", "http://[", "https://a b.c"]
BUTTONS = st.lists(
    st.one_of(
        st.builds(Button, LABELS, KEYS.map(decode)),
        st.builds(Button, LABELS, url=st.sampled_from(ODD_URLS)),
    ),
    max_size=60,
).map(tuple)
TUPLES = st.lists(WORDS, max_size=4).map(tuple)
CARDS = st.lists(
    st.builds(
        Card,
        product_id=st.just("id"),
        title=WORDS,
        picture=st.sampled_from(["there", "there too", "gone", ""]),
        price=WORDS,
        was=WORDS,
        brand=WORDS,
        available=st.booleans(),
        sizes=TUPLES,
        attributes=TUPLES,
        why=TUPLES,
        buttons=BUTTONS,
    ),
    max_size=13,
).map(tuple)
MENUS = st.one_of(st.none(), st.builds(Menu, title=WORDS, buttons=BUTTONS))
REPLIES = st.builds(Reply, text=WORDS, cards=CARDS, understood=TUPLES, buttons=BUTTONS, chips=BUTTONS, menu=MENUS)


class Wire:
    """A sender without the rate limiter, and the strict server that it talks to."""

    def __init__(self, runner: asyncio.Runner, folder: Path) -> None:
        self.server = TelegramServer()
        self._runner = runner
        self._folder = folder
        (folder / "there").write_bytes(b"one")
        (folder / "there too").write_bytes(b"two")

    async def start(self) -> None:
        await self.server.__aenter__()
        self._bot = Bot(TOKEN, f"{self.server.address}/bot", f"{self.server.address}/file/bot")
        await self._bot.initialize()
        self._sender = Sender(self._bot, Pictures(self._picture, None), None, GroupBudget(), HeldPause())

    async def stop(self) -> None:
        await self._bot.shutdown()
        await self.server.__aexit__(None, None, None)

    def send(self, reply: Reply) -> None:
        self.server.calls.clear()
        self._runner.run(self._sender.send(reply, Target(7)))

    def _picture(self, key: str) -> Path | None:
        path = self._folder / key
        return path if path.exists() else None


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """One server for all examples."""
    with asyncio.Runner() as runner:
        wire = Wire(runner, tmp_path_factory.mktemp("pictures"))
        runner.run(wire.start())
        yield wire
        runner.run(wire.stop())


# Without shrinking: a failing example is quick to read as it is, and slow to shrink through a server.
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(reply=REPLIES)
def test_no_reply_breaks_telegrams_limits(wire: Wire, reply: Reply) -> None:
    """Whatever the assistant says, nothing is refused, and words or pictures arrive."""
    wire.send(reply)
    assert wire.server.violations == []
    assert wire.server.calls or not reply.cards


@given(
    lines=st.lists(WORDS.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=8),
    limit=st.integers(310, 1024),
)
def test_fit_keeps_whole_lines_and_the_last_one(lines: list[str], limit: int) -> None:
    """Texts are cut at a line end with a mark, parse as HTML and keep the line that must stay."""
    lines = [line.encode("utf-8", "ignore").decode() for line in lines]
    markup = fit([((line, "b"),) for line in lines], limit, (("Understood: red", "i"),))
    plain = parse_html(markup)
    assert units(plain) <= limit
    assert plain.endswith("Understood: red")
    assert "…" in plain or all(line.strip() in markup or "&" in line or "<" in line or ">" in line for line in lines)


def test_cut_counts_as_telegram_does() -> None:
    """An emoji outside the basic plane counts as two, and is never halved."""
    assert size("🥾a") == 3
    assert cut("🥾🥾🥾", 5) == "🥾🥾…"
    assert cut("🥾🥾🥾", 4) == "🥾…"
    assert cut("🥾🥾", 4) == "🥾🥾"


async def test_lanes_clean_up_and_keep_their_bounds() -> None:
    """A chat is gone with its last job, a full chat refuses, and a full queue makes `put` wait."""
    queue = PerChatQueue(max_waiting=4, max_per_chat=2, max_working=4)
    gate = asyncio.Event()
    done: list[str] = []

    def job(name: str) -> partial[Coroutine[None, None, None]]:
        async def wait() -> None:
            await gate.wait()
            done.append(name)

        return partial(wait)

    assert await queue.put("a", job("a1"))
    await asyncio.sleep(0)
    assert await queue.put("a", job("a2"))
    assert await queue.put("a", job("a3"))
    assert not await queue.put("a", job("a4"))
    assert await queue.put("a", job("full"), beyond=1)
    house_full = asyncio.create_task(queue.put("b", job("b1")))
    await asyncio.sleep(0)
    assert not house_full.done()
    gate.set()
    assert await house_full
    await queue.join()
    assert [name for name in done if name != "b1"] == ["a1", "a2", "a3", "full"]
    assert "b1" in done
    assert queue.open_chats == 0


async def test_closed_lanes_say_what_was_given_up() -> None:
    """Closing cancels running, waiting and not yet started jobs, and counts them."""
    queue = PerChatQueue(max_waiting=9, max_per_chat=9, max_working=9)
    for lane in ("a", "a", "b"):
        await queue.put(lane, asyncio.Event().wait)
        await asyncio.sleep(0)
    await queue.put("c", asyncio.Event().wait)
    assert await queue.close(PATIENCE_S) == 4
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("telegram")]


@pytest.mark.parametrize(
    ("cause", "tries"),
    [
        (httpx.ConnectError("refused"), 1 + len(PATIENTLY)),
        (httpx.ConnectTimeout("slow"), 1 + len(PATIENTLY)),
        (httpx.PoolTimeout("all taken"), 1 + len(PATIENTLY)),
        (None, 1 + len(PATIENTLY)),  # an answer of the server, such as 502
        (httpx.ReadTimeout("silent"), 3),
        (httpx.RemoteProtocolError("cut off"), 3),
    ],
)
async def test_what_may_have_arrived_is_not_repeated_for_minutes(cause: Exception | None, tries: int) -> None:
    """One message twice is better than none, twenty times is not."""
    tried: list[int] = []

    async def call() -> None:
        tried.append(1)
        raise NetworkError("failed") from cause

    with pytest.raises(NetworkError):
        await with_retries(call, HeldPause(), PATIENTLY)
    assert len(tried) == tries
