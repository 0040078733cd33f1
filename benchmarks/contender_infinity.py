"""infinity-emb as a contender of `benchmarks.encoder_speed`, in an environment of its own; imports nothing of ours.

    PYTHON benchmarks/contender_infinity.py DTYPE MODEL PHOTOS

Speaks the protocol of `benchmarks.contenders`.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import os
import statistics
import sys
import time
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

from infinity_emb import AsyncEmbeddingEngine, EngineArgs  # type: ignore[import-not-found]  # not in this environment
from PIL import Image

IN_FLIGHT = 96


class Way:
    """The engine, asked by many callers at once."""

    def __init__(self, engine: AsyncEmbeddingEngine, photos: list[bytes]) -> None:
        self._engine, self._photos, self._numbers = engine, photos, itertools.count()

    async def one(self, what: str) -> None:
        """Encode a photo or words."""
        number = next(self._numbers)
        if what == "words":
            await self._engine.embed(sentences=[f"red leather ankle boots number {number}"])
        else:
            picture = Image.open(io.BytesIO(self._photos[number % len(self._photos)])).convert("RGB")
            await self._engine.image_embed(images=[picture])

    async def pace(self, what: str, seconds: float) -> float:
        """Things a second."""
        started, count = time.perf_counter(), 0

        async def caller() -> None:
            nonlocal count
            while time.perf_counter() - started < seconds:
                await self.one(what)
                count += 1

        await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
        return count / (time.perf_counter() - started)

    async def lone(self, seconds: float) -> float:
        """Median seconds of a photo that comes alone."""
        started = time.perf_counter()
        times: list[float] = []
        while time.perf_counter() - started < seconds or len(times) < 5:
            before = time.perf_counter()
            await self.one("photos")
            times.append(time.perf_counter() - before)
        return statistics.median(times)


async def main(dtype: str, model: str, photos: list[bytes]) -> None:
    """Answer commands until standard input ends."""
    options = EngineArgs(model_name_or_path=model, engine="torch", device="cpu", dtype=dtype, batch_size=16)
    engine = AsyncEmbeddingEngine.from_args(options)
    async with engine:
        way = Way(engine, photos)
        await way.one("photos")
        while line := await asyncio.to_thread(sys.stdin.readline):
            command = json.loads(line)
            lone = command["what"] == "lone"
            answer = await (way.lone(command["seconds"]) if lone else way.pace(command["what"], command["seconds"]))
            sys.stdout.write(f"{answer}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], [path.read_bytes() for path in sorted(Path(sys.argv[3]).glob("*.jpg"))]))
