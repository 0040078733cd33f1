"""The choice of an encoder: bundled, prepared, a folder, or a model of the hub.

The implementations are imported only when their kind of model is asked for: the bundled model never pays for torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from workers.encoders.base import Encoder
from workers.errors import ModelUnavailable, unavailable
from workers.models import BUNDLED, BUNDLED_FOLDER, IMAGE_GRAPH

_GPU: Final = Path("/dev/nvidiactl")
"""There where a driver for NVIDIA cards runs: told without importing torch."""


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
        from workers.encoders.onnx import OnnxEncoder

        return OnnxEncoder(runs.folder, threads, threads_alone)
    require_torch(model)
    from workers.encoders.transformers import load_transformers_encoder

    return load_transformers_encoder(model, threads)


def require_torch(model: str) -> None:
    """Raises `ModelUnavailable` with the command that brings torch and transformers, which a demo does without."""
    if not _torch_is_there():
        raise ModelUnavailable(
            f"{model} needs PyTorch and transformers, which are not installed: `make install` brings them; "
            f"SHOPLENS_ENCODER__MODEL={BUNDLED} needs neither."
        )


def _torch_is_there() -> bool:
    return bool(find_spec("torch") and find_spec("transformers"))


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
    from workers.encoders.hub import folder_at_hand
    from workers.encoders.prepared import is_prepared, prepared_folder, refusal

    source = folder_at_hand(model)
    why = ""
    if source is not None:
        prepared = prepared_folder(model, source)
        if is_prepared(prepared):
            return Runs("onnx", prepared)
        why = refusal(prepared)
    if backend == "onnx":
        raise unavailable(model, why or "the onnx backend needs `shoplens model prepare` to be run first")
    if not _torch_is_there():
        return Runs("torch")
    advice = f"its faster form was refused: {why}" if why else "`shoplens model prepare` makes it several times faster"
    return Runs("torch", slowly=f"{model} runs on torch; {advice}.")
