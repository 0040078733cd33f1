"""Settings: what an operator writes, and what a wrong value says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.errors import SettingsError
from bot.settings import Settings, demo_settings, load_settings
from tests import ROOT

EXAMPLE = ROOT / ".env.example"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _names(field.annotation, f"{prefix}{name.upper()}__")
        else:
            yield prefix + name.upper()


def _example() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_example_file_names_every_setting_and_no_other() -> None:
    """.env.example and the settings agree name by name."""
    assert sorted(_example()) == sorted(_names(Settings, "SHOPLENS_"))


def test_example_file_holds_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying .env.example unchanged changes nothing."""
    for name, value in _example().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == Settings.model_construct(**{n: f.default for n, f in Settings.model_fields.items()})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOPLENS_WEB__PORT", "eighty"),
        ("SHOPLENS_WEB__PORT", "70000"),
        ("SHOPLENS_ENCODER__BACKEND", "tensorflow"),
        ("SHOPLENS_ENCODER__MAX_QUEUE", "0"),
        ("SHOPLENS_TELEGRAM__ADMIN_IDS", '["me"]'),
    ],
)
def test_wrong_value_is_one_sentence_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The operator reads which setting is wrong and why, and no traceback."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_value_that_is_no_list_is_one_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list setting that is not JSON names itself."""
    monkeypatch.setenv("SHOPLENS_TELEGRAM__ADMIN_IDS", "12,x")
    with pytest.raises(SettingsError, match="SHOPLENS_TELEGRAM__ADMIN_IDS"):
        load_settings()


@pytest.mark.parametrize("value", ["12345, 678", "[12345, 678]"])
def test_admin_ids_are_a_list_in_either_spelling(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Operators write ids with commas, with or without brackets."""
    monkeypatch.setenv("SHOPLENS_TELEGRAM__ADMIN_IDS", value)
    assert load_settings().telegram.admin_ids == (12345, 678)


def test_token_is_never_shown() -> None:
    """A settings object that is printed or logged hides the token."""
    assert "s3cret" not in repr(Settings.model_validate({"telegram": {"token": "s3cret"}}))


def test_demo_keeps_to_its_own_model_and_folder() -> None:
    """The demo never writes into the shop's own data folder and needs no hub."""
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": "shop", "chroma_url": "http://x"}}))
    assert settings.encoder.model == "bundled"
    assert settings.catalog.data_dir == Path("shop/demo")
    assert settings.catalog.chroma_url == ""


@pytest.mark.parametrize("name", ["shoplens.service", "Dockerfile", "compose.yaml"])
def test_what_deploys_names_settings_that_there_are(name: str) -> None:
    """A setting that is renamed is renamed there too."""
    named = set(re.findall(r"SHOPLENS_[A-Z_]+", (ROOT / "deploy" / name).read_text("utf-8")))
    assert named <= set(_names(Settings, "SHOPLENS_"))
