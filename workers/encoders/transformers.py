"""CLIP- and SigLIP-style models through transformers, from a folder or from the hub.

The only file that imports torch and transformers.  Weights come as safetensors only (a pickle could
run code), and code out of a model's repository is never run.  A model of the hub is fetched into the
hub's cache once; from then on it is loaded without asking the network.
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import transformers
from numpy.typing import NDArray
from PIL import Image
from tokenizers import Tokenizer

from workers.encoders.hub import fetched_folder
from workers.errors import unavailable
from workers.images.decoding import decode_picture
from workers.jobs import MatchCurve, ModelInfo

logger = logging.getLogger(__name__)

TEXT_CURVE: Final = MatchCurve(midpoint=0.235, slope=60.0)
"""CLIP-style models put a photo and words that fit it at a cosine of about 0.25–0.35 and words that do
not at 0.15–0.22 (Radford et al. 2021, and the usual 0.2–0.3 cut-offs of CLIP retrieval)."""

SIGLIP_TEXT_CURVE: Final = MatchCurve(midpoint=0.08, slope=60.0)
"""A sigmoid loss spreads cosines lower: pairs that fit lie at about 0.1–0.2, others around 0 (Zhai et al. 2023)."""

PHOTO_CURVE: Final = MatchCurve(midpoint=0.65, slope=16.0)
"""Two photos of the same kind of thing lie at about 0.7–0.95, of unrelated things at 0.4–0.6."""

_CHUNK: Final = 16


def load_transformers_encoder(model: str, threads: int | None = None, device: str = "") -> TransformersEncoder:
    """Load from a folder, the hub's cache, or the hub, in this order.

    `device` is torch's name for one; empty takes a GPU where there is one, and else the CPU.
    Raises `ModelUnavailable`, within seconds where there is no network.
    """
    folder = fetched_folder(model)
    if threads:
        torch.set_num_threads(threads)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # untyped in transformers
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped in transformers
    return TransformersEncoder(model, folder, device or ("cuda" if torch.cuda.is_available() else "cpu"))


class TransformersEncoder:
    """An `Encoder` on any model with `get_image_features` and `get_text_features`.

    It computes in float32 on a CPU, and in half precision where a GPU's cores are made for it.
    """

    def __init__(self, model: str, folder: Path, device: str = "cpu") -> None:
        """Raises `ModelUnavailable` when a file of `folder` is missing, damaged, or of another kind of model."""
        self.alone = False  # makes no difference here
        if not (folder / "config.json").is_file():
            raise unavailable(model, "there is no config.json in its folder")
        weights = sorted(folder.glob("*.safetensors"))
        if not weights:
            raise unavailable(model, "its folder has no weights in the safetensors format")
        safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                loaded, report = transformers.AutoModel.from_pretrained(
                    folder, use_safetensors=True, dtype=torch.float32, output_loading_info=True, **safe
                )
                self._processor = transformers.AutoImageProcessor.from_pretrained(  # type: ignore[no-untyped-call]  # untyped
                    folder, backend="pil", **safe
                )
                self._tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **safe)
        except Exception as error:
            # A damaged folder ends in OSError, ValueError, KeyError, SafetensorError, RuntimeError …
            logger.debug("loading %s failed", model, exc_info=True)
            raise unavailable(model, f"its files are damaged or incomplete ({type(error).__name__})") from error
        if not (hasattr(loaded, "get_image_features") and hasattr(loaded, "get_text_features")):
            raise unavailable(model, "it is not a text–image model such as CLIP or SigLIP")
        if report["missing_keys"] or report["mismatched_keys"]:
            raise unavailable(model, "its weights do not fit its config.json")
        self.model: Any = loaded.eval().to(device)
        self._device = device
        text_config = loaded.config.text_config
        # SigLIP was trained on phrases padded to their full length and reads the last token.
        self.pads_to_full_length: bool = loaded.config.model_type.startswith("siglip")
        self._max_tokens = int(text_config.max_position_embeddings)
        self.info: ModelInfo = ModelInfo(
            name=model,
            fingerprint=_fingerprint(loaded.config.model_type, folder, weights),
            dim=int(text_config.projection_size if self.pads_to_full_length else loaded.config.projection_dim),
            text_curve=SIGLIP_TEXT_CURVE if self.pads_to_full_length else TEXT_CURVE,
            photo_curve=PHOTO_CURVE,
            temperature=float(loaded.logit_scale.detach().exp()),
        )

    def encode_images(self, pictures: Sequence[bytes]) -> NDArray[np.float32]:
        return self.encode_decoded([decode_picture(data) for data in pictures])

    def encode_decoded(self, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        rows = [np.empty((0, self.info.dim), dtype=np.float32)]
        for start in range(0, len(pictures), _CHUNK):
            inputs = self._processor(images=list(pictures[start : start + _CHUNK]), return_tensors="pt")
            with self._computing():
                rows.append(_unit_rows(self.model.get_image_features(**inputs.to(self._device))))
        return np.concatenate(rows)

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [np.empty((0, self.info.dim), dtype=np.float32)]
        for start in range(0, len(texts), _CHUNK):
            ids, mask = self.tokenize(texts[start : start + _CHUNK])
            with self._computing():
                features = self.model.get_text_features(
                    input_ids=torch.from_numpy(ids).to(self._device),
                    attention_mask=torch.from_numpy(mask).to(self._device),
                )
                rows.append(_unit_rows(features))
        return np.concatenate(rows)

    @contextmanager
    def _computing(self) -> Iterator[None]:
        with torch.inference_mode(), torch.autocast(self._device, torch.float16, enabled=self._device != "cpu"):
            yield

    def tokenize(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Token ids and attention mask, both int64 (n, length)."""
        inputs = self._tokenizer(
            list(texts),
            padding="max_length" if self.pads_to_full_length else True,
            truncation=True,
            max_length=self._max_tokens,
            return_tensors="np",
            return_attention_mask=True,
        )
        return inputs["input_ids"], inputs["attention_mask"]

    def save_tokenizer(self, path: Path) -> None:
        """Write the tokenizer as a file of the `tokenizers` library that pads and truncates like `tokenize`."""
        fast = Tokenizer.from_str(self._tokenizer.backend_tokenizer.to_str())
        fast.enable_truncation(self._max_tokens)
        fast.enable_padding(
            pad_id=self._tokenizer.pad_token_id,
            pad_token=self._tokenizer.pad_token,
            length=self._max_tokens if self.pads_to_full_length else None,
        )
        fast.save(str(path))

    def processor_settings(self) -> dict[str, Any]:
        """What the image processor was configured to do."""
        settings: dict[str, Any] = self._processor.to_dict()
        return settings


def _unit_rows(output: Any) -> NDArray[np.float32]:
    features = output.pooler_output.float()
    return np.asarray(torch.nn.functional.normalize(features, dim=-1).cpu().numpy(), dtype=np.float32)


def _fingerprint(kind: str, folder: Path, weights: Sequence[Path]) -> str:
    """Of everything that decides a vector.  All weights are read: fine-tuning changes neither names nor sizes."""
    digest = hashlib.sha256(f"transformers {transformers.__version__.split('.', 1)[0]}".encode())
    for path in [*sorted(folder.glob("*.json")), *sorted(folder.glob("merges.txt")), *weights]:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{kind.replace('_', '-')}-{digest.hexdigest()[:12]}"
