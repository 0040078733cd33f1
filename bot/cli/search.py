"""`shoplens search`: what a shopper could ask, at the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from bot.cli.context import FILE, NO_PRODUCTS, run, shop_of

if TYPE_CHECKING:
    from bot.query.model import Query
    from bot.search.searcher import Found
    from catalog.models import Sort

_ORDERS: Final[dict[str, Sort]] = {
    "best": "relevance",
    "cheapest": "price",
    "dearest": "-price",
    "newest": "newest",
}
_FACETS: Final = ("category", "brand", "colours", "gender", "size", "price", "offer")
_TRAITS: Final = ("category", "brand", "colour", "gender")
T = TypeVar("T")


def _trait_options(command: Callable[..., T]) -> Callable[..., T]:
    for name in reversed(_TRAITS):
        command = click.option(f"--{name}", multiple=True, help=f"Only this {name}; several are alternatives.")(command)
    return command


@click.command()
@click.argument("words", nargs=-1)
@click.option("--photo", type=FILE, help="Find what looks like this picture.")
@_trait_options
@click.option("--size", multiple=True, help="Only what there is in this size; several are alternatives.")
@click.option("--min-price", help="Only what costs as much or more.")
@click.option("--max-price", help="Only what costs as much or less.")
@click.option("--in-stock", is_flag=True, help="Only what can be bought now.")
@click.option("--on-sale", is_flag=True, help="Only what is reduced.")
@click.option("--sort", type=click.Choice(list(_ORDERS)), default=None, help="The order of what fits.")
@click.option("--counts", is_flag=True, help="Count the further choices: brands, colours, sizes …")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 100), help="How many products.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def search(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    photo: Path | None,
    counts: bool,
    top: int,
    as_json: bool,
    **said: Any,
) -> None:
    """Find products by WORDS, by a photo, by conditions, or by all of them."""
    from bot.cli.output import hits_json, print_hits

    if not words and photo is None and not any(said.values()):
        raise click.UsageError("Give some words, a --photo, a condition, or all of them.")

    picture = photo.read_bytes() if photo else None
    conditions = _conditions(said)

    def narrow(query: Query) -> Query:
        return replace(query, filters=replace(query.filters, **conditions), sort=_ORDERS.get(said["sort"], query.sort))

    async def work() -> tuple[Found, dict[str, Any], int]:
        async with shop_of(ctx) as shop:
            facets = _FACETS if counts else ()
            found = await shop.searcher.find(" ".join(words), picture, limit=top, narrow=narrow, facets=facets)
            return found, hits_json(found, shop.catalog), await shop.catalog.count()

    found, answer, count = run(work())
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    elif not count:
        click.echo(NO_PRODUCTS)
    else:
        print_hits(found)


def _conditions(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of `Filters` that the options set; what the words say stays where an option says nothing."""
    given = {
        "required": {_trait(name): _values(name, said[name]) for name in _TRAITS if said[name]},
        "sizes": said["size"],
        "min_price": _price("--min-price", said["min_price"]),
        "max_price": _price("--max-price", said["max_price"]),
        "in_stock_only": said["in_stock"],
        "on_sale_only": said["on_sale"],
    }
    return {name: value for name, value in given.items() if value or isinstance(value, Decimal)}


def _trait(name: str) -> str:
    return "colours" if name == "colour" else name


def _values(name: str, said: tuple[str, ...]) -> tuple[str, ...]:
    from bot.search.describer import normalise_value
    from catalog.words import joined

    if name == "brand":
        return tuple(joined(brand) for brand in said)
    found = {word: normalise_value(_trait(name), word) for word in said}
    for word, values in found.items():
        if not values:
            raise click.BadParameter(f"{word!r} is no {name} that I know.", param_hint=f"--{name}")
    return tuple(value for values in found.values() for value in values)


def _price(option: str, said: str | None) -> Decimal | None:
    from bot.query.prices import parse_money

    if said is None:
        return None
    money = parse_money(said)
    if money is None:
        raise click.BadParameter(f"{said!r} is not a price; write it like 59.00.", param_hint=option)
    return money[0]
