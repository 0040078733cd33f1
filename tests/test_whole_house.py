"""The house as shoppers meet it: real model, worker processes, Chroma and drawings behind both channels."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from bot.app import Shop, open_shop
from bot.serving import serve
from bot.settings import Settings, demo_settings
from catalog.models import Hit
from demo_shop import Look, draw
from tests.browser import MISSING, chromium, view
from tests.shop import demo_page
from tests.telegram_server import Call, TelegramServer
from workers.vocabulary import NECKLINE_GROUPS

COLLARS = set(NECKLINE_GROUPS["collar"])
PATIENCE_S = 30


@asynccontextmanager
async def demo_shop(data_dir: Path) -> AsyncIterator[tuple[Shop, Settings]]:
    settings = demo_settings(Settings.model_validate({"catalog": {"data_dir": data_dir}, "web": {"port": 0}}))
    async with open_shop(settings) as shop:
        yield shop, settings


def jpeg(look: Look) -> bytes:
    buffer = io.BytesIO()
    draw(look).save(buffer, "JPEG")
    return buffer.getvalue()


def top(hit: Hit, trait: str) -> str:
    values = hit.record.traits.get(trait, ())
    return values[0].value if values else ""


async def test_tutorial_queries_hold(demo_dir: Path) -> None:
    """Red boots first; with a collar only collared ones, without a collar only collarless ones."""
    async with demo_shop(demo_dir) as (shop, _):
        boots = (await shop.searcher.find("red boots", limit=3)).result.hits
        assert [(top(hit, "category"), top(hit, "colours")) for hit in boots] == [("boots", "red")] * 3
        collared = (await shop.searcher.find("blue t-shirt with collar", limit=3)).result.hits
        assert len(collared) == 3
        assert {top(hit, "neckline") for hit in collared} <= COLLARS
        bare = (await shop.searcher.find("blue t-shirt without collar", limit=3)).result.hits
        assert len(bare) == 3
        assert not {top(hit, "neckline") for hit in bare} & COLLARS


@asynccontextmanager
async def telegram_bot(data_dir: Path, **settings: object) -> AsyncIterator[TelegramServer]:
    """The demo shop's bot, talking to a Bot API server, until it is stopped as an operator stops it."""
    async with TelegramServer() as telegram, demo_shop(data_dir) as (shop, base):
        base = base.model_copy(update={"telegram": telegram.settings.model_copy(update=settings)})
        said: list[str] = []
        serving = asyncio.create_task(serve(shop, base, telegram=True, say=said.append))
        try:
            yield telegram
            assert telegram.violations == []
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(PATIENCE_S):
                await serving
        assert said[0] == "The Telegram bot is listening."


def button(call: Call, label: str) -> str:
    """The data of the first button whose label starts so."""
    buttons = (button for row in call.buttons for button in row)
    return str(next(button for button in buttons if button["text"].startswith(label))["callback_data"])


async def test_whole_conversation_in_telegram(demo_dir: Path) -> None:
    """Words, a photo, and a tap on "Similar", through the real channel, engine and catalog."""
    async with telegram_bot(demo_dir) as telegram:
        await telegram.say("red boots")
        await telegram.wait_for("sendMediaGroup")
        (answer,) = await telegram.wait_for("sendMessage")
        assert "boot" in answer.fields["text"].lower()
        await telegram.tap(button(answer, "1"))
        (card,) = await telegram.wait_for("sendPhoto")
        await telegram.tap(button(card, "Similar"))
        await telegram.wait_for("sendMediaGroup", 2)
        await telegram.show(jpeg(Look("backpack", "green", seed=311)))
        await telegram.wait_for("sendMediaGroup", 3)
        last = (await telegram.wait_for("sendMessage", 3))[-1]
        assert "backpack" in last.fields["text"].lower()


async def test_owner_adds_and_removes_a_product_in_telegram(demo_dir: Path) -> None:
    """A photo with a caption becomes a product that is found by its name; [Undo] takes it back; others may not."""
    chat, sender = 7, 5007
    caption = 'Linen dress "Ivy"; 59.00; https://shop.example/ivy'
    photo = jpeg(Look("dress", "green", sleeve="sleeveless", cut="midi", seed=23))
    async with telegram_bot(demo_dir, admin_ids=(sender,)) as telegram:
        await telegram.show(photo, chat, caption=caption)
        (added,) = await telegram.wait_for("sendPhoto", chat=chat)
        assert 'Added Linen dress "Ivy" — €59.00' in added.fields["caption"].replace("&quot;", '"')
        await telegram.say("linen dress Ivy", chat=8)
        (found,) = await telegram.wait_for("sendMediaGroup", chat=8)
        assert "Ivy" in found.fields["media"][0]["caption"]
        await telegram.say("/stats", chat=8)
        denied = (await telegram.wait_for("sendMessage", 2, chat=8))[-1]
        assert "don't know this command" in denied.fields["text"].replace("&#x27;", "'")
        await telegram.tap(button(added, "Undo"), chat)
        (gone,) = await telegram.wait_for("sendMessage", chat=chat)
        assert "Removed" in gone.fields["text"]


async def test_owner_sends_a_feed_in_telegram(demo_dir: Path) -> None:
    """It is read and reported; a picture inside the network is not asked for but comes back as a cause."""
    chat, sender = 7, 5007
    table = b"id,title,image\nx1,Boots,http://169.254.169.254/1.jpg\nx2,Boots,http://localhost:631/2.jpg\n"
    async with telegram_bot(demo_dir, admin_ids=(sender,)) as telegram:
        document = {"file_id": telegram.keep_file(table), "file_unique_id": "u", "file_name": "new.csv"}
        await telegram.post(chat, document={**document, "mime_type": "text/csv"})
        (report,) = await telegram.wait_for("sendDocument", chat=chat)
        (answer,) = telegram.made("sendMessage", chat)
        assert "Reading new.csv" in answer.fields["text"]
        assert report.fields["caption"].startswith("Done: nothing new. 2 rows failed")
        assert report.files["document"].decode().splitlines() == [
            "line,id,cause",
            "2,x1,http://169.254.169.254/1.jpg is not on the public internet",
            '3,x2,"localhost is asked for on port 631, which is not allowed"',
        ]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    with chromium(tmp_path / "profile") as running:
        view(running, 1280, 900)
        yield running


@pytest.mark.browser
@pytest.mark.skipif(bool(MISSING), reason=MISSING)
async def test_whole_conversation_in_the_demo_page(demo_dir: Path, browser: Chrome, tmp_path: Path) -> None:
    """`shoplens demo` in a process of its own: words, an uploaded photo, "Similar to this", then SIGTERM."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(jpeg(Look("dress", "green", sleeve="sleeveless", cut="midi", seed=23)))
    async with demo_page(demo_dir) as url:
        await asyncio.to_thread(_shop_in_the_page, browser, url, photo)


def _shop_in_the_page(browser: Chrome, url: str, photo: Path) -> None:
    def answers(count: int) -> list[WebElement]:
        """The assistant's messages that show cards, once there are `count` of them."""
        with_cards = ".theirs:has(.card)"
        WebDriverWait(browser, PATIENCE_S).until(
            lambda _: len(browser.find_elements(By.CSS_SELECTOR, with_cards)) == count
        )
        return browser.find_elements(By.CSS_SELECTOR, with_cards)

    browser.get(url)
    answers(1)
    words = browser.find_element(By.ID, "words")
    words.send_keys("red boots", Keys.ENTER)
    boots = answers(2)[-1].find_elements(By.CSS_SELECTOR, ".card")
    assert len(boots) == 5
    assert "boot" in boots[0].text.lower()
    browser.find_element(By.ID, "file").send_keys(str(photo))
    WebDriverWait(browser, PATIENCE_S).until(lambda _: browser.find_elements(By.CSS_SELECTOR, "#attached img"))
    browser.find_element(By.ID, "send").click()
    answer = answers(3)[-1]
    assert "dress" in answer.text.lower()
    answer.find_element(By.XPATH, ".//button[starts-with(normalize-space(), 'Similar to this')]").click()
    similar = answers(4)[-1]
    assert len(similar.find_elements(By.CSS_SELECTOR, ".card")) == 5
    shown = "return [...document.querySelectorAll('.card img')].every((image) => image.naturalWidth > 0)"
    WebDriverWait(browser, PATIENCE_S).until(lambda _: browser.execute_script(shown))
