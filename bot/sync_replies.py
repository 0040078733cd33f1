"""What an owner reads while a feed is brought in.  Pure: plans, progress, reports and errors in, `Reply` out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot import replies
from bot.errors import AttachmentUnavailable
from bot.failures import failures_csv
from bot.messages import Choice, Document, Reply
from catalog.errors import FeedError, FetchError
from catalog.models import ImportReport, RowFailure
from catalog.pipeline import ImportProgress
from catalog.sync import SyncPlan

_BAR: Final = 10


def reading(name: str, rows: int, job: str) -> Reply:
    """The feed is being compared with the shop."""
    read = f" {rows:,} rows so far." if rows else ""
    return Reply(f"Reading {name} …{read}", choices=(_stop(job),), replaces=True)


def working(plan: SyncPlan, now: ImportProgress | None, job: str) -> Reply:
    """What is to be done and how far it is."""
    lines = [summary(plan)]
    if now is not None and now.total:
        lines.append(f"{_bar(now.done / now.total)} · {now.per_second:,.0f}/s{_left(now)}")
    return Reply("\n".join(lines), choices=(_stop(job),), replaces=True)


def question(plan: SyncPlan, job: str) -> Reply:
    """So many products would go that the owner has to say so."""
    return Reply(
        f"{summary(plan)}\n{plan.removed:,} of {plan.live:,} products are not in the feed any more, which may be a "
        "mistake. Shall I go on and take them out?",
        choices=(Choice(f"sync:go:{job}", f"Remove {plan.removed:,}"), Choice(f"sync:no:{job}", "Cancel")),
    )


def finished(report: ImportReport) -> Reply:
    """How it went; what failed comes as a table."""
    done = [
        f"{count:,} {what}"
        for count, what in (
            (report.added, "new"),
            (report.changed, "changed"),
            (report.removed, "removed"),
            (report.unchanged, "unchanged"),
        )
        if count
    ]
    return Reply(
        f"Done: {', '.join(done) or 'nothing new'}.{_failed(report.failures)}", document=_table(report.failures)
    )


def unchanged() -> Reply:
    """The feed's server says that it is the same as before."""
    return Reply("The feed has not changed since it was last brought in. Nothing to do.")


def stopped() -> Reply:
    """Ended by a person or by a restart."""
    return Reply("Stopped. What was done so far stays; send the feed again and I go on from there.")


def nobody_confirmed() -> Reply:
    """The question was not answered in time."""
    return Reply("Nobody confirmed it, so nothing was changed. Send the feed again to start anew.")


def understood() -> Reply:
    """The owner's tap is taken; what becomes of it is said by the sync itself."""
    return Reply("All right.")


def busy(name: str) -> Reply:
    """One feed at a time."""
    return Reply(f"I'm still bringing in {name}; one feed at a time. Please send this one again when it is done.")


def how_to() -> Reply:
    """The owner's /sync or /import without a feed."""
    return Reply(
        "Send /sync and the address of your feed, or send me the file: a Google Merchant feed, an export of Shopify or "
        "WooCommerce, CSV or JSON lines. I show what changes, and take out only what this feed brought."
    )


def broken(error: Exception) -> Reply:
    """The feed could not be brought in, or not to its end."""
    if isinstance(error, FeedError | FetchError | AttachmentUnavailable):
        return Reply(f"I couldn't bring this feed in: {error}. Nothing was removed.")
    return replies.failure(error, cause=True)


def summary(plan: SyncPlan) -> str:
    """ "Google Merchant, TSV: new 37 · changed 112 · gone 3 · unchanged 1,052" and a few names."""
    failed = f" · failed {len(plan.failures):,}" if plan.failures else ""
    lines = [
        f"{plan.kind}: new {plan.added:,} · changed {plan.changed:,} · gone {plan.removed:,}"
        f" · unchanged {plan.unchanged:,}{failed}"
    ]
    for what, label, count in (
        ("added", "New", plan.added),
        ("changed", "Changed", plan.changed),
        ("removed", "Gone", plan.removed),
    ):
        if names := plan.names[what]:
            more = f" and {count - len(names):,} more" if count > len(names) else ""
            lines.append(f"{label}: {', '.join(names)}{more}")
    return "\n".join(lines)


def _bar(part: float) -> str:
    full = round(part * _BAR)
    return f"{'▓' * full}{'░' * (_BAR - full)} {part:.0%}"


def _left(now: ImportProgress) -> str:
    if now.per_second <= 0 or now.total is None:
        return ""
    seconds = (now.total - now.done) / now.per_second
    return f" · {seconds / 60:.0f} min left" if seconds >= 60 else f" · {seconds:.0f} s left"


def _failed(failures: Sequence[RowFailure]) -> str:
    if not failures:
        return ""
    rows = "1 row" if len(failures) == 1 else f"{len(failures):,} rows"
    return f" {rows} failed; the table says why."


def _table(failures: Sequence[RowFailure]) -> Document | None:
    return Document("failures.csv", failures_csv(failures).encode()) if failures else None


def _stop(job: str) -> Choice:
    return Choice(f"sync:no:{job}", "Stop")
