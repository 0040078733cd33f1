"""Another model takes over while shoppers ask: a real shop, real models, a real command beside it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import bot.serving
from bot.app import open_shop
from bot.serving import serve
from bot.settings import LimitSettings, Settings
from catalog.importing.feeds import open_source
from catalog.maintenance.migrate import kept_model
from demo_shop import Look, draw
from tests.shop import command, environment
from tests.telegram_server import TelegramServer
from workers.models import BUNDLED_FOLDER

PATIENCE_S = 100


def another_model(folder: Path) -> Path:
    """The bundled model under a revision, and so a fingerprint, of its own."""
    shutil.copytree(BUNDLED_FOLDER, folder)
    described = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps({**described, "revision": "another"}))
    return folder


def pictures(folder: Path) -> Path:
    folder.mkdir()
    for colour in ("red", "green", "blue", "black"):
        draw(Look("boots", colour, cut="ankle", seed=1), 256).save(folder / f"{colour} boots.png")
    return folder


@pytest.mark.timeout(240)
@pytest.mark.fault("model changed while being asked", "every question is answered")
async def test_no_question_goes_unanswered_while_the_model_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shop changes over, back and over again while it is asked, and the next start serves the same model."""
    monkeypatch.setattr(bot.serving, "_LOOK_EVERY_S", 0.1)
    data, model = tmp_path / "data", another_model(tmp_path / "model")
    async with TelegramServer() as telegram:
        settings = Settings.model_validate({"catalog": {"data_dir": data}, "encoder": {"model": "bundled"}})
        settings = settings.model_copy(update={"telegram": telegram.settings, "limits": LimitSettings(per_minute=0)})
        async with open_shop(settings) as shop:
            await shop.ingest.run(open_source(pictures(tmp_path / "pictures")))
            serving = asyncio.create_task(serve(shop, settings, telegram=True, say=lambda _: None))
            (tmp_path / ".env").write_text("SHOPLENS_ENCODER__MODEL=bundled\n")
            asked = 0
            for arguments in (str(model),), ("--back",), (str(model),):
                migrating = await asyncio.create_subprocess_exec(
                    *command("catalog", "migrate", *arguments, "--yes"), env=environment(data), cwd=tmp_path
                )
                async with asyncio.timeout(PATIENCE_S):
                    while migrating.returncode is None:
                        asked += 1
                        await telegram.say("red boots")
                        await telegram.wait_for("sendMediaGroup", asked)
                assert migrating.returncode == 0
            os.kill(os.getpid(), signal.SIGTERM)
            await serving
    kept = kept_model(data)
    assert kept is not None
    assert kept.name == str(model)
    async with open_shop(settings) as shop:
        assert shop.engine.info.fingerprint == kept.fingerprint
        assert await shop.catalog.needing_encoding() == []
        assert (await shop.searcher.find("red boots", limit=1)).result.hits[0].record.product.id == "red boots"


async def test_a_shop_serves_while_products_are_encoded_again(tmp_path: Path) -> None:
    """After an update of the model a shop does not keep shoppers waiting: it encodes beside its work."""
    data = tmp_path / "data"
    async with TelegramServer() as telegram:
        settings = Settings.model_validate({"catalog": {"data_dir": data}, "encoder": {"model": "bundled"}})
        settings = settings.model_copy(update={"telegram": telegram.settings})
        async with open_shop(settings) as shop:
            await shop.ingest.run(open_source(pictures(tmp_path / "pictures")))
        with closing(sqlite3.connect(data / "products.sqlite3")) as database, database:
            database.execute("UPDATE products SET fingerprint = 'an older version'")
        async with open_shop(settings) as shop:
            assert len(await shop.catalog.needing_encoding()) == 4
            serving = asyncio.create_task(serve(shop, settings, telegram=True, say=lambda _: None))
            async with asyncio.timeout(PATIENCE_S):
                while await shop.catalog.needing_encoding():
                    pass
            await telegram.say("red boots")
            await telegram.wait_for("sendMediaGroup")
            os.kill(os.getpid(), signal.SIGTERM)
            await serving
