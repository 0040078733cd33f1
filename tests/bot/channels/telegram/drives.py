"""All buttons and commands of the bot, and what somebody gets who uses them.

The names of the first tables are the verbs of the code and its commands, followed by a word where one has several ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.bot.stock import STOCK, picture, product

WHAT: Final = "red boots"
"""Asked for in the language of the drive."""

WORDS: Final = {"en": WHAT, "de": "rote Stiefel"}
ONE, OUTFIT, NEW = picture("red", 80), picture("black", 90), picture("green", 90)
CAPTION: Final = "Linen dress; 59.00; https://shop.example/ivy"
FEED: Final = b"id,title,image\nx1,Boots,http://169.254.169.254/1.jpg\n"
LONG_ID: Final = "boot/" + 9 * "long-"
LONGEST_ID: Final = "boot/" + 29 * "long-"

_EACH: Final = ("gone", "out", "accept", "dismiss", "fed")
_TITLES: Final = (
    *((f"r{n}", f"Ankle boot {n}, red") for n in range(8)),
    *((f"{name}-{code}", f"Boot {name} {code}, red") for name in _EACH for code in WORDS),
    (LONG_ID, "Long boot, red"),
    (LONGEST_ID, "Longest boot, red"),
)
MORE: Final = (
    *STOCK,
    *((product(f"k{n}", f"Ankle boot {n}, black", brand="Nike"), "black") for n in range(2)),
    *(
        (product(one, title, f"{20 + 5 * n}.00", brand=("Puma", "Nike")[n % 2], sizes=(str(30 + n),)), "red")
        for n, (one, title) in enumerate(_TITLES)
    ),
)
"""Red boots on several pages, of two brands and in more sizes than a menu's page has."""


@dataclass(frozen=True)
class Drive:
    """What is sent, and what is done then.

    A step is the beginning of the key of a button on the newest answer, with "*" for anything between two colons; after
    "last " it is the last such button.  What begins with "/" or ">" is typed, and the others are words of
    `person.Person`.  `by` is the request that brings the answer.  Each part of `answer` is found there, or not found
    where it begins with "!": it is the name of a message of the language tables, perhaps with "=" and what fills it in
    up to its line's end, or else it is found as it is.
    """

    sent: str | bytes
    steps: tuple[str, ...]
    by: str
    answer: tuple[str, ...]


_BRANDS: Final = ("filter", "filter:*:brand")
_HEARTS: Final = tuple(step for n in range(6) for step in (f"/product r{n}", "heart"))
BUTTONS: Final = {
    "say": Drive("/start", ("say",), "sendMessage", ("understood=red · boots", "Longest boot, red")),
    "lang": Drive("/language", ("lang:{language}",), "sendMessage", ("language-chosen", "button-new")),
    "new": Drive("/help", ("new",), "sendMessage", ("new-in-shop", "Longest boot, red", "button-more")),
    "show": Drive(WHAT, ("show",), "sendPhoto", ("button-similar", "button-wrong", "♡")),
    "more": Drive(WHAT, ("more",), "sendMessage", ("understood=red · boots", "button-more", "button-sort")),
    "more typed": Drive(WHAT, (">more",), "sendMessage", ("understood=red · boots", "button-sort")),
    "like": Drive(WHAT, ("show", "like"), "sendMessage", ("similar-to", "Boot")),
    "list": Drive(WHAT, ("filter", "list"), "editMessageText", ("understood=red · boots", "button-more", "!✓")),
    "chip": Drive(WHAT, ("chip",), "editMessageText", ("instead-of=red", "button-remove-part=red", "button-back")),
    "off": Drive(WHAT, ("chip", "off"), "editMessageText", ("understood=boots",)),
    "swap": Drive(WHAT, ("chip", "swap"), "editMessageText", ("understood=boots · black", "Coal")),
    "fix": Drive(ONE, ("last chip", "fix"), "editMessageText", ("thanks-searching=maroon", "oot")),
    "fix other": Drive(ONE, ("last chip", "chip:*:red:1"), "editMessageText", ("what-is-it", "button-back")),
    "filter": Drive(WHAT, ("filter",), "editMessageText", ("filter-title", "facet-brand", "facet-size", "button-done")),
    "filter brand": Drive(WHAT, _BRANDS, "editMessageText", ("facet-brand", "Puma", "Nike", "button-back")),
    "filter page": Drive(
        WHAT, ("filter", "filter:*:size", "filter:*:size:1"), "editMessageText", ("facet-size", "· 2/", "←")
    ),
    "pick": Drive(WHAT, (*_BRANDS, "pick:*:brand:puma"), "editMessageText", ("✓ Puma", "button-any")),
    "pick price": Drive(
        WHAT, ("filter", "filter:*:price", "pick"), "editMessageText", ("✓ ", "facet-price", "button-done")
    ),
    "drop": Drive(WHAT, (*_BRANDS, "pick", "drop"), "editMessageText", ("Puma", "Nike", "!✓")),
    "clear": Drive(WHAT, (*_BRANDS, "pick", "clear"), "editMessageText", ("Puma", "Nike", "!✓")),
    "sort": Drive(WHAT, ("sort",), "editMessageText", ("sort-title", "sort-newest", "button-back")),
    "sort price": Drive(
        WHAT, ("sort", "sort:*:price"), "editMessageText", ("understood=red · boots · cheapest first",)
    ),
    "piece": Drive(OUTFIT, ("piece:*:1",), "sendMessage", ("looks-like=boots", "Boot")),
    "piece whole": Drive(OUTFIT, ("piece:*:all",), "sendMessage", ("looks-like=black",)),
    "piece typed": Drive(OUTFIT, (">2",), "sendMessage", ("looks-like=boots", "Boot")),
    "heart": Drive(WHAT, ("show", "heart"), "editMessageReplyMarkup", ("♥", "!♡", "button-similar")),
    "saved": Drive("/help", (*_HEARTS, "/favourites", "saved"), "sendPhoto", ("Ankle boot 0, red", "♥")),
    "unsave": Drive(
        "/start p_gone-{language}", ("heart", "gone", "/favourites", "unsave"), "sendMessage", ("favourites-none",)
    ),
    "up": Drive(WHAT, ("show", "up"), "editMessageReplyMarkup", ("👍 ✓", "!👎 ✓")),
    "down": Drive(WHAT, ("show", "down"), "editMessageReplyMarkup", ("👎 ✓", "!👍 ✓")),
    "wrong": Drive(WHAT, ("show", "wrong"), "sendMessage", ("what-is-wrong",)),
    "wrong report": Drive(
        WHAT, ("show", "wrong", "wrong:*:colours", "wrong:*:colours:*"), "editMessageText", ("reported",)
    ),
}
OWNERS_BUTTONS: Final = {
    "undo": Drive(NEW, ("undo",), "sendMessage", ("removed=Linen dress",)),
    "remove": Drive("/start p_out-{language}", ("remove",), "sendMessage", ("removed=Boot out {language}, red",)),
    "accept": Drive("/help", ("accept ", "/stats", "last accept"), "sendMessage", ("put-right",)),
    "dismiss": Drive("/help", ("dismiss ", "/stats", "last dismiss"), "sendMessage", ("report-dismissed",)),
    "sync go": Drive("/help", ("fewer", "sync:go"), "sendDocument", ("sync-done", ": 1 ")),
    "sync": Drive("/help", ("feed", "sync"), "sendMessage", ("sync-stopped",)),
}
LATER: Final = {"sync go": Drive("", (), "sendMessage", ("sync-stopped",))}
"""Where a restart ends what was under way, the answer is another one."""

COMMANDS: Final = {
    "/start": Drive("/start", (), "sendMessage", ("welcome", "try-example", "1 · ")),
    "/start product": Drive("/start p_b3", (), "sendPhoto", ("Coal", "button-share")),
    "/start long": Drive("/start {long}", (), "sendPhoto", ("Long boot", "button-share")),
    "/start longest": Drive("/start {longest}", (), "sendPhoto", ("Longest boot", "button-share")),
    "/start gone": Drive("/start p_nothing", (), "sendMessage", ("product-gone", "button-new")),
    "/start inline": Drive("/start inline", (), "sendMessage", ("welcome",)),
    "/product": Drive("/product b3", (), "sendPhoto", ("Coal", "button-similar")),
    "/help": Drive("/help", (), "sendMessage", ("help", "button-new", "!help-add")),
    "/language": Drive("/language", (), "sendMessage", ("language-question", "Deutsch", "English", "العربية")),
    "/favourites": Drive("/favourites", (), "sendMessage", ("favourites-none",)),
    "/favorites": Drive("/favorites", (), "sendMessage", ("favourites-none",)),
    "/saved": Drive("/saved", (), "sendMessage", ("favourites-none",)),
    "/my_data": Drive(WHAT, ("/my_data",), "sendDocument", ("kept-answers", "/forget_me")),
    "/forget_me": Drive("/forget_me", (), "sendMessage", ("forgotten",)),
}
OWNERS_COMMANDS: Final = {
    "/add": Drive("/add", (), "sendMessage", ("how-to-add",)),
    "/remove": Drive("/remove", (), "sendMessage", ("how-to-remove",)),
    "/sync": Drive("/sync", (), "sendMessage", ("sync-how-to",)),
    "/import": Drive("/import", (), "sendMessage", ("sync-how-to",)),
    "/stats": Drive("/stats", (), "sendPhoto", ("stats-today",)),
    "/help": Drive("/help", (), "sendMessage", ("help", "help-add", "help-remove", "help-sync")),
}
