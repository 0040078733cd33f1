"""From a labelled catalog and its photos to figures, and what is said of files that do not fit."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot.cli.evaluation import LabelledProduct, evaluate, find_pictures, read_products
from bot.errors import BotError
from tests.fakes import FakeEncoder


def _jpeg(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def test_whole_evaluation_reads_a_zip_and_reports_every_question(tmp_path: Path) -> None:
    """From a zip of photos to all four questions, with progress."""
    archive = tmp_path / "photos.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for number, colour in enumerate(["red", "blue", "green"]):
            file.writestr(f"nested/{number}.jpg", _jpeg(colour))
    products = [
        LabelledProduct(
            str(number), split, f"{colour} shirt", dict.fromkeys(("sub_category", "fine_category", "colour"), colour)
        )
        for number, (colour, split) in enumerate([("red", "val"), ("blue", "val"), ("green", "train")])
    ]
    seen: list[str] = []
    figures = evaluate(
        FakeEncoder(), products, find_pictures([archive]), "val", lambda what, done, total: seen.append(what)
    )
    assert {"title_to_image", "sub_category", "fine_category", "colour"} <= figures.keys()
    assert figures["colour"].keys() == {"precision_at_10", "mrr"}
    assert set(seen) == {"photos", "titles"}


def test_products_without_the_columns_are_refused_by_name(tmp_path: Path) -> None:
    """The sentence names the columns that are missing."""
    path = tmp_path / "products.csv"
    path.write_text("id,title\n1,Red shirt\n")
    with pytest.raises(BotError, match="articleType, baseColour, subCategory"):
        read_products(path)


def test_split_without_photos_is_refused(tmp_path: Path) -> None:
    """A misspelt split is said, not measured as zero."""
    with pytest.raises(BotError, match="'test'"):
        evaluate(FakeEncoder(), [], find_pictures([tmp_path]), "test", lambda *_: None)
