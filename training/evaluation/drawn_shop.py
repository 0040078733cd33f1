"""The same questions of products from beyond the data: the demo shop's drawings, none of which training saw."""

from __future__ import annotations

from collections import Counter

import numpy as np

from demo_shop import demo_products, draw
from training.dataset.views import DRAWING_SIZE
from workers.encoders.base import Encoder
from workers.retrieval_metrics import SMALLEST_CLASS, Figures, label_to_product, title_to_image, with_titles

_BATCH = 32


def drawn_shop(encoder: Encoder) -> Figures:
    """Titles that find their drawing among all, and the words of kinds and colours that at least ten products have."""
    shop = demo_products()
    photos = np.concatenate(
        [
            encoder.encode_decoded([draw(one.look, DRAWING_SIZE) for one in shop[start : start + _BATCH]])
            for start in range(0, len(shop), _BATCH)
        ]
    )
    titles = encoder.encode_texts([one.product.title for one in shop])
    corpus = with_titles(photos, titles)
    figures = {"drawn shop, title to image": title_to_image(titles, photos, np.arange(len(shop)))}
    for name, labels in (
        ("kind", [one.look.category for one in shop]),
        ("colour", [one.look.colour for one in shop]),
    ):
        words = [word for word, count in sorted(Counter(labels).items()) if count >= SMALLEST_CLASS]
        figures[f"drawn shop, {name}"] = label_to_product(encoder.encode_texts(words), words, corpus, labels)
    return figures
