"""The catalog of a test, in a real Chroma folder."""

from tests.catalog.stock import catalog

__all__ = ["catalog"]
