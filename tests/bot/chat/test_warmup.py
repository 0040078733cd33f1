"""What stays for good is read ahead, and set aside from the garbage collector for as long as the shop serves."""

from __future__ import annotations

import asyncio
import gc

import pytest

from bot.chat.warmup import warming


class _Warmed:
    """The only thing that is asked of a catalog here."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    async def warm(self) -> None:
        if self._error is not None:
            raise self._error


@pytest.mark.parametrize("error", [None, OSError("no catalog")])
async def test_what_stays_is_out_of_the_collectors_way(
    error: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the catalog cannot be read: shoppers are answered with the cause, and without pauses."""
    frozen, freeze = asyncio.Event(), gc.freeze

    def freeze_and_tell() -> None:
        freeze()
        frozen.set()

    monkeypatch.setattr(gc, "freeze", freeze_and_tell)
    async with warming(_Warmed(error)):  # type: ignore[arg-type]  # not a whole catalog
        await asyncio.wait_for(frozen.wait(), 30)
        assert gc.get_freeze_count()
    assert not gc.get_freeze_count()
