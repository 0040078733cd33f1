"""Both towers as ONNX files with half-precision weights, checked against torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from training.towers.backbone import LowerBackbone
from training.towers.features import PIXEL_STRIDE
from training.towers.model import TwoTowers

OPSET: Final = 17
LEAST_COSINE: Final = 0.9999
_SMALLEST_HALVED: Final = 256

Run = Callable[..., NDArray[np.float32]]
"""Inputs in the graph's order to the embedding, float32 (n, dim)."""


class ExportMismatch(Exception):
    """The exported graph does not give torch's vectors."""


class ImageGraph(nn.Module):
    """`pixels` float32 (n, 3, S, S), RGB in [0, 1], to `embedding` float32 (n, dim), L2-normalised."""

    def __init__(self, lower: LowerBackbone, model: TwoTowers) -> None:
        super().__init__()
        self.lower, self.model = lower, model

    def forward(self, pixels: Tensor) -> Tensor:
        maps = self.lower(pixels)
        small = nn.functional.avg_pool2d(pixels, PIXEL_STRIDE)
        return self.model.encode_pooled(self.model.upper(maps).mean(dim=(2, 3)), maps, small)


def export_towers(lower: LowerBackbone, model: TwoTowers, folder: Path) -> float:
    """Write `image.onnx` and `text.onnx`; returns the lowest cosine between ONNX Runtime and torch.

    Raises `ExportMismatch` below `LEAST_COSINE`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    size = model.config.image_size
    image = ImageGraph(lower, model).eval()
    text = model.text.eval()
    pixels = torch.rand(3, 3, size, size)
    ids = torch.randint(3, model.config.vocabulary_size, (3, 9))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    _export(image, (pixels,), ("pixels",), {"pixels": {0: "n"}}, folder / "image.onnx")
    lengths = {name: {0: "n", 1: "length"} for name in ("input_ids", "attention_mask")}
    _export(text, (ids, mask), tuple(lengths), lengths, folder / "text.onnx")
    with torch.no_grad():
        cosines = [
            _cosine(open_graph(folder / "image.onnx"), (pixels,), image(pixels)),
            _cosine(open_graph(folder / "text.onnx"), (ids, mask), text(ids, mask)),
        ]
    if min(cosines) < LEAST_COSINE:
        raise ExportMismatch(f"cosine between ONNX Runtime and torch: image {cosines[0]:.6f}, text {cosines[1]:.6f}")
    return min(cosines)


def open_graph(path: Path, threads: int = 1) -> Run:
    """One of the exported graphs, ready to run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = [node.name for node in session.get_inputs()]

    def run(*inputs: NDArray[np.generic]) -> NDArray[np.float32]:
        outputs = session.run(["embedding"], dict(zip(names, inputs, strict=True)))
        return np.asarray(outputs[0], dtype=np.float32)

    return run


def _export(
    module: nn.Module,
    arguments: tuple[Tensor, ...],
    inputs: tuple[str, ...],
    axes: dict[str, dict[int, str]],
    path: Path,
) -> None:
    torch.onnx.export(
        module,
        arguments,
        str(path),
        input_names=list(inputs),
        output_names=["embedding"],
        dynamic_axes={**axes, "embedding": {0: "n"}},
        opset_version=OPSET,
        dynamo=False,
    )
    graph = onnx.load(str(path))
    _halve_weights(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))


def _halve_weights(model: onnx.ModelProto) -> None:
    """Store weights in 16 bits and cast them back when the file is loaded: half the size, same speed."""
    casts = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or values.size < _SMALLEST_HALVED:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _cosine(run: Run, inputs: tuple[Tensor, ...], expected: Tensor) -> float:
    vectors = run(*(tensor.numpy() for tensor in inputs))
    return float((vectors * expected.numpy()).sum(axis=1).min())
