"""Tells the admins when something stays broken, and when it is over: once each, and never more than a few an hour.

They read it in the shop's language, since nobody has asked.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.i18n.translator import translate
from bot.monitoring.health import Trouble

log = logging.getLogger(__name__)

MOST_AN_HOUR: Final = 6
_HOUR_S: Final = 3600.0
_CALM_S: Final = 60.0
"""So long has something to be well before it is over: what comes and goes is one trouble, not ten."""

Tell = Callable[[int, str], Awaitable[bool]]
"""Writes to a person unasked; whether it arrived.  Never raises."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    cause: str
    since: float
    well_since: float | None = None
    told: bool = False


class AlertBook:
    """Which troubles there are and what to say of them.  `now` is a clock that never jumps, in seconds."""

    def __init__(self, after_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._after_s = after_s
        self._now = now
        self._troubles: dict[Trouble, _Trouble] = {}
        self._said: deque[float] = deque(maxlen=MOST_AN_HOUR)

    def look(self, causes: Mapping[Trouble, str]) -> list[str]:
        """Note what is amiss now, with its cause, and "" for what is well; returns the sentences to say.

        Where too many were said within the hour, the rest is looked at again later: what is over by then is
        never mentioned.
        """
        now = self._now()
        for name, cause in causes.items():
            trouble = self._troubles.get(name)
            if cause:
                self._troubles[name] = replace(trouble or _Trouble(cause, now), cause=cause, well_since=None)
            elif trouble is not None and trouble.well_since is None:
                self._troubles[name] = replace(trouble, well_since=now)
        return [words for name, trouble in list(self._troubles.items()) if (words := self._about(name, trouble, now))]

    def _about(self, name: Trouble, trouble: _Trouble, now: float) -> str:
        minutes = round((now - trouble.since) / 60)
        if trouble.well_since is None:
            if trouble.told or now - trouble.since < self._after_s or not self._may_speak(now):
                return ""
            self._troubles[name] = replace(trouble, told=True)
            return translate("alert-begun", what=translate(f"alert-{name}"), minutes=minutes, cause=trouble.cause)
        if now - trouble.well_since < _CALM_S or (trouble.told and not self._may_speak(now)):
            return ""
        del self._troubles[name]
        return translate("alert-over", what=translate(f"alert-{name}"), minutes=minutes) if trouble.told else ""

    def _may_speak(self, now: float) -> bool:
        if len(self._said) == MOST_AN_HOUR and now - self._said[0] < _HOUR_S:
            return False
        self._said.append(now)
        return True


class Alerts:
    """Brings the book's sentences to the log, and to the admins where there is a way to them."""

    def __init__(self, book: AlertBook, admins: Sequence[int], tell: Tell | None) -> None:
        self._book = book
        self._admins = admins
        self._tell = tell
        self._unsent: deque[str] = deque(maxlen=MOST_AN_HOUR)

    async def look(self, causes: Mapping[Trouble, str]) -> None:
        """Say what there is to be said; what reaches nobody is tried again the next time."""
        for words in self._book.look(causes):
            log.error("Alert: %s", words)
            self._unsent.append(words)
        while self._unsent and self._tell is not None and self._admins:
            if not any([await self._tell(admin, self._unsent[0]) for admin in self._admins]):
                return
            self._unsent.popleft()
