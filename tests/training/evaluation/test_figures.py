"""The figures of the model card."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.figures import calibration_error, calibration_error_by_chance


def test_calibration_error_is_the_gap_between_what_is_said_and_what_is_right() -> None:
    """Half right at a stated 0.8 is off by 0.3; a second bin that holds counts by its share."""
    assert calibration_error([0.8] * 10, [True, False] * 5) == pytest.approx(0.3)
    assert calibration_error([0.8] * 10 + [0.5] * 10, [True, False] * 10) == pytest.approx(0.15)


def test_few_guesses_look_badly_calibrated_by_chance_alone() -> None:
    """What even exact confidences would show shrinks with the number of guesses."""
    stated = np.linspace(0.05, 0.95, 50)
    few, many = calibration_error_by_chance(stated), calibration_error_by_chance(np.tile(stated, 100))
    assert few > 0.1
    assert many < 0.03
