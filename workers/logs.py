"""The log of every process: lines for people or JSON for machines, each with the request that it is about."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from workers.escaping import escaped, escaped_lines

if TYPE_CHECKING:
    from workers.jobs import EncodeJob

LogFormat = Literal["text", "json"]

REQUEST: Final[ContextVar[str]] = ContextVar("request", default="")
"""The name of the request that is being worked on: from an update to its reply, and in a worker those of its batch."""


def log_to_stderr(format_: LogFormat, level: int, *, process: str = "", force: bool = True) -> None:
    """Log from `level` on, in place of what was set before, or unless something was (`force` false).

    `process` is a name for lines of several processes.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(process) if format_ == "json" else _TextFormatter(process))
    handler.addFilter(note_request)
    logging.basicConfig(level=level, handlers=[handler], force=force)


def requests_of(jobs: Iterable[EncodeJob]) -> str:
    """The names of all requests that wait for these jobs, as one."""
    return " ".join(dict.fromkeys(job.request for job in jobs if job.request))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message; request, process and exception if any."""

    def __init__(self, process: str = "") -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request", ""),
            "process": self._process,
            # Filled in by whoever has already made the trace fit to be read.
            "exception": record.exc_text or (self.formatException(record.exc_info) if record.exc_info else ""),
        }
        return escaped(json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False))


class _TextFormatter(logging.Formatter):
    def __init__(self, process: str) -> None:
        about = f" {process}" if process else ""
        super().__init__(f"%(asctime)s %(levelname)s{about} %(name)s%(request)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name in logging
        request = getattr(record, "request", "")
        message = escaped(record.message)
        return super().formatMessage(_with(record, message=message, request=f" [{request}]" if request else ""))

    def format(self, record: logging.LogRecord) -> str:
        first, *trace = super().format(record).split("\n")
        # Set in, so that no line of an exception's message can be taken for a line of the log.
        return "\n".join([first, *(f"    {escaped_lines(line)}" for line in trace)])


def _with(record: logging.LogRecord, **fields: str) -> logging.LogRecord:
    copy = logging.makeLogRecord(record.__dict__)
    copy.__dict__.update(fields)
    return copy


def note_request(record: logging.LogRecord) -> bool:
    """A filter that gives each record the name of the request in `request`."""
    record.request = REQUEST.get()
    return True
