"""The languages that people are answered in: their codes, names and direction."""

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "it": "Italiano",
    "ru": "Русский",
    "uk": "Українська",
    "tr": "Türkçe",
    "hi": "हिन्दी",
    "ar": "العربية",
    "id": "Bahasa Indonesia",
}
"""The languages that are spoken, by their codes, with what their speakers call them."""


RIGHT_TO_LEFT: Final = frozenset({"ar"})


def spoken(tag: str) -> str:
    """The language of `NAMES` that a tag such as "pt-BR" asks for, "" where it is not spoken."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return code if code in NAMES else ""
