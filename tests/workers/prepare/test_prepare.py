"""The fast form of a CLIP model: what is kept gives what the original gives, and drift is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from click.testing import CliRunner
from onnxruntime import InferenceSession  # type: ignore[import-untyped]  # it ships no types
from PIL import Image

from bot.cli.main import main
from workers.encoders.loading import how_it_runs, load_encoder
from workers.encoders.onnx import OnnxEncoder
from workers.encoders.prepared import is_prepared, prepared_folder, replacing
from workers.encoders.preprocess import Preprocessing
from workers.encoders.transformers import load_transformers_encoder
from workers.errors import ModelUnavailable, PreparationRefused
from workers.prepare import export, run
from workers.prepare.export import export_towers
from workers.prepare.quantise import Precision
from workers.prepare.quantise import write_quantised as really_write_quantised
from workers.prepare.run import Report, prepare

WORDS = ["red boots", "blue", "a photo of boots", "red", "boots of blue", "photo"]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def pictures() -> list[Image.Image]:
    """Smooth random pictures of many shapes."""
    random = np.random.default_rng(0)
    return [
        Image.fromarray(random.integers(0, 256, (4, 5, 3), dtype=np.uint8)).resize((50 + 9 * i, 90 - 2 * i))
        for i in range(24)
    ]


def _prepare(source: Path, pictures: list[Image.Image]) -> Report:
    folder = prepared_folder(str(source), source)
    return prepare(load_transformers_encoder(str(source)), folder, pictures, WORDS, lambda what, done, total: None)


def test_tokens_that_nobody_reads_are_left_out(
    hugging_face_folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the last attention of a CLIP only the token that answers is worked out, to the same vector."""
    early, late = tmp_path / "early", tmp_path / "late"
    for folder in (early, late):
        folder.mkdir()
        export_towers(load_transformers_encoder(str(hugging_face_folders["clip"])), folder)
        monkeypatch.setattr(export, "keep_first_token", lambda model: False)
    pixels = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    vectors = [InferenceSession(folder / "image.onnx").run(None, {"pixels": pixels})[0] for folder in (early, late)]
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    taken = [node for node in onnx.load(early / "image.onnx").graph.node if node.name.endswith("_first")]
    assert [node.op_type for node in taken] == ["Gather", "Gather"]  # what attention says, and what it is added to


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_a_prepared_model_is_taken_and_gives_the_originals_vectors(
    hugging_face_folders: dict[str, Path], pictures: list[Image.Image], kind: str
) -> None:
    """From the next start on, `auto` runs the fast form; nobody can tell its vectors from the original's."""
    source = hugging_face_folders[kind]
    original = load_encoder(str(source))
    report = _prepare(source, pictures)
    assert {one.graph for one in report.kept} == {"image.onnx", "text.onnx"}
    assert all(one.agreement.holds for one in report.kept)
    assert all(one.agreement.cosine > 0.9999 for one in report.tried if one.precision == "float32")
    prepared = load_encoder(str(source))
    assert isinstance(prepared, OnnxEncoder)
    assert how_it_runs(str(source)).backend == "onnx"
    assert not how_it_runs(str(source)).slowly
    assert (original.encode_decoded(pictures) * prepared.encode_decoded(pictures)).sum(axis=1).min() > 0.99
    long = [*WORDS, "boots " * 40, ""]
    assert (original.encode_texts(long) * prepared.encode_texts(long)).sum(axis=1).min() > 0.99
    assert prepared.info.fingerprint != original.info.fingerprint
    assert (prepared.info.temperature, prepared.info.text_curve) == (
        original.info.temperature,
        original.info.text_curve,
    )
    assert prepared.info.name == str(source)


def test_the_command_prepares_a_model_and_says_what_it_kept(
    hugging_face_folders: dict[str, Path], pictures: list[Image.Image], tmp_path: Path
) -> None:
    """An operator sees a table of what was tried; photos that are damaged, and too few of them, are no mystery."""
    for number, picture in enumerate(pictures):
        picture.save(tmp_path / f"{number}.jpg")
    (tmp_path / "damaged.jpg").write_bytes(b"no picture")
    source = str(hugging_face_folders["clip"])
    done = CliRunner().invoke(main, ["model", "prepare", source, "--photos", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "Checked on 24 photos" in done.output
    assert how_it_runs(source).backend == "onnx"
    (tmp_path / "few").mkdir()
    done = CliRunner().invoke(main, ["model", "prepare", source, "--photos", str(tmp_path / "few")])
    assert done.exit_code == 2
    assert "fewer than 20" in done.output


def test_what_is_onnx_already_needs_no_preparation() -> None:
    """The bundled model is as fast as it gets."""
    done = CliRunner().invoke(main, ["model", "prepare", "bundled"])
    assert (done.exit_code, done.output) == (0, "bundled is made of ONNX files already; there is nothing to prepare.\n")


def test_drift_of_the_preprocessing_is_refused_and_the_original_runs(
    hugging_face_folders: dict[str, Path], pictures: list[Image.Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pixels that are not the model's own end in a refusal that names the figures."""
    source = hugging_face_folders["clip"]
    right = Preprocessing.pixels
    monkeypatch.setattr(Preprocessing, "pixels", lambda self, image: right(self, image)[:, :, ::-1])
    with pytest.raises(PreparationRefused, match="cosine"):
        _prepare(source, pictures)
    runs = how_it_runs(str(source))
    assert runs.backend == "torch"
    assert "refused" in runs.slowly
    with pytest.raises(ModelUnavailable, match="cosine"):
        load_encoder(str(source), "onnx")


def test_drift_of_the_quantisation_is_not_kept(
    hugging_face_folders: dict[str, Path], pictures: list[Image.Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every quantised form is off, the exported one in float32 remains."""
    import onnx
    from onnx import numpy_helper

    def spoilt(source: Path, precision: Precision, target: Path) -> None:
        really_write_quantised(source, precision, target)
        if precision.in_float is not None:
            graph = onnx.load(target)
            for weight in graph.graph.initializer:
                if weight.data_type == onnx.TensorProto.INT8 and len(weight.dims) == 2:
                    coarse = numpy_helper.to_array(weight) // 64 * 64
                    weight.CopyFrom(numpy_helper.from_array(coarse, weight.name))
            onnx.save(graph, target)

    monkeypatch.setattr(run, "write_quantised", spoilt)
    report = _prepare(hugging_face_folders["clip"], pictures)
    assert [one.precision for one in report.kept] == ["float32", "float32"]


def test_changed_weights_are_prepared_anew(hugging_face_folders: dict[str, Path], tmp_path: Path) -> None:
    """What was prepared from other files is not taken."""
    source = tmp_path / "model"
    source.mkdir()
    for file in hugging_face_folders["clip"].iterdir():
        (source / file.name).write_bytes(file.read_bytes())
    before = prepared_folder("model", source)
    assert prepared_folder("model", source) == before
    (source / "model.safetensors").write_bytes(b"other")
    assert prepared_folder("model", source) != before


def test_an_interrupted_preparation_leaves_the_last_one(tmp_path: Path) -> None:
    """Half a model is never found, and the one before stays."""
    folder = tmp_path / "prepared" / "model"
    with replacing(folder) as new:
        (new / "model.json").write_text("first")
    with pytest.raises(OSError, match="disk"), replacing(folder) as new:
        _half(new)
    assert is_prepared(folder)
    assert (folder / "model.json").read_text() == "first"
    assert [path.name for path in folder.parent.iterdir()] == ["model"]


def _half(folder: Path) -> None:
    (folder / "model.json").write_text("half")
    raise OSError("the disk is full")


SHAPES = [(31, 33), (32, 32), (33, 31), (400, 33), (33, 400), (97, 61), (640, 480), (799, 601), (20, 15)]


@pytest.mark.parametrize("size", SHAPES, ids=str)
@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_pixels_are_the_processors_own(hugging_face_folders: dict[str, Path], kind: str, size: tuple[int, int]) -> None:
    """Resizing and cropping are those of transformers, to the last bit."""
    from transformers import AutoImageProcessor

    processor = AutoImageProcessor.from_pretrained(hugging_face_folders[kind], backend="pil")  # type: ignore[no-untyped-call]  # untyped
    random = np.random.default_rng(size[0])
    picture = Image.fromarray(random.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))
    theirs = processor(images=picture, do_rescale=False, do_normalize=False, return_tensors="np")["pixel_values"][0]
    ours = Preprocessing(32, 32, int(processor.resample), 32 if kind == "clip" else 0).pixels(picture)
    assert np.array_equal(ours, np.asarray(theirs).transpose(1, 2, 0))
