"""How `shoplens catalog check` shows a feed to a person."""

from __future__ import annotations

from itertools import islice
from typing import Final

from rich.table import Table
from rich.text import Text

from bot.cli.output import out
from bot.i18n.money import price_text
from catalog.importing.check import Checking
from catalog.importing.feeds import Source
from catalog.models import Problem, Product
from workers.escaping import escaped

_SAMPLE: Final = 5
_SHOWN_PROBLEMS: Final = 50
_UTF: Final = "utf-"


def print_check(source: Source) -> None:
    """Read it to its end; format, counts, problems and some products.  Raises `FeedError`."""
    checking = Checking(source)
    products = iter(checking)
    sample = list(islice(products, _SAMPLE))
    for _ in products:
        pass
    check = checking.result()
    guessed = check.encoding and not check.encoding.startswith(_UTF)
    wrong = " (if letters look wrong below, say --encoding)" if guessed else ""
    out.print(f"{check.format}{f', {check.encoding}' if check.encoding else ''}{wrong}")
    out.print(f"{check.rows} rows, {check.products} products in {check.variants} sizes and variants.")
    if check.problems:
        out.print()
        out.print(_problems(check.problems[:_SHOWN_PROBLEMS]))
        if (more := len(check.problems) - _SHOWN_PROBLEMS) > 0:
            out.print(f"… and {more} more; --json has all of them.")
    if sample:
        out.print()
        out.print(_products(sample))


def _problems(problems: tuple[Problem, ...]) -> Table:
    table = Table("row", "product", "what is wrong", "what happens", box=None, pad_edge=False)
    for one in problems:
        outcome = "it stays out" if one.severity == "error" else "this is left out"
        table.add_row(*(Text(escaped(cell)) for cell in (str(one.row or ""), one.id, one.message, outcome)))
    return table


def _products(products: list[Product]) -> Table:
    table = Table("id", "title", "price", "sizes", "", box=None, pad_edge=False)
    for one in products:
        price = price_text(one.current_price, one.currency)
        instead = f" instead of {price_text(one.price, one.currency)}" if one.on_sale else ""
        stock = "" if one.available else "sold out"
        cells = (one.id, one.title, f"{price}{instead}", " · ".join(one.sizes), stock)
        table.add_row(*(Text(escaped(cell)) for cell in cells))
    return table
