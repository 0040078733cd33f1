"""The buttons that people of the version before had before them, by what leads there, and what each one brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WHAT: Final = "red boots"
BOOTS, OUTFIT, DRESS = "photo of boots", "photo of an outfit", "photo of a dress"
CAPTION: Final = "Linen dress; 59.00; https://shop.example/linen"
STOCK: Final = tuple(f"demo-boots-{n:03d}" for n in (1, 2, 5, 9, 13, 15, 16))
GONE: Final = ("demo-dress-001", "demo-dress-002")
"""Taken out after somebody has saved them: one person in Telegram, one on the page."""

REST: Final = "demo-dress-012"
LEAVING: Final = "demo-dress-005"


@dataclass(frozen=True)
class Button:
    """What is sent, which buttons are then tapped one after the other, the last of which is not tapped yet.

    A button is named by the beginning of its key, see `Person.key`; what begins with "/" is typed, and "gone" is the
    shop's part.  `answer` are patterns that are found in the answer, which in Telegram comes `by` this request.
    """

    sent: str
    steps: tuple[str, ...]
    by: str
    answer: tuple[str, ...]


_BRANDS: Final = ("filter", "filter:*:brand")
_SAVED: Final = tuple(step for one in STOCK for step in (f"/product {one}", "heart"))
SHOPPERS: Final = {
    "say": Button("/start", ("say",), "sendMessage", ("Greta",)),
    "lang": Button("/language", ("lang:de",), "sendMessage", ("Deutsch",)),
    "new": Button("/help", ("new",), "sendMessage", ("Otto",)),
    "show": Button(WHAT, ("show",), "sendPhoto", ("boot", "♡")),
    "more": Button(WHAT, ("more",), "sendMessage", ("Anton",)),
    "like": Button(WHAT, ("show", "like"), "sendMessage", ("Ruben",)),
    "list": Button(WHAT, ("filter", "list"), "editMessageText", ("Greta",)),
    "chip": Button(WHAT, ("chip",), "editMessageText", ("black",)),
    "off": Button(WHAT, ("chip", "off"), "editMessageText", ("Anton",)),
    "swap": Button(WHAT, ("chip", "swap:*:red:black"), "editMessageText", ("Anton",)),
    "fix": Button(BOOTS, ("last chip", "fix:*:brown:black"), "editMessageText", ("Anton",)),
    "filter": Button(WHAT, ("filter",), "editMessageText", ("Greta", "✓ ")),
    "filter brand": Button(WHAT, _BRANDS, "editMessageText", ("Corvina", "Halden")),
    "pick": Button(WHAT, (*_BRANDS, "pick"), "editMessageText", ("✓ Corvina",)),
    "drop": Button(WHAT, (*_BRANDS, "pick", "drop"), "sendMessage", ("Greta",)),
    "clear": Button(WHAT, (*_BRANDS, "pick", "clear"), "sendMessage", ("Greta",)),
    "sort": Button(WHAT, ("sort",), "editMessageText", ("Greta", "✓ ")),
    "sort price": Button(WHAT, ("sort", "sort:*:price"), "editMessageText", ("Mabel",)),
    "piece": Button(OUTFIT, ("piece:*:1",), "sendMessage", ("Anton",)),
    "piece whole": Button(OUTFIT, ("piece:*:all",), "sendMessage", ("Maeve",)),
    "heart": Button(WHAT, ("show", "heart"), "editMessageReplyMarkup", ("♥",)),
    "saved": Button("/help", (*_SAVED, "/favourites", "saved"), "sendMessage", ("Anton", "Greta")),
    "unsave": Button("/product {gone}", ("heart", "gone", "/favourites", "unsave"), "sendMessage", ("♡",)),
    "up": Button(WHAT, ("show", "up"), "editMessageReplyMarkup", ("👍 ✓",)),
    "down": Button(WHAT, ("show", "down"), "editMessageReplyMarkup", ("👎 ✓",)),
    "wrong": Button(WHAT, ("show", "wrong"), "sendMessage", ("boot", "red")),
    "wrong report": Button(WHAT, ("show", "wrong", "wrong:*:colours", "wrong:*:colours:*"), "editMessageText", (".",)),
}
OWNERS: Final = {
    "undo": Button(DRESS, ("undo",), "sendMessage", ("Linen dress",)),
    "remove": Button(f"/product {LEAVING}", ("remove",), "sendMessage", ("Ugo",)),
    "accept": Button("/stats", ("accept",), "sendMessage", ("Greta",)),
    "dismiss": Button("/stats", ("last dismiss",), "sendMessage", (".",)),
}
GERMAN, WORDS, PHOTO = 601, 602, 603
"""Chats of one who has chosen German, and of two who have written to a shop that was about to stop."""

SAVER: Final = 100 + list(SHOPPERS).index("saved")
"""The chat of one who has saved all boots."""
