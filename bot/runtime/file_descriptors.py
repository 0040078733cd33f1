"""How many files and connections the system lets this process open at once (RLIMIT_NOFILE)."""

from __future__ import annotations

import logging
import resource

log = logging.getLogger(__name__)


def allow_descriptors(count: int) -> None:
    """Raise the limit to `count` as far as that is allowed; where it stays lower, the log says what to do."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= count:
        return
    allowed = count if hard == resource.RLIM_INFINITY else min(count, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    except (OSError, ValueError):
        allowed = soft  # some systems have another bound below the hard limit
    if allowed < count:
        log.warning(
            "Only %d files and connections may be open at once, and a full house needs %d: visitors would be turned "
            "away. Set LimitNOFILE=%d in the systemd unit, or run `ulimit -n %d` before the start.",
            *(allowed, count, count, count),
        )
