"""Training in two rounds on cached features.

First the heads learn on ImageNet's features, which are computed once and for all; then the upper
backbone joins in, from the cached maps of the lower one.
"""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import captions
from training.captions import Caption
from training.corpus import CLASSES, Corpus, Item, Pictures
from training.facts import OTHER_KINDS
from training.model import TwoTowers
from training.objective import contrast, tell_apart, truth
from training.tokens import UNKNOWN_ID, tokenize
from workers import vocabulary

logger = logging.getLogger(__name__)

_PROMPTED_TRAITS: Final = ("pattern", "neckline", "sleeve", "style", "gender")
_MAX_SCALE: Final = 100.0
_TEXTS_AT_ONCE: Final = 192
_PROMPT_WEIGHT: Final = 0.3
_UNRELATED_A_BATCH: Final = 32
_TEES: Final = frozenset({"t-shirt", "polo shirt"})
_LOGGED_AS: Final = {"shade": "colour", "article": "catalog label", "group": "catalog label", "gender": "catalog label"}


@dataclass(frozen=True, slots=True)
class Round:
    """One run over the corpus with a cosine schedule.  Learning rates are peaks."""

    name: str
    epochs: float
    learning_rate: float
    backbone_learning_rate: float = 0.0
    batch: dict[str, int] = field(
        default_factory=lambda: {"catalog": 640, "consumer": 160, "drawings": 144, "other": 72}
    )
    weight_decay: float = 0.05
    token_dropout: float = 0.08


def train_round(
    model: TwoTowers, corpus: Corpus, tokenizer: Tokenizer, plan: Round, seed: int, checkpoint: Path | None = None
) -> None:
    """Train in place.  With a `checkpoint`, state is kept there and an interrupted round goes on from it."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    steps = max(1, round(plan.epochs * len(corpus.items["catalog"]) / plan.batch["catalog"]))
    fine_tune = plan.backbone_learning_rate > 0
    optimizer = torch.optim.AdamW(_parameter_groups(model, plan))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _cosine(step, steps))
    first = _resume(checkpoint, plan.name, model, optimizer, schedule)
    model.train()
    model.upper.eval()  # ImageNet's batch statistics hold for these pictures too
    model.upper.requires_grad_(fine_tune)
    started, losses = time.monotonic(), []
    batches = _batches(corpus, plan, rng)
    for step in range(first, steps):
        parts = _step(model, corpus, tokenizer, next(batches), plan, rng, fine_tune=fine_tune)
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


@dataclass(frozen=True, slots=True)
class _Batch:
    pictures: Pictures
    facts: Tensor
    items: list[Item]
    captions: list[Caption]


def _batches(corpus: Corpus, plan: Round, rng: random.Random) -> Iterator[_Batch]:
    orders = {source: _endless(len(items), rng) for source, items in corpus.items.items()}
    while True:
        items, rows = [], []
        for source, order in orders.items():
            chosen = [next(order) for _ in range(plan.batch[source])]
            items += [corpus.items[source][index] for index in chosen]
            rows.append(corpus.facts(source, chosen))
        pictures = corpus.look_at([rng.choice(item.sightings) for item in items])
        said = [item.say(rng) for item in items] + [captions.unrelated(rng) for _ in range(_UNRELATED_A_BATCH)]
        yield _Batch(pictures, torch.cat(rows), items, said)


def _step(
    model: TwoTowers,
    corpus: Corpus,
    tokenizer: Tokenizer,
    batch: _Batch,
    plan: Round,
    rng: random.Random,
    *,
    fine_tune: bool,
) -> dict[str, Tensor]:
    seen = batch.pictures
    if fine_tune:
        maps = _mirrored(seen, rng)
        pictures = model.encode_maps(maps.maps, maps.small)
    else:
        pictures = model.encode_pooled(seen.pooled, seen.maps, seen.small)
    prompts, targets = _prompts(corpus, batch, rng)
    texts = [caption.text for caption in batch.captions]
    prompt_texts = [text for group in prompts for text in group]
    words = _encode_texts(model, tokenizer, [*texts, *prompt_texts], plan.token_dropout)
    scale = model.log_scale.exp()
    true, false = _truth(corpus, batch)
    logits = scale * words[: len(texts)] @ pictures.T
    losses = {"words": contrast(logits, true, false) / 2, "pictures": contrast(logits.T, true.T, false.T) / 2}
    start = len(texts)
    for (name, rows, possible), group in zip(targets, prompts, strict=True):
        prompt_vectors = words[start : start + len(group)]
        share = len(rows) / sum(len(others) for other, others, _ in targets if other == name)
        loss = tell_apart(scale * pictures[rows] @ prompt_vectors.T, possible)
        kind = _LOGGED_AS.get(name, name)
        losses[kind] = losses.get(kind, torch.zeros(())) + _PROMPT_WEIGHT * share * loss
        start += len(group)
    return losses


def _truth(corpus: Corpus, batch: _Batch) -> tuple[Tensor, Tensor]:
    asked = np.stack([corpus.space.encode(caption.accepts) for caption in batch.captions]).astype(np.float32)
    true, false = truth(corpus.space, batch.facts, torch.from_numpy(asked))
    names = {name: index for index, name in enumerate({item.name for item in batch.items})}
    of_items = torch.tensor([names[item.name] for item in batch.items])
    named = torch.tensor([bool(caption.name) for caption in batch.captions])
    of_captions = torch.tensor([names.get(caption.name, -1) for caption in batch.captions])
    same_name = of_captions[:, None] == of_items[None, :]
    return torch.where(named[:, None], same_name, true), torch.where(named[:, None], ~same_name, false)


def _prompts(
    corpus: Corpus, batch: _Batch, rng: random.Random
) -> tuple[list[list[str]], list[tuple[str, Tensor, Tensor]]]:
    """Groups of prompts to be told apart, and for each its (name, picture rows, possible prompts)."""
    blocks = corpus.space.slices
    categories = [*(vocabulary.category_prompt(c) for c in vocabulary.CATEGORIES), *vocabulary.OTHER_PROMPTS]
    everything = torch.arange(len(batch.items))
    groups = [categories]
    targets = [("category", everything, batch.facts[:, blocks["category"]] > 0)]
    labels = torch.tensor([item.label for item in batch.items])
    labelled = (labels >= 0).nonzero().flatten()
    if len(labelled):
        groups.append([rng.choice(words) for words in captions.CLASS_WORDS.values()])
        targets.append(("label", labelled, nn.functional.one_hot(labels[labelled], len(CLASSES)) > 0))
    for trait in (rng.choice(("colour", "shade")), rng.choice(("article", "group", "gender"))):
        form = rng.choice(("{}", "{} colour")) if trait == "colour" else "{}"
        groups.append([form.format(value) for value in corpus.space.values[trait]])
        targets.append((trait, everything, batch.facts[:, blocks[trait]] > 0))
    if rows_and_collars := _collars(batch.items, rng):
        rows, collared = (torch.tensor(column) for column in zip(*rows_and_collars, strict=True))
        groups.append(captions.collar_prompts(rng))
        targets.append(("collar", rows, torch.stack((collared, ~collared), dim=1)))
    trait = rng.choice(_PROMPTED_TRAITS)
    by_category: dict[str, list[int]] = {}
    products = corpus.space.values["category"][: -len(OTHER_KINDS)]
    possible = batch.facts[:, blocks[trait]] > 0
    for row, item in enumerate(batch.items):
        kinds = item.facts.get("category", frozenset())
        if trait in item.facts and kinds and kinds <= set(products):
            by_category.setdefault(rng.choice(sorted(kinds)), []).append(row)
    for category in rng.sample(sorted(by_category), min(4, len(by_category))):
        rows = torch.tensor(by_category[category])
        groups.append([captions.trait_prompt(category, trait, value) for value in corpus.space.values[trait]])
        targets.append(("trait", rows, possible[rows]))
    return groups, targets


def _collars(items: Sequence[Item], rng: random.Random) -> list[tuple[int, bool]]:
    """Rows of polo shirts and as many of other t-shirts, with whether there is a collar.

    A t-shirt whose title names no neck is taken for one without a collar, which it nearly always is.
    """
    tees = [row for row, item in enumerate(items) if item.facts.get("category", frozenset("?")) <= _TEES]
    polos = [row for row in tees if items[row].facts["category"] == frozenset({"polo shirt"})]
    others = [row for row in tees if row not in polos]
    count = min(len(polos), len(others))
    return [(row, True) for row in rng.sample(polos, count)] + [(row, False) for row in rng.sample(others, count)]


def _encode_texts(model: TwoTowers, tokenizer: Tokenizer, texts: list[str], token_dropout: float) -> Tensor:
    ids, mask = (torch.from_numpy(array) for array in tokenize(tokenizer, texts))
    dropped = torch.rand(ids.shape) < token_dropout
    dropped[:, 0] = False
    ids = ids.masked_fill(dropped & (mask > 0), UNKNOWN_ID)
    # Short texts go together, so that little time is spent on padding.
    by_length = mask.sum(dim=1).argsort()
    parts = []
    for rows in torch.split(by_length, _TEXTS_AT_ONCE):
        length = int(mask[rows[-1]].sum())
        parts.append(model.text(ids[rows, :length], mask[rows, :length]))
    return torch.cat(parts)[by_length.argsort()]


def _mirrored(seen: Pictures, rng: random.Random) -> Pictures:
    """Half of the time the batch mirrored: convolution maps of a mirrored picture are nearly its mirrored maps."""
    if rng.random() < 0.5:
        return seen
    return Pictures(seen.maps.flip(-1), seen.pooled, seen.small.flip(-1))


def _parameter_groups(model: TwoTowers, plan: Round) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for prefix, rate in (("upper.", plan.backbone_learning_rate), ("", plan.learning_rate)):
        named = [(n, p) for n, p in model.named_parameters() if n.startswith("upper.") == bool(prefix)]
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


def _endless(count: int, rng: random.Random) -> Iterator[int]:
    order = list(range(count))
    while True:
        rng.shuffle(order)
        yield from order


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
    state = torch.load(path, weights_only=True)
    if state["round"] != name:
        return 0
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    logger.info("%s: going on from step %d", name, state["step"])
    return int(state["step"])
