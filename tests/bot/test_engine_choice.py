"""Which engine a command line and its settings bring up."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.main import main


def test_ray_that_is_not_installed_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """`serve --engine ray` without the extra names the command that installs it."""
    caplog.set_level(logging.INFO)  # which serving sets for good
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPLENS_TELEGRAM__TOKEN", "1:token")
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "workers.engine.ray", raising=False)
    done = CliRunner().invoke(main, ["--demo", "serve", "--engine", "ray"])
    assert done.exit_code == 1
    assert done.output.strip() == (
        "Error: SHOPLENS_ENCODER__ENGINE is ray, which is not installed: "
        "run `pip install 'shoplens[ray]'`, or set it to local."
    )
