"""Looks through the vector index while the shop serves, a little at a time, and puts right what it finds."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

from catalog.errors import CatalogUnavailable
from catalog.shielding import shielded
from catalog.storage.data_folder import DataFolder
from catalog.vector_index.reconcile import IndexReconciler

log = logging.getLogger(__name__)

_PAUSE_S: Final = 1.0
_RESTS: Final = 20
_FAILURES: Final = 3
_MOST_HOPELESS: Final = 10_000


class IndexAudit:
    """One round after the other through all products.

    `repaired` counts those that were put right; `trouble` is why the last step failed, "" where it did not.
    """

    def __init__(self, reconciler: IndexReconciler, folder: DataFolder) -> None:
        self._reconciler = reconciler
        self._folder = folder
        self.repaired = 0
        self.trouble = ""
        self._after = 0
        self._offset = 0
        self._failures = 0
        # Hundreds of equal pictures can make one of them unreachable for good.
        self._hopeless: set[str] = set()

    async def keep_on(self) -> None:
        """Step after step until cancelled, in a twentieth of the index's time at most."""
        while True:
            began = time.monotonic()
            await self.step()
            await asyncio.sleep(max(_PAUSE_S, _RESTS * (time.monotonic() - began)))

    @shielded
    async def step(self) -> None:
        """Look at the next few products and mend what is amiss; an index that fails again and again is healed."""
        try:
            suspects = await self._look()
            if suspects:
                async with self._folder.writing():
                    await self._mend(suspects)
            self._failures, self.trouble = 0, ""
        except CatalogUnavailable as error:
            self._failures += 1
            self.trouble = str(error)
            log.warning("the vector index could not be checked: %s", error)
            if self._failures % _FAILURES == 0:
                await self._heal()

    async def _look(self) -> set[str]:
        look = await self._reconciler.look(self._after, self._offset)
        self._after, self._offset = look.after, look.offset
        return look.suspects - self._hopeless

    async def _mend(self, suspects: set[str]) -> None:
        found, lost = await self._reconciler.mend(suspects)
        if lost and len(self._hopeless) < _MOST_HOPELESS:
            self._hopeless |= lost
        if found:
            self.repaired += found
            log.warning("%d products were amiss in the vector index and are put right", found)

    async def _heal(self) -> None:
        try:
            async with self._folder.writing():
                await self._reconciler.heal()
        except CatalogUnavailable as error:
            log.warning("the vector index could not be healed: %s", error)
