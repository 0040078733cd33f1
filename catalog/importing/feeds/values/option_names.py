"""Pure: what shops of many languages call size, colour and other properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_OPTIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("size", "sizes", "shoe size", "clothing size", "cup size", "inseam", "waist", "width"), "size"),
    **dict.fromkeys(("größe", "grösse", "groesse", "schuhgröße", "taille", "pointure", "talla", "taglia"), "size"),
    **dict.fromkeys(("maat", "rozmiar"), "size"),
    **dict.fromkeys(("color", "colour", "colors", "colours", "farbe", "couleur", "colore", "kleur", "kolor"), "colour"),
    **dict.fromkeys(("material", "fabric", "stoff", "matière", "materiale", "materiaal"), "material"),
    **dict.fromkeys(("pattern", "muster", "motif"), "pattern"),
    **dict.fromkeys(("gender", "target gender", "geschlecht", "genre"), "gender"),
    **dict.fromkeys(("neckline", "collar", "ausschnitt"), "neckline"),
    **dict.fromkeys(("sleeve", "sleeves", "sleeve length", "sleeve length type"), "sleeve"),
    **dict.fromkeys(("style",), "style"),
    **dict.fromkeys(("brand", "marke", "marque", "marca", "merk"), "brand"),
}


def option_name(name: str) -> str:
    """What an option or attribute of a shop is here ("Farbe", "pa_color" → "colour"), or ""."""
    return _OPTIONS.get(name.strip().lower().removeprefix("pa_").replace("_", " ").replace("-", " "), "")
