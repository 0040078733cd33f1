"""`make demo` brings what the demo needs, other commands the rest, once; PyTorch in the build that fits the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from tests import ROOT
from tests.test_lock import LOCKS, pins

SCRIPT: Final = ROOT / "deploy" / "install_torch.py"
VERSION: Final = pins("constraints.txt")["torch"]
FILES: Final = ("Makefile", "pyproject.toml", "constraints.txt", *LOCKS)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("install_torch", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name in http.server
        pass


@contextmanager
def index_of(folder: Path) -> Iterator[str]:
    """A package index on loopback: pages are made by the server from the folders."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


def test_a_machine_without_a_card_takes_the_build_for_cpus(
    script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where PyTorch's own index answers; where not, the ordinary one, with a word.  CI, a card and a Mac do not ask."""
    assert script.fitting(needs_choice=True, cpu_index_answers=lambda: True) == "cpu"
    assert capsys.readouterr().out == ""
    assert script.fitting(needs_choice=True, cpu_index_answers=lambda: False) == "index"
    assert "does not answer" in capsys.readouterr().out
    assert script.fitting(needs_choice=False, cpu_index_answers=lambda: pytest.fail("asked")) == "index"


def test_how_much_will_come_is_said_before(script: ModuleType) -> None:
    """With the other way to get it; a word that is neither is refused by what can be given."""
    assert "0.2 GB to download" in script.announcement("cpu")
    assert "2.7 GB to download" in script.announcement("index")
    assert "TORCH=cpu" in script.announcement("index")
    assert "https://mirror.example/torch" in script.announcement("https://mirror.example/torch")
    with pytest.raises(SystemExit, match="TORCH can be cpu, index or the address of an index, and is 'gpu'"):
        script.announcement("gpu")


def test_an_index_that_does_not_answer_in_time_is_left_alone(script: ModuleType, tmp_path: Path) -> None:
    """It has a page for torch, or it has none, refuses, or keeps silent."""
    (tmp_path / "torch").mkdir()
    with index_of(tmp_path) as index:
        assert script.answers(index)
        assert not script.answers(f"{index}/elsewhere")
    assert not script.answers(index)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert not script.answers(f"http://127.0.0.1:{silent.getsockname()[1]}", limit_s=0.1)


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An interpreter with pip alone."""
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "pip").symlink_to(Path(str(distribution("pip").locate_file("pip"))))
    return folder / "bin" / "python"


def test_torch_comes_from_a_given_address_once(python: Path, tmp_path: Path) -> None:
    """The tested version in that index's build, without anything else; the second time nothing is asked or said."""
    wheel = f"torch-{VERSION}+cpu-py3-none-any.whl"
    (tmp_path / "index" / "torch").mkdir(parents=True)
    info = f"torch-{VERSION}+cpu.dist-info"
    with zipfile.ZipFile(tmp_path / "index" / "torch" / wheel, "w") as made:
        made.writestr("torch.py", "")
        made.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: torch\nVersion: {VERSION}+cpu\nRequires-Dist: no\n"
        )
        made.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{info}/RECORD", f"torch.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    with index_of(tmp_path / "index") as index:
        first = _install(python, index)
        assert (first.returncode, first.stderr) == (0, "")
        assert index in first.stdout
    second = _install(python, index)
    assert (second.returncode, second.stdout) == (0, "")
    shown = subprocess.run(
        [python, "-c", "from importlib.metadata import version; print(version('torch'))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout.strip() == f"{VERSION}+cpu"


def _install(python: Path, torch: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment = {**bare, "TORCH": torch, "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run([python, SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


class Checkout:
    """A folder with a Makefile, and what `make` would do in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for number, name in enumerate(FILES):
            shutil.copy(ROOT / name, folder)
            os.utime(folder / name, (number, number))
        (folder / ".venv").mkdir()
        self._clock = len(FILES)

    def touch(self, name: str) -> None:
        """The file is newer than all others."""
        self._clock += 1
        (self.folder / name).touch()
        os.utime(self.folder / name, (self._clock, self._clock))

    def would(self, *words: str) -> str:
        command = ["make", "--dry-run", *words]
        # Away from the `make test` that runs this.
        told = ("MAKE", "MFLAGS", "LOCK", "PYTHON", "TORCH")
        bare = {name: value for name, value in os.environ.items() if not name.startswith(told)}
        done = subprocess.run(command, cwd=self.folder, env=bare, capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_what_is_there_is_not_installed_again(checkout: Checkout) -> None:
    """The demo, then the tests: only the rest comes.  The other way round: nothing.  A changed lock is noticed."""
    demo, rest = (f"--requirement {lock}" for lock in LOCKS)
    assert demo in checkout.would("demo")
    assert rest not in checkout.would("demo")
    assert "install_torch" not in checkout.would("demo")
    checkout.touch(".venv/.demo")
    assert "pip" not in checkout.would("demo")
    assert demo not in checkout.would("test")
    assert rest in checkout.would("test")
    assert "install_torch" in checkout.would("serve")
    checkout.touch(".venv/.installed")
    assert "pip" not in checkout.would("demo") + checkout.would("test") + checkout.would("serve")
    checkout.touch("requirements-dev.lock")
    assert "pip" not in checkout.would("demo")
    assert rest in checkout.would("test")
    checkout.touch("requirements.lock")
    assert demo in checkout.would("demo")
    assert demo in checkout.would("test")


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_an_environment_that_works_is_not_made_anew(checkout: Checkout) -> None:
    """An interrupted run goes on in it; where pip does not work, it is made."""
    (line,) = [line for line in checkout.would("demo").splitlines() if "-m venv" in line]
    assert line == ".venv/bin/python -m pip --version > /dev/null 2>&1 || python3 -m venv .venv"


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_an_index_with_builds_of_its_own_gets_versions_only(checkout: Checkout) -> None:
    """`make demo LOCK=` asks for what the lock names, without the hashes of other files."""
    (line,) = [line for line in checkout.would("demo", "LOCK=").splitlines() if line.startswith("sed")]
    command = ["sh", "-c", line.split(" | ", 1)[0]]
    versions = subprocess.run(command, cwd=checkout.folder, capture_output=True, text=True, check=True).stdout
    assert "aiohttp==" in versions
    assert "--hash" not in versions
    assert "\\" not in versions
