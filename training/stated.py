"""What the attribute reader says about pictures that neither training nor calibration saw, and whether it holds."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image

from catalog.demo import draw
from training import data, figures
from training.assess import Collections
from training.facts import Facts, facts_of_catalog, facts_of_consumer, facts_of_drawing
from training.views import DRAWING_SIZE, look_of_drawing
from workers.attributes import AttributeReader
from workers.encoder import Encoder

logger = logging.getLogger(__name__)

_DRAWINGS: Final = range(100_000, 100_100)
"""Drawings that no training has come to."""
_TRAIT_OF: Final = {"colours": "colour"}
"""What the facts call an attribute."""


def stated(folder: Path, encoder: Encoder, rows: Collections) -> dict[str, dict[str, float]]:
    """Accuracy and calibration error of each stated attribute, and how many are turned away as no products."""
    reader = AttributeReader(encoder)
    claims: dict[str, list[tuple[float, bool]]] = {}
    turned_away: dict[str, list[bool]] = {}
    for group, pictures in _pictures(folder, rows).items():
        for image, facts in pictures:
            (vector,) = encoder.encode_decoded([image])
            attributes, likelihood = reader.read(image, vector)
            turned_away.setdefault(group, []).append(likelihood < encoder.info.product_from)
            for name, guesses in attributes.items():
                known = facts.get(_TRAIT_OF.get(name, name), frozenset())
                # Where the label leaves several values open, a guess at one of them cannot be judged.
                if guesses and len(known) == 1:
                    claims.setdefault(name, []).append((guesses[0].confidence, guesses[0].value in known))
        logger.info("%s: attributes read", group)
    found = {f"turned away: {group}": {"share": sum(away) / len(away)} for group, away in turned_away.items()}
    for name, claimed in claims.items():
        confidences, right = zip(*claimed, strict=True)
        found[f"stated {name}"] = {
            "accuracy": sum(right) / len(right),
            "calibration error": figures.calibration_error(confidences, right),
            "by chance": figures.calibration_error_by_chance(confidences),
        }
    return found


def _pictures(folder: Path, rows: Collections) -> dict[str, Iterator[tuple[Image.Image, Facts]]]:
    small, large = (data.catalog_photos(folder, large=size) for size in (False, True))
    shoppers, others = data.consumer_photos(folder), data.other_photos(folder)
    senders = data.held_out_senders([row.sender for row in rows.consumer])
    return {
        "products": (
            ((large if row.has_large_photo else small).read(f"{row.id}.jpg"), facts_of_catalog(row))
            for row in rows.catalog
            if row.split == "val" and not data.is_for_fitting(row.id)
        ),
        "consumer photos": (
            (shoppers.read(f"{row.photo}.jpg"), facts_of_consumer(row))
            for row in rows.consumer
            if row.sender in senders and not data.is_for_fitting(row.sender)
        ),
        "other photos": (
            (others.read(row.file), {}) for row in rows.other if row.held_out and not data.is_for_fitting(row.file)
        ),
        "drawings": (
            (draw(look, DRAWING_SIZE), facts_of_drawing(look))
            for index in _DRAWINGS
            for look in [look_of_drawing(index)]
        ),
    }
