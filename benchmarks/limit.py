"""The machine's limit: the matrix multiplications of ViT-B/32's image tower and nothing else, one thread a core.

    python -m benchmarks.limit PRECISION

PRECISION is int8 (ONNX Runtime), bf16 or float32 (torch).  Speaks the protocol of `benchmarks.contenders`;
answers with pictures a second.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import torch

PICTURES: Final = 16
_TOKENS: Final = 50
_LAYERS: Final = 12
_LAYER: Final = ((768, 768, 4), (768, 3072, 1), (3072, 768, 1))
"""(inputs, outputs, how many of them) of one layer."""

_PATCHES: Final = (3072, 768)


def int8_product(inputs: int, outputs: int) -> Callable[[], object]:
    """uint8 activations by int8 weights, to int32."""
    import onnxruntime  # type: ignore[import-untyped]  # it ships no types
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(0)
    weight = random.integers(-127, 128, (inputs, outputs), dtype=np.int8)
    seen = random.integers(0, 256, (PICTURES * _TOKENS, inputs), dtype=np.uint8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["seen", "weight"], ["product"])],
        "product",
        [helper.make_tensor_value_info("seen", TensorProto.UINT8, list(seen.shape))],
        [helper.make_tensor_value_info("product", TensorProto.INT32, [len(seen), outputs])],
        [numpy_helper.from_array(weight, "weight")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    return lambda: session.run(None, {"seen": seen})


def torch_product(inputs: int, outputs: int, dtype: torch.dtype) -> Callable[[], object]:
    """A linear layer without its bias."""
    seen, weight = torch.rand(PICTURES * _TOKENS, inputs).to(dtype), torch.rand(outputs, inputs).to(dtype)
    return lambda: torch.nn.functional.linear(seen, weight)


def pace(tower: Sequence[tuple[Callable[[], object], int]], seconds: float) -> float:
    """Pictures a second of one thread; the libraries let go of Python's lock while they multiply."""
    times: list[list[float]] = [[] for _ in tower]
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        for (product, _), taken in zip(tower, times, strict=True):
            before = time.perf_counter()
            product()
            taken.append(time.perf_counter() - before)
    return PICTURES / sum(statistics.median(taken) * count for (_, count), taken in zip(tower, times, strict=True))


def main(precision: str) -> None:
    """Answer commands until standard input ends."""
    if precision == "int8":
        make = int8_product
    else:
        dtype = torch.bfloat16 if precision == "bf16" else torch.float32

        def make(inputs: int, outputs: int) -> Callable[[], object]:
            return torch_product(inputs, outputs, dtype)

    torch.set_num_threads(1)
    cores = len(os.sched_getaffinity(0))
    towers = [
        [*((make(inputs, outputs), count * _LAYERS) for inputs, outputs, count in _LAYER), (make(*_PATCHES), 1)]
        for _ in range(cores)
    ]
    for line in sys.stdin:
        seconds = json.loads(line)["seconds"]
        with ThreadPoolExecutor(cores) as threads:
            paces = threads.map(pace, towers, [seconds] * cores)
        sys.stdout.write(f"{sum(paces)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
