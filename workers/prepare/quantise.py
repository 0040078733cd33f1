"""Ways to make an exported tower smaller and faster, the boldest first."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]  # it ships no types


@dataclass(frozen=True, slots=True)
class Precision:
    """One way: nodes whose names match `in_float` stay in float32; None means all."""

    name: str
    in_float: re.Pattern[str] | None


PRECISIONS: Final = (
    Precision("int8", re.compile(r"(?!)")),
    Precision("int8, MLP outputs in float32", re.compile(r"mlp/fc2/")),
    Precision("int8, MLPs in float32", re.compile(r"mlp/")),
    Precision("float32", None),
)
"""int8 weights with a scale for each output channel, uint8 activations with a scale found in each batch.

What costs accuracy are a few large activations inside the MLPs (Dettmers et al. 2022, "LLM.int8()"),
hence the steps between.  Fixed scales for activations gain nothing here: finding them takes about a
hundredth of the time (measured on ViT-B/32, two cores with VNNI).
"""


def write_quantised(source: Path, precision: Precision, target: Path) -> None:
    """Write the graph `source` in this precision to `target`."""
    if precision.in_float is None:
        shutil.copyfile(source, target)
        return
    names = [node.name for node in onnx.load(source).graph.node]
    with _quiet():
        quantize_dynamic(
            source,
            target,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[name for name in names if precision.in_float.search(name)],
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """The quantiser recommends a step that changes nothing here, on the root logger, every time."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)
