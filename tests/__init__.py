"""The tests, in folders like those of what they test."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
"""The project's folder, from wherever a test lies."""
