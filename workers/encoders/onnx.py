"""A pair of ONNX graphs with a tokenizer: the bundled model, prepared ones, and any folder laid out like them.

image.onnx      "pixels" → "embedding" float32 (n, d); the pixels are float32 (n, 3, S, S), RGB in [0, 1], or, with
                "preprocessing" in model.json, uint8 (n, H, W, 3), RGB
text.onnx       "input_ids", "attention_mask" int64 (n, L)            → "embedding" float32 (n, d)
tokenizer.json  of the `tokenizers` library; pads and truncates by itself
model.json      name, revision, dim, image_size or preprocessing (see `workers.encoders.preprocess.Preprocessing`),
                temperature, trait_temperatures, trait_curves, product_from, text_curve, photo_curve
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray
from PIL import Image
from tokenizers import Tokenizer

from workers.encoders.preprocess import PREPROCESSING_VERSION, Preprocessing, square_pixels
from workers.errors import unavailable
from workers.images.decoding import decode_picture
from workers.jobs import MatchCurve, ModelInfo
from workers.models import IMAGE_GRAPH

TEXT_GRAPH: Final = "text.onnx"
TOKENIZER: Final = "tokenizer.json"
DESCRIPTION: Final = "model.json"
_T = TypeVar("_T")

_CHUNK: Final = 4
"""Rows of one run: more gains no speed on a CPU and only takes memory, which the session keeps (measured)."""


class ImageGraph:
    """The image tower.

    While nothing else runs it has `threads_alone`, in a session of its own: ONNX Runtime fixes a session's threads
    when it is made.
    """

    def __init__(
        self,
        path: Path,
        pixels_of: Callable[[Image.Image], NDArray[np.generic]],
        threads: int | None = None,
        threads_alone: int | None = None,
    ) -> None:
        self._session = self._alone = _session(path, threads)
        if threads_alone != threads:
            self._alone = _session(path, threads_alone, alone=True)
        self._pixels_of = pixels_of

    def encode(self, pictures: Sequence[Image.Image], *, alone: bool = False) -> NDArray[np.float32]:
        """Decoded pictures → float32 (n, d); at least one."""
        session = self._alone if alone else self._session
        parts = [
            session.run(["embedding"], {"pixels": np.stack([self._pixels_of(picture) for picture in chunk])})[0]
            for chunk in _chunks(pictures)
        ]
        return np.concatenate(parts)


class TextGraph:
    """The text tower with its tokenizer."""

    def __init__(self, path: Path, tokenizer: Tokenizer, threads: int | None = None) -> None:
        self._session = _session(path, threads)
        self._tokenizer = tokenizer
        self._inputs = {node.name for node in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Phrases → float32 (n, d); at least one."""
        parts = []
        for chunk in _chunks(texts):
            tokens = self._tokenizer.encode_batch(list(chunk))
            feed = {
                "input_ids": np.array([row.ids for row in tokens], dtype=np.int64),
                "attention_mask": np.array([row.attention_mask for row in tokens], dtype=np.int64),
            }
            # A tower that was trained without a mask has no such input.
            known = {name: array for name, array in feed.items() if name in self._inputs}
            parts.append(self._session.run(["embedding"], known)[0])
        return np.concatenate(parts)


class OnnxEncoder:
    """An `Encoder` on ONNX Runtime."""

    def __init__(self, folder: Path, threads: int | None = None, threads_alone: int | None = None) -> None:
        """Raises `ModelUnavailable` when a file is missing or damaged."""
        self.alone = False
        try:
            digest = hashlib.sha256(f"preprocessing {PREPROCESSING_VERSION}".encode())
            for name in sorted((IMAGE_GRAPH, TEXT_GRAPH, TOKENIZER, DESCRIPTION)):
                digest.update((folder / name).read_bytes())
        except OSError as error:
            raise unavailable(str(folder), f"{Path(error.filename).name} cannot be read") from error
        try:
            description = json.loads((folder / DESCRIPTION).read_bytes())
            self.info: ModelInfo = _model_info(description, digest.hexdigest())
            self._image = ImageGraph(folder / IMAGE_GRAPH, pixels_of(description), threads, threads_alone)
            self._text = TextGraph(folder / TEXT_GRAPH, Tokenizer.from_file(str(folder / TOKENIZER)), threads)
        except Exception as error:
            # onnxruntime, tokenizers and json each raise classes of their own for a damaged file.
            raise unavailable(str(folder), f"its files are damaged ({type(error).__name__})") from error

    def encode_images(self, pictures: Sequence[bytes]) -> NDArray[np.float32]:
        return self.encode_decoded([decode_picture(data) for data in pictures])

    def encode_decoded(self, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        return self._image.encode(pictures, alone=self.alone) if pictures else self._nothing()

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._text.encode(texts) if texts else self._nothing()

    def _nothing(self) -> NDArray[np.float32]:
        return np.empty((0, self.info.dim), dtype=np.float32)


def describe_model(info: ModelInfo, preprocessing: Preprocessing) -> dict[str, Any]:
    """The content of `model.json` for a model that reads pictures as a transformers processor prepares them."""
    described = asdict(info)
    del described["fingerprint"]  # the files themselves decide it
    return {**described, "preprocessing": asdict(preprocessing)}


def _chunks(items: Sequence[_T]) -> list[Sequence[_T]]:
    return [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]


def _session(graph: Path, threads: int | None, *, alone: bool = False) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Idle threads that spin take the cores from the other worker and from the chat.  Where nothing else runs they may,
    # as long as the run lasts: a photo is done a sixth sooner.
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if alone else "0")
    options.add_session_config_entry("session.force_spinning_stop", "1")
    # Memory that is kept between runs: asking the system for it each time takes half as long again as the
    # bundled model itself (measured).  It is what the largest run needed.
    arena = {"arena_extend_strategy": "kSameAsRequested"}
    return onnxruntime.InferenceSession(graph, options, providers=[("CPUExecutionProvider", arena)])


def pixels_of(description: Mapping[str, Any]) -> Callable[[Image.Image], NDArray[np.generic]]:
    if settings := description.get("preprocessing"):
        return Preprocessing(**settings).pixels
    return partial(square_pixels, size=int(description["image_size"]))


def _model_info(description: Mapping[str, Any], digest: str) -> ModelInfo:
    slug = re.sub(r"[^a-z0-9]+", "-", str(description["name"]).rsplit("/", 1)[-1].lower()).strip("-")
    return ModelInfo(
        name=str(description["name"]),
        fingerprint=f"{slug}-{digest[:12]}",
        dim=int(description["dim"]),
        text_curve=MatchCurve(**description["text_curve"]),
        photo_curve=MatchCurve(**description["photo_curve"]),
        temperature=float(description["temperature"]),
        trait_temperatures=description.get("trait_temperatures", {}),
        trait_curves={trait: MatchCurve(**curve) for trait, curve in description.get("trait_curves", {}).items()},
        product_from=float(description.get("product_from", 0.5)),
    )
