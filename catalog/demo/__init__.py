"""A demo catalog of fictional products that the project draws itself, the same on every machine."""

from catalog.demo.drawing import draw
from catalog.demo.look import KINDS, Kind, Look, random_look
from catalog.demo.products import DemoProduct, demo_products
from catalog.demo.writing import write_demo

__all__ = ["KINDS", "DemoProduct", "Kind", "Look", "demo_products", "draw", "random_look", "write_demo"]
