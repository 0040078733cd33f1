"""Photos of several garments as shoppers send them: real model, worker processes and catalog behind both channels."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from bot.app import open_shop
from bot.serving import serve
from bot.settings import Settings, demo_settings
from tests.browser import MISSING, chromium, view
from tests.outfits import BOOTS, JEANS, SHIRT, drawn, jpeg, laid_out
from tests.shop import demo_page
from tests.telegram_server import Call, TelegramServer

PATIENCE_S = 30
OUTFIT = jpeg(laid_out([SHIRT, JEANS]))


@asynccontextmanager
async def _bot(telegram: TelegramServer, data_dir: Path) -> AsyncIterator[None]:
    """The demo shop in Telegram until it is stopped; enter it again to restart it."""
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": data_dir}}))
    settings = settings.model_copy(update={"telegram": telegram.settings})
    async with open_shop(settings) as shop:
        serving = asyncio.create_task(serve(shop, settings, telegram=True, say=lambda _: None))
        try:
            yield
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(PATIENCE_S):
                await serving


def _keys(call: Call) -> dict[str, str]:
    return {str(button["text"]): str(button["callback_data"]) for row in call.buttons for button in row}


async def test_a_garment_is_chosen_in_telegram_after_a_restart(demo_dir: Path) -> None:
    """The photo with numbers and its buttons, a restart, a tap; then an album, of which one is chosen."""
    async with TelegramServer() as telegram:
        async with _bot(telegram, demo_dir):
            await telegram.show(OUTFIT)
            (question,) = await telegram.wait_for("sendPhoto")
            assert question.fields["caption"] == "I'm this shop's automatic assistant.\nI see two pieces. Which one?"
            keys = _keys(question)
            assert list(keys) == ["1 shirt", "2 jeans", "Whole picture"]
            (drawing,) = question.files.values()
            with Image.open(io.BytesIO(drawing)) as picture:
                assert picture.size == (320, 640)
        async with _bot(telegram, demo_dir):
            await telegram.tap(keys["2 jeans"])
            await telegram.wait_for("sendMediaGroup")
            (answer,) = await telegram.wait_for("sendMessage")
            assert "jeans" in answer.fields["text"].lower()
            await telegram.show(jpeg(drawn(BOOTS)), media_group_id="g")
            await telegram.show(jpeg(drawn(SHIRT)), media_group_id="g")
            collage = (await telegram.wait_for("sendPhoto", 2))[-1]
            keys = _keys(collage)
            assert list(keys) == ["1 boots", "2 shirt"]
            await telegram.tap(keys["1 boots"])
            answer = (await telegram.wait_for("sendMessage", 2))[-1]
            assert "boot" in answer.fields["text"].lower()
        assert telegram.violations == []


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    with chromium(tmp_path / "profile") as running:
        view(running, 420, 900, phone=True)
        yield running


@pytest.mark.browser
@pytest.mark.skipif(bool(MISSING), reason=MISSING)
async def test_a_garment_is_chosen_in_the_page_after_a_restart(demo_dir: Path, browser: Chrome, tmp_path: Path) -> None:
    """The photo with numbers stands over its buttons; several photos chosen at once are one question."""
    files = {"outfit": OUTFIT, "boots": jpeg(drawn(BOOTS)), "shirt": jpeg(drawn(SHIRT))}
    for name, data in files.items():
        (tmp_path / f"{name}.jpg").write_bytes(data)

    def all_of(selector: str, count: int) -> list[WebElement]:
        wait = WebDriverWait(browser, PATIENCE_S)
        wait.until(lambda _: len(browser.find_elements(By.CSS_SELECTOR, selector)) == count)
        return browser.find_elements(By.CSS_SELECTOR, selector)

    def send(*names: str) -> None:
        browser.find_element(By.ID, "file").send_keys("\n".join(str(tmp_path / f"{name}.jpg") for name in names))
        all_of("#attached img", len(names))
        browser.find_element(By.ID, "send").click()

    def tap(label: str) -> None:
        browser.find_element(By.XPATH, f"//div[@class='choices']/button[normalize-space()='{label}']").click()

    def ask(url: str) -> None:
        browser.get(url)
        all_of(".theirs:has(.card)", 1)
        send("outfit")
        (drawing,) = all_of("img.drawn", 1)
        WebDriverWait(browser, PATIENCE_S).until(lambda _: drawing.get_property("naturalWidth") == 320)
        assert (
            browser.find_elements(By.CSS_SELECTOR, ".theirs:last-child .choices")[0].location["y"]
            > drawing.location["y"]
        )

        # Both can be seen at once on a phone.
        in_sight = (
            "return document.querySelector('.theirs:last-child .choices').getBoundingClientRect().bottom < innerHeight"
        )
        WebDriverWait(browser, PATIENCE_S).until(lambda _: browser.execute_script(in_sight))

    def choose(url: str) -> None:
        browser.get(url)
        all_of("img.drawn", 1)
        tap("1 shirt")
        shirts = all_of(".theirs:has(.card)", 2)[-1]
        assert "Looks like: shirt" in shirts.text
        send("boots", "shirt")
        all_of("img.drawn", 2)
        tap("1 boots")
        assert "Looks like: boots" in all_of(".theirs:has(.card)", 3)[-1].text

    async with demo_page(demo_dir) as url:
        await asyncio.to_thread(ask, url)
    async with demo_page(demo_dir, url.rstrip("/").rsplit(":", 1)[-1]) as url:
        await asyncio.to_thread(choose, url)
