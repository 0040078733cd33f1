"""Small models in Hugging Face layout, and worker processes that load toys instead of a model."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.workers.toy_encoders import ToyEncoder, load_toy

LoadToy = Callable[[str, str, int | None, int | None], ToyEncoder]
LoadInWorkers = Callable[[LoadToy], None]
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from tests.workers import toy_encoders; from workers.engine import worker; "
    "worker.load_encoder = toy_encoders.{load}; worker.main(int(sys.argv[1]))"
)
"""What `workers.engine.process` starts, with a function of `toy_encoders` in the place of the loader."""


@pytest.fixture(scope="module")
def toys_in_workers() -> Iterator[None]:
    """The workers of a file's tests load the obedient encoder."""
    with pytest.MonkeyPatch.context() as patch:
        _load_in_workers(patch, load_toy)
        yield


@pytest.fixture
def load_in_workers(monkeypatch: pytest.MonkeyPatch) -> LoadInWorkers:
    """Say which toy the workers of this test load."""
    return lambda load: _load_in_workers(monkeypatch, load)


def _load_in_workers(patch: pytest.MonkeyPatch, load: LoadToy) -> None:
    patch.setattr("workers.engine.process._START", _START.format(load=load.__name__))
    if importlib.util.find_spec("ray") is not None:
        from workers.engine import ray, worker

        class ToyReplica(ray.Replica):
            def __init__(self, *options: Any) -> None:
                worker.load_encoder = load  # type: ignore[assignment,attr-defined]  # the replica's own process
                super().__init__(*options)

        patch.setattr(ray, "Replica", ToyReplica)


@pytest.fixture(scope="session")
def hugging_face_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Small random CLIP and SigLIP models with processor and tokenizer, as `save_pretrained` lays them out."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import CLIPConfig, CLIPModel, PreTrainedTokenizerFast, SiglipConfig, SiglipModel
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

    words = ["<pad>", "<unk>", "<start>", "<end>", "red", "blue", "boots", "a", "photo", "of"]
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<start> $A <end>", special_tokens=[("<start>", 2), ("<end>", 3)]
    )
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # untyped in transformers
        tokenizer_object=tokenizer, unk_token="<unk>", pad_token="<pad>", eos_token="<end>"
    )
    small = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    text = small | {"vocab_size": len(words), "max_position_embeddings": 12}
    ids = {"bos_token_id": 2, "eos_token_id": 3, "pad_token_id": 0}
    vision = small | {"image_size": 32, "patch_size": 16}
    torch.manual_seed(0)
    folders = {}
    for name, model, processor in (
        (
            "clip",
            CLIPModel(CLIPConfig(text_config=text | ids, vision_config=vision, projection_dim=16)),
            CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}),
        ),
        (
            "siglip",
            SiglipModel(SiglipConfig(text_config=text | ids, vision_config=vision)),
            SiglipImageProcessorPil(size={"height": 32, "width": 32}),
        ),
    ):
        folders[name] = tmp_path_factory.mktemp(name)
        for part in (model, processor, fast):
            part.save_pretrained(folders[name])
    return folders
