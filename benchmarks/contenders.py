"""Ways to turn photos and words into vectors, each run in a process of its own by `benchmarks.encoder_speed`.

    python -m benchmarks.contenders WAY MODEL PHOTOS

Reads commands from standard input, one a line as JSON: {"what": "photos" | "words" | "lone" | "lone, decoded",
"seconds": s}, and answers each with the number of things encoded a second (of the last two: the median seconds of one
photo, with its decoding and without).  No photo comes twice.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

RESULTS: Final = Path(__file__).parent / "results"
BATCH: Final = 16
_DRAWINGS: Final = 64
_IN_FLIGHT: Final = 96
_LEAST_LONE: Final = 5

Encode = Callable[[list[Any]], object]


def drawings(folder: Path) -> Path:
    """JPEGs for those who have none."""
    from demo_shop import demo_products, draw

    folder.mkdir(exist_ok=True)
    for number, product in enumerate(demo_products()[:_DRAWINGS]):
        draw(product.look).save(folder / f"{number:03}.jpg", quality=88)
    return folder


def photos_in(folder: Path) -> Iterator[bytes]:
    """The folder's JPEGs over and over, each time as another file: what follows the end of a JPEG is not read."""
    files = [path.read_bytes() for path in sorted(folder.glob("*.jpg"))]
    for number in itertools.count():
        yield files[number % len(files)] + number.to_bytes(8)


def words() -> Iterator[str]:
    """Phrases as shoppers type them, all different."""
    for number in itertools.count():
        yield f"red leather ankle boots number {number}"


class Batches:
    """A way that takes lists: one thing at a time, or `BATCH`."""

    def __init__(
        self,
        encode_photos: Encode,
        encode_words: Encode,
        batch: int = BATCH,
        *,
        decode: Encode | None = None,
        encode_decoded: Encode | None = None,
    ) -> None:
        """`decode` is left out where photos are not decoded at all."""
        self._encode = {"photos": encode_photos, "words": encode_words}
        self._batch = batch
        self._decode, self._encode_decoded = decode or list, encode_decoded or encode_photos

    def pace(self, what: str, source: Iterator[Any], seconds: float) -> float:
        """Things a second."""
        started, count = time.perf_counter(), 0
        while (elapsed := time.perf_counter() - started) < seconds:
            self._encode[what](list(itertools.islice(source, self._batch)))
            count += self._batch
        return count / elapsed

    def lone(self, source: Iterator[bytes], seconds: float) -> float:
        """Median seconds of a photo that comes alone."""
        return _median(self._encode["photos"], lambda: [next(source)], seconds)

    def lone_decoded(self, source: Iterator[bytes], seconds: float) -> float:
        """The same for a photo that is decoded already; its pixels are resized within the time."""
        return _median(self._encode_decoded, lambda: self._decode([next(source)]), seconds)

    def close(self) -> None:
        """There is nothing to stop."""


class OursInBatches:
    """The engine with its worker processes, as the bot uses it."""

    def __init__(self, model: str) -> None:
        from workers.engine.local import LocalEngine
        from workers.engine.options import EngineOptions

        self._loop = asyncio.new_event_loop()
        self._engine = LocalEngine(EngineOptions(model))
        self._loop.run_until_complete(self._engine.__aenter__())

    def pace(self, what: str, source: Iterator[Any], seconds: float) -> float:
        """Things a second with many callers at once."""
        encode: Callable[[Any], Any] = self._engine.encode_image if what == "photos" else self._engine.encode_text
        count = 0

        async def caller(until: float) -> None:
            nonlocal count
            while time.perf_counter() < until:
                await encode(next(source))
                count += 1

        async def crowd() -> float:
            started = time.perf_counter()
            await asyncio.gather(*(caller(started + seconds) for _ in range(_IN_FLIGHT)))
            return count / (time.perf_counter() - started)

        return self._loop.run_until_complete(crowd())

    def lone(self, source: Iterator[bytes], seconds: float) -> float:
        """Median seconds of a photo that comes alone, from the call to the answer."""
        return _median(
            lambda photo: self._loop.run_until_complete(self._engine.encode_image(photo)), lambda: next(source), seconds
        )

    def close(self) -> None:
        """Stop the worker processes."""
        self._loop.run_until_complete(self._engine.__aexit__(None, None, None))
        self._loop.close()


def _median(call: Callable[[Any], object], prepare: Callable[[], Any], seconds: float) -> float:
    times: list[float] = []
    started = time.perf_counter()
    while time.perf_counter() - started < seconds or len(times) < _LEAST_LONE:
        ready = prepare()
        before = time.perf_counter()
        call(ready)
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def with_transformers(model: str, batch: int, *, bf16: bool) -> Batches:
    """What the model's page shows: processor and model, on pictures opened with Pillow."""
    import torch
    import transformers

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # untyped in transformers
    clip = transformers.AutoModel.from_pretrained(model).eval()
    processor = transformers.AutoImageProcessor.from_pretrained(model, backend="pil")  # type: ignore[no-untyped-call]  # as above
    tokenizer = transformers.AutoTokenizer.from_pretrained(model)

    def photos(batch: list[bytes]) -> object:
        pictures = [Image.open(io.BytesIO(data)).convert("RGB") for data in batch]
        inputs = processor(images=pictures, return_tensors="pt")
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            return clip.get_image_features(**inputs).pooler_output.float().numpy()

    def phrases(batch: list[str]) -> object:
        inputs = tokenizer(batch, padding=True, return_tensors="pt")
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            return clip.get_text_features(**inputs).pooler_output.float().numpy()

    return Batches(photos, phrases, batch)


def with_onnx_runtime(model: str) -> Batches:
    """ONNX Runtime with its own defaults, all cores, nothing around it; pictures opened with Pillow."""
    import onnxruntime  # type: ignore[import-untyped]  # it ships no types
    from tokenizers import Tokenizer

    from workers.encoders.onnx import pixels_of

    folder = Path(model)
    pixels = pixels_of(json.loads((folder / "model.json").read_text()))
    image, text = (onnxruntime.InferenceSession(folder / name) for name in ("image.onnx", "text.onnx"))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def photos(batch: list[bytes]) -> object:
        pictures = [Image.open(io.BytesIO(data)).convert("RGB") for data in batch]
        return image.run(None, {"pixels": np.stack([pixels(picture) for picture in pictures])})[0]

    def phrases(batch: list[str]) -> object:
        rows = tokenizer.encode_batch(batch)
        ids, mask = ([getattr(row, name) for row in rows] for name in ("ids", "attention_mask"))
        feed = {"input_ids": np.array(ids, dtype=np.int64), "attention_mask": np.array(mask, dtype=np.int64)}
        return text.run(None, feed)[0]

    return Batches(photos, phrases, 8)


def bare_model(model: str) -> Batches:
    """The model call alone on pixels that are ready, all cores: what no way around it can beat for one photo."""
    import onnxruntime

    image = onnxruntime.InferenceSession(Path(model) / "image.onnx")
    about = image.get_inputs()[0]
    random = np.random.default_rng(0)
    dtype = np.uint8 if "uint8" in about.type else np.float32
    pixels = (random.random((1, *about.shape[1:])) * (255 if dtype is np.uint8 else 1)).astype(dtype)

    def photos(batch: list[bytes]) -> object:
        return image.run(None, {"pixels": np.repeat(pixels, len(batch), axis=0)})[0]

    return Batches(photos, photos, 8)


def our_encoder(model: str) -> Batches:
    """The encoder inside the engine's processes, without the engine and without attributes."""
    from workers.encoders.loading import load_encoder
    from workers.images.decoding import decode_picture

    encoder = load_encoder(model, threads=1, threads_alone=len(os.sched_getaffinity(0)))

    def photos(batch: list[bytes]) -> object:
        encoder.alone = len(batch) == 1
        return encoder.encode_images(batch)

    def decoded(photos: list[bytes]) -> list[object]:
        encoder.alone = True
        return [decode_picture(photo) for photo in photos]

    return Batches(photos, encoder.encode_texts, 8, decode=decoded, encode_decoded=encoder.encode_decoded)


def main(arguments: Sequence[str]) -> None:
    """Answer commands until standard input ends."""
    name, model, folder = arguments
    makers: dict[str, Callable[[], Batches | OursInBatches]] = {
        "tutorial": lambda: with_transformers(model, 1, bf16=False),
        "transformers": lambda: with_transformers(model, BATCH, bf16=False),
        "transformers, bf16": lambda: with_transformers(model, BATCH, bf16=True),
        "onnxruntime": lambda: with_onnx_runtime(model),
        "bare": lambda: bare_model(model),
        "our encoder, one process": lambda: our_encoder(model),
        "ours": lambda: OursInBatches(model),
    }
    way = makers[name]()
    sources: dict[str, Iterator[Any]] = {"photos": photos_in(Path(folder)), "words": words()}
    for line in sys.stdin:
        command = json.loads(line)
        if command["what"] == "lone":
            answer = way.lone(sources["photos"], command["seconds"])
        elif command["what"] == "lone, decoded" and isinstance(way, Batches):
            answer = way.lone_decoded(sources["photos"], command["seconds"])
        else:
            answer = way.pace(command["what"], sources[command["what"]], command["seconds"])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    way.close()


if __name__ == "__main__":
    main(sys.argv[1:])
