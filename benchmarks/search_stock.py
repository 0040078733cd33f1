"""Builds a shop of any size to measure search with, once and without encoding.

    python -m benchmarks.search_stock --products 1000000 --keep FOLDER [--data ../shared/data]

Titles, kinds, colours and the other traits are the labelled catalog's, vectors the bundled model's; each further copy
is moved a little, bears another brand, and has prices and sizes of its own.  The same number makes the same shop.  It
goes on where it was interrupted.  A million takes an hour and 10 GB.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.search.stock import build, stock


def main() -> None:
    """Build it."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--products", type=int, required=True)
    arguments.add_argument("--keep", type=Path, required=True, metavar="FOLDER")
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    chosen = arguments.parse_args()
    build(stock(chosen.data, chosen.products, chosen.keep), chosen.keep)


if __name__ == "__main__":
    main()
