"""What answers need comes into memory beside the first of them, and stays out of the garbage collector's way."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.i18n.translator import load as load_messages
from bot.query.tables import load_all
from bot.runtime.background import run_in_background
from catalog.catalog import Catalog


@asynccontextmanager
async def warming(catalog: Catalog) -> AsyncIterator[None]:
    """Read ahead meanwhile.

    A full collection looks at every object there is, and nobody is answered while it does: a few hundred thousand that
    are there from the start to the end cost 0.2 s every few hundred questions.  So those are set aside once they are
    there; what comes and goes with questions is collected as ever.
    """
    try:
        async with run_in_background(_warm(catalog)):
            yield
    finally:
        gc.unfreeze()


async def _warm(catalog: Catalog) -> None:
    try:
        await asyncio.gather(catalog.warm(), asyncio.to_thread(_load_languages))
    finally:
        gc.collect()
        gc.freeze()


def _load_languages() -> None:
    load_all()
    load_messages()
