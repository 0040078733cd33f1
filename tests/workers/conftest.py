"""Small models in Hugging Face layout."""

from __future__ import annotations

from pathlib import Path

import pytest


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
