"""What has arrived is on the disk until it is answered, and nobody's words longer than that."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import InboxUnavailable
from bot.storage import inbox as inbox_module
from bot.storage.inbox import MAX_AGE_S, MAX_LETTER_AGE_S, Inbox, Letter
from tests.fakes import Clock
from tests.open_files import open_files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "inbox.db"


def letters(*numbers: int) -> list[Letter]:
    return [Letter(number, f"words of {number}") for number in numbers]


def rows(path: Path) -> list[tuple[int, str | None]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "SELECT number, content FROM known LEFT JOIN letters USING (owner, number) ORDER BY known.place"
        ).fetchall()


def words_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


async def test_what_was_kept_is_on_the_disk_and_there_at_the_next_start(path: Path) -> None:
    """In the order of arrival, with the time of it; what was answered meanwhile is not."""
    clock = Clock()
    async with Inbox(path, "one", clock) as inbox:
        assert await inbox.keep(letters(9, 3)) == {9, 3}
        clock.now += 5
        assert await inbox.keep(letters(4)) == {4}
        assert rows(path) == [(9, "words of 9"), (3, "words of 3"), (4, "words of 4")]
        inbox.answered(3)
    async with Inbox(path, "one", clock) as again:
        assert again.left_over == (
            Letter(9, "words of 9", at=1000.0),
            Letter(4, "words of 4", at=1005.0),
        )


async def test_what_comes_again_is_recognised_also_after_a_restart(path: Path) -> None:
    """Within a letter's day, and as long as it is not answered; afterwards its number may be used anew."""
    clock = Clock()
    async with Inbox(path, "one", clock) as inbox:
        await inbox.keep(letters(1, 2))
        inbox.answered(1)
        assert await inbox.keep(letters(1, 2, 3)) == {3}
    async with Inbox(path, "one", clock) as inbox:
        assert await inbox.keep(letters(1, 2, 3)) == set()
        inbox.answered(2)
    clock.now += MAX_AGE_S + 1
    async with Inbox(path, "one", clock) as inbox:
        assert await inbox.keep(letters(1, 2, 3)) == {1, 2}


async def test_a_letter_of_days_ago_is_left_over_and_one_of_months_ago_goes_with_a_line(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing that somebody sent vanishes without a word: who answers says so, or the log does."""
    clock = Clock()
    async with Inbox(path, "one", clock) as inbox:
        await inbox.keep(letters(1, 2))
        clock.now += MAX_LETTER_AGE_S - 3 * 86_400
        await inbox.keep(letters(3))
    clock.now += 2 * 86_400
    async with Inbox(path, "one", clock) as inbox:
        assert [letter.number for letter in inbox.left_over] == [1, 2, 3]
    assert not caplog.records
    clock.now += 2 * 86_400
    async with Inbox(path, "one", clock) as inbox:
        assert [letter.number for letter in inbox.left_over] == [3]
    assert "2 messages that nobody has answered for 30 days are dropped" in caplog.text


async def test_what_comes_again_waits_until_it_is_written_too(path: Path) -> None:
    """Its sender is told that it has arrived: that must be true."""
    async with Inbox(path, "one") as inbox:
        first = asyncio.create_task(inbox.keep(letters(1)))
        await asyncio.sleep(0)
        assert await inbox.keep(letters(1)) == set()
        assert rows(path) == [(1, "words of 1")]
        assert await first == {1}


async def test_another_bot_sees_nothing_of_it(path: Path) -> None:
    """Numbers are each bot's own: those of another are not mistaken for delivered ones."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep(letters(1))
    async with Inbox(path, "two") as inbox:
        assert inbox.left_over == ()
        assert await inbox.keep(letters(1)) == {1}


async def test_words_are_gone_once_they_are_answered(path: Path) -> None:
    """No file of the folder holds them any more, also where they were long."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep([Letter(1, "my secret " * 2000), Letter(2, "your secret")])
        assert b"secret" in words_on_disk(path)
        inbox.answered(1)
        inbox.answered(2)
        await inbox.keep(letters(3))
        assert b"secret" not in words_on_disk(path)
        assert b"words of 3" in words_on_disk(path)


async def test_answered_words_go_although_nothing_else_arrives(path: Path) -> None:
    """The last question of the night does not lie there until the morning."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep([Letter(1, "my secret")])
        inbox.answered(1)
        async with asyncio.timeout(30):
            while b"secret" in words_on_disk(path):
                await inbox.tell("nobody")


async def test_a_person_is_told_the_latest_of_what_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as fit, the newest first, with how many there are and since when; nothing of others."""
    monkeypatch.setattr(inbox_module, "MAX_TOLD", 2)
    clock = Clock()
    async with Inbox(path, "one", clock) as inbox:
        for number in range(1, 4):
            await inbox.keep([Letter(number, f"question {number}", "telegram:5007")])
            clock.now += 1
        await inbox.keep([Letter(9, "hers", "telegram:5008")])
        (kept,) = await inbox.tell("telegram:5007")
    assert [entry["message"] for entry in kept.entries] == ["question 3", "question 2"]
    assert (kept.count, kept.since) == (3, 1000.0)


async def test_who_wants_to_be_forgotten_is(path: Path) -> None:
    """Neither what waits nor whose it was stays on the disk; what others sent does."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep([Letter(1, "my secret", "telegram:5007"), Letter(2, "hers", "telegram:5008")])
        assert await inbox.forget("telegram:5007") == 1
        assert b"secret" not in words_on_disk(path)
        assert b"5007" not in words_on_disk(path)
    async with Inbox(path, "one") as inbox:
        assert [letter.content for letter in inbox.left_over] == ["hers"]
        assert await inbox.keep(letters(1)) == set()


async def test_the_file_stays_small(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a count the oldest numbers go, those of unanswered letters excepted."""
    monkeypatch.setattr(inbox_module, "MAX_KNOWN", 50)
    monkeypatch.setattr(inbox_module, "_PURGE_EVERY", 10)
    async with Inbox(path, "one") as inbox:
        await inbox.keep(letters(0))
        for start in range(1, 401, 20):
            await inbox.keep(letters(*range(start, start + 20)))
            inbox.answered(*range(start, start + 20))
    left = rows(path)
    assert left[0] == (0, "words of 0")
    assert len(left) <= 50 + 20 + 1
    assert left[-1] == (400, None)


async def test_memory_stays_small_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a count the oldest numbers are not known any more, as if they had never come."""
    monkeypatch.setattr(inbox_module, "MAX_KNOWN", 3)
    async with Inbox(path, "one") as inbox:
        await inbox.keep(letters(1, 2, 3, 4))
        assert await inbox.keep(letters(2, 3, 4)) == set()
        assert await inbox.keep(letters(1)) == {1}


async def test_an_inbox_gives_back_its_file_and_its_thread(path: Path) -> None:
    """A shop that opens and closes many of them keeps none."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep(letters(1))
        assert path in open_files()
    assert path not in open_files()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("inbox")]


async def test_letters_that_come_together_share_a_commit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred at once cost a few commits, and each is on the disk when its `keep` returns."""
    written: list[int] = []
    write = Inbox._write  # noqa: SLF001 - counts what goes to the disk

    def count(inbox: Inbox, some: dict[int, Letter], answered: frozenset[int]) -> None:
        write(inbox, some, answered)
        written.append(len(some))

    monkeypatch.setattr(Inbox, "_write", count)
    async with Inbox(path, "one") as inbox:

        async def keep(number: int) -> None:
            await inbox.keep(letters(number))
            assert sum(written) >= number

        await asyncio.gather(*(keep(number) for number in range(1, 101)))
    assert [number for number, _ in rows(path)] == list(range(1, 101))
    assert len(written) <= 5


async def test_a_wait_that_is_given_up_loses_nothing(path: Path) -> None:
    """The writing goes on."""
    async with Inbox(path, "one") as inbox:
        waiting = asyncio.create_task(inbox.keep(letters(1)))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
    assert rows(path) == [(1, "words of 1")]


def lock(path: Path, how: str = "EXCLUSIVE") -> Callable[[], None]:
    """Another program holds the file; returns what lets go of it.  Where it holds it IMMEDIATE, others may read."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute(f"BEGIN {how}")
    return database.close


def ruin(path: Path) -> Callable[[], None]:
    """The file is no database for a while; returns what puts it right."""
    good = path.read_bytes()
    path.write_bytes(b"no database" * 1000)

    def mend() -> None:
        path.write_bytes(good)

    return mend


@pytest.mark.fault(
    "inbox.db cannot be written: {case}",
    "messages are answered from memory, and written once that is possible",
    log="cannot be written",
)
@pytest.mark.parametrize("trouble", [lock, ruin])
async def test_without_the_disk_letters_are_kept_in_memory(
    trouble: Callable[[Path], Callable[[], None]],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is said once, and once when it is over; then what is unanswered is written, and what was answered is not."""
    monkeypatch.setattr(inbox_module, "_LOCK_WAIT_S", 0.1)
    caplog.set_level(logging.INFO, "bot.storage.inbox")
    clock = Clock()
    async with Inbox(path, "one", clock=clock) as inbox:
        await inbox.keep(letters(1))
        end = trouble(path)
        # A ruined file is noticed where it is opened anew; the cache would hide it for a while.
        await asyncio.get_running_loop().run_in_executor(inbox._thread, inbox._close)  # noqa: SLF001 - a restart of the file alone
        assert await inbox.keep(letters(2, 3)) == {2, 3}
        assert await inbox.keep(letters(3, 4)) == {4}
        assert not inbox.holds_everything
        inbox.answered(1, 2)
        (said,) = caplog.records
        assert said.levelno == logging.ERROR
        assert "cannot be written" in said.getMessage()
        end()
        clock.now += 60
        await inbox.keep(letters(5))
        assert inbox.holds_everything
        assert rows(path) == [(1, None), (3, "words of 3"), (4, "words of 4"), (5, "words of 5")]
    (_, over) = caplog.records
    assert "can be written again" in over.getMessage()


@pytest.mark.parametrize("waiting", [True, False])
async def test_whoever_asks_hears_whether_it_can_be_written(
    waiting: bool, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it could not it is tried at each question, also where nothing is to be written: silence is no cure."""
    monkeypatch.setattr(inbox_module, "_LOCK_WAIT_S", 0.1)
    async with Inbox(path, "one", clock=Clock()) as inbox:
        await inbox.check()
        end = lock(path, "IMMEDIATE")
        await inbox.keep(letters(1))
        if not waiting:
            inbox.answered(1)
        for _ in range(2):
            with pytest.raises(InboxUnavailable, match=r"inbox\.db cannot be written: database is locked"):
                await inbox.check()
        end()
        await inbox.check()
        assert inbox.holds_everything
        assert [content for _, content in rows(path)] == (["words of 1"] if waiting else [])


def take_away(path: Path) -> Callable[[], None]:
    """Somebody deletes the file; returns what brings a copy of it back."""
    good = path.read_bytes()
    path.unlink()

    def bring_back() -> None:
        path.write_bytes(good)

    return bring_back


async def test_a_file_that_was_taken_away_is_made_anew(path: Path) -> None:
    """What waits for the disk is written as soon as somebody tries again, and not into the file that is gone."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep(letters(1))
        take_away(path)
        await inbox.keep(letters(2))
        assert not inbox.holds_everything
        await inbox.check()
        assert rows(path) == [(2, "words of 2")]


async def test_who_wants_to_be_forgotten_is_so_at_the_second_try(path: Path) -> None:
    """Where the file was taken away they are told to ask again, and then it is done in the file that is there."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep([Letter(1, "my secret", "telegram:5007")])
        bring_back = take_away(path)
        with pytest.raises(InboxUnavailable, match=r"inbox\.db cannot be written"):
            await inbox.forget("telegram:5007")
        bring_back()
        assert await inbox.forget("telegram:5007") == 1
        assert b"secret" not in words_on_disk(path)


async def test_a_file_that_is_locked_at_the_start_is_sound(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not taken for a damaged one: the bot starts, is asked whether it can write, and later can."""
    monkeypatch.setattr(inbox_module, "_LOCK_WAIT_S", 0.1)
    async with Inbox(path, "one") as inbox:
        await inbox.keep(letters(1))
    end = lock(path)
    async with Inbox(path, "one") as inbox:
        with pytest.raises(InboxUnavailable, match="locked"):
            await inbox.check()
        end()
        await inbox.check()
        await inbox.keep(letters(2))
    assert rows(path) == [(1, "words of 1"), (2, "words of 2")]
    assert not path.with_name("inbox.db.damaged").exists()


@pytest.mark.fault("inbox.db is damaged at the start", "put aside; an empty one takes its place", log="is damaged")
async def test_a_damaged_file_is_put_aside(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What arrives from then on is safe again; who wants to be forgotten is not kept in what was put aside."""
    async with Inbox(path, "one") as inbox:
        await inbox.keep(letters(1))
    ruin(path)
    async with Inbox(path, "one") as inbox:
        assert "is damaged" in caplog.text
        assert rows(path) == []
        await inbox.keep(letters(2))
        assert inbox.holds_everything
        assert rows(path) == [(2, "words of 2")]
        assert path.with_name("inbox.db.damaged").exists()
        await inbox.forget("telegram:5007")
        assert not path.with_name("inbox.db.damaged").exists()


@pytest.mark.fault(
    "inbox.db cannot be opened",
    "the bot starts and answers; the log says what would be lost",
    log="cannot be written",
)
async def test_a_file_that_cannot_be_opened_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The bot starts and answers; at the end the log says what would be lost."""
    (tmp_path / "inbox.db").mkdir()
    async with Inbox(tmp_path / "inbox.db", "one") as inbox:
        assert inbox.left_over == ()
        with pytest.raises(InboxUnavailable, match="cannot be written"):
            await inbox.check()
        with pytest.raises(InboxUnavailable, match="cannot be read"):
            await inbox.tell("telegram:5007")
        assert await inbox.keep(letters(1, 2)) == {1, 2}
        assert await inbox.keep(letters(1)) == set()
        inbox.answered(1)
        with pytest.raises(InboxUnavailable):
            await inbox.forget("telegram:5007")
    assert [record.getMessage().split()[0] for record in caplog.records if record.levelno == logging.ERROR][1:] == ["1"]
