"""Products from a folder of pictures: the file's name is all that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from catalog.errors import FeedError, RowError
from catalog.importing.feeds.base import Row, storable
from catalog.models import Product

_PICTURES: Final = {".jpg", ".jpeg", ".png", ".webp", ".gif"}


class FolderSource:
    """Every picture in the folder and below, by name; the "line" counts them."""

    kind: Final = "Folder of pictures"
    encoding: Final = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.key: Final = str(folder.resolve())
        self.rows = 0

    def __iter__(self) -> Iterator[Row]:
        inside = self._folder.resolve()
        for line, path in enumerate(self._pictures(), 1):
            self.rows = line
            name = storable(path.relative_to(self._folder).with_suffix("").as_posix())
            if not path.resolve().is_relative_to(inside):
                # A folder that came in an archive must not publish what lies beside it.
                yield line, RowError("the picture is a link that leads out of the folder", name)
                continue
            words = re.sub(r"[\s_-]+", " ", storable(path.stem)).strip()
            title = words[:1].upper() + words[1:] if words else name
            yield line, Product(id=name, title=title, image=str(path.resolve()))

    def _pictures(self) -> list[Path]:
        try:
            return sorted(path for path in self._folder.rglob("*") if path.suffix.lower() in _PICTURES)
        except OSError as error:
            raise FeedError(f"the folder {self._folder} cannot be read: {error}") from error
