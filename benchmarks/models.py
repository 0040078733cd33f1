"""A ViT-B/32 with random weights in the layouts that the contenders read, made once and kept in the cache.

    python -m benchmarks.models FORM

says where it lies in this form: the original for "", or a precision of `workers.prepare.quantise`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from workers.encoder_onnx import describe_model
from workers.encoder_transformers import load_transformers_encoder
from workers.prepare.cache import replacing
from workers.prepare.export import export_towers
from workers.prepare.quantise import PRECISIONS, write_quantised

_IDS: Final = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}


def vit_b_32(form: str = "") -> Path:
    """Its folder in this form."""
    original = _random_vit_b_32(user_cache_path("shoplens") / "benchmarks")
    return _onnx_folder(original, form) if form else original


def _random_vit_b_32(cache: Path) -> Path:
    """A folder in Hugging Face layout: CLIP's defaults are exactly ViT-B/32."""
    folder = cache / "vit-b-32"
    if folder.exists():
        return folder
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import CLIPConfig, CLIPModel, PreTrainedTokenizerFast
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    # No word is known: the speed depends on how many tokens there are, not on which.
    start, end, unknown = "<start>", "<end>", "<unk>"
    tokenizer = Tokenizer(models.WordLevel({start: 0, end: 1, unknown: 2}, unk_token=unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}", special_tokens=[(start, 0), (end, 1)]
    )
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # untyped in transformers
        tokenizer_object=tokenizer, unk_token=unknown, pad_token=end, eos_token=end, bos_token=start
    )
    torch.manual_seed(0)
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
    # A graph in the cache is as old as the export that made it: the number goes up with that.
    folder = source.with_name(f"{source.name}-{precision}-2")
    if not folder.exists():
        (wanted,) = (one for one in PRECISIONS if one.name == precision)
        encoder = load_transformers_encoder(str(source), device="cpu")
        with replacing(folder) as new:
            preprocessing = export_towers(encoder, new)
            (new / "model.json").write_text(json.dumps(describe_model(encoder.info, preprocessing)))
            for graph in (new / "image.onnx", new / "text.onnx"):
                write_quantised(graph, wanted, graph.with_suffix(".new"))
                graph.with_suffix(".new").replace(graph)
    return folder


if __name__ == "__main__":
    sys.stdout.write(f"{vit_b_32(sys.argv[1])}\n")
