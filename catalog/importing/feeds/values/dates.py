"""Pure: the days of a sale, in the forms people write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

_APART: Final = (" - ", " – ", "–", "—", " to ", " bis ", " / ", "/", ";", ",")
_NUMBERS: Final = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?:[T,\s]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([AaPp])\.?[Mm]\.?)?)?"
)
_NAMED: Final = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_STAMP: Final = re.compile(r"\d{10}(?:\d{3})?")
_DAY: Final = re.compile(r"\d{8}")
_MIDNIGHT: Final = time()
_DAY_ENDS: Final = time(23, 59, 59)


def is_running(begin: str, end: str, now: datetime | None = None) -> bool:
    """Whether a sale between two dates, each of which may be blank, is on now.

    A day without a time is over when the day is.  Of a date that can be read in two ways both have to agree.
    Raises `ValueError` with a sentence for what is no date.
    """
    now = now or datetime.now(UTC)
    begun = all(_at(moment, _MIDNIGHT) <= now for moment in _moments(begin))
    return begun and all(now <= _at(moment, _DAY_ENDS) for moment in _moments(end))


def span(cell: str) -> tuple[str, str]:
    """Begin and end of what Google writes into one cell.  Raises `ValueError` with a sentence."""
    for sign in _APART:
        begin, found, end = cell.partition(sign)
        if found and sign not in end:
            try:
                _moments(begin), _moments(end)
            except ValueError:
                continue
            return begin, end
    raise ValueError(f"{cell[:80]!r} is not two dates")


def _at(moment: tuple[datetime, bool], clock: time) -> datetime:
    day, timed = moment
    return day if timed else datetime.combine(day.date(), clock, UTC)


@lru_cache(maxsize=1024)
def _moments(text: str) -> list[tuple[datetime, bool]]:
    """What a date may mean, each with whether it names a time; nothing for a blank."""
    text = " ".join(text.split())
    if not text:
        return []
    found = _iso(text) or _in_numbers(text) or _otherwise(text)
    if not found:
        raise ValueError(f"{text[:80]!r} is not a date")
    return found


def _iso(text: str) -> list[tuple[datetime, bool]]:
    if _STAMP.fullmatch(text):
        return [(datetime.fromtimestamp(int(text[:10]), UTC), True)]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return []
    return [(_aware(moment), ":" in text or "T" in text)]


def _in_numbers(text: str) -> list[tuple[datetime, bool]]:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return []
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        orders = [(first, second, third)]
    else:
        year = third if len(match[4]) == 4 else 2000 + third
        orders = [(year, second, first), (year, first, second)]
        if match[2] == ".":  # nobody writes the month first before a point
            del orders[1]
    hour = int(match[5] or 0) % 12 + 12 * (match[8] in {"p", "P"}) if match[8] else int(match[5] or 0)
    found = []
    for year, month, day in orders:
        try:
            moment = datetime(year, month, day, hour, int(match[6] or 0), int(match[7] or 0), tzinfo=UTC)
        except ValueError:
            continue
        found.append((moment, match[5] is not None))
    return found


def _otherwise(text: str) -> list[tuple[datetime, bool]]:
    words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[.,]", " ", text)
    for form in _NAMED:
        try:
            return [(datetime.strptime(" ".join(words.split()), form).replace(tzinfo=UTC), False)]
        except ValueError:
            continue
    try:
        return [(_aware(parsedate_to_datetime(text)), True)]
    except (ValueError, TypeError, IndexError, OverflowError):
        return []


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
