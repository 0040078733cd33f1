"""Sets of rows and back."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.retrieval.bitmaps import bitmap_of, bitmap_where, rows_of


@pytest.mark.parametrize("rows", [0, 1, 4096, 65_535, 65_536, 200_001])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.0625, 0.5, 1.0])
def test_a_set_has_the_rows_that_it_was_made_of(rows: int, share: float) -> None:
    """Few, many, and at the ends of what is kept together; however it is made."""
    mask = np.random.default_rng(rows).random(rows) < share
    expected = np.flatnonzero(mask)
    for made in (bitmap_where(mask), bitmap_of(expected)):
        assert np.array_equal(rows_of(made), expected)
        assert len(made) == len(expected)
    assert bitmap_where(mask) == bitmap_of(expected)
