"""The two towers: pictures and words to unit vectors in one space."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.towers.backbone import FEATURES, LOWER_CHANNELS, UpperBackbone
from training.towers.tokens import MAX_TOKENS

_COLOUR_CODES = 32
_LOOKS = 4
_PICTURES_AT_ONCE = 64
"""What a CPU's cache holds: a large batch in one piece takes half as long again."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Sizes of the two towers."""

    dim: int = 384
    image_size: int = 160
    image_hidden: int = 1024
    vocabulary_size: int = 8000
    text_width: int = 256
    text_layers: int = 2
    text_heads: int = 4


class ImageHead(nn.Module):
    """What the backbone saw, and the colours of what it looked at, to a unit vector.

    ImageNet features care little for colour.  So `_LOOKS` attention maps, read from the lower maps,
    choose where to look, and a code of the pixels' colours there is averaged and added to the features.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(FEATURES)
        self.colour_code = nn.Sequential(
            nn.Conv2d(3, _COLOUR_CODES, 1), nn.ReLU(), nn.Conv2d(_COLOUR_CODES, _COLOUR_CODES, 1), nn.ReLU()
        )
        self.look = nn.Conv2d(LOWER_CHANNELS, _LOOKS, 1)
        self.colour_norm = nn.LayerNorm(_LOOKS * _COLOUR_CODES)
        width = FEATURES + _LOOKS * _COLOUR_CODES
        self.direct = nn.Linear(width, config.dim)
        self.hidden = nn.Sequential(
            nn.Dropout(0.2),
            nn.Linear(width, config.image_hidden),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(config.image_hidden, config.dim),
        )

    def forward(self, pooled: Tensor, maps: Tensor, small: Tensor) -> Tensor:
        """`pooled` (n, 1280), `maps` (n, 80, h, w), `small` the pixels in [0, 1], (n, 3, 2h, 2w)."""
        looks = functional.interpolate(self.look(maps), scale_factor=2.0, mode="nearest")
        weights = looks.flatten(2).softmax(dim=-1)
        codes = self.colour_code(small * 2 - 1).flatten(2)
        colours = torch.matmul(weights, codes.transpose(1, 2)).flatten(1)
        seen = torch.cat((self.norm(pooled), self.colour_norm(colours)), dim=1)
        vectors: Tensor = self.direct(seen) + self.hidden(seen)
        return functional.normalize(vectors, dim=-1)


class TextTower(nn.Module):
    """Token ids and attention mask, int64 (n, L), to unit vectors (n, dim): a small pre-norm transformer."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.tokens = nn.Embedding(config.vocabulary_size, config.text_width)
        self.positions = nn.Parameter(torch.randn(MAX_TOKENS, config.text_width) * 0.02)
        nn.init.normal_(self.tokens.weight, std=0.05)
        self.layers = nn.ModuleList(
            _TransformerLayer(config.text_width, config.text_heads) for _ in range(config.text_layers)
        )
        self.norm = nn.LayerNorm(config.text_width)
        self.project = nn.Linear(config.text_width, config.dim)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.tokens(ids) + self.positions[: ids.shape[1]]
        padding = (1.0 - mask.to(hidden.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            hidden = layer(hidden, padding)
        weights = mask.to(hidden.dtype)[..., None]
        mean = (self.norm(hidden) * weights).sum(dim=1) / weights.sum(dim=1)
        return functional.normalize(self.project(mean), dim=-1)


class _TransformerLayer(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_mlp = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 3 * width), nn.ReLU(), nn.Linear(3 * width, width))
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, padding: Tensor) -> Tensor:
        count, length, width = hidden.shape
        qkv = self.qkv(self.norm_attention(hidden)).view(count, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        scores = torch.matmul(query, key.transpose(-2, -1)) / math.sqrt(width // self.heads) + padding
        mixed = torch.matmul(scores.softmax(dim=-1), value).transpose(1, 2).reshape(count, length, width)
        hidden = hidden + self.dropout(self.out(mixed))
        told: Tensor = self.dropout(self.mlp(self.norm_mlp(hidden)))
        return hidden + told


class TwoTowers(nn.Module):
    """Everything that is trained."""

    def __init__(self, config: ModelConfig, upper: UpperBackbone) -> None:
        super().__init__()
        self.config = config
        self.upper = upper
        self.image_head = ImageHead(config)
        self.text = TextTower(config)
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def encode_maps(self, maps: Tensor, small: Tensor) -> Tensor:
        """Vectors of pictures from cached maps of the lower backbone."""
        at_once = torch.split(maps.contiguous(memory_format=torch.channels_last), _PICTURES_AT_ONCE)
        pooled = torch.cat([self.upper(part).mean(dim=(2, 3)) for part in at_once])
        return self.encode_pooled(pooled, maps, small)

    def encode_pooled(self, pooled: Tensor, maps: Tensor, small: Tensor) -> Tensor:
        """Vectors of pictures from cached features of the whole backbone, while that is still ImageNet's."""
        vectors: Tensor = self.image_head(pooled, maps, small)
        return vectors
