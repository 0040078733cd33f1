"""Every button and command of the web chat in a real browser, also after the house was started anew beneath the page.

The tables below name all verbs and commands of the code: a new one is driven here, or the first test fails.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from selenium.common import WebDriverException
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By

from bot import app
from bot.app import Shop, open_shop
from bot.owner.commands import Admin
from bot.owner.correction_review import CorrectionReview
from bot.owner.imports import FeedImports
from bot.search.describer import ProductDescriber
from bot.serving import owners, serve
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.corrections import Corrections
from bot.storage.favourites import FavouriteStore
from catalog.catalog import Catalog
from catalog.importing.ingest import Ingest
from catalog.importing.sync import Sync
from tests.bot.shopper import ON, Drive, Shopper
from tests.bot.stock import STOCK, assistant_of, picture, product, stock
from tests.browser import MISSING, chromium, view
from tests.fakes import FakeEngine
from workers.errors import EngineBusy
from workers.jobs import Guess

WHAT: Final = "red boots"
BOOT, OUTFIT = picture("red", 80), picture("black", 90)
PHOTOS: Final = {"boot": BOOT, "outfit": OUTFIT, "shirt": picture("blue", 80), "broken": b"no picture"}
BUTTONS: Final = {
    "say": Drive("/start", ("say",), "Understood\\s+red"),
    "lang": Drive("/language", ("lang:en",), "I speak English"),
    "new": Drive("/help", ("new",), "New in the shop"),
    "show": Drive(WHAT, ("show:[\\w-]+:1",), "Something wrong here"),
    "more": Drive(WHAT, ("more",), "^(?!.*Ankle boot 7).*boot .*red"),
    "like": Drive(WHAT, ("like",), "Similar to .*:"),
    "list": Drive(WHAT, ("filter", "list"), "Filter\\s+Sort"),
    "chip": Drive(WHAT, ("chip",), "Instead of red"),
    "off": Drive(WHAT, ("chip", "off"), "Understood\\s+boots"),
    "swap": Drive(WHAT, ("chip", "swap"), "Understood.*\\sblack\\s.*Filter"),
    "fix": Drive("photo: boot", ("chip", "fix"), "Thanks, searching for"),
    "filter": Drive(WHAT, ("filter", "filter:[\\w-]+:brand"), "Puma \\("),
    "pick": Drive(WHAT, ("filter", "filter:[\\w-]+:brand", "pick"), "✓ "),
    "drop": Drive(WHAT, ("filter", "filter:[\\w-]+:brand", "pick", "drop"), "(?<!✓ )Nike"),
    "clear": Drive(WHAT, ("filter", "filter:[\\w-]+:brand", "pick", "clear"), "(?<!✓ )Nike"),
    "sort": Drive(WHAT, ("sort", "sort:[\\w-]+:price"), "cheapest"),
    "piece": Drive("photo: outfit", ("piece:[\\w-]+:1",), "Looks like: boots"),
    "heart": Drive(WHAT, ("heart",), f"{ON}Save"),
    "up": Drive(WHAT, ("up",), f"{ON}More like this"),
    "down": Drive(WHAT, ("down",), f"{ON}Fewer like this"),
    "wrong": Drive(
        WHAT, ("show", "wrong", "wrong:[\\w-]+:colours", "wrong:[\\w-]+:colours:[\\w-]+"), "the shop has a note"
    ),
    "saved": Drive("/favourites", ("saved",), "Similar to this"),
    "unsave": Drive("/favourites", ("unsave",), "Your favourites:(?!.*No longer)"),
}
COMMANDS: Final = {
    "/start": "Hello!",
    "/product b3": "Coal",
    "/help": "A number opens one product",
    "/language": "Which language",
    "/favourites": "saved nothing yet",
    "/favorites": "saved nothing yet",
    "/saved": "saved nothing yet",
    "/my_data": "Download\\smy-data.json",
    "/forget_me": "is deleted",
    "/stats": "don't know this command",
}
GONE: Final = (("gone-1", "Rubber boot, red"), ("gone-2", "Wooden boot, red"))
MORE: Final = (
    *(
        (product(f"r{n}", f"Ankle boot {n}, red", brand=("Puma", "Nike")[n % 2], sizes=("38",)), "red")
        for n in range(8)
    ),
    *((product(f"k{n}", f"Ankle boot {n}, black", brand="Nike"), "black") for n in range(2)),
    *((product(name, title), "red") for name, title in GONE),
)


def test_no_button_and_no_command_is_forgotten(engine: FakeEngine, empty_catalog: Catalog, tmp_path: Path) -> None:
    """What the code answers to a visitor of the page is driven below; owners are known in Telegram alone."""
    conversations, favourites = Conversations(tmp_path / "c.db"), FavouriteStore(tmp_path / "l.db")
    ingest = Ingest(empty_catalog, ProductDescriber(engine))
    right = CorrectionReview(empty_catalog, Corrections(tmp_path / "r.db"))
    admin = Admin(empty_catalog, ingest, FeedImports(Sync(empty_catalog, ingest)), conversations, frozenset(), right)
    shop = assistant_of(engine, empty_catalog, conversations, admin, favourites=favourites, correction_review=right)
    assert {*shop.taps} - {*admin.taps} == {*BUTTONS}
    assert {*shop.commands} == {command.split()[0] for command in COMMANDS} - {"/stats"}
    everybody = Settings.model_validate({"telegram": {"token": "1:a", "admin_ids": "7"}})
    assert all(owner.startswith("telegram:") for owner in owners(everybody))


@asynccontextmanager
async def _house(folder: Path, port: int, engine: FakeEngine) -> AsyncIterator[tuple[Shop, str]]:
    """The whole house around an engine that can be foreseen, stopped as an operator stops it; the page's address."""
    settings = Settings.model_validate(
        {"catalog": {"data_dir": folder}, "limits": {"per_minute": 0}, "web": {"port": port}}
    )
    said: asyncio.Queue[str] = asyncio.Queue()

    @asynccontextmanager
    async def open_engine(_: Settings) -> AsyncIterator[FakeEngine]:
        yield engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "open_engine", open_engine)
        async with open_shop(settings) as shop:
            if not await shop.catalog.count():
                await stock(shop.catalog, engine, [*STOCK, *MORE])
            serving = asyncio.create_task(serve(shop, settings, web=True, say=said.put_nowait))
            try:
                yield shop, (await said.get()).rsplit(" ", 1)[1]
            finally:
                os.kill(os.getpid(), signal.SIGTERM)
                await serving


class _Day:
    """A visitor's day: everything is driven, the house is started anew, and everything is driven again.

    `wrong` says of each part of it what went wrong, "" where nothing did.
    """

    def __init__(self, page: Shopper, engine: FakeEngine) -> None:
        self._page = page
        self._engine = engine
        self._waiting: dict[str, int] = {}
        self.wrong: dict[str, str] = {}

    def note(self, name: str, part: Callable[..., object], *values: object) -> None:
        try:
            part(*values)
        except (AssertionError, WebDriverException) as error:
            self.wrong[name] = str(error) or repr(error)
        else:
            self.wrong[name] = ""

    def come(self, url: str) -> None:
        self._page.driver.get(url)
        self._page.until(lambda: self._page.all(".theirs"))
        for command, answer in COMMANDS.items():
            self.note(command, self._say, command, answer)

    def _say(self, words: str, answer: str) -> None:
        self._page.sees(self._page.send(words), answer)

    def _drive(self, drive: Drive) -> None:
        self._page.end(drive, self._page.begin(drive))

    def save(self, gone: str) -> None:
        """More than a page of favourites, one of which the shop takes out afterwards."""
        for name in (*("t1", "t2", "t3", "d1", "b3"), gone):
            place = self._page.send(f"/product {name}")
            if not self._page.all(".theirs")[place].find_elements(By.CSS_SELECTOR, ".heart[aria-pressed=true]"):
                self._page.press(place, "heart")

    def drive(self) -> None:
        """Each button, from the question to the answer."""
        for verb, drive in BUTTONS.items():
            self.note(verb, self._drive, drive)
        self.note("heart again", self._take_back)
        self.note("a number", self._say, "2", "Something wrong here")
        self.note("more in words", self._more_in_words)
        self.note("an album", self._album)
        self.note("a broken file", self._say, "photo: broken", "couldn't open")
        self.note("try again", self._try_again)
        self.note("links", self._links)

    def _take_back(self) -> None:
        self._page.sees(self._page.press(self._page.send(WHAT), "heart"), f"^(?!.*{ON}Save)")

    def _more_in_words(self) -> None:
        self._page.send(WHAT)
        self._page.sees(self._page.send("more"), BUTTONS["more"].answer)

    def _album(self) -> None:
        place = self._page.send("photo: boot, shirt")
        self._page.sees(place, "Which one")
        assert self._page.all(".theirs")[place].find_elements(By.CSS_SELECTOR, "img.drawn")
        self._page.sees(self._page.press(place, "piece:[\\w-]+:1"), "Looks like: blue")

    def _try_again(self) -> None:
        self._engine.failures.append(EngineBusy("all are busy", 2.0))
        place = self._page.send("green dress")
        self._page.sees(place, "Many people")
        self._page.sees(self._page.press(place, "say"), "Ivy")

    def _links(self) -> None:
        card = self._page.all(".theirs")[-1].find_element(By.CSS_SELECTOR, "a.pill")
        assert (card.get_attribute("href") or "").startswith("https://shop.example/")
        assert card.get_attribute("target") == "_blank"

    def prepare(self) -> None:
        """Each button stands on the page."""
        for verb, drive in BUTTONS.items():
            self._waiting[verb] = self._page.begin(drive)

    def lose(self) -> None:
        """The house is away; what is sent waits."""
        self._page.script("document.dispatchEvent(new Event('visibilitychange'))")
        self._page.until(lambda: self._page.one("#state").text == "Reconnecting…")
        self._sent = len(self._page.all(".theirs"))
        self._page.one("#words").send_keys("blue shirt", Keys.ENTER)

    def go_on(self) -> None:
        """The house is back: the page goes on by itself, and every button on it does what it says."""
        self._page.script("window.dispatchEvent(new Event('online'))")
        self._page.answered()
        self.note("sent meanwhile", self._page.sees, self._sent, "Club")
        for verb, place in self._waiting.items():
            self.note(f"{verb} later", self._page.end, BUTTONS[verb], place)

    def reload(self) -> None:
        """In another language, after which the page is there as it was; then each kind of button that it shows."""
        self.note("another language", self._speak_german)
        self.note("a reload", self._reload)
        self.note("start over", self._start_over)
        self.note("forget me", self._forget)

    def _speak_german(self) -> None:
        self._page.press(self._page.send("/language"), "lang:de")
        self._page.until(lambda: self._page.all("html[lang=de] .theirs"))
        assert "Beschreib" in str(self._page.one("#words").get_attribute("placeholder"))

    def _reload(self) -> None:
        """One button of each kind; what it changes may take others away, so that they are looked for afresh."""
        pressed = {"lang"}
        for place in [*range(len(self._page.all(".theirs")))] * 3:
            key = next((one for one in self._page.keys(place) if one.partition(":")[0] not in pressed), "")
            if key:
                pressed.add(key.partition(":")[0])
                self._page.sees(self._page.press(place, re.escape(key)), "^(?!.*zu alt)")
        assert len(pressed) > 12, pressed

    def _start_over(self) -> None:
        self._page.one("#restart").click()
        self._page.answered()
        assert len(self._page.all("article")) == 1
        self._page.sees(self._page.send("/favourites"), "Ivy")

    def _forget(self) -> None:
        self._page.sees(self._page.send("/forget_me"), "gelöscht")
        self._page.sees(self._page.send("/favourites"), "noch nichts")


async def _a_day(folder: Path) -> dict[str, str]:
    photos = folder / "photos"
    photos.mkdir()
    for name, data in PHOTOS.items():
        (photos / f"{name}.jpg").write_bytes(data)
    async with FakeEngine() as engine:
        engine.sees(BOOT, {"category": (Guess("boots", 0.9),), "colours": (Guess("red", 0.7, 1.0),)})
        engine.parts(OUTFIT, {"category": (Guess("t-shirt", 0.9),)}, {"category": (Guess("boots", 0.9),)})
        with chromium(folder / "profile") as driver:
            view(driver, 740, 500)
            day = _Day(Shopper(driver, photos), engine)
            async with _house(folder / "shop", 0, engine) as (shop, url):
                await asyncio.to_thread(day.come, url)
                await asyncio.to_thread(day.save, "gone-1")
                await shop.catalog.remove(["gone-1"])
                await asyncio.to_thread(day.drive)
                await asyncio.to_thread(day.save, "gone-2")
                await shop.catalog.remove(["gone-2"])
                await asyncio.to_thread(day.prepare)
            await asyncio.to_thread(day.lose)
            async with _house(folder / "shop", int(url.rstrip("/").rsplit(":", 1)[1]), engine):
                await asyncio.to_thread(day.go_on)
                await asyncio.to_thread(day.reload)
            complaints = driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has no types here
            day.wrong["console"] = "\n".join(one["message"] for one in complaints if one["source"] != "network")
    return day.wrong


@pytest.mark.browser
@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_everything_is_answered_before_and_after_a_restart(tmp_path: Path) -> None:
    """Also on messages that are older than the process, and after a reload; the console is free of complaints."""
    wrong = asyncio.run(_a_day(tmp_path))
    assert {name: what for name, what in wrong.items() if what} == {}
    assert wrong.keys() >= {*COMMANDS, *BUTTONS, *(f"{verb} later" for verb in BUTTONS)}
