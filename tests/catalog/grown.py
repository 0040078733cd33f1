"""A catalog that is large enough for Chroma to have written its graph to disk, and ways to damage that."""

from __future__ import annotations

import random
from pathlib import Path

from catalog.catalog import Catalog
from tests.catalog.stock import DIM, direction, record

COUNT = 1200
"""With few vectors there are no files to damage."""


async def grow(folder: Path, chroma_url: str = "") -> None:
    """Make it, and close it."""
    async with Catalog(folder, "model-a", DIM, chroma_url) as catalog:
        await catalog.upsert([record(f"p{i}", vector=direction(i)) for i in range(COUNT)], {})
        # The graph is written once as much again has changed.
        await catalog.upsert([record(f"p{i}") for i in range(COUNT)], {})
    # So that the graph has been read, too, and not only written.
    async with Catalog(folder, "model-a", DIM, chroma_url):
        pass


def index_of(folder: Path) -> Path:
    """Where Chroma's files are."""
    (chroma,) = (folder / "chroma").iterdir()
    return chroma


def cut_header(chroma: Path) -> None:
    """As a crash or a full disk leaves it; it ends the process that loads it with SIGSEGV."""
    (header,) = chroma.glob("*/header.bin")
    header.write_bytes(header.read_bytes()[:50])


def scramble_graph(chroma: Path) -> None:
    """As a bad disk leaves it; SIGSEGV, too."""
    (graph,) = chroma.glob("*/data_level0.bin")
    graph.write_bytes(random.Random(1).randbytes(graph.stat().st_size))


def another_format(chroma: Path) -> None:
    """What Chroma cannot load it answers with "Error loading hnsw index", as in chroma-core/chroma issue 7090."""
    (header,) = chroma.glob("*/header.bin")
    header.write_bytes((7).to_bytes(4, "little") + header.read_bytes()[4:])
