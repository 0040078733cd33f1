"""The chat's page in the visitor's language: every `{{message-id}}` of its HTML is filled in."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import bot.channels.web.page
from bot.i18n.languages import NAMES, RIGHT_TO_LEFT, spoken
from bot.i18n.translator import language, translate, using_language

PAGE: Final = Path(bot.channels.web.page.__file__).parent
_SLOT: Final = re.compile(r"\{\{([\w-]+)\}\}")
_WEIGHTED: Final = re.compile(r"([A-Za-z-]{1,35})(?:\s*;\s*q=([01](?:\.\d{0,3})?))?")
"""A language tag and how much it is wanted."""

_ASKED: Final = re.compile(r'"((?:page|button)-[a-z-]+|comma|takes-longer)"')
"""A message that a script asks `page/texts.js` for, which fills in the names in braces itself."""

_FILLED_IN_LATER: Final = {"count": "{count}", "number": "{number}"}


class Page:
    """The page of a shop."""

    def __init__(self, shop_name: str) -> None:
        self._shop_name = shop_name
        self._template = (PAGE / "index.html").read_text("utf-8")
        scripts = (path.read_text("utf-8") for path in PAGE.glob("*.js"))
        self._asked = sorted({name for script in scripts for name in _ASKED.findall(script)})
        self._rendered = lru_cache(maxsize=len(NAMES))(self._render)

    def html(self, wanted: str, accepted: str) -> str:
        """The page in the language `wanted`, else in the best of an Accept-Language header, else in the shop's."""
        return self._rendered(spoken(wanted) or preferred(accepted) or language())

    def _render(self, code: str) -> str:
        with using_language(code):
            shop = self._shop_name or translate("shop-title")
            texts = json.dumps({name: translate(name, **_FILLED_IN_LATER) for name in self._asked}, ensure_ascii=False)
            filled = {
                "lang": code,
                "dir": _direction(),
                "shop": html.escape(shop),
                "texts": texts.replace("<", "\\u003c"),
            }
            return _SLOT.sub(
                lambda slot: filled.get(slot[1]) or html.escape(translate(slot[1], shop=shop)), self._template
            )


def come_in(accepted: str) -> str:
    """What leads into the chat once its key was taken.

    A page and not a redirect: coming from another site, browsers leave a new strict cookie out of a redirect.
    """
    with using_language(preferred(accepted) or language()):
        link = f'<meta http-equiv="refresh" content="0;url=/"><a href="/">{html.escape(translate("page-open"))}</a>'
        return _bare_page(translate("page-open"), link)


def closed(accepted: str) -> str:
    """What visitors without the key read."""
    with using_language(preferred(accepted) or language()):
        return _bare_page(translate("page-closed"), f"<p>{html.escape(translate('page-need-key'))}</p>")


def _bare_page(title: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="{language()}" dir="{_direction()}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>{content}'
    )


def _direction() -> str:
    return "rtl" if language() in RIGHT_TO_LEFT else "ltr"


def preferred(accepted: str) -> str:
    """The best language of an Accept-Language header that is spoken, or ""."""
    weights = [(spoken(tag), float(weight or 1)) for tag, weight in _WEIGHTED.findall(accepted[:500])]
    code, weight = max(weights, key=lambda one: one[1] if one[0] else 0.0, default=("", 0.0))
    return code if weight else ""
