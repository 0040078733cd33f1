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

from workers.encoder import IMAGE_GRAPH
from workers.encoder_onnx import DESCRIPTION, TEXT_GRAPH, TOKENIZER, ImageGraph, TextGraph, describe_model
from workers.encoder_transformers import TransformersEncoder
from workers.errors import PreparationRefused
from workers.prepare.cache import REFUSED, replacing
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
    total = 2 + 2 * len(PRECISIONS)
    progress("Encoding with the original", 0, total)
    seen, said = encoder.encode_decoded(pictures), encoder.encode_texts(words)
    refused: PreparationRefused
    with replacing(folder) as new:
        progress("Exporting to ONNX", 1, total)
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
                forms: list[Tried] = []
                for precision in PRECISIONS:
                    progress(f"Checking {graph.name} in {precision.name}", 2 + len(tried), total)
                    path = graph.with_suffix(f".{len(forms)}")
                    write_quantised(graph, precision, path)
                    forms.append(Tried(graph.name, precision.name, *attempt(path), path.stat().st_size / 1e6))
                    tried.append(forms[-1])
                best = _fastest_that_holds(forms)
                graph.with_suffix(f".{forms.index(best)}").replace(graph)
                for left in range(len(forms)):
                    graph.with_suffix(f".{left}").unlink(missing_ok=True)
                kept.append(best)
            (new / DESCRIPTION).write_text(json.dumps(describe_model(encoder.info, preprocessing), indent=2) + "\n")
            return Report(tuple(tried), tuple(kept))
        except PreparationRefused as error:
            for path in new.iterdir():
                path.unlink()
            (new / REFUSED).write_text(json.dumps({"why": str(error)}) + "\n")
            refused = error
    raise refused


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
