"""Training in two rounds on cached features.

First the heads learn on ImageNet's features, which are computed once and for all; then the upper
backbone joins in, from the cached maps of the lower one.
"""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.dataset.captions import Caption
from training.fitting.corpus import Corpus, Pictures
from training.fitting.lessons import Batch, batches, questions
from training.fitting.memory import Memory, PhotoContent, with_titles
from training.fitting.objective import contrast, tell_apart, truth
from training.towers.model import TwoTowers
from training.towers.tokens import UNKNOWN_ID, tokenize

logger = logging.getLogger(__name__)

_MAX_SCALE: Final = 100.0
_TEXTS_AT_ONCE: Final = 192
_QUESTION_WEIGHT: Final = 0.3
_ALIKE_WEIGHT: Final = 0.3
_UNRELATED_WEIGHT: Final = 3.0
_NEAREST: Final = 5
_FAR: Final = 0.3
"""The cosine with its nearest pictures below which a caption of nothing is left in peace."""


@dataclass(frozen=True, slots=True)
class Round:
    """One run over the corpus with a cosine schedule.

    Learning rates are peaks; `memory` products seen before serve as further ones to be told apart from,
    and `unrelated` captions of nothing are in each batch.  With `words_alone` the corpus holds finished
    vectors in place of maps, and only the text tower learns.
    """

    name: str
    epochs: float
    learning_rate: float
    backbone_learning_rate: float = 0.0
    batch: dict[str, int] = field(default_factory=lambda: {"catalog": 512, "consumer": 96, "drawings": 64, "other": 40})
    memory: int = 0
    unrelated: int = 32
    words_alone: bool = False
    weight_decay: float = 0.05
    token_dropout: float = 0.08


def train_round(
    model: TwoTowers, corpus: Corpus, tokenizer: Tokenizer, plan: Round, seed: int, checkpoint: Path | None = None
) -> None:
    """Train in place.  With a `checkpoint`, state is kept there and an interrupted round goes on from it."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    steps = max(1, round(plan.epochs * len(corpus.items["catalog"]) / plan.batch["catalog"]))
    optimizer = torch.optim.AdamW(_parameter_groups(model, plan))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _cosine(step, steps))
    first = _resume(checkpoint, plan.name, model, optimizer, schedule)
    model.train()
    model.upper.requires_grad_(plan.backbone_learning_rate > 0)
    started, losses = time.monotonic(), []
    memory = Memory(plan.memory)
    for step, batch in zip(range(first, steps), batches(corpus, plan.batch, plan.unrelated, rng), strict=False):
        parts = _step(model, corpus, tokenizer, batch, memory, plan, rng)
        loss = torch.stack(list(parts.values())).sum()
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            model.log_scale.clamp_(max=math.log(_MAX_SCALE))
        losses.append({name: float(part.detach()) for name, part in parts.items()})
        if (step + 1) % 25 == 0 or step + 1 == steps:
            names = sorted({name for row in losses for name in row})
            means = {name: round(float(np.mean([row[name] for row in losses if name in row])), 3) for name in names}
            pace = (time.monotonic() - started) / (step + 1 - first)
            logger.info("%s: step %d of %d, %.2f s each, %s", plan.name, step + 1, steps, pace, means)
            losses.clear()
            if checkpoint:
                _keep(checkpoint, plan.name, step + 1, model, optimizer, schedule)
    model.eval()


def _step(
    model: TwoTowers,
    corpus: Corpus,
    tokenizer: Tokenizer,
    batch: Batch,
    memory: Memory,
    plan: Round,
    rng: random.Random,
) -> dict[str, Tensor]:
    """The parts of one batch's loss, by name."""
    device = model.log_scale.device
    seen, facts = batch.pictures.to(device), batch.facts.to(device)
    if plan.words_alone:
        pictures = seen.maps
    elif plan.backbone_learning_rate > 0:
        seen = _mirrored(seen, rng)
        pictures = model.encode_maps(seen.maps, seen.small)
    else:
        pictures = model.encode_pooled(seen.pooled, seen.maps, seen.small)
    asked = questions(corpus, batch, rng)
    said = [caption.text for caption in (*batch.titles, *batch.descriptions)]
    prompts = [prompt for question in asked for prompt in question.prompts]
    sizes = [len(batch.titles), len(batch.descriptions), *(len(question.prompts) for question in asked)]
    titles, descriptions, *answers = torch.split(
        _encode_texts(model, tokenizer, said + prompts, plan.token_dropout), sizes
    )
    names = corpus.name_ids([item.name for item in batch.items]).to(device)
    products = len(batch.titles)
    mixed = with_titles(pictures, titles)
    now = PhotoContent(pictures, mixed, titles, facts, names)
    known = memory.behind(now)
    scale = model.log_scale.exp()

    same = names[:products, None] == known.names[None, :]
    titled = contrast(scale * titles @ known.pictures.T, same, ~same)
    same = names[:products, None] == torch.cat((names[:products], memory.seen.names))[None, :]
    entitled = contrast(scale * pictures[:products] @ torch.cat((titles, memory.seen.titles)).T, same, ~same)

    true, false = _truth(corpus, batch.descriptions, known)
    logits = scale * descriptions @ known.pictures.T
    count = len(batch.items)
    described = contrast(logits, true, false)
    fitting = contrast(logits[:, :count].T, true[:, :count].T, false[:, :count].T)

    strangers = (descriptions[-plan.unrelated :] @ known.pictures.T).topk(_NEAREST, dim=1).values
    losses = {
        "unrelated": _UNRELATED_WEIGHT * functional.relu(strangers - _FAR).mean(),
        "titles": (titled + entitled) / 2,
        "descriptions": (described + fitting) / 2,
    }
    if not plan.words_alone:  # finished pictures come no nearer to one another
        losses["alike"] = _ALIKE_WEIGHT * _alike(corpus, now, known, scale)
    for question, words in zip(asked, answers, strict=True):
        rows = sum(len(other.rows) for other in asked if other.name == question.name)
        answered = scale * pictures[question.rows.to(device)] @ words.T
        loss = len(question.rows) / rows * tell_apart(answered, question.possible.to(device))
        if question.searched:
            possible = known.facts[:, corpus.space.slices[question.trait]] > 0
            only = possible & (possible.sum(dim=1) == 1)[:, None]
            loss = loss + contrast(scale * words @ known.mixed.T, only.T, ~possible.T)
        losses[question.name] = losses.get(question.name, torch.zeros((), device=device)) + _QUESTION_WEIGHT * loss
    memory.keep(now, products)
    return losses


def _alike(corpus: Corpus, now: PhotoContent, known: PhotoContent, scale: Tensor) -> Tensor:
    """Pictures near products of their kind and colour, whoever took them: shoppers search by photo."""
    true, false = truth(corpus.space, known.facts, now.facts, ("category", "colour"))
    rows = torch.arange(len(now.pictures), device=true.device)
    true[rows, rows] = False
    return contrast(scale * now.pictures @ known.pictures.T, true, false)


def _truth(corpus: Corpus, said: Sequence[Caption], known: PhotoContent) -> tuple[Tensor, Tensor]:
    """Which descriptions hold for which pictures; what has a name of its own holds for that name alone."""
    asked = np.stack([corpus.space.encode(caption.accepts) for caption in said]).astype(np.float32)
    device = known.facts.device
    true, false = truth(corpus.space, known.facts, torch.from_numpy(asked).to(device))
    named = torch.tensor([bool(caption.name) for caption in said], device=device)
    same_name = corpus.name_ids([caption.name for caption in said]).to(device)[:, None] == known.names[None, :]
    return torch.where(named[:, None], same_name, true), torch.where(named[:, None], ~same_name, false)


def _encode_texts(model: TwoTowers, tokenizer: Tokenizer, texts: list[str], token_dropout: float) -> Tensor:
    ids, mask = (torch.from_numpy(array) for array in tokenize(tokenizer, texts))
    dropped = torch.rand(ids.shape) < token_dropout
    dropped[:, 0] = False
    ids = ids.masked_fill(dropped & (mask > 0), UNKNOWN_ID)
    # Short texts go together, so that little time is spent on padding.
    by_length = mask.sum(dim=1).argsort()
    device = model.log_scale.device
    parts = []
    for rows in torch.split(by_length, _TEXTS_AT_ONCE):
        length = int(mask[rows[-1]].sum())
        parts.append(model.text(ids[rows, :length].to(device), mask[rows, :length].to(device)))
    return torch.cat(parts)[by_length.argsort().to(device)]


def _mirrored(seen: Pictures, rng: random.Random) -> Pictures:
    """Half of the time the batch mirrored: convolution maps of a mirrored picture are nearly its mirrored maps."""
    if rng.random() < 0.5:
        return seen
    return Pictures(seen.maps.flip(-1), seen.pooled, seen.small.flip(-1))


def _parameter_groups(model: TwoTowers, plan: Round) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for prefix, rate in (("upper.", plan.backbone_learning_rate), ("", plan.learning_rate)):
        named = [(n, p) for n, p in model.named_parameters() if n.startswith("upper.") == bool(prefix)]
        if plan.words_alone:
            named = [(n, p) for n, p in named if n.startswith("text.")]
        for decayed in (True, False):
            parameters = [p for n, p in named if (p.ndim > 1 and "positions" not in n) == decayed]
            if rate > 0:
                decay = plan.weight_decay if decayed else 0.0
                groups.append({"params": parameters, "lr": rate, "weight_decay": decay})
    return groups


def _cosine(step: int, steps: int) -> float:
    warm_up = max(1, min(100, steps // 10))
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - warm_up) / max(1, steps - warm_up)))


def _keep(
    path: Path,
    name: str,
    step: int,
    model: TwoTowers,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> None:
    state = {
        "round": name,
        "step": step,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def _resume(
    path: Path | None,
    name: str,
    model: TwoTowers,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> int:
    if path is None or not path.exists():
        return 0
    state = torch.load(path, map_location="cpu", weights_only=True)
    if state["round"] != name:
        return 0
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    logger.info("%s: going on from step %d", name, state["step"])
    return int(state["step"])
