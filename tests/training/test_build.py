"""The whole way from data to ONNX, in small."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="training needs the extra: pip install '.[training]'")

from training.evaluation.card import BEGIN, END, write_figures
from training.pipeline import TINY, build, calibrate_again, figures_of
from workers.encoders.loading import load_encoder

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
    assert set(encoder.info.trait_temperatures) == {"colours", *encoder.info.trait_curves}
    assert 0 < encoder.info.product_from < 1
    assert set(described["text_curve"]) == {"midpoint", "slope"}


def test_finished_model_is_calibrated_anew(bundled: Path, tiny_data: Path, tmp_path: Path) -> None:
    """The curves are fitted from the files alone and come out as they did after training; nothing else changes."""
    model = Path(shutil.copytree(bundled, tmp_path / "model"))
    before = json.loads((model / "model.json").read_text())
    (model / "model.json").write_text(json.dumps(before | {"temperature": 1.0, "trait_curves": {}}))
    calibrate_again(tiny_data, model, TINY, seed=0)
    after = json.loads((model / "model.json").read_text())
    assert list(after) == list(before)
    assert after["temperature"] == pytest.approx(before["temperature"], rel=0.1)
    assert after["trait_curves"].keys() == before["trait_curves"].keys()


def test_figures_are_made_from_the_files_alone(bundled: Path, tiny_data: Path) -> None:
    """Every figure of the model card comes out, each a share."""
    found = figures_of(tiny_data, bundled, TINY)
    assert {"title_to_image", "fine_category", "consumer class", "stated category", "turned away: drawings"} <= set(
        found
    )
    assert all(0 <= value <= 1 for figure in found.values() for value in figure.values())


def test_model_card_gets_the_figures_and_keeps_its_words(bundled: Path, tmp_path: Path) -> None:
    """The table between the marks is written anew; nothing else of the card changes."""
    card = tmp_path / "README.md"
    card.write_text(f"# model\n\n{BEGIN}\nold\n{END}\n\nlimits\n")
    write_figures(card, {"title_to_image": {"recall_at_10": 0.25, "mrr": 0.125}})
    assert card.read_text() == (
        f"# model\n\n{BEGIN}\n| figure | value |\n|---|---|\n"
        f"| title_to_image: recall_at_10 / mrr | .250 / .125 |\n{END}\n\nlimits\n"
    )
