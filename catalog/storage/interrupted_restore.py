"""Carries to its end what a killed restore has begun: see `catalog.maintenance.restore`."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from catalog.storage.data_folder import RECORDS, SEARCH
from catalog.storage.pictures import PictureFolder

STAGING: Final = "restoring"
"""The folder below the catalog's in which a restore makes everything ready."""


def finish(data_dir: Path) -> None:
    """Back where the new records were not yet in place, forward where they were.

    To be called by who has the folder and may write.
    """
    staging, records = data_dir / STAGING, data_dir / RECORDS
    if not staging.exists():
        return
    if not (staging / RECORDS).exists() and records.exists():
        shutil.rmtree(data_dir / SEARCH, ignore_errors=True)
        pictures = PictureFolder(data_dir / "pictures")
        pictures.take_over(staging / "pictures")
        with suppress(sqlite3.Error), closing(sqlite3.connect(records)) as database:
            pictures.keep_only({row[0] for row in database.execute("SELECT DISTINCT picture FROM products")})
    # The records go last: they tell that nothing was put in place.
    shutil.rmtree(staging / "pictures", ignore_errors=True)
    shutil.rmtree(staging, ignore_errors=True)
