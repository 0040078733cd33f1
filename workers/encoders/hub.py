"""Where a model's files are: a folder, the hub's cache, or the hub.  Imports no torch."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from huggingface_hub import HfApi, snapshot_download
from huggingface_hub.errors import GatedRepoError, HFValidationError, RepositoryNotFoundError

from workers.errors import unavailable

logger = logging.getLogger(__name__)

_REACH_HUB_S: Final = 5.0
_WANTED_FILES: Final = ["*.json", "*.safetensors", "merges.txt", "*.model"]
_NAME_ON_HUB: Final = re.compile(r"[\w.-]+/[\w.-]+|[\w-]+")


def folder_at_hand(model: str) -> Path | None:
    """The folder of a model that is on this machine, or None.  Asks no network."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if not _NAME_ON_HUB.fullmatch(model):
        return None
    try:
        cached = Path(snapshot_download(model, local_files_only=True))
    except (OSError, HFValidationError):
        logger.debug("%s is not in the hub's cache", model)
        return None
    return cached if (cached / "config.json").is_file() and any(cached.glob("*.safetensors")) else None


def fetched_folder(model: str) -> Path:
    """The folder of a model, downloaded where it is not at hand.  Asks once and does not wait for a silent hub.

    Raises `ModelUnavailable`, within seconds where there is no network.
    """
    if folder := folder_at_hand(model):
        return folder
    if not _NAME_ON_HUB.fullmatch(model):
        raise unavailable(model, "there is no such folder")
    try:
        files = [item.rfilename for item in HfApi().model_info(model, timeout=_REACH_HUB_S).siblings or ()]
    except (RepositoryNotFoundError, GatedRepoError, HFValidationError):
        raise unavailable(model, "there is no folder and no public model of this name on the hub") from None
    except Exception as error:
        # The hub's client lets errors of its HTTP library through, whichever it uses.
        logger.debug("asking the hub failed", exc_info=True)
        raise unavailable(model, "the model hub cannot be reached and there is no such folder") from error
    if not any(name.endswith(".safetensors") and "/" not in name for name in files):
        raise unavailable(model, "it has no weights in the safetensors format on the hub")
    try:
        return Path(snapshot_download(model, allow_patterns=_WANTED_FILES, ignore_patterns=["*/*"]))
    except Exception as error:
        raise unavailable(model, f"its download broke off ({type(error).__name__})") from error
