"""Small encoders that worker processes of the tests load instead of a model, and that misbehave on demand.

A text that starts with a command makes the process do it; `model` is a folder where it leaves notes.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.engine import sandbox
from workers.errors import ModelUnavailable
from workers.images import decoding
from workers.images.containers import Container, open_container
from workers.images.decoding import decode_picture
from workers.jobs import MatchCurve, ModelInfo

DIM = 8


class ToyEncoder:
    """Vectors from hashes of words and from mean colours; obeys commands.

    - "block PIPE": notes its process in PIPE.pid, then waits until the other end of the named pipe is closed
    - "block once PIPE": the same, but only the first time
    - "die": kills its process
    - "fail": raises
    - "starve": raises `MemoryError`
    - "nonsense": its vector holds no numbers
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.batches: list[int] = []
        self.alone = False
        curve = MatchCurve(midpoint=0.5, slope=10)
        self.info = ModelInfo("toy", "toy-1", DIM, curve, curve, temperature=10.0)

    def encode_images(self, pictures: Sequence[bytes]) -> NDArray[np.float32]:
        return self.encode_decoded([decode_picture(picture) for picture in pictures])

    def encode_decoded(self, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        (self._folder / "alone").write_text(str(self.alone))
        rows = [np.resize(np.asarray(p.resize((1, 1)), dtype=np.float32).ravel() + 1, DIM) for p in pictures]
        return _unit(np.array(rows, dtype=np.float32))

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(texts) <= 32:
            with (self._folder / "batches").open("a") as notes:
                notes.write("|".join(texts) + "\n")
            (self._folder / "pid").write_text(str(os.getpid()))
        for text in texts:
            self._obey(text)
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest()[:DIM], dtype=np.uint8) for text in texts]
        vectors = _unit(np.array(rows, dtype=np.float32).reshape(-1, DIM) + 1)
        vectors[[text == "nonsense" for text in texts]] = np.nan
        return vectors

    def _obey(self, text: str) -> None:
        command, _, pipe = text.rpartition(" ")
        if command == "block once" and Path(f"{pipe}.pid").exists():
            return
        if command.startswith("block"):
            Path(f"{pipe}.pid").write_text(str(os.getpid()))
            # Opening a named pipe waits for the other end: the test knows that this process has come so far.
            with Path(pipe).open() as opened:
                opened.read()
        if text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if text == "fail":
            raise ValueError("this text is cursed")
        if text == "starve":
            raise MemoryError


def load_toy(model: str, backend: str, threads: int | None, threads_alone: int | None) -> ToyEncoder:
    """The obedient encoder."""
    return ToyEncoder(Path(model))


def load_broken(model: str, backend: str, threads: int | None, threads_alone: int | None) -> ToyEncoder:
    """A model that cannot be loaded."""
    raise ModelUnavailable("there is no such model; set SHOPLENS_ENCODER__MODEL to `bundled`")


def load_killed(model: str, backend: str, threads: int | None, threads_alone: int | None) -> ToyEncoder:
    """A process that ends while it loads."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def load_hung(model: str, backend: str, threads: int | None, threads_alone: int | None) -> ToyEncoder:
    """A process that never comes to an end of loading."""
    signal.pause()
    raise AssertionError


def load_unless_lost(model: str, backend: str, threads: int | None, threads_alone: int | None) -> ToyEncoder:
    """A model whose files are gone while there is a file "lost" in its folder."""
    if (Path(model) / "lost").exists():
        raise ModelUnavailable("image.onnx cannot be read; set SHOPLENS_ENCODER__MODEL to `bundled`")
    return ToyEncoder(Path(model))


def load_telling(model: str, backend: str, threads: int | None, threads_alone: int | None) -> ToyEncoder:
    """The obedient encoder, which notes its environment in environment.json."""
    (Path(model) / "environment.json").write_text(json.dumps(dict(os.environ)))
    return ToyEncoder(Path(model))


def load_stumbling(model: str, backend: str, threads: int | None, threads_alone: int | None) -> ToyEncoder:
    """The obedient encoder beside a decoder with two holes: `b"spin"` keeps it busy for ever, `b"eat"` takes memory."""
    sandbox.DECODING_CPU_S = 0.5  # type: ignore[misc]  # this process is the test's own

    def stumble(data: bytes) -> Container | None:
        while data == b"spin":
            pass
        if data == b"eat":
            bytearray(2 * sandbox.DECODING_BYTES)
        return open_container(data)

    decoding.open_container = stumble  # type: ignore[attr-defined]  # as above
    return ToyEncoder(Path(model))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
