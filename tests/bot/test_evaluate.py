"""The evaluation protocol, on a catalog small enough to count by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.errors import BotError
from bot.evaluate import (
    LabelledProduct,
    Matrix,
    evaluate,
    label_to_product,
    picture_reader,
    read_products,
    title_to_image,
)
from tests.fakes import FakeEncoder


def _unit(*rows: Sequence[float]) -> Matrix:
    matrix = np.array(rows, dtype=np.float32)
    unit: Matrix = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return unit


def _jpeg(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def test_title_to_image_counts_the_rank_of_the_own_photo() -> None:
    """One title finds its photo first, one second: recall@1 is a half and MRR three quarters."""
    photos = _unit([1, 0], [0, 1], [1, 1])
    titles = _unit([1, 0], [0.9, 1])
    figures = title_to_image(titles, photos, np.array([0, 1]))
    assert figures == pytest.approx({"recall_at_1": 0.5, "recall_at_10": 1.0, "mrr": 0.75})


def test_label_precision_is_the_mean_over_labels() -> None:
    """A label whose ten nearest are all right and one that is never found average to one half."""
    corpus = np.vstack([np.tile(_unit([1, 0]), (10, 1)), np.tile(_unit([0, 1]), (10, 1))]).astype(np.float32)
    labels = ["red"] * 10 + ["blue"] * 10
    figures = label_to_product(_unit([1, 0.1], [1, 0]), ["red", "blue"], corpus, labels)
    assert figures == pytest.approx({"precision_at_10": 0.5, "mrr": (1 + 1 / 11) / 2, "labels": 2})


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
        FakeEncoder(), products, picture_reader([archive]), "val", lambda what, done, total: seen.append(what)
    )
    assert {"title_to_image", "sub_category", "fine_category", "colour"} <= figures.keys()
    assert figures["colour"]["labels"] == 2
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
        evaluate(FakeEncoder(), [], picture_reader([tmp_path]), "test", lambda *_: None)
