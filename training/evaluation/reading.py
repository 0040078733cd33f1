"""A calibration, as far as it is tried on folds that it was not fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workers.jobs import MatchCurve


@dataclass(frozen=True, slots=True)
class Reading:
    """How cosines with prompts are read, as `ModelInfo` has it."""

    temperature: float
    trait_temperatures: Mapping[str, float]
    trait_curves: Mapping[str, MatchCurve]
    product_from: float
