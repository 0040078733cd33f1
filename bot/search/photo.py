"""What photos show, as far as it can be searched with and kept: vectors and labels, never the photos themselves."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from catalog.models import Trait, Traits, Vector
from catalog.storage.codec import traits_from_json, traits_to_json, vector_from_bytes, vector_to_bytes
from workers.jobs import Attributes, Encoding, Piece


@dataclass(frozen=True, slots=True)
class PhotoContent:
    """A photo, several photos of one thing, or one garment among several; `likelihood` is that of a product at all."""

    vector: Vector
    looks: Traits
    likelihood: float = 1.0


@dataclass(frozen=True, slots=True)
class WhichPiece:
    """The question "which one?": the garments in their order, and the words that came with their photos."""

    pieces: tuple[PhotoContent, ...]
    words: str = ""


def photo_content(encoding: Encoding | Piece) -> PhotoContent:
    """What the engine made of a picture, or of a part of it."""
    return PhotoContent(encoding.vector, traits_of(encoding.attributes), encoding.product_likelihood)


def which_to_json(which: WhichPiece) -> dict[str, Any]:
    """For the store of conversations."""
    pieces = [
        (base64.b64encode(vector_to_bytes(piece.vector)).decode(), traits_to_json(piece.looks))
        for piece in which.pieces
    ]
    return {"words": which.words, "pieces": pieces}


def which_from_json(kept: dict[str, Any]) -> WhichPiece:
    """The inverse of `which_to_json`."""
    pieces = [
        PhotoContent(vector_from_bytes(base64.b64decode(vector)), traits_from_json(looks))
        for vector, looks in kept["pieces"]
    ]
    return WhichPiece(tuple(pieces), kept["words"])


def traits_of(attributes: Attributes) -> Traits:
    """A photo's attributes in the catalog's own type."""
    return {
        name: tuple(Trait(guess.value, guess.confidence, share=guess.share) for guess in guesses)
        for name, guesses in attributes.items()
    }
