"""A pair of ONNX graphs with a tokenizer: the bundled model, and any folder laid out like it.

image.onnx      "pixels" float32 (n, 3, S, S), RGB in [0, 1]          → "embedding" float32 (n, d)
text.onnx       "input_ids", "attention_mask" int64 (n, L)            → "embedding" float32 (n, d)
tokenizer.json  of the `tokenizers` library; pads and truncates by itself
model.json      name, revision, dim, image_size, temperature, trait_temperatures, product_from, text_curve, photo_curve
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray
from PIL import Image
from tokenizers import Tokenizer

from workers.encoder import IMAGE_GRAPH, unavailable
from workers.images import decode_picture
from workers.jobs import MatchCurve, ModelInfo
from workers.preprocess import PREPROCESSING_VERSION, square_pixels

_TEXT_GRAPH: Final = "text.onnx"
_TOKENIZER: Final = "tokenizer.json"
_DESCRIPTION: Final = "model.json"
_T = TypeVar("_T")

_CHUNK: Final = 32
"""Rows of one run: more gains no speed on a CPU and only takes memory."""


class OnnxEncoder:
    """An `Encoder` on ONNX Runtime."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Raises `ModelUnavailable` when a file is missing or damaged."""
        try:
            files = {
                name: (folder / name).read_bytes() for name in (IMAGE_GRAPH, _TEXT_GRAPH, _TOKENIZER, _DESCRIPTION)
            }
        except OSError as error:
            raise unavailable(str(folder), f"{Path(error.filename).name} cannot be read") from error
        try:
            description = json.loads(files[_DESCRIPTION])
            self._size = int(description["image_size"])
            self.info: ModelInfo = _model_info(description, files)
            self._tokenizer = Tokenizer.from_buffer(files[_TOKENIZER])
            self._image = _session(files[IMAGE_GRAPH], threads)
            self._text = _session(files[_TEXT_GRAPH], threads)
        except Exception as error:
            # onnxruntime, tokenizers and json each raise classes of their own for a damaged file.
            raise unavailable(str(folder), f"its files are damaged ({type(error).__name__})") from error

    def encode_images(self, pictures: Sequence[bytes]) -> NDArray[np.float32]:
        return self.encode_decoded([decode_picture(data) for data in pictures])

    def encode_decoded(self, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        parts = [
            self._image.run(["embedding"], {"pixels": np.stack([square_pixels(p, self._size) for p in chunk])})[0]
            for chunk in _chunks(pictures)
        ]
        return self._joined(parts)

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        parts = []
        for chunk in _chunks(texts):
            tokens = self._tokenizer.encode_batch(list(chunk))
            feed = {
                "input_ids": np.array([row.ids for row in tokens], dtype=np.int64),
                "attention_mask": np.array([row.attention_mask for row in tokens], dtype=np.int64),
            }
            parts.append(self._text.run(["embedding"], feed)[0])
        return self._joined(parts)

    def _joined(self, parts: list[Any]) -> NDArray[np.float32]:
        if not parts:
            return np.empty((0, self.info.dim), dtype=np.float32)
        return np.asarray(np.concatenate(parts), dtype=np.float32)


def _chunks(items: Sequence[_T]) -> list[Sequence[_T]]:
    return [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]


def _session(graph: bytes, threads: int | None) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps the largest batch's memory for ever (+200 MB a worker, measured) and gains no speed.
    options.enable_cpu_mem_arena = False
    # Idle threads that spin take the cores from the other worker and from the chat.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _model_info(description: dict[str, Any], files: dict[str, bytes]) -> ModelInfo:
    digest = hashlib.sha256(f"preprocessing {PREPROCESSING_VERSION}".encode())
    for name in sorted(files):
        digest.update(files[name])
    slug = re.sub(r"[^a-z0-9]+", "-", str(description["name"]).lower()).strip("-")
    return ModelInfo(
        name=str(description["name"]),
        fingerprint=f"{slug}-{digest.hexdigest()[:12]}",
        dim=int(description["dim"]),
        text_curve=MatchCurve(**description["text_curve"]),
        photo_curve=MatchCurve(**description["photo_curve"]),
        temperature=float(description["temperature"]),
        trait_temperatures=description.get("trait_temperatures", {}),
        product_from=float(description.get("product_from", 0.5)),
    )
