"""What the frozen lower backbone sees in every picture, computed once and cached on disk.

Three arrays a view, one row a picture:

- `maps` float16 (n, 80, S/16, S/16): the lower backbone's output, where fine-tuning begins;
- `pooled` float16 (n, 1280): ImageNet features of the whole backbone, for the first rounds;
- `pixels` uint8 (n, 3, S/8, S/8): the picture itself, small, for its colours.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
import torch
from numpy.lib.format import open_memmap
from numpy.typing import NDArray
from torch import Tensor, nn

from training.dataset.views import View
from training.towers.backbone import FEATURES, LOWER_CHANNELS, LOWER_STRIDE, LowerBackbone, UpperBackbone
from workers.encoders.preprocess import square_pixels

PIXEL_STRIDE: Final = 8
BATCH: Final = 16

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Features:
    """The cached arrays of one view, mapped from disk."""

    keys: Sequence[str]
    maps: NDArray[np.floating]
    pooled: NDArray[np.float16]
    pixels: NDArray[np.uint8]


class _Extractor(nn.Module):
    """Pixels to the three arrays of a view, as one graph for ONNX Runtime (five times torch's speed here)."""

    def __init__(self, lower: LowerBackbone, upper: UpperBackbone) -> None:
        super().__init__()
        self.lower, self.upper = lower, upper

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        maps = self.lower(pixels)
        small = nn.functional.avg_pool2d(pixels, PIXEL_STRIDE)
        return maps, self.upper(maps).mean(dim=(2, 3)), small


def export_extractor(lower: LowerBackbone, upper: UpperBackbone, size: int, path: Path) -> None:
    """Write the backbone as ONNX, for `compute`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        _Extractor(lower, upper).eval(),
        (torch.zeros(2, 3, size, size),),
        str(path),
        input_names=["input"],
        output_names=["maps", "pooled", "small"],
        dynamic_axes={name: {0: "n"} for name in ("input", "maps", "pooled", "small")},
        opset_version=17,
        dynamo=False,
    )


def load(folder: Path, name: str, keys: Sequence[str]) -> Features:
    """A view that `compute` has finished.  `keys` must be the view's keys."""
    arrays = {part: np.load(_file(folder, name, part), mmap_mode="r") for part in ("maps", "pooled", "pixels")}
    return Features(keys, **arrays)


def is_computed(folder: Path, name: str) -> bool:
    return _file(folder, name, "pixels").exists()


def compute(
    folder: Path, name: str, make_view: Callable[[], View], extractor: Path, size: int, processes: int = 2
) -> None:
    """Fill the cache for one view, unless it is there, in this process (`processes` 0) or in others.

    `make_view` must pickle then: each process makes its own.
    """
    if is_computed(folder, name):
        return
    folder.mkdir(parents=True, exist_ok=True)
    count = len(make_view().keys)
    shapes: dict[str, tuple[type[np.generic], tuple[int, ...]]] = {
        "maps": (np.float16, (count, LOWER_CHANNELS, size // LOWER_STRIDE, size // LOWER_STRIDE)),
        "pooled": (np.float16, (count, FEATURES)),
        "pixels": (np.uint8, (count, 3, size // PIXEL_STRIDE, size // PIXEL_STRIDE)),
    }
    partial_files = {part: _file(folder, name, part).with_suffix(".partial") for part in shapes}
    for part, (dtype, shape) in shapes.items():
        open_memmap(partial_files[part], mode="w+", dtype=dtype, shape=shape).flush()
    starts = range(0, count, BATCH)
    arguments = (make_view, extractor, partial_files, size)
    if processes == 0:
        worker = _Worker(*arguments)
        for start in starts:
            worker.fill(start)
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, context, initializer=_start, initargs=arguments) as pool:
            for done, _ in enumerate(pool.map(_fill, starts, chunksize=4)):
                if done % 100 == 0:
                    logger.info("%s: %d of %d pictures", name, done * BATCH, count)
    for part in shapes:  # `pixels` comes last: its presence says that the view is complete
        partial_files[part].rename(_file(folder, name, part))


class _Worker:
    """One process's view, graph and window on the cache files."""

    def __init__(self, make_view: Callable[[], View], extractor: Path, files: dict[str, Path], size: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(extractor), options, providers=["CPUExecutionProvider"])
        self._view = make_view()
        self._arrays = {part: open_memmap(path, mode="r+") for part, path in files.items()}
        self._size = size

    def fill(self, start: int) -> None:
        rows = range(start, min(start + BATCH, len(self._view.keys)))
        pixels = np.stack([square_pixels(self._view.picture(row), self._size) for row in rows])
        maps, pooled, small = self._session.run(["maps", "pooled", "small"], {"input": pixels})
        window = slice(rows.start, rows.stop)
        self._arrays["maps"][window] = maps
        self._arrays["pooled"][window] = pooled
        self._arrays["pixels"][window] = np.rint(small * 255)


_worker: _Worker | None = None


def _start(make_view: Callable[[], View], extractor: Path, files: dict[str, Path], size: int) -> None:
    global _worker  # a pool's initializer has no other place for what its process keeps
    os.nice(5)
    _worker = _Worker(make_view, extractor, files, size)


def _fill(start: int) -> None:
    assert _worker is not None  # noqa: S101 -- for the type checker: `_start` ran first in this process
    _worker.fill(start)


def _file(folder: Path, name: str, part: str) -> Path:
    return folder / f"{name}.{part}.npy"
