"""Where a photo's processor time goes in a worker: ViT-B/32 in int8, one thread, batches of four.

    python -m benchmarks.photo_profile [--photos FOLDER]

Processor time, not the clock: what else the machine does matters less.  The parts of the model are ONNX Runtime's own
profile; "products" are the matrix multiplications in int8, with what scales their inputs and outcomes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from rich.console import Console
from rich.table import Table

from benchmarks.contenders import drawings, photos_in
from benchmarks.models import vit_b_32
from workers.encoders.onnx import pixels_of
from workers.engine.worker import WorkerSpec, load
from workers.images.decoding import decode_picture

_BATCH: Final = 4
_ROUNDS: Final = 20
_WARMING: Final = 3
_PARTS: Final = {
    "DynamicQuantizeMatMul": "products",
    "MatMulIntegerToFloat": "products",
    "DynamicQuantizeLinear": "products",
    "QuickGelu": "activations",
    "LayerNormalization": "normalisation",
    "MatMul": "attention",
    "FusedMatMul": "attention",
    "Softmax": "attention",
    "Transpose": "attention",
}


def model_parts(graph: Path, pixels: np.ndarray[Any, Any]) -> dict[str, float]:
    """Part of the model to its share of the time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_profiling = True
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = f"{folder}/profile"
        session = onnxruntime.InferenceSession(graph, options)
        for _ in range(_ROUNDS):
            session.run(None, {"pixels": pixels})
        events = json.loads(Path(session.end_profiling()).read_text())
    spent: Counter[str] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("kernel_time"):
            spent[_PARTS.get(event["args"]["op_name"], "the rest")] += event["dur"]
    return {part: time / spent.total() for part, time in spent.most_common()}


def stages(folder: Path, photos: Path) -> tuple[dict[str, float], np.ndarray[Any, Any]]:
    """Stage to seconds of processor time a photo, and one batch of pixels."""
    encoder, reader = load(WorkerSpec(str(folder), "onnx", 1, 1))
    make = pixels_of(json.loads((folder / "model.json").read_text()))
    spent: dict[str, list[float]] = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        began = time.process_time()
        yield
        spent.setdefault(stage, []).append((time.process_time() - began) / _BATCH)

    source = photos_in(photos)
    for _ in range(_ROUNDS):
        batch = list(itertools.islice(source, _BATCH))
        with timed("decoding"):
            pictures = [decode_picture(photo) for photo in batch]
        with timed("pixels"):
            pixels = np.stack([make(picture) for picture in pictures])
        with timed("pixels and model"):
            vectors = encoder.encode_decoded(pictures)
        with timed("attributes"):
            for picture, vector in zip(pictures, vectors, strict=True):
                reader.read(picture, vector)
    medians = {stage: statistics.median(times[_WARMING:]) for stage, times in spent.items()}
    medians["model"] = medians.pop("pixels and model") - medians["pixels"]
    return medians, pixels


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.photo_profile", description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder of JPEGs; drawings of 640 pixels if left out")
    arguments = parser.parse_args()
    graph = vit_b_32("int8")
    with tempfile.TemporaryDirectory() as folder:
        found, pixels = stages(graph, arguments.photos or drawings(Path(folder)))
    table = Table("stage", "processor ms a photo", box=None)
    for stage, seconds in found.items():
        table.add_row(stage, f"{1000 * seconds:.1f}")
    for part, share in model_parts(graph / "image.onnx", pixels).items():
        table.add_row(f"  of the model: {part}", f"{share:.0%}")
    Console(highlight=False).print(table)


if __name__ == "__main__":
    main()
