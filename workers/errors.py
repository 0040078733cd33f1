"""What can go wrong between a photo or words and their vector.

    WorkerError
    ├── UnreadablePicture     these bytes are not a picture that we open
    │   ├── HeicPicture       the format of phones that we do not open
    │   └── PictureTooLarge   a picture, with more bytes or pixels than we open, or far too long and thin
    ├── ModelUnavailable      the encoder cannot be loaded; the message names the setting and the way out
    ├── PreparationRefused    the fast form of a model cannot be made or fails its check; the message says why
    ├── EngineBusy            the queue is full; `retry_after_s` says when to come back
    ├── EngineClosed          the engine was not started, or is shutting down
    ├── DeadlineExceeded      no result in the time that the caller gave
    └── WorkerCrashed         the process died on this job twice

Failures cross from a worker process as `JobFailure` values and become these in the parent, so that
each class here can be built from its message alone.  The message is one sentence for a log or an
admin; what a shopper reads is written in `bot.replies`.
"""

from __future__ import annotations

from workers.models import BUNDLED


class WorkerError(Exception):
    """Base of everything that `workers` raises on purpose."""


class UnreadablePicture(WorkerError):
    """The bytes are no picture, or one beyond the caps of `workers.images.decoding`."""


class HeicPicture(UnreadablePicture):
    """The picture is in the format that phones keep photos in; sent as a photo, it arrives as a JPEG."""


class PictureTooLarge(UnreadablePicture):
    """A smaller copy of the same picture would be opened."""


class ModelUnavailable(WorkerError):
    """The model cannot be loaded: no hub, no such folder, damaged file."""


class PreparationRefused(WorkerError):
    """No fast form of a model: it cannot be exported, or its vectors are not the original's."""


class EngineBusy(WorkerError):
    """The bounded queue is full."""

    def __init__(self, message: str = "the queue is full", retry_after_s: float = 5.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class EngineClosed(WorkerError):
    """The engine is not running."""


class DeadlineExceeded(WorkerError):
    """The caller's time ran out before there was a result."""


class WorkerCrashed(WorkerError):
    """The worker process died on this job, and so did its successor."""


def unavailable(model: str, why: str) -> ModelUnavailable:
    """The one sentence that an operator reads when a model cannot be had."""
    return ModelUnavailable(
        f"SHOPLENS_ENCODER__MODEL is {model!r}, which cannot be loaded: {why}; "
        f"set it to `{BUNDLED}`, or to a folder that holds the model's files, to work without a network."
    )
