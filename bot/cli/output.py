"""How the command line shows things: tables, progress bars, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from bot.i18n.money import price_text
from bot.replies.cards import also
from bot.search.searcher import Found
from catalog.catalog import Catalog
from catalog.importing.sync import SyncPlan
from catalog.models import Hit, Record
from workers.escaping import escaped
from workers.vision.attributes import attributes_json

if TYPE_CHECKING:
    from workers.prepare.run import Report

# Titles and queries are other people's words: "[red]" in one of them is text, not markup.
out = Console(markup=False, highlight=False)
err = Console(stderr=True)
_CHOICES: Final = 12


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.0f}/s")


@contextmanager
def counting_progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar for each kind of thing that is counted, on stderr, gone when done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, refresh_per_second=4) as bars:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield show


def hits_json(found: Found, catalog: Catalog) -> dict[str, Any]:
    """The documented JSON of `shoplens search`."""
    return {
        "hits": [_hit_json(hit, catalog) for hit in found.result.hits],
        "no_close_match": not found.result.close,
        "matching": found.result.matching,
        "total": found.result.total,
        "variants": {
            hit.record.product.id: [one.product.id for one in hit.variants] for hit in found.result.hits if hit.variants
        },
        "counts": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in choices]
            for name, choices in found.result.facets.items()
        },
        "query": {
            "text": found.query.text,
            "understood": list(found.query.understood),
            "wanted": {name: list(values) for name, values in found.query.filters.wanted.items()},
            "excluded": {name: list(values) for name, values in found.query.filters.excluded.items()},
            "min_price": _number(found.query.filters.min_price),
            "max_price": _number(found.query.filters.max_price),
            "sizes": list(found.query.filters.sizes),
            "required": {name: list(values) for name, values in found.query.filters.required.items()},
            "in_stock_only": found.query.filters.in_stock_only,
            "on_sale_only": found.query.filters.on_sale_only,
            "sort": found.query.sort,
        },
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def product_json(record: Record, catalog: Catalog) -> dict[str, Any]:
    """A stored product; `image` is the kept picture's path, or where it came from."""
    product = record.product
    return {
        "id": product.id,
        "title": product.title,
        "price": _number(product.current_price),
        "currency": product.currency,
        "url": product.url,
        "image": str(catalog.picture_path(record.picture) or product.image),
        "attributes": attributes_json(record.traits),
    }


def _hit_json(hit: Hit, catalog: Catalog) -> dict[str, Any]:
    return {
        **product_json(hit.record, catalog),
        "score": round(hit.score, 4),
        "confidence": round(hit.confidence, 4),
        "why": list(hit.why),
    }


def _cell(words: str) -> Text:
    return Text(escaped(words))


def print_products(records: Sequence[Record]) -> None:
    """One line a product."""
    table = Table("id", "title", "price", "what", box=None, pad_edge=False)
    for record in records:
        product = record.product
        seen = ", ".join(values[0].value for values in record.traits.values() if values)
        table.add_row(
            *map(_cell, (product.id, product.title, price_text(product.current_price, product.currency), seen))
        )
    out.print(table)


def print_hits(found: Found) -> None:
    """A table of the hits, or the sentence that nothing is close."""
    if found.query.understood:
        out.print("Understood:", escaped(" · ".join(found.query.understood)))
    if not found.result.close:
        out.print("Nothing in the shop is close to this." + (" The nearest:" if found.result.hits else ""))
    for name, choices in found.result.facets.items():
        out.print(f"{name}:", escaped(" · ".join(f"{one.label} {one.count}" for one in choices[:_CHOICES])))
    if not found.result.hits:
        return
    table = Table("id", "title", "price", "match", "why", box=None, pad_edge=False)
    for hit in found.result.hits:
        product = hit.record.product
        price = price_text(product.current_price, product.currency)
        why = ", ".join(hit.why)
        cells = (product.id, product.title, price, f"{hit.confidence:.0%}", " · ".join(filter(None, (why, also(hit)))))
        table.add_row(*map(_cell, cells))
    out.print(table)
    if found.result.matching > len(found.result.hits):
        out.print(f"{found.result.matching} products have all of this.")


def print_attributes(answer: Mapping[str, Any]) -> None:
    """One line an attribute."""
    table = Table("attribute", "value", "confidence", box=None, pad_edge=False)
    for name, value in answer.items():
        for guess in value if isinstance(value, list) else [value]:
            table.add_row(name, guess["value"], f"{guess['confidence']:.0%}")
    out.print(table)


def print_plan(plan: SyncPlan) -> None:
    """Counts of what a sync would do, and a few names of each."""
    out.print(
        f"{plan.kind}: {plan.added} new, {plan.changed} changed, {plan.removed} gone, {plan.unchanged} unchanged."
    )
    counts = {"added": plan.added, "changed": plan.changed, "removed": plan.removed}
    for what, label in (("added", "new"), ("changed", "changed"), ("removed", "gone")):
        names = plan.names[what]
        more = counts[what] - len(names)
        if names:
            rest = f" · and {more} more" if more else ""
            out.print(f"  {label}: {escaped(' · '.join(names))}{rest}", soft_wrap=True)
    if plan.withheld:
        out.print(f"  {plan.withheld} are not in the feed and stay, since some of its rows cannot be read.")


def print_figures(figures: Mapping[str, Mapping[str, float]]) -> None:
    """One line a question."""
    for name, values in figures.items():
        out.print(f"{name:<28}" + "  ".join(f"{key} {value:.3f}" for key, value in values.items()))


def print_preparation(report: Report, checked_on: str, folder: Path) -> None:
    """What was tried, a line each, and what is used from now on."""
    table = Table("graph", "precision", "cosine", "top-10 overlap", "a second", "MB", "", box=None, pad_edge=False)
    for one in report.tried:
        verdict = "kept" if one in report.kept else "" if one.agreement.holds else "refused"
        figures = f"{one.agreement.cosine:.4f}", f"{one.agreement.overlap:.3f}"
        table.add_row(one.graph, one.precision, *figures, f"{one.per_second:.0f}", f"{one.megabytes:.0f}", verdict)
    out.print(table)
    out.print(f"Checked on {checked_on}. It is used from now on: {folder}")
