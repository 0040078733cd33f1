"""Where prepared models are kept, and how the one that belongs to a model's files is found."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from platformdirs import user_cache_path

VERSION: Final = 1
"""Part of every key: raise it when what is prepared from the same files is no longer the same."""

REFUSED: Final = "refused.json"
"""In the place of a model that failed its check: why, so that nobody waits for it again."""


def prepared_folder(model: str, source: Path) -> Path:
    """Where the prepared form of `model`, whose files are in `source`, is or would be."""
    slug = re.sub(r"[^a-z0-9]+", "-", model.rsplit("/", 1)[-1].lower()).strip("-") or "model"
    return user_cache_path("shoplens") / "prepared" / f"{slug}-{_digest(source)}"


def is_prepared(folder: Path) -> bool:
    """Whether a prepared model that passed its check lies in `folder`."""
    return (folder / "model.json").is_file()


def refusal(folder: Path) -> str:
    """Why the model of `folder` was refused, or an empty string."""
    try:
        return str(json.loads((folder / REFUSED).read_text())["why"])
    except (OSError, ValueError, KeyError):
        return ""


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder to write to, which takes the place of `folder` at the end: a half one is never seen."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".preparing-") as temporary:
        new = Path(temporary) / "new"
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(Path(temporary) / "old")
        new.rename(folder)


def _digest(source: Path) -> str:
    """Of the model's files by name, size and time of change, so that starting need not read them all."""
    digest = hashlib.sha256(f"prepared {VERSION}".encode())
    for path in sorted(source.iterdir()):
        if path.suffix in {".json", ".safetensors", ".txt", ".model"}:
            about = path.stat()
            digest.update(f"{path.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]
