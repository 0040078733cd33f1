"""The chat page in a real browser with a hostile catalog behind it: other people's words stay words."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from aiohttp import web
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from bot.channels.web.access import AccessControl
from bot.channels.web.channel import WebChannel
from bot.messages import Button, Card, IncomingMessage, Reply
from tests import browser as chromium
from tests.abuse.door import KEY
from tests.bot.stock import offered, tapped

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(chromium.MISSING), reason=chromium.MISSING)]

MARKUP = [
    '<img src=x onerror="window.pwned=1">',
    "<script>window.pwned=1</script>",
    "<svg/onload=window.pwned=1>",
    "\"><iframe srcdoc='<script>parent.pwned=1</script>'>",
    "</li></ol><a href='javascript:window.pwned=1'>x</a>",
    "{{constructor.constructor('window.pwned=1')()}}",
    "' autofocus onfocus='window.pwned=1",
]
LINKS = [
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1",
    " javascript:window.pwned=1",
    "java\nscript:window.pwned=1",
    "data:text/html,<script>opener.pwned=1</script>",
    "vbscript:x",
    "//evil.example/x",
    "file:///etc/passwd",
]


def hostile(message: IncomingMessage) -> Reply:
    """Every field of an answer is markup, every link is bad."""
    cards = tuple(
        Card(
            product_id=words,
            title=words,
            picture=words,
            price=words,
            was=words,
            brand=words,
            url=LINKS[place % len(LINKS)],
            sizes=(words,),
            attributes=(words,),
            why=(words,),
            also=words,
            buttons=(offered(f"show:{place}", words), *(Button("Shop", url=link) for link in LINKS)),
        )
        for place, words in enumerate(MARKUP)
    )
    shown = cards[:1] if tapped(message) else cards
    return Reply("\n".join(MARKUP), shown, tuple(MARKUP), (offered("more:", MARKUP[0]), Button("x", url=LINKS[0])))


class Servers:
    """A shop with a key, and another site that links to it, in a thread of their own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    async def _open(self) -> None:
        async def handle(message: IncomingMessage) -> Reply:
            return hostile(message)

        access = AccessControl(token=KEY)
        self._shop = WebChannel("127.0.0.1", 0, handle, lambda key: None, MARKUP[0], access=access)
        await self._shop.__aenter__()
        self.shop = self._shop.url
        app = web.Application()
        app.router.add_get("/", self._link)
        self._elsewhere = web.AppRunner(app)
        await self._elsewhere.setup()
        await web.TCPSite(self._elsewhere, "127.0.0.1", 0).start()
        # Another name for this machine: for a browser that is another site.
        self.elsewhere = f"http://localhost:{self._elsewhere.addresses[0][1]}/"

    async def _link(self, request: web.Request) -> web.Response:
        page = f'<a id="in" href="{self.shop}?token={KEY}">in</a><iframe src="{self.shop}?token={KEY}"></iframe>'
        return web.Response(text=page, content_type="text/html")

    async def _shut(self) -> None:
        await self._shop.__aexit__(None, None, None)
        await self._elsewhere.cleanup()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    servers = Servers()
    yield servers
    servers.close()


@pytest.fixture(scope="module")
def page(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """The shop's page, entered by a link on another site."""
    with chromium.chromium(tmp_path_factory.mktemp("profile")) as driver:
        driver.get(servers.shop)
        assert "needs a link with a key" in driver.find_element(By.TAG_NAME, "body").text
        driver.get(servers.elsewhere)
        driver.find_element(By.ID, "in").click()
        waited(driver, ".card", len(MARKUP))
        yield driver


def waited(driver: Chrome, selector: str, count: int) -> list[WebElement]:
    def found(_: object) -> list[WebElement]:
        return driver.find_elements(By.CSS_SELECTOR, selector)

    WebDriverWait(driver, 10, 0.05).until(lambda _: len(found(None)) == count)
    return found(None)


def script(driver: Chrome, code: str) -> object:
    result: object = driver.execute_script(code)
    return result


def test_the_key_opens_the_page_from_another_site_and_leaves_the_address(page: Chrome, servers: Servers) -> None:
    """The link works at the first click, the address bar has no key afterwards, and scripts see no cookie."""
    assert page.current_url == servers.shop
    assert script(page, "return document.cookie") == ""
    assert script(page, "return document.referrer") == ""


def test_no_word_of_a_product_becomes_markup(page: Chrome) -> None:
    """Titles, prices, brands, sizes, reasons, buttons and the shop's name are shown as they are written."""
    script(page, "document.querySelector('.card button').click()")
    waited(page, ".product", 1)
    page.find_element(By.ID, "words").send_keys(MARKUP[0], Keys.ENTER)
    waited(page, ".mine", 2)
    assert script(page, "return window.pwned") is None
    assert script(page, "return document.querySelectorAll('iframe, #log script, #log svg, [onerror]').length") == 0
    titles = [card.text for card in page.find_elements(By.CSS_SELECTOR, ".card .title")][: len(MARKUP)]
    assert titles == MARKUP
    assert page.title == MARKUP[0]


def test_no_bad_link_is_a_link(page: Chrome) -> None:
    """`javascript:`, `data:` and the like are left out: nothing on the page leads there, and nothing ran."""
    links = script(page, "return [...document.querySelectorAll('#log [href]')].map((one) => one.outerHTML)")
    assert links == []
    script(page, "document.querySelectorAll('#log button').forEach((one) => one.click())")
    assert script(page, "return window.pwned") is None


def test_injected_code_does_not_run(page: Chrome) -> None:
    """Even where a flaw let markup in, the policy would stop it: inline scripts, handlers and foreign pictures."""
    refused = script(
        page,
        """
        try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.pwned=2">'); }
        catch (error) { return error.name; }
        return 'taken';
        """,
    )
    assert refused == "TypeError"
    script(page, "const code = document.createElement('a'); code.href = 'javascript:window.pwned=3'; code.click();")
    assert script(page, "return window.pwned") is None


def test_the_shop_is_shown_in_no_frame(page: Chrome, servers: Servers) -> None:
    """Another site cannot put the page under its own buttons (clickjacking)."""
    page.get(servers.elsewhere)
    page.switch_to.frame(page.find_element(By.TAG_NAME, "iframe"))
    assert not page.find_elements(By.CSS_SELECTOR, "#composer")
    assert "Open the chat" not in page.page_source
    page.switch_to.default_content()
