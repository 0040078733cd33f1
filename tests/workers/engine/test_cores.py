"""Who gets how many of the machine's cores."""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path

import pytest
from PIL import Image

from workers.engine.local import LocalEngine
from workers.engine.options import EngineOptions


def _photo(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32), (shade, 0, 0)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.usefixtures("toys_in_workers")
async def test_a_photo_has_all_cores_only_while_nothing_else_runs(tmp_path: Path) -> None:
    """Two that had all cores at the same time would be in each other's way."""
    gate, noted = tmp_path / "gate", tmp_path / "alone"
    os.mkfifo(gate)
    async with LocalEngine(EngineOptions(str(tmp_path), processes=2)) as engine:
        await engine.encode_image(_photo(1))
        assert noted.read_text() == "True"
        busy = asyncio.create_task(engine.encode_text(f"block {gate}"))
        end = await asyncio.to_thread(os.open, gate, os.O_WRONLY)
        await engine.encode_image(_photo(2))
        assert noted.read_text() == "False"
        os.close(end)
        await busy
        await engine.encode_image(_photo(3))
        assert noted.read_text() == "True"
