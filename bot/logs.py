"""How a server logs: as the operator sets it."""

from __future__ import annotations

import logging

from bot.settings import LogSettings
from workers.logs import log_to_stderr


def configure(settings: LogSettings) -> None:
    """Log to stderr in the format and from the level that are set."""
    log_to_stderr(settings.format, logging.getLevelNamesMapping()[settings.level.upper()])
