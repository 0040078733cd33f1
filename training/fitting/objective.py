"""What training minimises: captions near the pictures they are true of, and prompts told apart."""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import Tensor
from torch.nn import functional

from training.dataset.facts import FactSpace


def truth(
    space: FactSpace, pictures: Tensor, captions: Tensor, traits: Collection[str] | None = None
) -> tuple[Tensor, Tensor]:
    """Which captions hold for which pictures.

    Arguments are rows of facts as float, (n, width) and (m, width).  Returns two boolean (m, n)
    matrices: the caption is true of the picture, the caption is false of it; `traits` are those that count,
    or None for all.
    """
    true = torch.ones(len(captions), len(pictures), dtype=torch.bool, device=pictures.device)
    false = torch.zeros_like(true)
    for block in (space.slices[trait] for trait in traits or space.slices):
        possible, accepted = pictures[:, block], captions[:, block]
        shared = accepted @ possible.T
        true &= shared >= possible.sum(dim=1) - 0.5
        false |= shared < 0.5
    return true, false


def contrast(logits: Tensor, true: Tensor, false: Tensor) -> Tensor:
    """Softmax cross-entropy of each row against all its true columns alike; undecided columns are left out.

    `logits`, `true` and `false` are (m, n).  With one true column a row this is InfoNCE; with several
    it is the outer form of supervised contrastive learning (Khosla et al. 2020).
    """
    log_p = functional.log_softmax(logits.masked_fill(~(true | false), float("-inf")), dim=1)
    count = true.sum(dim=1)
    loss = -log_p.masked_fill(~true, 0.0).sum(dim=1) / count.clamp(min=1)
    taught = loss[count > 0]
    return taught.mean() if len(taught) else logits.sum() * 0.0


def tell_apart(logits: Tensor, possible: Tensor) -> Tensor:
    """Cross-entropy where the label may be a set: the set's probability as a whole counts.

    `logits` (n, k), `possible` boolean (n, k).  Rows where everything is possible teach nothing.
    """
    informative = ~possible.all(dim=1) & possible.any(dim=1)
    if not bool(informative.any()):
        return logits.sum() * 0.0
    log_p = functional.log_softmax(logits[informative], dim=1)
    return -log_p.masked_fill(~possible[informative], float("-inf")).logsumexp(dim=1).mean()
