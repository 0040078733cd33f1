"""A data folder laid out like the real one, filled with a few coloured shapes."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

_PRODUCTS = (
    ("Nike Men Blue Polo T-shirt", "Men", "Topwear", "Tshirts", "Blue"),
    ("Puma Women Striped Red Dress", "Women", "Dress", "Dresses", "Red"),
    ("Arrow Men Check Green Shirt", "Men", "Topwear", "Shirts", "Green"),
    ("Catwalk Women Black Heels", "Women", "Shoes", "Heels", "Black"),
    ("Nike Men Round Neck Red T-shirt", "Men", "Topwear", "Tshirts", "Red"),
)
_LABELS = ("T-Shirt", "Pants", "Polo", "Shoes", "Longsleeve", "Dress", "Shirt", "Outwear", "Shorts", "Hat", "Skirt")


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalog, consumer photos and other photos as training expects them."""
    folder = tmp_path_factory.mktemp("data")
    rng = random.Random(0)
    rows = [
        {
            "id": str(1000 + index),
            "split": "val" if index % 4 == 3 else "train",
            "title": f"{title} {index // 8}",
            "gender": gender,
            "masterCategory": "Apparel",
            "subCategory": group,
            "articleType": article,
            "baseColour": colour,
            "season": "Summer",
            "year": "2012",
            "usage": "Casual",
            "has_224": str(int(index % 3 == 0)),
        }
        for index in range(40)
        for title, gender, group, article, colour in [_PRODUCTS[index % 5]]
    ]
    _write_csv(folder / "catalog" / "products.csv", rows)
    colours = {row["id"]: row["baseColour"].lower() for row in rows}
    small = {f"{key}.jpg": _picture((60, 80), colour, rng) for key, colour in colours.items()}
    large = {f"{row['id']}.jpg": _picture((224, 224), "navy", rng) for row in rows if row["has_224"] == "1"}
    _write_zip(folder / "catalog" / "images_60x80.zip", small)
    _write_zip(folder / "catalog" / "images_224.zip", large)
    photos = [
        {"photo": f"p{index}", "label": _LABELS[index % len(_LABELS)], "sender": str(index % 4), "kids": "False"}
        for index in range(44)
    ]
    _write_csv(folder / "consumer_photos" / "photos.csv", photos)
    _write_zip(
        folder / "consumer_photos" / "photos.zip",
        {f"{row['photo']}.jpg": _picture((96, 128), rng.choice(["olive", "red", "grey"]), rng) for row in photos},
    )
    others = ("n01440764_tench", "n02930766_cab", "n07873807_pizza", "n03063599_coffee_mug", "n09193705_alp")
    names = [f"{name}.jpg" for name in (*others, "n02123045_tabby", "n03376595_folding_chair", "n07753592_banana")]
    _write_zip(folder / "other_photos" / "photos.zip", {name: _picture((120, 90), "brown", rng) for name in names})
    return folder


def _picture(size: tuple[int, int], colour: str, rng: random.Random) -> bytes:
    image = Image.new("RGB", size, "white")
    left, top = rng.randint(4, size[0] // 3), rng.randint(4, size[1] // 3)
    ImageDraw.Draw(image).rectangle((left, top, size[0] - left, size[1] - top), fill=colour)
    file = io.BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()


def _write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def _write_zip(path: Path, files: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
