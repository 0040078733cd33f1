"""What an engine is built from."""

from __future__ import annotations

from dataclasses import dataclass

from workers.logs import LogFormat


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """A model, what runs it, and how what is asked waits for it; `bot.settings.EncoderSettings` has the bounds.

    `processes` are worker processes or replicas on Ray; 0 means as many as suit the machine.  `ray_address` is that of
    a running Ray cluster ("auto", "10.0.0.1:6379"); "" starts one on this machine.
    """

    model: str
    backend: str = "auto"
    processes: int = 0
    max_batch_size: int = 8
    max_wait_ms: int = 5
    max_queue: int = 256
    ray_address: str = ""
    log_format: LogFormat = "text"
