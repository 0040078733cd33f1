"""A demo catalog of fictional products that the project draws itself, the same on every machine."""

from catalog.demo.drawing import draw
from catalog.demo.look import Look, random_look

__all__ = ["Look", "draw", "random_look"]
