"""What is read from a picture."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from demo_shop import demo_products, draw
from workers.encoders.loading import load_encoder
from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions
from workers.jobs import Guess, MatchCurve, ModelInfo
from workers.models import BUNDLED, BUNDLED_FOLDER
from workers.vision.attributes import AttributeReader, attributes_json
from workers.vocabulary import (
    CATEGORY_BY_VALUE,
    OTHER_PROMPTS,
    TRAITS,
    applicable_traits,
    category_prompt,
    trait_prompt,
)


class PromptEncoder:
    """Gives each phrase a direction of its own, so that a vector can be made to mean exactly some phrases."""

    def __init__(self) -> None:
        curve = MatchCurve(0.5, 10)
        self.alone = False
        self.info = ModelInfo("prompts", "prompts-1", 512, curve, curve, temperature=20.0)
        self.asked: list[list[str]] = []
        self._directions: dict[str, int] = {}

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(list(texts))
        rows = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[self._directions.setdefault(text, len(self._directions))] = 1
        return rows

    def encode_images(self, pictures: Sequence[bytes]) -> NDArray[np.float32]:
        raise NotImplementedError

    def encode_decoded(self, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        raise NotImplementedError

    def meaning(self, *phrases: str) -> NDArray[np.float32]:
        """A picture's vector that shows just this."""
        mixed = self.encode_texts(phrases).sum(axis=0)
        return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)


RED = Image.new("RGB", (40, 60), (200, 30, 40))


def test_confidence_is_read_from_the_curve_of_its_trait() -> None:
    """A trait with a curve says how often such a value is right, and the order of its values stays."""
    encoder = PromptEncoder()
    necks = [trait_prompt("polo shirt", term) for term in TRAITS["neckline"][:2]]
    vector = encoder.meaning(category_prompt(CATEGORY_BY_VALUE["polo shirt"]), *necks)
    plain, _ = AttributeReader(encoder).read(RED, vector)
    # Log-odds are doubted by one and a half.
    encoder.info = replace(encoder.info, trait_curves={"neckline": MatchCurve(midpoint=1.5, slope=1.0)})
    doubted, _ = AttributeReader(encoder).read(RED, vector)
    assert [guess.value for guess in doubted["neckline"]] == [guess.value for guess in plain["neckline"]]
    for before, after in zip(plain["neckline"], doubted["neckline"], strict=True):
        odds = before.confidence / (1 - before.confidence) / math.exp(1.5)
        assert after.confidence == pytest.approx(odds / (1 + odds), abs=1e-3)
    assert doubted["category"] == plain["category"]


def test_traits_follow_from_the_category() -> None:
    """A polo shirt has a neckline and sleeves; each guess is a probability, best first."""
    encoder = PromptEncoder()
    reader = AttributeReader(encoder)
    vector = encoder.meaning(
        category_prompt(CATEGORY_BY_VALUE["polo shirt"]),
        "a photo of a polo shirt with a polo collar",
        "a photo of a polo shirt with short sleeves",
    )
    attributes, product_likelihood = reader.read(RED, vector)
    assert attributes["category"][0].value == "polo shirt"
    assert attributes["neckline"][0].value == "polo collar"
    assert [guess.value for guess in attributes["sleeve"]] == ["short sleeves"]
    assert attributes["colours"][0].value == "red"
    assert len(attributes["category"]) == len(attributes["neckline"]) == 2
    assert product_likelihood > 0.9
    for guesses in attributes.values():
        assert all(0 <= guess.confidence <= 1 for guess in guesses)


def test_what_the_picture_does_not_tell_is_left_out() -> None:
    """A neckline that is as likely as any other says nothing."""
    encoder = PromptEncoder()
    reader = AttributeReader(encoder)
    attributes, _ = reader.read(RED, encoder.meaning(category_prompt(CATEGORY_BY_VALUE["t-shirt"])))
    assert set(attributes) == {"category", "colours"}


def test_boots_have_no_neckline() -> None:
    """Only what applies to the category is read."""
    encoder = PromptEncoder()
    reader = AttributeReader(encoder)
    words = category_prompt(CATEGORY_BY_VALUE["boots"]), "a photo of a boots casual everyday"
    attributes, _ = reader.read(RED, encoder.meaning(*words))
    assert attributes["category"][0].value == "boots"
    assert set(attributes) - {"category", "colours"} <= set(applicable_traits("boots"))


def test_what_is_no_product_is_told() -> None:
    """A cat is not a garment, whatever garment comes closest."""
    encoder = PromptEncoder()
    reader = AttributeReader(encoder)
    _, product_likelihood = reader.read(RED, encoder.meaning(OTHER_PROMPTS[0]))
    assert product_likelihood < 0.1


def test_prompts_are_encoded_once() -> None:
    """The second t-shirt costs no text encoding."""
    encoder = PromptEncoder()
    reader = AttributeReader(encoder)
    vector = encoder.meaning(category_prompt(CATEGORY_BY_VALUE["t-shirt"]))
    reader.read(RED, vector)
    asked = len(encoder.asked)
    reader.read(RED, vector)
    assert len(encoder.asked) == asked


def test_the_json_form_leaves_out_what_does_not_apply() -> None:
    """One value a trait, all colours with their shares."""
    attributes = {
        "category": (Guess("boots", 0.9), Guess("sandals", 0.1)),
        "colours": (Guess("red", 0.8, 0.7), Guess("black", 0.5, 0.3)),
        "pattern": (),
    }
    assert attributes_json(attributes) == {
        "category": {"value": "boots", "confidence": 0.9},
        "colours": [
            {"value": "red", "share": 0.7, "confidence": 0.8},
            {"value": "black", "share": 0.3, "confidence": 0.5},
        ],
    }


@pytest.mark.skipif(not (BUNDLED_FOLDER / "model.json").is_file(), reason="the bundled model is not there")
class TestBundled:
    """With the model that ships."""

    def test_plain_drawings_are_called_by_their_colours(self) -> None:
        """Of the demo's plain clothes, shoes and bags nearly all (single misses are neighbours: gold, beige)."""
        encoder = load_encoder(BUNDLED, threads=1)
        reader = AttributeReader(encoder)
        families = {"top", "bottom", "dress", "outerwear", "footwear", "bag"}
        looks = [item.look for item in demo_products() if item.look.pattern == "plain"]
        looks = [look for look in looks if CATEGORY_BY_VALUE[look.category].family in families][::8]
        right = 0
        for look in looks:
            picture = draw(look, 160)
            attributes, _ = reader.read(picture, encoder.encode_decoded([picture])[0])
            right += attributes["colours"][0].value == look.colour
        assert len(looks) >= 20
        assert right / len(looks) >= 0.9

    async def test_the_engine_runs_it(self) -> None:
        """A drawn red boot is seen as footwear, red, and a product; words and it meet in one space."""
        look = next(item.look for item in demo_products() if (item.look.category, item.look.colour) == ("boots", "red"))
        buffer = io.BytesIO()
        draw(look, 320).save(buffer, "JPEG")
        async with LocalEngine(EngineOptions(BUNDLED, processes=1)) as engine:
            photo = await engine.encode_image(buffer.getvalue())
            boots, shirt = await engine.encode_text("red boots"), await engine.encode_text("white shirt")
        assert CATEGORY_BY_VALUE[photo.attributes["category"][0].value].family == "footwear"
        assert photo.attributes["colours"][0].value == "red"
        assert photo.product_likelihood > 0.8
        assert photo.vector @ boots.vector > photo.vector @ shirt.vector
