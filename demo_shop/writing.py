"""Puts the demo catalog on disk: pictures and a feed of products beside them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Final

from demo_shop.drawing import draw
from demo_shop.look import Look
from demo_shop.products import DemoProduct, demo_products

VERSION: Final = "1"
"""Changes with the drawings or the products, so that an older folder is drawn anew."""

_FEED: Final = "products.jsonl"
_STAMP: Final = ".demo-version"
_SIDE_PX: Final = 640
_QUALITY: Final = 88
_PARALLEL_FROM: Final = 24
"""Fewer pictures than this are drawn sooner than a second process has started."""


def write_demo(folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Draw the demo catalog into `folder` and return its feed, `products.jsonl`.

    A folder that is finished is left as it is; one that was interrupted is completed.  `progress` is
    told (done, total).  Raises OSError where the folder cannot be written.
    """
    feed, stamp = folder / _FEED, folder / _STAMP
    products = demo_products()
    if feed.is_file() and _read(stamp) == f"{VERSION} done":
        return feed
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    if _read(stamp) != f"{VERSION} begun":
        for stale in pictures.glob("demo-*.jpg"):
            stale.unlink()
        _replace(stamp, f"{VERSION} begun".encode())
    missing = [p for p in products if not (folder / p.product.image).is_file()]
    done = len(products) - len(missing)
    for _ in _drawn(missing, folder):
        done += 1
        if progress is not None:
            progress(done, len(products))
    rows = (json.dumps(_row(p), ensure_ascii=False) for p in products)
    _replace(feed, ("\n".join(rows) + "\n").encode())
    _replace(stamp, f"{VERSION} done".encode())
    return feed


def _drawn(products: list[DemoProduct], folder: Path) -> Iterator[None]:
    """Draw and keep each picture, on two cores where there are many."""
    jobs = [(p.look, folder / p.product.image) for p in products]
    if len(jobs) < _PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        for job in jobs:
            _keep_picture(job)
            yield
        return
    # Pillow lets go of the interpreter in most of its work, and threads need no guard in the caller's main module.
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="demo-drawing") as pool:
        yield from pool.map(_keep_picture, jobs)


def _keep_picture(job: tuple[Look, Path]) -> None:
    look, path = job
    encoded = BytesIO()
    draw(look, _SIDE_PX).save(encoded, "JPEG", quality=_QUALITY)
    _replace(path, encoded.getvalue())


def _replace(path: Path, content: bytes) -> None:
    """Write the whole file or nothing."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _read(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def _row(demo: DemoProduct) -> dict[str, object]:
    product = demo.product
    return {
        "id": product.id,
        "title": product.title,
        "description": product.description,
        "brand": product.brand,
        "price": None if product.price is None else str(product.price),
        "sale_price": None if product.sale_price is None else str(product.sale_price),
        "currency": product.currency,
        "url": product.url,
        "image": product.image,
        "sizes": list(product.sizes),
        "available": product.available,
        **product.facts,
    }
