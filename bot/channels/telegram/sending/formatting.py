"""A reply in Telegram's HTML and buttons, within Telegram's limits.  Pure."""

from __future__ import annotations

import html
import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.actions import Action, encode
from bot.i18n.languages import RIGHT_TO_LEFT
from bot.i18n.translator import in_a_row, isolated, language, translate, using_language
from bot.messages import Button, Card, Reply

logger = logging.getLogger(__name__)

Tag = Literal["", "b", "i", "s"]
Line = Sequence[tuple[str, Tag]]
"""Pieces of plain text, each with its HTML tag."""

TEXT_LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
CAPTION_LIMIT = int(MessageLimit.CAPTION_LENGTH)
_URL_LIMIT = 2048
_LABEL_LIMIT = 64
_UNDERSTOOD_LIMIT = 300
_SIZES_LIMIT = 500
# Telegram takes 100 buttons; people do not.
_MAX_BUTTONS = 40
_MAX_CHIPS = 4
_NUMBERS_A_ROW = 5
# What a label may be long where so many buttons share a row, which are all equally wide there, on a narrow phone.
_ROOM_A_ROW = {1: _LABEL_LIMIT, 2: 16, 3: 10, 4: 6}
_SIGNS_TOGETHER = 3
_TAGS = re.compile(r"</?[bis]>")


def size(text: str) -> int:
    """Length in UTF-16 units: Telegram's own measure, and never less than the count of characters."""
    return len(text.encode("utf-16-le", "replace")) // 2


def clean(text: str) -> str:
    """Without control characters and broken surrogates, which Telegram refuses; line ends stay."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """Cleaned, with every run of white space as one space."""
    return clean(" ".join(text.split()))


def cut(text: str, limit: int) -> str:
    """At most `limit` units, ending in "…" where something was cut."""
    if size(text) <= limit:
        return text
    kept, used = [], 1
    for char in text:
        used += size(char)
        if used > limit:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def fit(lines: Sequence[Line], limit: int, last: Line = ()) -> str:
    """HTML of `lines` and then `last`, at most `limit` units once parsed.

    What is too long is cut at a line end and marked with "…"; `last` always stays.
    """
    room = limit - (_line_size(last) + 1 if last else 0)
    kept: list[Line] = list(lines)
    if _block_size(kept) > room:
        mark: Line = (("…", ""),)
        while len(kept) > 1 and _block_size([*kept, mark]) > room:
            kept.pop()
        if _block_size([*kept, mark]) > room:
            # A single line that is too long by itself: it loses its markup with its end.
            kept = [((cut("".join(text for text, _ in kept[0]), room), ""),)]
        else:
            kept.append(mark)
    if last:
        kept.append(last)
    return "\n".join(_to_html(line) for line in kept).strip()


def plain(text: str) -> str:
    """The words of a text of ours, without its markup."""
    return html.unescape(_TAGS.sub("", text))


def is_blank(markup: str) -> bool:
    """Whether nothing would be seen, which Telegram refuses as empty."""
    return all(unicodedata.category(char)[0] in "ZC" for char in _TAGS.sub("", markup))


def album_caption(number: int, card: Card) -> str:
    """ "1 · Ankle boot — €79.00", and below it why it was found."""
    lines: list[Line] = [((f"{_start()}{number} · {_title_and_price(card)}", ""),)]
    if card.why:
        lines.append(((in_a_row([one_line(reason) for reason in card.why]), "i"),))
    return fit(lines, CAPTION_LIMIT)


def list_text(reply: Reply, limit: int = TEXT_LIMIT) -> str:
    """The message under an album, or a reply without cards: words, numbered products, what was understood."""
    lines = _plain_lines(reply.text)
    with using_language(reply.language):
        if reply.cards:
            if lines:
                lines.append(())
            lines += [_numbered(number, card) for number, card in enumerate(reply.cards, start=1)]
        return fit(lines, limit, _closing(reply))


def card_text(reply: Reply, card: Card, limit: int) -> str:
    """One product with everything that is known about it."""
    with using_language(reply.language):
        lines: list[Line] = [((one_line(card.title), "b"),)]
        if price := _price(card):
            lines.append(price)
        facts = [
            one_line(card.brand),
            translate("sizes", sizes=cut(in_a_row([one_line(size_) for size_ in card.sizes]), _SIZES_LIMIT))
            if card.sizes
            else "",
            "" if card.available else translate("sold-out-now"),
            in_a_row([one_line(attribute) for attribute in card.attributes]),
        ]
        lines += [((fact, ""),) for fact in facts if fact]
        if card.why:
            lines.append(((in_a_row([one_line(reason) for reason in card.why]), "i"),))
        if card.also:
            lines.append(((one_line(card.also), ""),))
        lines += _plain_lines(reply.text)
        return fit(lines, limit, _closing(reply))


def reply_keyboard(reply: Reply, more: Iterable[Button] = (), *, links: bool = True) -> InlineKeyboardMarkup | None:
    """A few chips, then the numbers, the open menu's values, and the rest; `more` are buttons of its only card.

    Without a menu there are no more than two rows of chips, so that the numbers stay near the thumb: all of
    them are in the filter menu.
    """
    most = _MAX_BUTTONS if reply.menu else _MAX_CHIPS
    groups = (reply.chips[:most], reply.menu.buttons if reply.menu else (), (*more, *reply.buttons))
    rows = [row for group in groups if (part := keyboard(group, links=links)) for row in part.inline_keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


def keyboard(buttons: Iterable[Button], *, links: bool = True) -> InlineKeyboardMarkup | None:
    """Number buttons first, up to five a row, then the others as they fit; None without any.

    One that Telegram would refuse (an odd key or address) is left out, so that the rest of the
    answer arrives.  `links=False` leaves out all addresses.
    """
    shown = [made for button in buttons if (made := _button(button, links=links)) is not None][:_MAX_BUTTONS]
    numbers = [button for button in shown if button.text.isdecimal()]
    rows = [numbers[start : start + _NUMBERS_A_ROW] for start in range(0, len(numbers), _NUMBERS_A_ROW)]
    row: list[InlineKeyboardButton] = []
    for together in _signs_together([button for button in shown if not button.text.isdecimal()]):
        longest = max(_width(one.text) for one in (*row, *together))
        if row and longest > _ROOM_A_ROW.get(len(row) + len(together), 0):
            rows.append(row)
            row = []
        row = [*row, *together]
    if row:
        rows.append(row)
    return InlineKeyboardMarkup(rows) if rows else None


def _signs_together(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Each button by itself, but neighbours without letters, such as 👍 and 👎, with each other."""
    groups: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        before = groups[-1] if groups else []
        if before and len(before) < _SIGNS_TOGETHER and not any(map(_has_letters, (*before, button))):
            before.append(button)
        else:
            groups.append([button])
    return groups


def _width(label: str) -> int:
    """How many characters are seen side by side: no marks above or below others, and none that only turn a text."""
    return sum(unicodedata.category(char) not in ("Cf", "Mn") for char in label)


def _has_letters(button: InlineKeyboardButton) -> bool:
    return any(char.isalnum() for char in button.text)


def relabelled(markup: InlineKeyboardMarkup, marks: Mapping[Action, str]) -> InlineKeyboardMarkup:
    """The same keyboard with other labels on the buttons whose actions are named."""
    labels = {encode(action): label for action, label in marks.items()}

    def changed(button: InlineKeyboardButton) -> InlineKeyboardButton:
        key = button.callback_data
        if not isinstance(key, str) or key not in labels:
            return button
        return InlineKeyboardButton(cut(one_line(labels[key]), _LABEL_LIMIT), callback_data=key)

    return InlineKeyboardMarkup([[changed(button) for button in row] for row in markup.inline_keyboard])


def _button(button: Button, *, links: bool) -> InlineKeyboardButton | None:
    label = cut(one_line(button.label), _LABEL_LIMIT)
    if is_blank(label):
        label = "…"
    if button.url:
        return InlineKeyboardButton(label, url=button.url) if links and is_public_link(button.url) else None
    if clean(button.key) != button.key:
        logger.warning("The key of the button %r has odd characters, and it is not shown.", label)
        return None
    return InlineKeyboardButton(label, callback_data=button.key)


def is_public_link(url: str) -> bool:
    """Whether Telegram takes it for a button: one bad address there costs the whole message."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    printable = all(char.isprintable() and not char.isspace() for char in url)
    return parts.scheme in ("http", "https") and "." in host.strip(".") and printable and len(url) <= _URL_LIMIT


def _numbered(number: int, card: Card) -> Line:
    title = f"{_start()}{number} · {isolated(one_line(card.title))}"
    price = _price(card)
    line: list[tuple[str, Tag]] = [(f"{title} — " if price else title, ""), *price]
    if not card.available:
        line.append((" · " + translate("sold-out"), ""))
    if card.why:
        line.append((" · " + isolated(in_a_row([one_line(reason) for reason in card.why])), ""))
    if card.also:
        line.append((" · " + isolated(one_line(card.also)), ""))
    return line


def _price(card: Card) -> list[tuple[str, Tag]]:
    price, was = (isolated(one_line(amount)) for amount in (card.price, card.was))
    if price and was:
        return [(was, "s"), (" " + price, "")]
    return [(price, "")] if price else []


def _title_and_price(card: Card) -> str:
    title, price = isolated(one_line(card.title)), isolated(one_line(card.price))
    return f"{title} — {price}" if price else title


def _start() -> str:
    """What makes a line that begins with a title in other letters run as the language does."""
    return "\u200f" if language() in RIGHT_TO_LEFT else ""


def _closing(reply: Reply) -> Line:
    """What was understood, and what the buttons below are for."""
    words = cut(" · ".join(filter(None, map(one_line, reply.understood))), _UNDERSTOOD_LIMIT)
    understood: Line = ((translate("understood", words=words), "i"),) if words else ()
    title = cut(one_line(reply.menu.title), _UNDERSTOOD_LIMIT) if reply.menu else ""
    return (*understood, ("\n" if understood else "", ""), (title, "b")) if title else understood


def _plain_lines(text: str) -> list[Line]:
    cleaned = clean(text).strip()
    return [((line, ""),) for line in cleaned.split("\n")] if cleaned else []


def _line_size(line: Line) -> int:
    return sum(size(text) for text, _ in line)


def _block_size(lines: Sequence[Line]) -> int:
    return sum(map(_line_size, lines)) + max(0, len(lines) - 1)


def _to_html(line: Line) -> str:
    def piece(text: str, tag: Tag) -> str:
        escaped = html.escape(text, quote=False)
        return f"<{tag}>{escaped}</{tag}>" if tag and text else escaped

    return "".join(piece(text, tag) for text, tag in line)
