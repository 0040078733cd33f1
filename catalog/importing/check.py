"""What bringing in a feed would come to, found by reading it: nothing is changed and nothing has to be open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from catalog.importing.feeds import Source, open_source
from catalog.importing.feeds.base import is_address
from catalog.importing.fetch import Fetcher, temporary_file
from catalog.importing.problems import Problems
from catalog.models import Problem, Product
from catalog.storage.codec import product_to_json


@dataclass(frozen=True, slots=True)
class Check:
    """What is in a feed.  `variants` counts the sizes of its products, or one for those without."""

    format: str
    encoding: str
    rows: int
    products: int
    variants: int
    problems: tuple[Problem, ...]


class Checking:
    """`for product in Checking(source)` gives its products; `result` then has the counts and what is wrong."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._problems = Problems()
        self._products = 0
        self._variants = 0

    def __iter__(self) -> Iterator[Product]:
        """Raises `FeedError` where the source as a whole cannot be read."""
        for line, row in self._source:
            if isinstance(row, Product):
                self._products += 1
                self._variants += max(1, len(row.sizes))
                yield row
            else:
                self._problems.add(line, row)

    def result(self) -> Check:
        """As far as was read."""
        source = self._source
        said = self._problems.said()
        return Check(source.kind, source.encoding, source.rows, self._products, self._variants, said)


@contextmanager
def opened(name: str, encoding: str = "") -> Iterator[Source]:
    """A file, a folder or an http(s) address, which is downloaded.  Raises `FeedError` and `FetchError`.

    For a process of its own: it blocks.
    """
    if not is_address(name):
        yield open_source(Path(name), encoding=encoding)
        return

    async def download(file: Path) -> None:
        async with Fetcher() as fetcher:
            await fetcher.feed(name, file)

    with temporary_file(name) as file:
        asyncio.run(download(file))
        yield open_source(file, name, encoding)


def check_object(source: Source) -> dict[str, Any]:
    """The object that `shoplens catalog check --json` prints.  Raises `FeedError`."""
    checking = Checking(source)
    products = [json.loads(product_to_json(product)) for product in checking]
    found = checking.result()
    problems = [asdict(problem) for problem in found.problems]
    return {**asdict(found), "products": products, "problems": problems}
