"""All products as a file that an import reads back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from catalog.catalog import Catalog
from catalog.errors import BackupError
from catalog.importing.feeds.base import is_address
from catalog.importing.feeds.rows import FACTS
from catalog.importing.feeds.values.text import guarded
from catalog.models import Product, Record

_FACTS: Final = tuple(dict.fromkeys(FACTS.values()))
_FIELDS: Final = (
    *("id", "title", "image", "description", "brand", "price", "sale_price", "currency", "url", "sizes", "available"),
    *_FACTS,
    *("group", "more_images", "gtin", "sku"),
)
_PAGE: Final = 500


async def export(catalog: Catalog, file: Path, progress: Callable[[int, int], None]) -> int:
    """Write all products, oldest first, to a `.jsonl` or `.csv` file; returns how many.

    The picture is the one that the shop named, or the kept one where that is gone.  Raises `BackupError`
    where the file cannot be written.
    """
    kinds: Mapping[str, Callable[[IO[str]], Callable[[Mapping[str, Any]], object]]] = {".jsonl": _json, ".csv": _csv}
    if file.suffix.lower() not in kinds:
        raise BackupError(f"{file.name} must end with .jsonl or .csv")
    half = file.with_name(f"{file.name}.part")
    total, done, after = await catalog.count(), 0, 0
    try:
        with half.open("w", encoding="utf-8", newline="") as out:
            write = kinds[file.suffix.lower()](out)
            while page := await catalog.walk(after, _PAGE):
                for _, record in page:
                    write(_row(record, catalog))
                after, done = page[-1][0], done + len(page)
                progress(done, total)
        half.replace(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror or error}") from error
    finally:
        half.unlink(missing_ok=True)
    return done


def _row(record: Record, catalog: Catalog) -> dict[str, Any]:
    """The columns of docs/feeds.md, blank ones left out."""
    product = record.product
    row = {name: getattr(product, name) for name in _FIELDS if name not in _FACTS}
    row |= {name: value for name, value in product.facts.items() if name in _FACTS}
    row["image"] = _picture(product, catalog.picture_path(record.picture))
    for name in ("price", "sale_price"):
        row[name] = None if row[name] is None else str(row[name])
    return {name: value for name, value in row.items() if value not in ("", None, ())}


def _picture(product: Product, kept: Path | None) -> str:
    if is_address(product.image) or Path(product.image).is_file() or kept is None:
        return product.image
    return str(kept.resolve())


def _json(out: IO[str]) -> Callable[[Mapping[str, Any]], object]:
    return lambda row: out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _csv(out: IO[str]) -> Callable[[Mapping[str, Any]], object]:
    table = csv.DictWriter(out, _FIELDS)
    table.writeheader()
    return lambda row: table.writerow({name: guarded(_cell(value)) for name, value in row.items()})


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)
