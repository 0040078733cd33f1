"""The model that comes with the project, and where its files are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

BUNDLED: Final = "bundled"
BUNDLED_FOLDER: Final = Path(__file__).parent / "bundled"
IMAGE_GRAPH: Final = "image.onnx"
"""A folder that has this file holds an ONNX pair."""
