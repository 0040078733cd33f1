"""What the attribute reader says about pictures that neither training nor its calibration saw, and whether it holds.

The shipped calibration is fitted on all that is held out.  Here each fold of it is read as the others would have it
(cross-validation), so that every picture is judged by what never saw it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PIL import Image

from demo_shop import draw
from training.dataset import data
from training.dataset.facts import Facts, facts_of_catalog, facts_of_consumer, facts_of_drawing
from training.dataset.views import DRAWING_SIZE, look_of_drawing
from training.evaluation import figures
from training.evaluation.assess import Collections
from training.evaluation.reading import Reading
from workers.encoders.base import Encoder
from workers.vision.attributes import AttributeReader

logger = logging.getLogger(__name__)

_DRAWINGS: Final = range(100_000, 100_100)
"""Drawings that no training has come to."""
_TRAIT_OF: Final = {"colours": "colour"}
"""What the facts call an attribute."""


def stated(
    folder: Path, encoder: Encoder, rows: Collections, readings: Sequence[Reading]
) -> dict[str, dict[str, float]]:
    """Accuracy and calibration error of each stated attribute, and how many are turned away as no products.

    `readings` has one for each fold, fitted on the other folds.
    """
    readers = [AttributeReader(_ReadAs(encoder, reading)) for reading in readings]
    claims: dict[str, list[tuple[float, bool]]] = {}
    turned_away: dict[str, list[bool]] = {}
    for group, pictures in _pictures(folder, rows).items():
        for name, image, facts in pictures:
            fold = data.fold_of(name)
            (vector,) = encoder.encode_decoded([image])
            attributes, likelihood = readers[fold].read(image, vector)
            turned_away.setdefault(group, []).append(likelihood < readings[fold].product_from)
            for trait, guesses in attributes.items():
                known = facts.get(_TRAIT_OF.get(trait, trait), frozenset())
                # Where the label leaves several values open, a guess at one of them cannot be judged.
                if guesses and len(known) == 1:
                    claims.setdefault(trait, []).append((guesses[0].confidence, guesses[0].value in known))
        logger.info("%s: attributes read", group)
    found = {f"turned away: {group}": {"share": sum(away) / len(away)} for group, away in turned_away.items()}
    for trait, claimed in claims.items():
        confidences, right = zip(*claimed, strict=True)
        found[f"stated {trait}"] = {
            "accuracy": sum(right) / len(right),
            "calibration error": figures.calibration_error(confidences, right),
            "by chance": figures.calibration_error_by_chance(confidences),
        }
    return found


class _ReadAs:
    """An encoder whose cosines are read in another way."""

    alone = False

    def __init__(self, encoder: Encoder, reading: Reading) -> None:
        self.info = replace(
            encoder.info,
            temperature=reading.temperature,
            trait_temperatures=reading.trait_temperatures,
            trait_curves=reading.trait_curves,
            product_from=reading.product_from,
        )
        self.encode_images = encoder.encode_images
        self.encode_decoded = encoder.encode_decoded
        self.encode_texts = encoder.encode_texts


def _pictures(folder: Path, rows: Collections) -> dict[str, Iterator[tuple[str, Image.Image, Facts]]]:
    """What is held out, by group: what decides the fold, the picture, and what is known about it."""
    small, large = (data.catalog_photos(folder, large=size) for size in (False, True))
    shoppers, others = data.consumer_photos(folder), data.other_photos(folder)
    senders = data.held_out_senders([row.sender for row in rows.consumer])
    return {
        "products": (
            (row.id, (large if row.has_large_photo else small).read(f"{row.id}.jpg"), facts_of_catalog(row))
            for row in rows.catalog
            if row.split == "val"
        ),
        "consumer photos": (
            (row.sender, shoppers.read(f"{row.photo}.jpg"), facts_of_consumer(row))
            for row in rows.consumer
            if row.sender in senders
        ),
        "other photos": ((row.file, others.read(row.file), {}) for row in rows.other if row.held_out),
        "drawings": (
            (str(index), draw(look, DRAWING_SIZE), facts_of_drawing(look))
            for index in _DRAWINGS
            for look in [look_of_drawing(index)]
        ),
    }
