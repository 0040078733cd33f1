"""Starting over and being forgotten on the web page: it empties at once, in every tab, and nothing comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from bot.messages import Card, IncomingMessage, Reply
from tests import browser as chromium
from tests.bot.channels.web.visitor import TOKEN, Held, Visitor, answer, ask, visiting
from tests.bot.stock import offered
from tests.fakes import ScriptedAssistant

in_a_browser = pytest.mark.skipif(bool(chromium.MISSING), reason=chromium.MISSING)


def script(message: IncomingMessage) -> Reply:
    """A shop that greets, forgets, and has one boot."""
    if message.text == "/start":
        return Reply("Hello!")
    if message.text == "/forget_me":
        return Reply("Forgotten.", clears=True)
    boot = Card("p1", "Boot", "", price="€79.00")
    chips = (offered("chip:red", "red ✕", quiet=True),)
    return Reply("Closest first:", (boot, replace(boot, product_id="p2")), ("red",), chips=chips)


class Tabs:
    """Two tabs of one browser in which the same red boots are shown."""

    def __init__(self, driver: Chrome, url: str, assistant: ScriptedAssistant) -> None:
        self.driver = driver
        self.assistant = assistant
        self._url = url
        driver.get(url)
        self.first = driver.current_window_handle
        driver.switch_to.new_window("tab")
        driver.get(url)
        self.second = driver.current_window_handle
        for tab in (self.first, self.second):
            self.look_at(tab)
            self.say("red boots")
            self.wait(lambda: len(self.all(".card")) == 2 and len(self.all(".chip")) == 1)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def look_at(self, tab: str) -> None:
        self.driver.switch_to.window(tab)

    def say(self, words: str) -> None:
        self.driver.find_element(By.ID, "words").send_keys(words, Keys.ENTER)

    def wait(self, true: Callable[[], bool]) -> None:
        WebDriverWait(self.driver, 10, 0.02).until(lambda _: true())

    def shows(self, *said: str) -> bool:
        """Whether these bubbles, in this order, are all that is shown, and nothing is left in the fields."""
        articles = "[...document.querySelectorAll('#log article')]"
        bubbles: list[str] = self.driver.execute_script(
            f"return {articles}.map((one) => one.querySelector('.bubble')?.textContent)"
        )
        return bubbles == list(said) and not (self.all(".card, .chip, .mine") or self.kept("words.value"))

    def kept(self, what: str) -> str:
        return str(self.driver.execute_script(f"return {what} ?? ''"))

    def talk(self) -> str:
        """What this tab keeps for a reload."""
        return self.kept("sessionStorage['shoplens.talk']")

    def people(self) -> str:
        """By what all tabs are known."""
        return self.kept("localStorage['shoplens.visitor']")

    def close(self) -> None:
        """The second one, and whatever the browser keeps of the shop."""
        self.driver.execute_script("localStorage.clear()")
        self.look_at(self.second)
        self.driver.close()
        self.look_at(self.first)
        self.driver.get("about:blank")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium.chromium(tmp_path_factory.mktemp("profile")) as driver:
        chromium.view(driver, 1280, 900)
        yield driver


async def browse(driver: Chrome, walk: Callable[[Tabs], None]) -> ScriptedAssistant:
    """Take a walk with two tabs; the driver blocks, so it has a thread of its own."""
    assistant = ScriptedAssistant()
    assistant.answer = script
    async with visiting(assistant) as visitor:

        def through_tabs() -> None:
            tabs = Tabs(driver, visitor.url, assistant)
            try:
                walk(tabs)
            finally:
                tabs.close()

        await asyncio.to_thread(through_tabs)
    return assistant


@pytest.mark.browser
@in_a_browser
async def test_who_is_forgotten_sees_an_empty_page_in_every_tab(driver: Chrome) -> None:
    """The confirmation stands alone, the other tab greets somebody new, and a reload brings nothing back."""

    def walk(tabs: Tabs) -> None:
        before = tabs.people()
        tabs.look_at(tabs.second)
        tabs.driver.find_element(By.ID, "words").send_keys("half a sentence")
        tabs.look_at(tabs.first)
        tabs.say("/forget_me")
        tabs.wait(lambda: tabs.shows("Forgotten."))
        assert tabs.talk() == ""
        tabs.look_at(tabs.second)
        tabs.wait(lambda: tabs.shows("Hello!"))
        assert tabs.people() not in ("", before)
        for tab in (tabs.first, tabs.second):
            tabs.look_at(tab)
            tabs.driver.refresh()
            tabs.wait(lambda: tabs.shows("Hello!"))
            tabs.say("red boots")
            tabs.wait(lambda: len(tabs.all(".card")) == 2)

    asked = (await browse(driver, walk)).asked
    old = {message.user_id for message in asked if message.text == "/forget_me"}
    new = {(message.user_id, message.conversation_id) for message in asked[-2:]}
    assert len(new) == 1  # one and the same for both tabs
    assert not old & {user for user, _ in new}


@pytest.mark.browser
@in_a_browser
async def test_starting_over_empties_every_tab(driver: Chrome) -> None:
    """A new conversation of the same visitor, whose favourites stay."""

    def walk(tabs: Tabs) -> None:
        before = tabs.people()
        tabs.look_at(tabs.first)
        tabs.driver.find_element(By.ID, "restart").click()
        for tab in (tabs.first, tabs.second):
            tabs.look_at(tab)
            tabs.wait(lambda: tabs.shows("Hello!"))
        assert tabs.people() == before

    asked = (await browse(driver, walk)).asked
    assert len({message.user_id for message in asked}) == 1
    assert len({message.conversation_id for message in asked[-2:]}) == 1
    assert asked[-1].conversation_id != asked[0].conversation_id


@pytest.mark.fault("a tab of the page is away while its person is forgotten in another", "empty when it comes back")
@pytest.mark.browser
@in_a_browser
async def test_a_tab_that_was_away_is_empty_when_it_comes_back(driver: Chrome) -> None:
    """It was at the shop's page, asleep or closed when another one was emptied; what it kept is not shown again."""

    def walk(tabs: Tabs) -> None:
        tabs.look_at(tabs.second)
        assert "red boots" in tabs.talk()
        tabs.driver.get("about:blank")
        tabs.look_at(tabs.first)
        tabs.say("/forget_me")
        tabs.wait(lambda: not tabs.all(".card"))
        tabs.look_at(tabs.second)
        tabs.driver.back()
        tabs.wait(lambda: tabs.shows("Hello!"))

    await browse(driver, walk)


@pytest.mark.browser
@in_a_browser
async def test_a_failure_to_forget_leaves_the_page_as_it_is(driver: Chrome) -> None:
    """It empties when it is true that all is gone, and not before."""

    def walk(tabs: Tabs) -> None:
        before = tabs.people()
        tabs.assistant.answer = lambda _: Reply("That did not work. Please send it again.")
        tabs.look_at(tabs.first)
        tabs.say("/forget_me")
        tabs.wait(lambda: "did not work" in tabs.all(".bubble")[-1].text)
        assert len(tabs.all(".card")) == 2
        assert tabs.people() == before

    await browse(driver, walk)


@pytest.mark.fault(
    "/forget_me in the web chat while another question is in work", "that one is ended, and nothing of it remembered"
)
async def test_what_is_in_work_is_not_remembered_after_its_person_was_forgotten() -> None:
    """A question of another tab ends, while the asking to be forgotten gets its answer."""
    held = Held()
    shop: list[Visitor] = []

    async def handle(message: IncomingMessage) -> Reply:
        if message.text != "/forget_me":
            return await held(message)
        channel = shop[0].channel
        assert channel is not None
        await channel.forget(f"web:{message.user_id}")
        return Reply("Forgotten.", clears=True)

    async with visiting(handle) as visitor, visitor.line(visitor=TOKEN) as one, visitor.line(visitor=TOKEN) as other:
        shop.append(visitor)
        await ask(other, "question-1", text="red boots")
        await held.begun.wait()
        await ask(one, "question-2", text="/forget_me")
        reply = await answer(one)
        assert (reply["type"], reply["clears"]) == ("reply", True)
        assert (await answer(other))["code"] == "closing"
        assert held.cancelled
