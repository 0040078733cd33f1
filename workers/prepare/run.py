"""`shoplens model prepare`: export, quantise, check against the original, keep the fastest form that holds."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from PIL import Image
from tokenizers import Tokenizer

from workers.encoders.onnx import DESCRIPTION, TEXT_GRAPH, TOKENIZER, ImageGraph, TextGraph, describe_model
from workers.encoders.prepared import REFUSED, replacing
from workers.encoders.transformers import TransformersEncoder
from workers.errors import PreparationRefused
from workers.models import IMAGE_GRAPH
from workers.prepare.check import (
    LEAST_COSINE,
    LEAST_OVERLAP,
    TOP_K,
    Agreement,
    agreement_of_pictures,
    agreement_of_words,
)
from workers.prepare.export import export_towers
from workers.prepare.quantise import PRECISIONS, write_quantised

_TIMED_RUNS: Final = 5
_TIMED_BATCH: Final = 8
_STEPS: Final = 2 + 2 * len(PRECISIONS)
_T = TypeVar("_T")

Progress = Callable[[str, int, int], None]
"""Called with what is done now, how many steps are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One precision of one graph, how well it agrees with the original, how many it encodes a second, its size."""

    graph: str
    precision: str
    agreement: Agreement
    per_second: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that was tried, and what was kept of it: one precision of each graph."""

    tried: tuple[Tried, ...]
    kept: tuple[Tried, ...]


def prepare(
    encoder: TransformersEncoder,
    folder: Path,
    pictures: Sequence[Image.Image],
    words: Sequence[str],
    progress: Progress,
) -> Report:
    """Write the fastest form of `encoder` that agrees with it on `pictures` (decoded) and `words` to `folder`.

    `encoder` is of no use afterwards.  Raises `PreparationRefused` with the reason, and leaves it in `folder`.
    """
    progress("Encoding with the original", 0, _STEPS)
    seen, said = encoder.encode_decoded(pictures), encoder.encode_texts(words)
    refused: PreparationRefused
    with replacing(folder) as new:
        progress("Exporting to ONNX", 1, _STEPS)
        try:
            preprocessing = export_towers(encoder, new)
            tokenizer = Tokenizer.from_file(str(new / TOKENIZER))

            def try_image(path: Path) -> tuple[Agreement, float]:
                graph = ImageGraph(path, preprocessing.pixels)
                return agreement_of_pictures(seen, graph.encode(pictures), said), _pace(graph.encode, pictures)

            def try_text(path: Path) -> tuple[Agreement, float]:
                graph = TextGraph(path, tokenizer)
                return agreement_of_words(said, graph.encode(words), seen), _pace(graph.encode, words)

            tried: list[Tried] = []
            kept: list[Tried] = []
            for graph, attempt in ((new / IMAGE_GRAPH, try_image), (new / TEXT_GRAPH, try_text)):
                forms = _forms(graph, attempt, progress, len(tried))
                tried += forms
                kept.append(_keep_fastest(graph, forms))
            (new / DESCRIPTION).write_text(json.dumps(describe_model(encoder.info, preprocessing), indent=2) + "\n")
            return Report(tuple(tried), tuple(kept))
        except PreparationRefused as error:
            for left in new.iterdir():
                left.unlink()
            (new / REFUSED).write_text(json.dumps({"why": str(error)}) + "\n")
            refused = error
    raise refused


def _forms(
    graph: Path, attempt: Callable[[Path], tuple[Agreement, float]], progress: Progress, before: int
) -> list[Tried]:
    """All precisions of `graph`, each written beside it and tried; `before` are those of the other graph."""
    forms: list[Tried] = []
    for number, precision in enumerate(PRECISIONS):
        progress(f"Checking {graph.name} in {precision.name}", 2 + before + number, _STEPS)
        form = _form(graph, number)
        write_quantised(graph, precision, form)
        forms.append(Tried(graph.name, precision.name, *attempt(form), form.stat().st_size / 1e6))
    return forms


def _keep_fastest(graph: Path, forms: Sequence[Tried]) -> Tried:
    """Put the fastest form that holds in the place of `graph`, and remove the others."""
    best = _fastest_that_holds(forms)
    _form(graph, forms.index(best)).replace(graph)
    for number in range(len(forms)):
        _form(graph, number).unlink(missing_ok=True)
    return best


def _form(graph: Path, number: int) -> Path:
    return graph.with_suffix(f".{number}")


def _fastest_that_holds(tried: Sequence[Tried]) -> Tried:
    holding = [one for one in tried if one.agreement.holds]
    if holding:
        return max(holding, key=lambda one: one.per_second)
    best = max(tried, key=lambda one: (one.agreement.overlap, one.agreement.cosine))
    raise PreparationRefused(
        f"{best.graph} does not agree with the original in any precision; the nearest is {best.precision} with a mean "
        f"cosine of {best.agreement.cosine:.4f} (at least {LEAST_COSINE}) and a top-{TOP_K} overlap of "
        f"{best.agreement.overlap:.3f} (at least {LEAST_OVERLAP})"
    )


def _pace(encode: Callable[[Sequence[_T]], object], things: Sequence[_T]) -> float:
    """Things a second in batches; the best of a few runs, which is the least disturbed one."""
    batch = things[:_TIMED_BATCH]
    seconds = []
    for _ in range(_TIMED_RUNS):
        started = time.perf_counter()
        encode(batch)
        seconds.append(time.perf_counter() - started)
    return len(batch) / min(seconds)
