"""Pure: prices as shops write them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from catalog.currencies import code_of

_PRICE: Final = re.compile(
    r"(?P<before>[^\d\s.,'’+-]{1,4}|[A-Za-z]{3})?\s*(?P<number>\d(?:[\d.,'’\s]*\d)?)(?:[.,]?-+)?\s*(?P<after>[^\d\s.,'’+-]{1,4})?"
)
_HIGHEST: Final = Decimal(10) ** 9


@lru_cache(maxsize=1024)
def parse_price(text: str) -> tuple[Decimal, str]:
    """An exact amount and its currency ("" if none is named): "49.99 USD", "1.299,00 €", "$1,299".

    The last of `.` and `,` is the decimal mark, unless exactly three digits follow the only one there is
    ("1.299" is a thousand and more).  Raises `ValueError` with a sentence for anything else.
    """
    match = _PRICE.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
    if match is None:
        raise ValueError(f"{text!r} is not a number")
    amount = Decimal(_plain(re.sub(r"['’\s]", "", match["number"]), text))
    if amount >= _HIGHEST:
        raise ValueError(f"{text!r} is too high")
    unit = (match["after"] or match["before"] or "").strip()
    return amount, code_of(unit)


def is_lower(price: str, than: str) -> bool:
    """Whether both are prices and the first is below the second."""
    try:
        return parse_price(price)[0] < parse_price(than)[0]
    except ValueError:
        return False


def _plain(number: str, text: str) -> str:
    """Digits with a point as decimal mark, if any."""
    mark = max(number.rfind("."), number.rfind(","))
    if mark < 0:
        return number
    whole, fraction = number[:mark], number[mark + 1 :]
    separators = [character for character in number if character in ".,"]
    same = len(set(separators)) == 1
    grouped = same and len(fraction) == 3 and (len(separators) > 1 or whole not in {"", "0"})
    if grouped:
        whole, fraction = number, ""
    elif same and len(separators) > 1:
        raise ValueError(f"{text!r} is not a number")
    if not all(len(group) == 3 for group in re.split("[.,]", whole)[1:]) or (not grouped and not fraction.isdigit()):
        raise ValueError(f"{text!r} is not a number")
    return re.sub("[.,]", "", whole) + (f".{fraction}" if fraction else "")
