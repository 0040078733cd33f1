"""Keeps secrets out of every log record, whoever writes it."""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic import BaseModel, SecretStr

_REDACTED: Final = "<token>"
_SHORTEST: Final = 6
"""Shorter ones would be found in ordinary words, and are no secrets."""


def secrets_of(settings: BaseModel) -> list[str]:
    """The values of all secret settings, in all groups.

    Of a bot's token only what follows the colon: the part before it is the bot's public id.
    """
    values = [getattr(settings, name) for name in type(settings).model_fields]
    found = [value.get_secret_value().strip().rpartition(":")[2] for value in values if isinstance(value, SecretStr)]
    for group in values:
        if isinstance(group, BaseModel):
            found += secrets_of(group)
    return found


@contextlib.contextmanager
def redacted(secrets: Iterable[str]) -> Iterator[None]:
    """While the block runs, no record's message, arguments or traceback holds one of these.

    Records are cleaned where they are made, so that it does not matter which handlers there are or when they
    are added.
    """
    kept = [secret for secret in secrets if len(secret) >= _SHORTEST]
    make_record = logging.getLogRecordFactory()

    def clean(text: str) -> str:
        for secret in kept:
            text = text.replace(secret, _REDACTED)
        return text

    def make_clean_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make_record(*args, **kwargs)
        try:
            message = record.getMessage()
        except Exception:
            return record  # a wrong log call is reported by its handler, as always
        changes: dict[str, object] = {}
        if (cleaned := clean(message)) != message:
            changes |= {"msg": cleaned, "args": None}
        if record.exc_info and record.exc_info[0] is not None:
            trace = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
            if (cleaned := clean(trace)) != trace:
                changes |= {"exc_text": cleaned, "exc_info": None}
        return logging.makeLogRecord(vars(record) | changes) if changes else record

    logging.setLogRecordFactory(make_clean_record)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make_record)
