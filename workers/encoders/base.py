"""What every encoder is: pictures and words into one space of vectors, whichever model does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.jobs import ModelInfo


class Encoder(Protocol):
    """Encodes in the calling process and thread.  Rows are in the order of the input, L2-normalised.

    `alone` tells it that nothing else is encoded on this machine meanwhile, so that pictures may have all cores.
    """

    alone: bool

    @property
    def info(self) -> ModelInfo:
        """Name, fingerprint, dimension and how cosines are to be read."""

    def encode_images(self, pictures: Sequence[bytes]) -> NDArray[np.float32]:
        """Pictures as their bytes came → float32 (n, d).  Raises `UnreadablePicture`."""

    def encode_decoded(self, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        """Pictures from `workers.images.decoding.decode_picture` → float32 (n, d)."""

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Phrases → float32 (n, d).  What is longer than the model reads is cut off."""
