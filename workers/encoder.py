"""The encoder: pictures and words into one space of vectors, whichever model does it.

The two implementations live in files of their own and are imported only when their kind of model is
asked for: the bundled model never pays for torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.errors import ModelUnavailable
from workers.jobs import ModelInfo

BUNDLED: Final = "bundled"
BUNDLED_FOLDER: Final = Path(__file__).parent / "models" / "bundled"
IMAGE_GRAPH: Final = "image.onnx"
_GPU: Final = Path("/dev/nvidiactl")
"""There where a driver for NVIDIA cards runs: told without importing torch."""


class Encoder(Protocol):
    """Encodes in the calling process and thread.  Rows are in the order of the input, L2-normalised.

    `alone` tells it that nothing else is encoded on this machine meanwhile, so that pictures may have all cores.
    """

    alone: bool

    @property
    def info(self) -> ModelInfo:
        """Name, fingerprint, dimension and how cosines are to be read."""

    def encode_images(self, pictures: Sequence[bytes]) -> NDArray[np.float32]:
        """Pictures as their bytes came → float32 (n, d).  Raises `UnreadablePicture`."""

    def encode_decoded(self, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        """Pictures from `workers.images.decode_picture` → float32 (n, d)."""

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Phrases → float32 (n, d).  What is longer than the model reads is cut off."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Which library runs a model, and for ONNX Runtime from which folder.

    `slowly` says what would make it faster, where something would.
    """

    backend: Literal["onnx", "torch"]
    folder: Path | None = None
    slowly: str = ""


def load_encoder(
    model: str, backend: str = "auto", threads: int | None = None, threads_alone: int | None = None
) -> Encoder:
    """Load `bundled`, a folder (ONNX pair, or Hugging Face layout) or a model of the hub by name.

    `threads` is how many CPU cores one batch may use, `threads_alone` how many what is encoded alone
    (with ONNX Runtime; torch keeps to `threads`); None leaves it to the library.
    Raises `ModelUnavailable` with one sentence that names the setting and what works offline.
    """
    runs = how_it_runs(model, backend)
    if runs.folder is not None:
        from workers.encoder_onnx import OnnxEncoder

        return OnnxEncoder(runs.folder, threads, threads_alone)
    from workers.encoder_transformers import load_transformers_encoder

    return load_transformers_encoder(model, threads)


def how_it_runs(model: str, backend: str = "auto") -> Runs:
    """Which library would run `model`: a prepared form is taken before the original, except on a GPU.

    Raises `ModelUnavailable` where model and backend do not go together.
    """
    if backend not in {"auto", "onnx", "torch"}:
        raise ModelUnavailable(f"SHOPLENS_ENCODER__BACKEND is {backend!r}; it can be auto, torch or onnx.")
    folder = BUNDLED_FOLDER if model == BUNDLED else Path(model).expanduser()
    if (folder / IMAGE_GRAPH).is_file():
        if backend == "torch":
            raise unavailable(model, "it is made of ONNX files, which the torch backend does not run")
        return Runs("onnx", folder)
    if backend == "torch" or (backend == "auto" and _GPU.exists()):
        return Runs("torch")
    from workers.hub import folder_at_hand
    from workers.prepare.cache import is_prepared, prepared_folder, refusal

    source = folder_at_hand(model)
    why = ""
    if source is not None:
        prepared = prepared_folder(model, source)
        if is_prepared(prepared):
            return Runs("onnx", prepared)
        why = refusal(prepared)
    if backend == "onnx":
        raise unavailable(model, why or "the onnx backend needs `shoplens model prepare` to be run first")
    advice = f"its faster form was refused: {why}" if why else "`shoplens model prepare` makes it several times faster"
    return Runs("torch", slowly=f"{model} runs on torch; {advice}.")


def unavailable(model: str, why: str) -> ModelUnavailable:
    """The one sentence that an operator reads when a model cannot be had."""
    return ModelUnavailable(
        f"SHOPLENS_ENCODER__MODEL is {model!r}, which cannot be loaded: {why}; "
        f"set it to `{BUNDLED}`, or to a folder that holds the model's files, to work without a network."
    )
