"""Makes `version_before.tar.xz`: the data of a small shop of this version, as people have left it.

`python -m tests.upgrade.make_fixture` runs in the version that is to be "the version before", on a clean working tree,
by the command and its channels alone.  In the archive are the data folder, a backup that the command made of it, and
`before.json`: when it was stopped, which keys the buttons had that nobody has tapped yet, and what Telegram keeps.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession

from demo_shop import Look, demo_products, draw
from tests.outfits import BOOTS as OUTFIT_BOOTS
from tests.outfits import SHIRT, jpeg, laid_out
from tests.shop import shoplens
from tests.telegram_server import TelegramServer
from tests.upgrade.buttons import (
    BOOTS,
    CAPTION,
    DRESS,
    GERMAN,
    GONE,
    LEAVING,
    OUTFIT,
    OWNERS,
    PHOTO,
    REST,
    SHOPPERS,
    STOCK,
    WHAT,
    WORDS,
    Button,
)
from tests.upgrade.people import ARCHIVE, OWNER, InTelegram, Person, on_the_page, serving

_SIDE_PX: Final = 160
_REPORTED: Final = (STOCK[0], STOCK[2])


def _pictures() -> dict[str, bytes]:
    return {
        BOOTS: jpeg(draw(Look("boots", "brown", cut="chelsea", seed=977), 320)),
        OUTFIT: jpeg(laid_out((SHIRT, OUTFIT_BOOTS))),
        DRESS: jpeg(draw(Look("dress", "green", sleeve="sleeveless", cut="midi", seed=23), _SIDE_PX)),
    }


def stock(data_dir: Path) -> None:
    """Bring some products of the demo shop in, in small pictures."""
    chosen = [one for one in demo_products() if one.product.id in (*STOCK, *GONE, REST, LEAVING)]
    rows = []
    for one in chosen:
        item = one.product
        (data_dir / f"{item.id}.jpg").write_bytes(jpeg(draw(one.look, _SIDE_PX)))
        row = {name: getattr(item, name) for name in ("id", "title", "brand", "currency", "url")}
        row |= {"price": str(item.price), "image": f"{item.id}.jpg", "sizes": list(item.sizes)}
        if item.sale_price is not None:
            row["sale_price"] = str(item.sale_price)
        rows.append(json.dumps(row))
    (data_dir / "feed.jsonl").write_text("\n".join(rows))
    done = _run(data_dir, "catalog", "import", "feed.jsonl")
    assert f"{len(chosen)} new" in done, done
    for file in (data_dir / "feed.jsonl", *data_dir.glob("*.jpg")):
        file.unlink()


def _run(data_dir: Path, *arguments: str) -> str:
    (data_dir / ".env").write_text("SHOPLENS_ENCODER__MODEL=bundled\n")
    done = shoplens(*arguments, data_dir=data_dir)
    (data_dir / ".env").unlink()
    assert done.returncode == 0, done.stderr
    return done.stdout


class _Day:
    """People use the shop; `keys` are those of the buttons that they leave untapped."""

    def __init__(self, server: TelegramServer) -> None:
        self._server = server
        self._owner = InTelegram(server, OWNER)
        self._photos = _pictures()
        self.keys: dict[str, dict[str, str]] = {"telegram": {}, "web": {}}

    async def pass_by(self, url: str) -> None:
        for number, (name, button) in enumerate(SHOPPERS.items()):
            person = InTelegram(self._server, 100 + number)
            self.keys["telegram"][name] = await self._left(person, button, GONE[0])
        async with ClientSession() as session:
            for name, button in SHOPPERS.items():
                async with on_the_page(url, session, name) as visitor:
                    self.keys["web"][name] = await self._left(visitor, button, GONE[1])
        for reported in _REPORTED:
            reporter = InTelegram(self._server, 590)
            await reporter.send(f"/product {reported}")
            for step in ("wrong", "wrong:*:colours", "wrong:*:colours:*"):
                await reporter.tap(await reporter.key(step))
            await reporter.reads((), "editMessageText")
        for name, button in OWNERS.items():
            self.keys["telegram"][name] = await self._left(self._owner, button, "")
        german = InTelegram(self._server, GERMAN)
        await german.send("/language")
        await german.tap(await german.key("lang:de"))
        await german.reads(("Deutsch",), "sendMessage")

    async def _left(self, person: Person, button: Button, gone: str) -> str:
        """Everything but the last tap; its key."""
        photo = self._photos.get(button.sent)
        if photo is None:
            await person.send(button.sent.format(gone=gone))
        else:
            await person.send(photo, **({"caption": CAPTION} if button.sent == DRESS else {}))
        for step in button.steps[:-1]:
            if step == "gone":
                await person.reads(("♥",), "editMessageReplyMarkup")
                await self._owner.send(f"/product {gone}")
                await self._owner.tap(await self._owner.key("remove"))
                await self._owner.reads(("dress",), "sendMessage")
            elif step.startswith("/"):
                await person.send(step)
            else:
                await person.tap(await person.key(step))
                if step == "heart":
                    await person.reads(("♥",), "editMessageReplyMarkup")
        key = await person.key(button.steps[-1])
        assert key, (button, await person.reads((), ""))
        return key

    async def write_and_wait(self) -> None:
        """What the bot takes and does not come to answer."""
        for method in ("sendMessage", "sendMediaGroup", "sendPhoto", "getFile"):
            self._server.hold(method)
        await InTelegram(self._server, WORDS).send(WHAT)
        first = self._server.newest_update
        await InTelegram(self._server, PHOTO).send(self._photos[BOOTS])
        await self._server.until(lambda: {first, self._server.newest_update} <= self._server.confirmed)


async def live(data_dir: Path) -> dict[str, Any]:
    """One day of the shop, and the messages of its last minute; what is noted of it."""
    async with TelegramServer() as server:
        day = _Day(server)
        async with serving(data_dir, server) as url:
            await day.pass_by(url)
        async with serving(data_dir, server):
            await day.write_and_wait()
        assert not server.violations
        return {"stopped_at": time.time(), "keys": day.keys, "telegram": server.kept()}


def main() -> None:
    """Stock a shop, let people use it, back it up, pack it up."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        data_dir.mkdir()
        stock(data_dir)
        before = asyncio.run(live(data_dir))
        _run(data_dir, "catalog", "backup", "../backup.zip")
        (Path(folder) / "before.json").write_text(json.dumps(before))
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:xz", preset=9) as archive:
            for name in ("before.json", "backup.zip", "data"):
                archive.add(Path(folder) / name, name, filter=_anonymous)
    ARCHIVE.write_bytes(packed.getvalue())
    print(f"{ARCHIVE.name}: {len(packed.getvalue())} bytes", file=sys.stderr)  # noqa: T201 - a script


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
