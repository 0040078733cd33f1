"""Both towers of a transformers model as ONNX graphs that take pixels as they are and token ids.

The normalisation of the pixels and the cutting into patches become part of the first matrix
multiplication, so that a picture enters as the bytes it has and every multiplication can be quantised.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import onnx
import torch
from torch import Tensor, nn

from workers.encoders.preprocess import Preprocessing
from workers.encoders.transformers import TransformersEncoder
from workers.errors import PreparationRefused
from workers.prepare.first_token import keep_first_token

OPSET: Final = 17
_EXAMPLES: Final = 2


def export_towers(encoder: TransformersEncoder, folder: Path) -> Preprocessing:
    """Write `image.onnx`, `text.onnx` and `tokenizer.json` in float32; returns how pixels are to be made.

    Raises `PreparationRefused` with the reason where a model is not of the kind that this understands.
    """
    settings = encoder.processor_settings()
    preprocessing = _preprocessing(settings)
    height, width = preprocessing.height, preprocessing.width
    pixels = torch.randint(0, 256, (_EXAMPLES, height, width, 3), dtype=torch.uint8)
    ids, mask = (torch.from_numpy(array) for array in encoder.tokenize(["a red boot", "a long photo of a red boot"]))
    try:
        image = _ImageTower(encoder.model, settings["image_mean"], settings["image_std"]).eval()
        _export(image, (pixels,), {"pixels": {0: "n"}}, folder / "image.onnx")
        _keep_first_token(folder / "image.onnx")
        lengths = {0: "n"} if encoder.pads_to_full_length else {0: "n", 1: "length"}
        axes = {"input_ids": lengths, "attention_mask": lengths}
        _export(_TextTower(encoder.model).eval(), (ids, mask), axes, folder / "text.onnx")
    except PreparationRefused:
        raise
    except Exception as error:
        # The exporter fails in as many ways as there are models.
        raise PreparationRefused(f"it cannot be exported to ONNX ({type(error).__name__}: {error})") from error
    encoder.save_tokenizer(folder / "tokenizer.json")
    return preprocessing


class _ImageTower(nn.Module):
    """`pixels` uint8 (n, height, width, 3), RGB, to `embedding` float32 (n, dim), L2-normalised."""

    def __init__(self, model: Any, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        embeddings = getattr(getattr(model, "vision_model", None), "embeddings", None)
        patches = getattr(embeddings, "patch_embedding", None)
        if embeddings is None or not isinstance(patches, nn.Conv2d) or patches.kernel_size != patches.stride:
            raise PreparationRefused("its image tower does not begin with square patches, as CLIP's does")
        self.model = model
        embeddings.patch_embedding = _Patches(patches, torch.tensor(mean), torch.tensor(std))

    def forward(self, pixels: Tensor) -> Tensor:
        features = self.model.get_image_features(pixel_values=pixels.permute(0, 3, 1, 2).float())
        return nn.functional.normalize(features.pooler_output, dim=-1)


class _TextTower(nn.Module):
    """`input_ids` and `attention_mask`, int64 (n, length), to `embedding` float32 (n, dim), L2-normalised."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        features = self.model.get_text_features(input_ids=input_ids, attention_mask=attention_mask)
        return nn.functional.normalize(features.pooler_output, dim=-1)


class _Patches(nn.Module):
    """The patch convolution as one matrix multiplication on pixels in 0…255; stands in for the `Conv2d`."""

    def __init__(self, convolution: nn.Conv2d, mean: Tensor, std: Tensor) -> None:
        super().__init__()
        weight = convolution.weight.detach()
        self.weight = convolution.weight  # the model asks for its dtype
        self.hidden, _, self.side, _ = weight.shape
        scaled = weight / (255 * std.view(1, 3, 1, 1))
        offset = -(weight * (mean / std).view(1, 3, 1, 1)).sum(dim=(1, 2, 3))
        if convolution.bias is not None:
            offset = offset + convolution.bias.detach()
        self.linear = nn.Linear(scaled[0].numel(), self.hidden)
        self.linear.weight.data = scaled.permute(0, 2, 3, 1).reshape(self.hidden, -1).contiguous()
        self.linear.bias.data = offset

    def forward(self, pixels: Tensor) -> Tensor:
        count, _, height, width = pixels.shape
        rows, columns = height // self.side, width // self.side
        patches = pixels.permute(0, 2, 3, 1).reshape(count, rows, self.side, columns, self.side * 3)
        patches = patches.permute(0, 1, 3, 2, 4).reshape(count, rows * columns, -1)
        embedded: Tensor = self.linear(patches)
        return embedded.transpose(1, 2).reshape(count, self.hidden, rows, columns)


def _keep_first_token(path: Path) -> None:
    model = onnx.load(path)
    if keep_first_token(model):
        onnx.save(model, path)


def _preprocessing(settings: Mapping[str, Any]) -> Preprocessing:
    """What the image processor does to the pixels; refuses what is not resize, centre crop and normalisation."""
    size, crop = settings.get("size") or {}, settings.get("crop_size") or {}
    if not (settings.get("do_resize") and settings.get("do_normalize") and settings.get("do_rescale")):
        raise PreparationRefused("its pictures are not resized and normalised in the usual way")
    if settings.get("do_pad") or abs(float(settings["rescale_factor"]) * 255 - 1) > 1e-6:
        raise PreparationRefused("its pictures are padded or scaled in an unusual way")
    resample = int(settings["resample"])
    if set(size) == {"shortest_edge"} and settings.get("do_center_crop") and {"height", "width"} <= set(crop):
        return Preprocessing(int(crop["height"]), int(crop["width"]), resample, int(size["shortest_edge"]))
    if {"height", "width"} <= set(size) and not settings.get("do_center_crop"):
        return Preprocessing(int(size["height"]), int(size["width"]), resample, 0)
    raise PreparationRefused("its pictures are resized in an unusual way")


def _export(module: nn.Module, examples: tuple[Tensor, ...], axes: dict[str, dict[int, str]], path: Path) -> None:
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer names every Python branch; the check below is what counts
        torch.onnx.export(
            module,
            examples,
            str(path),
            input_names=list(axes),
            output_names=["embedding"],
            dynamic_axes={**axes, "embedding": {0: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
