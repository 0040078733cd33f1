"""Pure: addresses of pages and pictures."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from catalog.clean_text import legible

LONGEST: Final = 2000

_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[!#-%'-\[\]-~]*)?")
_SEVERAL: Final = re.compile(r"[\s,;|]")
_ESCAPED: Final = re.compile(r"&(?:amp|#0*38|#x0*26);", re.IGNORECASE)
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d+(?:/|$))")
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?=[/?#]|$)")
_NEXT_ADDRESS: Final = re.compile(r"[\s,;|]+(?=(?:https?:)?//|www\.)|\s*[|\n]\s*|,\s+", re.IGNORECASE)
_NEXT_NAME: Final = re.compile(r"\s*[|;\n]\s*|,\s+")
_NEXT_PICTURE: Final = re.compile(r"(?<=\.(?:jpg|png|gif))[\s,]+|(?<=\.(?:jpeg|webp))[\s,]+", re.IGNORECASE)
_SAFE: Final = "%/:=&?~#+!$,;'@()*[]"


def web_address(text: str) -> str:
    """An http(s) address as it can be asked for: "//host/a b" is "https://host/a%20b", and so is "www.host/a b".

    Raises `ValueError` with a sentence for anything else.
    """
    if _PLAIN.fullmatch(text) and len(text) <= LONGEST:
        return text
    address = _ESCAPED.sub("&", _ESCAPED.sub("&", text)) if "&" in text else text
    if address.startswith("//"):
        address = f"https:{address}"
    elif address[:4].lower() == "www.":
        address = f"https://{address}"
    scheme, _, rest = address.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if scheme.lower() not in {"http", "https"} or not host or " " in host or legible(address) != address:
        raise ValueError(f"{text[:200]!r} is not an http(s) address")
    if not address.isascii() or " " in address or "\\" in address:
        path = rest[len(host) :].replace("\\", "/")
        address = f"{scheme}://{host}{quote(path, safe=_SAFE)}"
    if len(address) > LONGEST:
        raise ValueError(f"{text[:60]!r} … is longer than {LONGEST} characters")
    return address


def page_address(text: str) -> str:
    """The same for a product's page, which can be no file: "host.example/a" will do."""
    return web_address(f"https://{text}" if _HOST.match(text) else text)


def is_web_address(text: str) -> bool:
    """Whether that is meant to be asked for, and no file beside the feed."""
    return bool(text.startswith("//") or _SCHEME.match(text) or text[:4].lower() == "www.")


def pictures(cell: str) -> list[str]:
    """The pictures in a cell, whatever stands between them; an address may hold a comma itself."""
    if not _SEVERAL.search(cell):
        return [cell]
    cell = cell.strip(" \t\r\n,;|")
    if is_web_address(cell):
        return [part for part in _NEXT_ADDRESS.split(cell) if part]
    names = [name for part in _NEXT_NAME.split(cell) for name in _NEXT_PICTURE.split(part)]
    return [name for name in names if name]
