"""Models by name and by folder: what loads, what it gives, and the one sentence when it does not."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import ROOT
from workers.encoders.base import Encoder
from workers.encoders.loading import how_it_runs, load_encoder
from workers.errors import ModelUnavailable, UnreadablePicture
from workers.models import BUNDLED, BUNDLED_FOLDER

WAY_OUT = r"SHOPLENS_ENCODER__MODEL .*`bundled`.*folder that holds the model's files"


def _photo(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def _holds_the_contract(encoder: Encoder) -> None:
    images = encoder.encode_images([_photo("red"), _photo("blue"), _photo("red")])
    texts = encoder.encode_texts(["red boots", "a photo of blue boots " * 200, "red boots", ""])
    for rows, count in ((images, 3), (texts, 4)):
        assert rows.shape == (count, encoder.info.dim)
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
        assert np.allclose(rows[0], rows[2], atol=1e-5)
        assert not np.allclose(rows[0], rows[1], atol=1e-3)
    assert encoder.encode_images([]).shape == encoder.encode_texts([]).shape == (0, encoder.info.dim)
    assert re.fullmatch(r"[a-z0-9-]{3,80}", encoder.info.fingerprint)
    with pytest.raises(UnreadablePicture):
        encoder.encode_images([b"no picture"])


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_a_folder_in_hugging_face_layout_encodes(hugging_face_folders: dict[str, Path], kind: str) -> None:
    """CLIP- and SigLIP-style models give unit vectors, equal for equal input."""
    encoder = load_encoder(str(hugging_face_folders[kind]), threads=1)
    _holds_the_contract(encoder)
    assert encoder.info.temperature >= 1


def test_other_weights_have_another_fingerprint(hugging_face_folders: dict[str, Path], tmp_path: Path) -> None:
    """Fine-tuning changes neither names nor sizes of files; the fingerprint changes all the same."""
    from safetensors.torch import load_file, save_file

    tuned = tmp_path / hugging_face_folders["clip"].name
    shutil.copytree(hugging_face_folders["clip"], tuned)
    before, again = (load_encoder(str(folder)).info.fingerprint for folder in (hugging_face_folders["clip"], tuned))
    assert before == again
    weights = load_file(tuned / "model.safetensors")
    weights["text_projection.weight"] += 0.01
    save_file(weights, tuned / "model.safetensors", metadata={"format": "pt"})
    assert load_encoder(str(tuned)).info.fingerprint != before


@pytest.mark.parametrize("lost", ["config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json"])
@pytest.mark.fault("model file missing: {case}", "one sentence that names the setting")
def test_an_incomplete_folder_is_named(hugging_face_folders: dict[str, Path], tmp_path: Path, lost: str) -> None:
    """Whichever file is missing, it is one sentence, not a traceback of a library."""
    folder = tmp_path / "model"
    shutil.copytree(hugging_face_folders["clip"], folder)
    if not (folder / lost).exists():
        lost = "processor_config.json"
    (folder / lost).unlink()
    with pytest.raises(ModelUnavailable, match=WAY_OUT):
        load_encoder(str(folder))


def test_weights_that_lack_layers_are_refused(hugging_face_folders: dict[str, Path], tmp_path: Path) -> None:
    """A layer without weights would be filled at random, and every search with it."""
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(hugging_face_folders["clip"], folder)
    weights = load_file(folder / "model.safetensors")
    del weights["visual_projection.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelUnavailable, match="do not fit"):
        load_encoder(str(folder))


def test_weights_in_pickle_are_refused(hugging_face_folders: dict[str, Path], tmp_path: Path) -> None:
    """Loading a pickle runs whatever code it holds."""
    folder = tmp_path / "model"
    shutil.copytree(hugging_face_folders["clip"], folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelUnavailable, match="safetensors"):
        load_encoder(str(folder))


@pytest.mark.parametrize("model", ["./no/such/folder", "/no/such", "a/b/c", "no-such-model*"])
def test_a_missing_folder_is_named(model: str) -> None:
    """The sentence says what to set."""
    with pytest.raises(ModelUnavailable, match=WAY_OUT):
        load_encoder(model)


@pytest.mark.fault("model hub cannot be reached", "one sentence at once, with the offline choices")
def test_a_hub_that_cannot_be_reached_ends_in_one_sentence_at_once(tmp_path: Path) -> None:
    """No retries that keep the owner waiting, no stack of warnings."""
    code = (
        "from workers.encoders.loading import load_encoder\n"
        "from workers.errors import ModelUnavailable\n"
        "try: load_encoder('patrickjohncyh/fashion-clip')\n"
        "except ModelUnavailable as error: print(error)\n"
    )
    environment = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path), "PATH": ""}
    root = ROOT
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert re.match(WAY_OUT.replace(" .*", " is 'patrickjohncyh/fashion-clip'.*"), done.stdout)
    assert "cannot be reached" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_model_and_backend_must_go_together(hugging_face_folders: dict[str, Path]) -> None:
    """The bundled model is ONNX; a Hugging Face folder is not."""
    assert how_it_runs("patrickjohncyh/fashion-clip").backend == "torch"
    with pytest.raises(ModelUnavailable, match="model prepare"):
        load_encoder(str(hugging_face_folders["clip"]), "onnx")
    with pytest.raises(ModelUnavailable, match="BACKEND"):
        load_encoder(BUNDLED, "tpu")


bundled = pytest.mark.skipif(not (BUNDLED_FOLDER / "model.json").is_file(), reason="the bundled model is not there")


@bundled
def test_the_bundled_model_holds_the_contract() -> None:
    """Unit vectors of the promised size, equal for equal input, with any number of rows."""
    encoder = load_encoder(BUNDLED, threads=1)
    _holds_the_contract(encoder)
    assert encoder.info.dim == json.loads((BUNDLED_FOLDER / "model.json").read_text())["dim"]
    many = encoder.encode_texts([f"red boots {number}" for number in range(40)])
    assert many.shape == (40, encoder.info.dim)


@bundled
@pytest.mark.parametrize("damaged", ["image.onnx", "text.onnx", "tokenizer.json", "model.json"])
@pytest.mark.parametrize("how", ["missing", "cut"])
@pytest.mark.fault("bundled model damaged: {case}", "one sentence that names the file")
def test_a_damaged_bundled_model_is_named(tmp_path: Path, damaged: str, how: str) -> None:
    """One sentence, whichever library found out."""
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED_FOLDER, folder)
    if how == "missing":
        (folder / damaged).unlink()
    else:
        (folder / damaged).write_bytes((folder / damaged).read_bytes()[:100])
    with pytest.raises(ModelUnavailable, match=WAY_OUT):
        load_encoder(str(folder), "auto")


@bundled
def test_the_bundled_model_never_pays_for_torch() -> None:
    """Neither torch nor transformers is imported for it; the engine's own process has not even ONNX Runtime."""
    code = (
        "import sys; import workers.engine.local\n"
        "assert not {'onnxruntime', 'torch', 'transformers'} & set(sys.modules)\n"
        "from workers.encoders.loading import load_encoder; load_encoder('bundled')\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_torch_keeps_to_the_threads_of_a_batch(hugging_face_folders: dict[str, Path]) -> None:
    """Several processes with all cores each would only take them from one another."""
    import torch

    before = torch.get_num_threads()
    try:
        load_encoder(str(hugging_face_folders["clip"]), "torch", threads=1, threads_alone=2)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)
