"""`shoplens understand`: what is made of a sentence.  It starts no engine and takes no lock of the data folder."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from bot.query.grammar.parts import Part, Query

_STYLES: Final = {"kinds": "bold cyan", "price": "yellow", "sizes": "yellow", "brand": "blue", "words": "dim"}
_DENIED: Final = "strike red"
_TRAIT: Final = "green"


@click.command()
@click.argument("sentences", nargs=-1, required=True)
@click.option("--language", default="", help="The language that is likely, such as de.")
@click.option("--brand", "brands", multiple=True, help="A brand that counts as the shop's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, a line a sentence.")
def understand(sentences: tuple[str, ...], language: str, brands: tuple[str, ...], as_json: bool) -> None:
    """Say what SENTENCES mean, each after those before it in the same chat."""
    from bot.query.grammar.answering import answer_of
    from bot.query.grammar.dialogue import understand as listen
    from bot.query.grammar.names import Brands

    wishes: list[Query] = []
    known = Brands(brands)
    for sentence in sentences:
        query = listen(sentence, wishes[-1] if wishes else None, language=language, brands=known)
        wishes = _wishes_after(wishes, query)
        if query.intent == "undo" and wishes:
            query = replace(wishes[-1], intent="undo")
        if as_json:
            click.echo(json.dumps(answer_of(query), ensure_ascii=False))
        else:
            _show(sentence, query)


def _wishes_after(wishes: list[Query], query: Query) -> list[Query]:
    """The wishes so far: thanks and questions change none, and what is undone is gone."""
    if query.intent == "undo":
        return wishes[:-1]
    if query.intent == "restart":
        return []
    return [*wishes, query] if query.parts else wishes


def _show(sentence: str, query: Query) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    coloured = Text(sentence)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for part in query.parts:
        style = _DENIED if part.denied else _STYLES.get(part.facet, _TRAIT)
        if part.source == "said":
            coloured.stylize(style, *part.span)
        table.add_row(part.facet, Text(_said(part), style=style), "not wanted" if part.denied else "", part.source)
    console = Console(highlight=False)
    console.print(coloured, f"[dim]{query.intent} {query.language}[/dim]")
    console.print(table)


def _said(part: Part) -> str:
    """The values of a part as they are kept."""
    from bot.query.grammar.parts import Price

    if not isinstance(part, Price):
        return ", ".join(part.values)
    ends = (("from", part.low), ("to", part.high), ("around", part.around))
    return " ".join(f"{name} {amount:f}" for name, amount in ends if amount is not None) + f" {part.currency}".rstrip()
