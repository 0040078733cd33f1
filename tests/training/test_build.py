"""The whole way from data to ONNX, in small."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="training needs the extra: pip install '.[training]'")

from training.assess import Collections, assess
from training.data import read_catalog, read_consumer, read_other
from training.pipeline import TINY, OnnxEncodings, build
from workers.encoder import load_encoder

# The older of torch's two exporters needs no further package; what it says about itself is known.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Constant folding:UserWarning"),
    pytest.mark.filterwarnings("ignore:Converting a tensor to a Python float"),
]


@pytest.fixture(scope="module")
def bundled(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained for a few steps."""
    folder = tmp_path_factory.mktemp("bundled")
    build(tiny_data, folder, tmp_path_factory.mktemp("work"), TINY, seed=0)
    return folder


def test_tiny_run_ends_in_a_model_that_loads(bundled: Path, tiny_data: Path) -> None:
    """`build` checks ONNX against torch itself; what it wrote is an encoder with unit vectors."""
    encoder = load_encoder(str(bundled))
    words = encoder.encode_texts(["blue t-shirt with collar", "", "word " * 99])
    assert words.shape == (3, encoder.info.dim)
    assert np.allclose(np.linalg.norm(words, axis=1), 1, atol=1e-5)
    described = json.loads((bundled / "model.json").read_text())
    assert described["temperature"] > 0
    assert set(described["text_curve"]) == {"midpoint", "slope"}


def test_figures_are_made_from_the_files_alone(bundled: Path, tiny_data: Path) -> None:
    """Every figure of the model card comes out, each a share."""
    rows = Collections(read_catalog(tiny_data), read_consumer(tiny_data), read_other(tiny_data))
    found = assess(OnnxEncodings(tiny_data, bundled), rows)
    assert {"title_to_image", "fine_category", "colour", "consumer class"} <= set(found)
    assert all(0 <= value <= 1 for figure in found.values() for value in figure.values())
