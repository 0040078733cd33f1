"""The demo runs on what requirements.lock brings: no PyTorch, no transformers, no tools of those who work on it."""

from __future__ import annotations

import json
import subprocess
import venv
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import pytest
from aiohttp import ClientSession

from tests import ROOT
from tests.bot.channels.web.visitor import Visitor, answer, ask
from tests.shop import demo_page, environment
from tests.test_lock import pins, plain

RUN: Final = "from bot.cli.main import main; main()"
IMPORT_ALL: Final = """
import importlib, json, pkgutil
missing = {}
for top in ("bot", "catalog", "demo_shop", "workers"):
    for module in pkgutil.walk_packages([top], f"{top}."):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            missing[module.name] = error.name
print(json.dumps(missing))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has what requirements.lock names, linked from where the tests have it, and the project."""
    folder = tmp_path_factory.mktemp("light")
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    locked = {*pins("requirements.lock"), "shoplens"}
    for one in distributions():
        if plain(one.metadata["Name"]) in locked:
            for top in {file.parts[0] for file in one.files or ()} - {"..", "__pycache__"}:
                if not (packages / top).exists() and not top.startswith("__editable__"):
                    (packages / top).symlink_to(Path(str(one.locate_file(top))))
    (packages / "project.pth").write_text(f"{ROOT}\n")
    return folder / "bin" / "python"


async def test_the_demo_answers_without_torch(python: Path, demo_dir: Path) -> None:
    """It starts, and "red boots" gets red boots, in an environment that has neither torch nor transformers."""
    async with (
        demo_page(demo_dir, program=[str(python), "-c", RUN]) as url,
        ClientSession() as session,
        Visitor(url, session).line() as socket,
    ):
        await ask(socket, "question-1", text="red boots")
        reply = await answer(socket, patience_s=30)
    assert reply["type"] == "reply"
    assert "boots" in json.dumps(reply["cards"]).lower()


def test_only_what_runs_and_prepares_original_models_needs_torch(python: Path) -> None:
    """Every other module is imported without; what is named here is imported inside of functions."""
    done = subprocess.run([python, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "workers.encoders.transformers": "torch",
        "workers.engine.ray": "ray",
        "workers.prepare.export": "torch",
        "workers.prepare.run": "torch",
    }


@pytest.mark.parametrize("command", [["serve"], ["search", "red boots"], ["model", "prepare"]])
def test_a_model_that_needs_torch_says_the_command_that_brings_it(
    python: Path, command: list[str], tmp_path: Path
) -> None:
    """One sentence, before anything is downloaded or asked of Telegram."""
    settings = {"SHOPLENS_TELEGRAM__TOKEN": "1:token", "SHOPLENS_ENCODER__MODEL": "patrickjohncyh/fashion-clip"}
    done = subprocess.run(
        [python, "-c", RUN, *command],
        cwd=tmp_path,
        env={**environment(tmp_path), **settings, "HF_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "Error: patrickjohncyh/fashion-clip needs PyTorch and transformers, which are not installed: "
        "`make install` brings them; SHOPLENS_ENCODER__MODEL=bundled needs neither."
    )
    assert done.stdout == ""
