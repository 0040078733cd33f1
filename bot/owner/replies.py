"""What owners read about their shop, and what people read who put its products right.  Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.actions import Action
from bot.i18n.translator import arrow, in_a_row, translate, using_language
from bot.messages import Button, Reply
from bot.owner.chart import Labels, drawable
from bot.replies.phrases import phrase, phrases
from bot.storage.corrections import Report, Tally
from catalog.models import CatalogStats, Record

Reported = tuple[Report, str]
"""What shoppers report, and the product's title."""


def confirm_removal(record: Record, turn: str) -> Reply:
    """The owner's bare /remove after looking at a product."""
    title = record.product.title
    remove = Button(translate("remove-titled", title=title)[:60], Action("remove", turn, 0))
    return Reply(translate("remove-question", title=title), buttons=(remove,))


def how_to_add(problem: str = "") -> Reply:
    """The owner's photo or caption did not make a product."""
    return Reply(f"{problem} {translate('how-to-add')}".strip())


def statistics(
    stats: CatalogStats,
    today: Mapping[str, int],
    frequent: Sequence[Tally] = (),
    reports: Sequence[Reported] = (),
    *,
    words: Sequence[str] = (),
) -> Reply:
    """Counts for the owner."""
    lines = [translate("stats-products", products=stats.products, gone=stats.out_of_stock)]
    if stats.needs_encoding:
        lines.append(translate("stats-stale", count=stats.needs_encoding))
    searches, photos, nothing = (today.get(what, 0) for what in ("searches", "photos", "nothing_found"))
    lines.append(translate("stats-today", searches=searches, photos=photos, nothing=nothing))
    if stats.repaired:
        lines.append(translate("stats-repaired", count=stats.repaired))
    if words:
        lines.append(translate("stats-words", words=in_a_row(phrases(words))))
    if frequent:
        often = [f"{_from_to(one.seen, one.corrected)} {one.count}×" for one in frequent]
        lines.append(translate("stats-corrected", corrections=in_a_row(often)))
    buttons = []
    for index, (report, title) in enumerate(reports, start=1):
        change = _from_to(report.correction.seen, report.correction.corrected)
        lines.append(translate("stats-report", place=index, title=title, change=change, count=report.count))
        number = report.correction.number
        buttons.append(Button(translate("button-accept", place=index), Action("accept", "", number)))
        buttons.append(Button(translate("button-dismiss", place=index), Action("dismiss", "", number)))
    return Reply("\n".join(lines), buttons=tuple(buttons))


def chart_labels(days: int) -> Labels:
    """What stands in the picture beside them, in English where the picture's font lacks the letters."""
    names = {
        "searches": "chart-searches",
        "nothing_found": "chart-nothing-found",
        "quick": "chart-quick",
        "words": "chart-words",
    }
    said = {name: translate(message, days=days) for name, message in names.items()}
    if all(map(drawable, said.values())):
        return Labels(**{name: drawable(text) for name, text in said.items()})
    with using_language("en"):
        return Labels(**{name: translate(message, days=days) for name, message in names.items()})


def _from_to(seen: str, corrected: str) -> str:
    return f"{phrase(seen)} {arrow()} {phrase(corrected)}"


def what_is_wrong(title: str, there: Mapping[str, str], turn: str) -> Reply:
    """Somebody says that a product is described wrongly; `there` are its traits' values."""
    buttons = [Button(phrase(value), Action("wrong", turn, trait), quiet=True) for trait, value in there.items()]
    return Reply(translate("what-is-wrong", title=title), buttons=tuple(buttons))


def what_is_it(trait: str, seen: str, others: Sequence[str], turn: str, more: str) -> Reply:
    """One trait is wrong: what it may be instead, and where there are still others `more` of these."""
    labels = {value: phrase(value) for value in others} | ({more: translate("button-other")} if more else {})
    buttons = [Button(label, Action("wrong", turn, trait, value), quiet=True) for value, label in labels.items()]
    name = translate(f"trait-{trait}")
    return Reply(translate("what-is-it", trait=name, seen=phrase(seen)), buttons=tuple(buttons), replaces=True)


def put_right(title: str, value: str) -> Reply:
    """An owner has corrected a product."""
    return Reply(translate("put-right", title=title, value=phrase(value)))
