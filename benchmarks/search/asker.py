"""Opens a catalog as a shop does and asks it, in a process of its own; of whichever version of shoplens it is given.

    PYTHONPATH=CHECKOUT python benchmarks/search/asker.py FOLDER QUESTIONS ANSWERS

It uses what every version has: `Catalog.search`.  QUESTIONS is what `benchmarks.search.questions.Questions.write`
writes, ANSWERS becomes JSON.  Nothing imports it, and it imports none of its neighbours.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FACETS: Final = ("category", "colours", "pattern", "brand", "size", "offer", "price")
JOINING_S: Final = 0.00002
"""How long the index may take to join after the start, a product."""

_STARTING: Final = 6000
_EACH_S: Final = 0.01
_WARMED_BY: Final = 30


async def run(folder: Path, told: dict[str, Any], vectors: NDArray[np.float32]) -> dict[str, Any]:
    """Ask all there is to ask, in turn; seconds, memory, and every answer."""
    started = time.perf_counter()
    from bot.query.parsing import parse
    from catalog.catalog import Catalog
    from catalog.models import Curve, Filters

    imported = time.perf_counter()
    curve = Curve(0.3, 20.0)

    async def ask(catalog: Catalog, one: dict[str, Any]) -> dict[str, Any]:
        vector, query = vectors[one["vector"]], parse(one["text"])
        said = dict(one["filters"])
        for name in said.keys() & {"min_price", "max_price"}:
            said[name] = Decimal(said[name])
        if "required" in said:
            said["required"] = {name: tuple(values) for name, values in said["required"].items()}
        said["sizes"] = tuple(said.get("sizes", ()))
        filters = query.filters if one["text"] else Filters(**said)
        wall, processor = time.perf_counter(), time.process_time()
        found = await catalog.search(
            vector, filters, curve, words=query.words, names=query.names, limit=10, facets=FACETS
        )
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        return {
            "ids": [[hit.record.product.id, *(other.product.id for other in hit.variants)] for hit in found.hits],
            "cosines": [float(hit.record.vector @ vector) for hit in found.hits],
            "in_stock": [hit.record.product.available for hit in found.hits],
            "wall_s": wall,
            "processor_s": processor,
        }

    async with Catalog(folder, told["model"], vectors.shape[1]) as catalog:
        opened = time.perf_counter()
        first, *_ = asked = told["questions"]
        for _ in range(_STARTING):
            if (await ask(catalog, first))["ids"][0][:1] == first["right"]:
                break
            await asyncio.sleep(_EACH_S)
        right = time.perf_counter()
        await asyncio.sleep(JOINING_S * told["products"])
        for one in asked[:: max(1, len(asked) // _WARMED_BY)]:
            await ask(catalog, one)
        gc.collect()
        answers = [await ask(catalog, one) for one in asked]
        return {
            "import_s": imported - started,
            "open_s": opened - imported,
            "start_s": right - imported,
            "anonymous_mb": _anonymous_mb(),
            "answers": answers,
        }


def _anonymous_mb() -> float:
    """Memory of this process that cannot be evicted."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1000


def main() -> None:
    """Read, ask, write."""
    folder, questions, answers = map(Path, sys.argv[1:])
    told, vectors = json.loads(questions.read_text()), np.load(questions.with_suffix(".npy"))
    answers.write_text(json.dumps(asyncio.run(run(folder, told, vectors))))


if __name__ == "__main__":
    main()
