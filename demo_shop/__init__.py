"""A demo catalog of fictional products that the project draws itself, the same on every machine."""

from demo_shop.drawing import draw
from demo_shop.look import KINDS, Kind, Look, random_look
from demo_shop.products import DemoProduct, demo_products
from demo_shop.writing import write_demo

__all__ = ["KINDS", "DemoProduct", "Kind", "Look", "demo_products", "draw", "random_look", "write_demo"]
