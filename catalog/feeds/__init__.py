"""Where products come from: files of rows, and folders of pictures."""

from __future__ import annotations

from pathlib import Path

from catalog.errors import FeedError
from catalog.feeds.base import Row, Source
from catalog.feeds.csv_rows import CsvSource
from catalog.feeds.folder import FolderSource
from catalog.feeds.json_rows import JsonlSource

__all__ = ["Row", "Source", "open_source"]

_CSV = {".csv", ".tsv", ".txt"}
_JSONL = {".jsonl", ".ndjson"}


def open_source(path: Path) -> Source:
    """The reader for a CSV or JSONL file, or for a folder of pictures.  Nothing is read yet.

    Raises `FeedError` for a path that is not there or that no reader knows.
    """
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise FeedError(f"there is no file or folder {path}")
    if path.suffix.lower() in _CSV:
        return CsvSource(path)
    if path.suffix.lower() in _JSONL:
        return JsonlSource(path)
    raise FeedError(f"{path.name} is neither a .csv nor a .jsonl file nor a folder of pictures")
