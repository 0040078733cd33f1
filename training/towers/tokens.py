"""The text tower's own tokenizer: a small byte-pair vocabulary learned from titles, labels and the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

MAX_TOKENS: Final = 24
SPECIAL: Final = ("[PAD]", "[UNK]", "[START]")
PAD_ID, UNKNOWN_ID, START_ID = range(3)


def train_tokenizer(texts: Iterable[str], vocabulary_size: int) -> Tokenizer:
    """Learn the merges; lower-casing, accent folding, padding and truncation are part of the file."""
    tokenizer = Tokenizer(models.BPE(unk_token=SPECIAL[UNKNOWN_ID]))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("’", "'"),
            normalizers.Replace("'s", " s"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True)]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        special_tokens=list(SPECIAL),
        initial_alphabet=list("abcdefghijklmnopqrstuvwxyz0123456789"),
        continuing_subword_prefix="##",
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{SPECIAL[START_ID]} $A", special_tokens=[(SPECIAL[START_ID], START_ID)]
    )
    tokenizer.enable_padding(pad_id=PAD_ID, pad_token=SPECIAL[PAD_ID])
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def tokenize(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids and attention mask, both int64 of shape (n, L), L being the longest text's."""
    encodings = tokenizer.encode_batch(list(texts))
    ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
    return ids, np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
