"""From the data to the bundled model, step by step; each step's result is kept and reused."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from tokenizers import Tokenizer

from training.calibrate import UNRELATED, Calibration, calibrate, fit_reading
from training.dataset import captions, data, views
from training.dataset.facts import FactSpace, facts_of_catalog
from training.dataset.views import View
from training.evaluation.assess import Collections, assess
from training.evaluation.drawn_shop import drawn_shop
from training.evaluation.stated import stated
from training.fitting import corpus
from training.fitting.corpus import Corpus
from training.fitting.train import Round, train_round
from training.towers import features
from training.towers.backbone import LowerBackbone, UpperBackbone, imagenet_backbone
from training.towers.export import export_towers
from training.towers.features import Features
from training.towers.model import ModelConfig, TwoTowers
from training.towers.tokens import tokenize, train_tokenizer
from workers.encoders.base import Encoder
from workers.encoders.loading import load_encoder
from workers.jobs import MatchCurve
from workers.retrieval_metrics import Matrix

logger = logging.getLogger(__name__)

NAME: Final = "shoplens-compact"
_BATCH: Final = 64
_SEEN_AS_THEY_ARE: Final = ("catalog-60", "catalog-224", "consumer", "other", "drawings")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the model besides data and seed."""

    model: ModelConfig = field(default_factory=ModelConfig)
    takes: int = 2
    drawings: int = 2000
    rounds: tuple[Round, ...] = (
        Round("heads", epochs=3, learning_rate=2e-3),
        Round("fine-tuning", epochs=4.5, learning_rate=1e-3, backbone_learning_rate=4e-4, memory=4096),
        Round("words", epochs=2, learning_rate=6e-4, memory=4096, unrelated=192, words_alone=True),
    )
    imagenet: bool = True
    processes: int = 2

    def until(self, name: str) -> Recipe:
        """Without the rounds after `name`.  Raises `ValueError` naming the rounds there are."""
        names = [plan.name for plan in self.rounds]
        if name not in names:
            raise ValueError(f"no round {name!r}; there are {', '.join(names)}")
        return replace(self, rounds=self.rounds[: names.index(name) + 1])


TINY: Final = Recipe(
    model=ModelConfig(dim=32, image_size=64, image_hidden=32, vocabulary_size=400, text_width=32, text_layers=1),
    takes=1,
    drawings=16,
    rounds=(
        Round("heads", 1, 2e-3, batch={"catalog": 8, "consumer": 4, "drawings": 4, "other": 4}),
        Round("fine-tuning", 1, 1e-3, 1e-4, batch={"catalog": 8, "consumer": 4, "drawings": 4, "other": 4}),
        Round("words", 1, 1e-3, batch={"catalog": 8, "consumer": 4, "drawings": 4, "other": 4}, words_alone=True),
    ),
    imagenet=False,
    processes=0,
)
"""A minute's worth of everything, on random weights: shows that the steps fit together, and nothing else."""


def build(folder: Path, out: Path, work: Path, recipe: Recipe, seed: int) -> Calibration:
    """Train on the data in `folder`, write the model to `out`; `work` keeps features and checkpoints."""
    torch.manual_seed(seed)
    lower, upper = imagenet_backbone() if recipe.imagenet else (LowerBackbone().eval(), UpperBackbone().eval())
    rows = Collections(data.read_catalog(folder), data.read_consumer(folder), data.read_other(folder))
    cached = compute_features(folder, work / f"features-{recipe.model.image_size}", recipe, lower, upper)
    tokenizer = _tokenizer(rows, recipe.model.vocabulary_size, work / "tokenizer.json", seed)
    config = replace(recipe.model, vocabulary_size=tokenizer.get_vocab_size())
    space = FactSpace.of(rows.catalog)
    model = TwoTowers(config, upper)
    everyday = _everyday(folder, rows)
    looking = [plan for plan in recipe.rounds if not plan.words_alone]
    train(model, _corpus(space, rows, cached, everyday), tokenizer, looking, work, seed)
    encodings = CachedEncodings(model, tokenizer, cached)
    reading = [plan for plan in recipe.rounds if plan.words_alone]
    train(
        model, _corpus(space, rows, encodings.as_features(_SEEN_AS_THEY_ARE), everyday), tokenizer, reading, work, seed
    )
    cosine = export_towers(lower, model, out)
    logger.info("ONNX Runtime agrees with torch: lowest cosine %.6f", cosine)
    tokenizer.save(str(out / "tokenizer.json"))
    calibration = calibrate(encodings, rows, space, seed)
    _describe(out, config, calibration, seed)
    return calibration


def compute_features(
    folder: Path, cache: Path, recipe: Recipe, lower: LowerBackbone, upper: UpperBackbone
) -> dict[str, Features]:
    """The cached features of every view."""
    makers = views.all_views(folder, recipe.takes, recipe.drawings)
    extractor = cache / "extractor.onnx"
    if not extractor.exists():
        features.export_extractor(lower, upper, recipe.model.image_size, extractor)
    for name, make_view in makers.items():
        features.compute(cache, name, make_view, extractor, recipe.model.image_size, recipe.processes)
    return {name: features.load(cache, name, make_view().keys) for name, make_view in makers.items()}


def train(
    model: TwoTowers, lessons: Corpus, tokenizer: Tokenizer, rounds: Sequence[Round], work: Path, seed: int
) -> None:
    """All rounds, each from where it was interrupted, on a GPU where there is one; a finished one is loaded."""
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    for plan in rounds:
        finished = work / f"{plan.name}.pt"
        if finished.exists():
            model.load_state_dict(torch.load(finished, map_location="cpu", weights_only=True))
            continue
        checkpoint = work / f"{plan.name}.checkpoint.pt"
        train_round(model, lessons, tokenizer, plan, seed, checkpoint)
        torch.save(model.state_dict(), finished)
        checkpoint.unlink(missing_ok=True)
    model.cpu().eval()


def calibrate_again(folder: Path, bundled: Path, recipe: Recipe, seed: int) -> None:
    """Fit anew how a finished model's cosines are to be read, and put that into its `model.json`."""
    rows = Collections(data.read_catalog(folder), data.read_consumer(folder), data.read_other(folder))
    encodings = OnnxEncodings(folder, load_encoder(str(bundled), threads=2), recipe.drawings)
    path = bundled / "model.json"
    described = json.loads(path.read_text())
    fitted = _fitted(calibrate(encodings, rows, FactSpace.of(rows.catalog), seed))
    path.write_text(json.dumps(described | fitted, indent=2) + "\n")


def figures_of(folder: Path, bundled: Path, recipe: Recipe) -> dict[str, dict[str, float]]:
    """All figures of a finished model, from its files and the photos themselves."""
    rows = Collections(data.read_catalog(folder), data.read_consumer(folder), data.read_other(folder))
    encoder = load_encoder(str(bundled), threads=2)
    encodings = OnnxEncodings(folder, encoder, recipe.drawings)
    space = FactSpace.of(rows.catalog)
    readings = [fit_reading(encodings, rows, space, without=fold) for fold in range(data.FOLDS)]
    return assess(encodings, rows) | drawn_shop(encoder) | stated(folder, encoder, rows, readings)


class CachedEncodings:
    """A torch model on cached features."""

    def __init__(self, model: TwoTowers, tokenizer: Tokenizer, cached: dict[str, Features]) -> None:
        self._model, self._tokenizer, self._cached = model.eval(), tokenizer, cached
        self._vectors: dict[str, Matrix] = {}

    def view(self, name: str) -> tuple[Sequence[str], Matrix]:
        view = self._cached[name]
        if name not in self._vectors:
            parts = []
            for start in range(0, len(view.keys), _BATCH):
                rows = slice(start, start + _BATCH)
                maps = torch.from_numpy(view.maps[rows].astype(np.float32))
                small = torch.from_numpy(view.pixels[rows].astype(np.float32)) / 255
                with torch.inference_mode():
                    parts.append(self._model.encode_maps(maps, small).numpy())
            self._vectors[name] = np.concatenate(parts)
        return view.keys, self._vectors[name]

    def as_features(self, names: Sequence[str]) -> dict[str, Features]:
        """Finished vectors in the place of maps, for rounds in which only words are learned."""
        found = {}
        for name in names:
            keys, vectors = self.view(name)
            nothing = np.empty((len(keys), 0))
            found[name] = Features(keys, vectors, nothing.astype(np.float16), nothing.astype(np.uint8))
        return found

    def words(self, texts: Sequence[str]) -> Matrix:
        self._model.eval()
        parts = []
        for start in range(0, len(texts), _BATCH):
            ids, mask = tokenize(self._tokenizer, texts[start : start + _BATCH])
            with torch.inference_mode():
                parts.append(self._model.text(torch.from_numpy(ids), torch.from_numpy(mask)).numpy())
        return np.concatenate(parts)


class OnnxEncodings:
    """The finished files on the photos themselves."""

    def __init__(self, folder: Path, encoder: Encoder, drawn: int = 0) -> None:
        self._views = views.all_views(folder, takes=0, drawn=drawn)
        self._encoder = encoder
        self._vectors: dict[str, tuple[View, Matrix]] = {}

    def view(self, name: str) -> tuple[Sequence[str], Matrix]:
        if name not in self._vectors:
            view = self._views[name]()
            parts = []
            for start in range(0, len(view.keys), _BATCH):
                rows = range(start, min(start + _BATCH, len(view.keys)))
                parts.append(self._encoder.encode_decoded([view.picture(row) for row in rows]))
            logger.info("%s: %d pictures encoded", name, len(view.keys))
            self._vectors[name] = view, np.concatenate(parts)
        view, vectors = self._vectors[name]
        return view.keys, vectors

    def words(self, texts: Sequence[str]) -> Matrix:
        return self._encoder.encode_texts(texts)


def _corpus(space: FactSpace, rows: Collections, cached: dict[str, Features], everyday: Sequence[str]) -> Corpus:
    items = {
        "catalog": corpus.catalog_items(rows.catalog, cached),
        "consumer": corpus.consumer_items(rows.consumer, cached),
        "drawings": corpus.drawn_items(cached),
        "other": corpus.other_items(rows.other, cached),
    }
    return Corpus(space, cached, items, everyday)


def _everyday(folder: Path, rows: Collections) -> list[str]:
    """Words that have nothing to do with fashion; those that calibration asks about stay unknown."""
    kept_out = [*UNRELATED, *(row.name for row in rows.other if row.held_out)]
    return captions.beside_fashion(data.read_everyday_words(folder), (row.title for row in rows.catalog), kept_out)


def _tokenizer(rows: Collections, size: int, path: Path, seed: int) -> Tokenizer:
    if path.exists():
        return Tokenizer.from_file(str(path))
    rng = random.Random(seed)
    learned_from = [row for row in rows.catalog if row.split == "train"]
    texts = [row.title for row in learned_from]
    texts += [captions.describe(facts_of_catalog(row), rng).text for row in learned_from for _ in range(2)]
    texts += [row.name for row in rows.other if not row.held_out]
    texts += [*captions.all_words() * 20, *captions.UNRELATED * 5]
    tokenizer = train_tokenizer(texts, size)
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))
    return tokenizer


def _describe(out: Path, config: ModelConfig, calibration: Calibration, seed: int) -> None:
    described = {
        "name": NAME,
        "revision": f"1-seed{seed}",
        "dim": config.dim,
        "image_size": config.image_size,
        **_fitted(calibration),
    }
    (out / "model.json").write_text(json.dumps(described, indent=2) + "\n")


def _fitted(calibration: Calibration) -> dict[str, Any]:
    reading = calibration.reading
    return {
        "temperature": round(reading.temperature, 3),
        "trait_temperatures": {trait: round(value, 3) for trait, value in reading.trait_temperatures.items()},
        "trait_curves": {trait: _curve(curve) for trait, curve in reading.trait_curves.items()},
        "product_from": round(reading.product_from, 4),
        "text_curve": _curve(calibration.text_curve),
        "photo_curve": _curve(calibration.photo_curve),
    }


def _curve(curve: MatchCurve) -> dict[str, float]:
    return {"midpoint": round(curve.midpoint, 4), "slope": round(curve.slope, 3)}
