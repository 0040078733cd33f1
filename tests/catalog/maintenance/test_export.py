"""Products out and in again."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.errors import BackupError
from catalog.importing.feeds import open_source
from catalog.maintenance.export import export
from catalog.models import Product
from tests.catalog.stock import fill, record


def quiet(done: int, total: int) -> None:
    """Nobody looks on."""


def products(folder: Path) -> list[Product]:
    """One with everything, one with next to nothing, one that a spreadsheet would calculate."""
    photo = folder / "nora.jpg"
    photo.write_bytes(b"a picture")
    full = Product(
        id="ä/1",
        title='Boot "Nora", red',
        image=str(photo),
        description="Warm\nand dry",
        brand="North",
        price=Decimal("1299.90"),
        sale_price=Decimal("999.00"),
        currency="EUR",
        url="https://shop.example/1",
        sizes=("37", "38"),
        available=False,
        facts={"colour": "navy", "material": "leather"},
        group="nora",
        more_images=("https://shop.example/1b.jpg",),
        gtin="4006381333931",
        sku="N-1",
    )
    return [
        full,
        Product("2", "Bag", "https://shop.example/2.jpg"),
        replace(full, id="3", title="=2+2", brand="-x", group=""),
    ]


@pytest.mark.parametrize("name", ["products.jsonl", "products.csv"])
async def test_an_import_reads_what_an_export_wrote(catalog: Catalog, tmp_path: Path, name: str) -> None:
    """Every field comes back as it was."""
    shop = products(tmp_path)
    await catalog.upsert([replace(record(one.id), product=one) for one in shop], {})
    assert await export(catalog, tmp_path / name, quiet) == 3
    rows = [row for _, row in open_source(tmp_path / name) if isinstance(row, Product)]
    assert sorted(rows, key=lambda row: row.id) == sorted(shop, key=lambda one: one.id)


async def test_no_cell_is_a_formula(catalog: Catalog, tmp_path: Path) -> None:
    """What a spreadsheet would calculate begins with an apostrophe."""
    await catalog.upsert([replace(record(one.id), product=one) for one in products(tmp_path)], {})
    await export(catalog, tmp_path / "products.csv", quiet)
    with (tmp_path / "products.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[2]["title"], rows[2]["brand"]) == ("'=2+2", "'-x")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())


async def test_a_picture_that_only_the_catalog_has_is_named_there(catalog: Catalog, tmp_path: Path) -> None:
    """A product that came by chat can be imported elsewhere too."""
    by_chat = replace(record("a"), product=Product("a", "Dress", "telegram:7"))
    await fill(catalog, [by_chat])
    await export(catalog, tmp_path / "products.jsonl", quiet)
    ((_, row),) = open_source(tmp_path / "products.jsonl")
    assert isinstance(row, Product)
    assert Path(row.image) == catalog.picture_path(by_chat.picture)


@pytest.mark.parametrize(("name", "says"), [("products.xlsx", "jsonl or .csv"), ("no/such/products.csv", "written")])
async def test_a_file_that_cannot_be_is_one_sentence(catalog: Catalog, tmp_path: Path, name: str, says: str) -> None:
    """Another ending, or a folder that is not there."""
    with pytest.raises(BackupError, match=says):
        await export(catalog, tmp_path / name, quiet)
