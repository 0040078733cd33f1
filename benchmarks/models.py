"""A ViT-B/32 with random weights in the layouts that the contenders read, made once and kept in the cache.

    python -m benchmarks.models FORM

says where it lies in this form: the original for "", or a precision of `workers.prepare.quantise`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from workers.encoders.onnx import describe_model
from workers.encoders.prepared import replacing
from workers.encoders.transformers import load_transformers_encoder
from workers.prepare.export import export_towers
from workers.prepare.quantise import PRECISIONS, write_quantised
from workers.vocabulary import KIND_PROMPTS

_VERSION: Final = 2
"""Goes up with what the export makes, since what lies in the cache is as old as the export that made it."""

_SEED, _TEMPERATURE = 3, 1e5
"""With these every photo is a polo shirt beyond doubt.  Weights that doubt would have the bot look for several garments
in each photo, ten times the work, which trained ones do for few."""

_IDS: Final = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}


def vit_b_32(form: str = "") -> Path:
    """Its folder in this form."""
    original = _random_vit_b_32(user_cache_path("shoplens") / "benchmarks")
    return _onnx_folder(original, form) if form else original


def _random_vit_b_32(cache: Path) -> Path:
    """A folder in Hugging Face layout: CLIP's defaults are exactly ViT-B/32."""
    folder = cache / f"vit-b-32-{_VERSION}"
    if folder.exists():
        return folder
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import CLIPConfig, CLIPModel, PreTrainedTokenizerFast
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    # Hardly a word is known: the speed depends on how many tokens there are, not on which.
    start, end, unknown = "<start>", "<end>", "<unk>"
    split = pre_tokenizers.Whitespace()
    known = sorted({word for prompt in KIND_PROMPTS for word, _ in split.pre_tokenize_str(prompt)})
    numbers = {word: number for number, word in enumerate((start, end, unknown, *known))}
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token=unknown))
    tokenizer.pre_tokenizer = split
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}", special_tokens=[(start, 0), (end, 1)]
    )
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # untyped in transformers
        tokenizer_object=tokenizer, unk_token=unknown, pad_token=end, eos_token=end, bos_token=start
    )
    torch.manual_seed(_SEED)
    with replacing(folder) as new:
        for part in (CLIPModel(CLIPConfig(text_config=_IDS)), CLIPImageProcessorPil(), fast):
            part.save_pretrained(new)
        described = json.loads((new / "tokenizer_config.json").read_text())
        # The name that transformers 4 knows too, which infinity-emb needs.
        described["tokenizer_class"] = "PreTrainedTokenizerFast"
        (new / "tokenizer_config.json").write_text(json.dumps(described))
    return folder


def _onnx_folder(source: Path, precision: str) -> Path:
    """The same model as ONNX graphs in one of the precisions of `workers.prepare.quantise`."""
    folder = source.with_name(f"{source.name}-{precision}")
    if not folder.exists():
        (wanted,) = (one for one in PRECISIONS if one.name == precision)
        encoder = load_transformers_encoder(str(source), device="cpu")
        with replacing(folder) as new:
            preprocessing = export_towers(encoder, new)
            info = replace(encoder.info, temperature=_TEMPERATURE)
            (new / "model.json").write_text(json.dumps(describe_model(info, preprocessing)))
            for graph in (new / "image.onnx", new / "text.onnx"):
                write_quantised(graph, wanted, graph.with_suffix(".new"))
                graph.with_suffix(".new").replace(graph)
    return folder


if __name__ == "__main__":
    sys.stdout.write(f"{vit_b_32(sys.argv[1])}\n")
