"""How well words hold that are not written as in the catalog: other forms, spellings, typos, words never seen."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.dataset.data import CatalogItem
from training.dataset.facts import facts_of_catalog
from workers import vocabulary
from workers.retrieval_metrics import TOP_K, Matrix

_LEAST_PRODUCTS: Final = 20
_OTHER_SPELLINGS: Final = {
    "grey": "gray",
    "multicolour": "multicolor",
    "jewellery": "jewelry",
    "pyjamas": "pajamas",
    "nightwear": "night wear",
    "t-shirt": "tee shirt",
    "flip-flops": "flip flops",
    "trousers": "pants",
    "tights": "pantyhose",
    "swimsuit": "bathing suit",
}
"""American for British, and one word for two."""


def robust_words(
    encode: Callable[[Sequence[str]], Matrix], rows: Sequence[CatalogItem], corpus: Matrix
) -> dict[str, dict[str, float]]:
    """Precision@10 of "colour kind" by how it is written; both must be right.

    "kept" is that precision beside the one of the same pairs as the vocabulary writes them.  `corpus` is
    float32 (n, d), one row a product.  Asked are all pairs with at least `_LEAST_PRODUCTS` products; without
    such, nothing is found.
    """
    pairs = [_pair(row) for row in rows]
    asked = sorted({pair for pair in pairs if pair and pairs.count(pair) >= _LEAST_PRODUCTS})
    carried = np.array([asked.index(pair) if pair in asked else -1 for pair in pairs])
    rng = random.Random(0)

    def precisions(texts: Sequence[str], numbers: Sequence[int]) -> NDArray[np.float64]:
        nearest = np.argsort(-(encode(texts) @ corpus.T), axis=1)[:, :TOP_K]
        return np.asarray((carried[nearest] == np.array(numbers)[:, None]).mean(axis=1))

    if not asked:
        return {}
    plain = precisions([" ".join(pair) for pair in asked], range(len(asked)))
    found = {"words, as in the vocabulary": {"P@10": float(plain.mean())}}
    for name, write in _WAYS.items():
        texts = [write(colour, kind, rng) for colour, kind in asked]
        numbers = [number for number, text in enumerate(texts) if text]
        if not numbers:
            continue
        precision = float(precisions([texts[number] for number in numbers], numbers).mean())
        found[f"words, {name}"] = {"P@10": precision, "kept": precision / float(plain[numbers].mean())}
    return found


def _pair(row: CatalogItem) -> tuple[str, str] | None:
    facts = facts_of_catalog(row)
    colour, kind = facts.get("colour", frozenset()), facts.get("category", frozenset())
    return (next(iter(colour)), next(iter(kind))) if len(colour) == len(kind) == 1 else None


def _other_number(kind: str) -> str:
    if kind.endswith(("ss", "sh", "ch", "x")):
        return f"{kind}es"
    return kind[:-1] if kind.endswith("s") else f"{kind}s"


def _typo(word: str, rng: random.Random) -> str:
    """Two letters swapped, one left out, or one doubled, not the first."""
    place = rng.randrange(1, max(2, len(word) - 1))
    pair = word[place : place + 2]
    return word[:place] + rng.choice((pair[::-1], pair[1:], pair[0] + pair)) + word[place + 2 :]


def _synonym(colour: str, kind: str, rng: random.Random) -> str:
    synonyms = vocabulary.CATEGORY_BY_VALUE[kind].synonyms
    return f"{colour} {rng.choice(synonyms)}" if synonyms else ""


def _other_spelling(colour: str, kind: str, rng: random.Random) -> str:
    spelt = (_OTHER_SPELLINGS.get(colour, colour), _OTHER_SPELLINGS.get(kind, kind))
    return "" if spelt == (colour, kind) else " ".join(spelt)


_WAYS: Final[Mapping[str, Callable[[str, str, random.Random], str]]] = {
    "other number": lambda colour, kind, rng: f"{colour} {_other_number(kind)}",
    "other order": lambda colour, kind, rng: f"{kind} in {colour}",
    "other spelling": _other_spelling,
    "synonym": _synonym,
    "typo in the kind": lambda colour, kind, rng: f"{colour} {_typo(kind, rng)}",
    "typo in the colour": lambda colour, kind, rng: f"{_typo(colour, rng)} {kind}",
    "unseen word": lambda colour, kind, rng: f"{colour} zorblax {kind}",
    "whole sentence": lambda colour, kind, rng: f"hi, could you show me some {colour} {kind} for my trip in June",
}
"""What each way makes of a colour and a kind; an empty text where it changes nothing."""
