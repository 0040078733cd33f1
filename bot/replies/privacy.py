"""What people read of what is kept about them.  Pure but for the present language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from babel.dates import format_date

from bot.i18n.translator import babel_locale, translate
from bot.messages import Document, Reply
from bot.storage.erasure import MAX_TOLD, Kept


def my_data(kept: Sequence[Kept], document: bytes) -> Reply:
    """What is kept about a person in a few lines, and all of it as a file."""
    lines = [f"• {_kept_line(one)}" for one in kept]
    if any(len(one.entries) < one.count for one in kept):
        lines.append(translate("my-data-latest", count=MAX_TOLD))
    return Reply(translate("my-data", kept="\n".join(lines)), document=Document("my-data.json", document))


def _kept_line(kept: Kept) -> str:
    what = translate(f"kept-{kept.kind}")
    if kept.since is None:
        return translate("my-data-line", what=what, count=kept.count)
    date = format_date(datetime.fromtimestamp(kept.since, UTC), "long", babel_locale())
    return translate("my-data-line-since", what=what, count=kept.count, date=date)
