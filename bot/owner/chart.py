"""How the shop is asked, as a small picture for its owners.  Pure; drawn with Pillow, PNG out."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFont

_WIDTH: Final = 960
_HEIGHT: Final = 640
_MARGIN: Final = 48
_GROUND: Final = "#fbfaf8"
_INK: Final = "#1d1b22"
_MUTED: Final = "#67636d"
_LINE: Final = "#e4e0d8"
_FOUND: Final = "#5b4bdb"
_NOTHING: Final = "#e2725b"
_QUICK: Final = "#1f9d76"
_WORDS_LEFT: Final = 668
_CHART: Final = (_MARGIN, 150, _WORDS_LEFT - 60, _HEIGHT - 70)
_MOST_WORDS: Final = 10
_NAMED_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Day:
    """What was counted on a day: searches, those of them that found nothing close, and those answered within 1 s."""

    name: str
    searches: int = 0
    nothing_found: int = 0
    quick: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands in the picture."""

    searches: str
    nothing_found: str
    quick: str
    words: str


def chart(days: Sequence[Day], words: Sequence[tuple[str, int]], labels: Labels) -> bytes:
    """A PNG: searches a day as bars, what found nothing in them, the share within 1 s as a line, and words beside.

    `days` are the oldest first; `words` come with how many people used them, the most frequent first.
    """
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _GROUND)
    pen = ImageDraw.Draw(image)
    _figures(pen, days, labels)
    _bars(pen, days)
    _words(pen, [(plain, count) for word, count in words if (plain := drawable(word))][:_MOST_WORDS], labels.words)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def drawable(text: str) -> str:
    """The text without accents, or "" where Pillow's own font, the only one on every machine, lacks its letters."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain if plain.isascii() else ""


def _figures(pen: ImageDraw.ImageDraw, days: Sequence[Day], labels: Labels) -> None:
    """The three totals, in the colours of the chart."""
    total = sum(day.searches for day in days)

    def share(part: int) -> str:
        return f"{100 * part / total:.0f} %" if total else "–"

    shown = (
        (f"{total:,}", labels.searches, _FOUND),
        (share(sum(day.nothing_found for day in days)), labels.nothing_found, _NOTHING),
        (share(sum(day.quick for day in days)), labels.quick, _QUICK),
    )
    for index, (figure, label, colour) in enumerate(shown):
        left = _MARGIN + index * 188
        pen.text((left, 34), figure, fill=colour, font=_font(38))
        pen.text((left, 84), label, fill=_MUTED, font=_font(17))


def _bars(pen: ImageDraw.ImageDraw, days: Sequence[Day]) -> None:
    left, top, right, bottom = _CHART
    highest = _round_up(max((day.searches for day in days), default=0))
    for part in range(5):
        y = bottom - (bottom - top) * part / 4
        pen.line((left, y, right, y), fill=_LINE)
        pen.text((left - 10, y), f"{highest * part // 4}", fill=_MUTED, font=_font(14), anchor="rm")
        pen.text((right + 10, y), f"{25 * part} %", fill=_QUICK, font=_font(14), anchor="lm")
    step = (right - left) / max(len(days), 1)
    line: list[tuple[float, float]] = []
    for index, day in enumerate(days):
        middle = left + step * (index + 0.5)
        half = step * 0.32
        for count, colour in ((day.searches, _FOUND), (day.nothing_found, _NOTHING)):
            if count:
                y = bottom - (bottom - top) * count / highest
                pen.rectangle((middle - half, y, middle + half, bottom), fill=colour)
        if day.searches:
            line.append((middle, bottom - (bottom - top) * min(1.0, day.quick / day.searches)))
        if len(days) <= _NAMED_DAYS or (len(days) - 1 - index) % 2 == 0:
            pen.text((middle, bottom + 12), day.name, fill=_MUTED, font=_font(14), anchor="mt")
    if len(line) > 1:
        pen.line(line, fill=_GROUND, width=7, joint="curve")
        pen.line(line, fill=_QUICK, width=3, joint="curve")
    for x, y in line:
        pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=_QUICK, outline=_GROUND, width=2)


def _words(pen: ImageDraw.ImageDraw, words: Sequence[tuple[str, int]], label: str) -> None:
    right = _WIDTH - _MARGIN
    if words:
        pen.text((_WORDS_LEFT, 84), label, fill=_MUTED, font=_font(17))
    most = max((count for _, count in words), default=1)
    for index, (word, count) in enumerate(words):
        y = 136 + index * 46
        pen.text((_WORDS_LEFT, y), word[:22], fill=_INK, font=_font(17))
        pen.text((right, y), f"{count}", fill=_MUTED, font=_font(15), anchor="ra")
        width = (right - _WORDS_LEFT) * count / most
        pen.rounded_rectangle((_WORDS_LEFT, y + 25, _WORDS_LEFT + max(width, 6), y + 31), 3, fill=_FOUND)


def _round_up(count: int) -> int:
    """A round number that four lines divide, no lower than `count`."""
    tens = 1
    while 80 * tens < count:
        tens *= 10
    return next(step * tens for step in (4, 8, 12, 16, 20, 40, 60, 80) if step * tens >= count)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
