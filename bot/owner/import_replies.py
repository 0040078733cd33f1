"""What an owner reads while a feed is brought in.  Pure: plans, progress, reports and errors in, `Reply` out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from babel.numbers import format_percent

from bot.actions import Action
from bot.errors import AttachmentUnavailable
from bot.i18n.translator import babel_locale, in_a_row, translate
from bot.messages import Button, Document, Reply
from bot.replies.errors import failure
from catalog.errors import FeedError, FetchError
from catalog.importing.failures_csv import failures_csv
from catalog.importing.pipeline import ImportProgress
from catalog.importing.sync import SyncPlan
from catalog.models import ImportReport, RowFailure

_BAR: Final = 10
_SHOWN_WARNINGS: Final = 3


def reading(name: str, rows: int, job: str) -> Reply:
    """The feed is being compared with the shop."""
    read = [translate("sync-reading", name=name), *([translate("sync-rows", rows=rows)] if rows else [])]
    return Reply(" ".join(read), buttons=(_stop(job),), replaces=True)


def working(plan: SyncPlan, now: ImportProgress | None, job: str) -> Reply:
    """What is to be done and how far it is."""
    lines = [summary(plan)]
    if now is not None and now.total:
        speed = translate("sync-speed", count=round(now.per_second))
        lines.append(" · ".join(filter(None, (_bar(now.done / now.total), speed, _left(now)))))
    return Reply("\n".join(lines), buttons=(_stop(job),), replaces=True)


def question(plan: SyncPlan, job: str) -> Reply:
    """So many products would go that the owner has to say so."""
    return Reply(
        f"{summary(plan)}\n{translate('sync-question', removed=plan.removed, live=plan.live)}",
        buttons=(
            Button(translate("sync-remove", count=plan.removed), Action("sync", "", "go", job)),
            Button(translate("button-cancel"), Action("sync", "", "no", job)),
        ),
    )


def finished(report: ImportReport) -> Reply:
    """How it went; what failed comes as a table."""
    done = [
        translate(f"sync-count-{what}", count=count)
        for what, count in (
            ("new", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
            ("unchanged", report.unchanged),
        )
        if count
    ]
    lines = [translate("sync-done", counts=in_a_row(done) or translate("sync-nothing-new"))]
    if report.failures:
        lines.append(translate("sync-failed", count=len(report.failures)))
    return Reply(" ".join(lines), document=_table(report.failures))


def broken(error: Exception) -> Reply:
    """The feed could not be brought in, or not to its end."""
    if isinstance(error, FeedError | FetchError | AttachmentUnavailable):
        return Reply(translate("sync-broken", cause=str(error)))
    return failure(error, cause=True)


def summary(plan: SyncPlan) -> str:
    """ "Google Merchant, TSV: new 37 · changed 112 · gone 3 · unchanged 1,052" and a few names."""
    counts = {"added": plan.added, "changed": plan.changed, "removed": plan.removed}
    first = translate("sync-plan", kind=plan.kind, **counts, unchanged=plan.unchanged)
    failed = translate("sync-plan-failed", count=len(plan.failures)) if plan.failures else ""
    lines = [" · ".join(filter(None, (first, failed)))]
    for what, message in (("added", "sync-new"), ("changed", "sync-changed"), ("removed", "sync-gone")):
        if names := plan.names[what]:
            more = translate("sync-and-more", count=counts[what] - len(names)) if counts[what] > len(names) else ""
            lines.append(translate(message, names=" ".join(filter(None, (in_a_row(names), more)))))
    if plan.withheld:
        lines.append(translate("sync-withheld", count=plan.withheld))
    if plan.warnings:
        examples = [f"{one.row}: {one.message}" for one in plan.warnings[:_SHOWN_WARNINGS]]
        if others := len(plan.warnings) - len(examples):
            examples.append(translate("sync-and-more", count=others))
        lines.append(translate("sync-left-out", examples="; ".join(examples)))
    return "\n".join(lines)


def _bar(part: float) -> str:
    full = round(part * _BAR)
    return f"{'▓' * full}{'░' * (_BAR - full)} {format_percent(part, locale=babel_locale())}"


def _left(now: ImportProgress) -> str:
    if now.per_second <= 0 or now.total is None:
        return ""
    seconds = (now.total - now.done) / now.per_second
    if seconds >= 60:
        return translate("sync-minutes-left", count=round(seconds / 60))
    return translate("sync-seconds-left", count=round(seconds))


def _table(failures: Sequence[RowFailure]) -> Document | None:
    return Document("failures.csv", failures_csv(failures).encode()) if failures else None


def _stop(job: str) -> Button:
    return Button(translate("button-stop"), Action("sync", "", "no", job))
