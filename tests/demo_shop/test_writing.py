"""The demo catalog on disk: written once, completed where it was interrupted, readable as a feed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from catalog.importing.feeds import open_source
from catalog.models import Product
from demo_shop import demo_products, products, write_demo, writing
from demo_shop.products import DemoProduct

_FEW = 30


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer and smaller pictures, enough of them for the parallel way."""
    few = demo_products()[:_FEW]
    monkeypatch.setattr(writing, "demo_products", lambda: few)
    monkeypatch.setattr(writing, "_SIDE_PX", 48)


def _times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_pictures_and_feed_are_written(tmp_path: Path) -> None:
    """Every row of the feed has its picture beside it, and progress reaches the end."""
    seen: list[tuple[int, int]] = []
    feed = write_demo(tmp_path / "demo", lambda done, total: seen.append((done, total)))
    rows = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == _FEW
    assert seen[-1] == (_FEW, _FEW)
    for row in rows:
        with Image.open(feed.parent / row["image"]) as picture:
            assert picture.format == "JPEG"
    assert not list(tmp_path.rglob("*.part"))


def test_the_feed_reads_back_as_the_same_products(tmp_path: Path) -> None:
    """Nothing is lost between the demo products and what an import reads."""
    feed = write_demo(tmp_path)
    read = [product for _, product in open_source(feed) if isinstance(product, Product)]
    assert [p.id for p in read] == [p.product.id for p in demo_products()[:_FEW]]
    for product, demo in zip(read, demo_products()[:_FEW], strict=True):
        assert (product.title, product.price, product.sale_price) == (
            demo.product.title,
            demo.product.price,
            demo.product.sale_price,
        )
        assert (product.sizes, product.available, dict(product.facts)) == (
            demo.product.sizes,
            demo.product.available,
            dict(demo.product.facts),
        )


def test_a_finished_folder_is_left_untouched(tmp_path: Path) -> None:
    """The second start draws and writes nothing."""
    write_demo(tmp_path)
    before = _times(tmp_path)
    write_demo(tmp_path, lambda done, total: pytest.fail("nothing is left to draw"))
    assert _times(tmp_path) == before


def test_an_interrupted_folder_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was drawn before the interruption stays, what is missing comes, half a file is no picture."""

    class _PulledPlugError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 7:
            raise _PulledPlugError

    with pytest.raises(_PulledPlugError):
        write_demo(tmp_path, stop)
    assert not (tmp_path / "products.jsonl").exists()
    before = _times(tmp_path / "pictures")
    assert before
    write_demo(tmp_path)
    after = _times(tmp_path / "pictures")
    assert {path: after[path] for path in before} == before
    assert len(after) == _FEW


def test_another_version_is_drawn_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures of older drawings do not stay beside new words."""
    write_demo(tmp_path)
    before = _times(tmp_path)
    monkeypatch.setattr(writing, "VERSION", "next")
    write_demo(tmp_path)
    assert all(_times(tmp_path)[path] != time for path, time in before.items())


def test_the_list_of_products_is_fixed() -> None:
    """Ids name their kind and number, so that links and saved searches stay valid."""
    first: DemoProduct = products.demo_products()[0]
    assert first.product.id == "demo-t-shirt-001"
    assert first is products.demo_products()[0]
