"""The chat page in a real browser, as a shopper uses it: typing, photos, taps, keyboard, phone, dark."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_core_python  # type: ignore[import-untyped]  # it ships no types
import pytest
from PIL import Image, ImageDraw
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from bot.channels.web.channel import WebChannel
from bot.messages import Card, IncomingMessage, Menu, Reply
from tests import browser as chromium
from tests.bot.stock import offered, tapped
from tests.fakes import ScriptedAssistant

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(chromium.MISSING), reason=chromium.MISSING)]

KEYS = [f"{number:064x}" for number in range(3)]
TITLES = ["Ankle boot “Nora”, red leather", "Chelsea boot “Brick”", "<img src=x onerror=alert(1)> Boot"]


def script(message: IncomingMessage) -> Reply:
    """A shop of three boots."""
    if message.text == "/start":
        return Reply("Hello! Try it. /help", buttons=(offered("say:red boots", "Try: red boots"),))
    if message.text.startswith("/product "):
        return Reply("Soft leather.", (_card(int(message.text[-1])),))
    if tapped(message).startswith("show:"):
        return Reply("Soft leather.", (_card(int(tapped(message)[-1])),))
    if tapped(message).startswith("heart:"):
        return Reply("Saved.", marks={message.action: "♥"} if message.action else {})
    if tapped(message).startswith(("chip:", "list:")):
        return _refined(tapped(message))
    if message.text == "chips":
        return _refined("")
    if message.text == "fail":
        raise RuntimeError("on purpose")
    listed = "\n".join(f"{place + 1} · {title} — €79.00" for place, title in enumerate(TITLES))
    numbers = tuple(offered(f"show:{place}", str(place + 1)) for place in range(3))
    return Reply(listed, tuple(map(_card, range(3))), ("red", "boots"), (*numbers, offered("more:t", "More")))


def _refined(tapped: str) -> Reply:
    """Boots whose parts can be tapped: one of them opens a menu, the other goes; "busy" is not done."""
    if tapped == "chip:busy":
        return Reply("Many people are searching right now.")
    chips = (offered("chip:red", "red ▾", quiet=True), offered("chip:boots", "boots ✕", quiet=True))
    menu = Menu(
        "Instead of red", (offered("chip:blue", "blue (2)", quiet=True), offered("chip:busy", "busy", quiet=True))
    )
    gone = tapped == "chip:boots"
    return Reply(
        "Closest first:",
        tuple(map(_card, (2, 1) if gone else (0, 1, 2))),
        ("red",) if gone else ("red", "boots"),
        (offered("list:", "Back", quiet=True),),
        chips=chips[:1] if gone else chips,
        menu=menu if tapped == "chip:red" else None,
        replaces=bool(tapped),
    )


def _card(place: int) -> Card:
    return Card(
        product_id=f"p{place}",
        title=TITLES[place],
        picture=KEYS[place],
        price="€79.00",
        was="€95.00" if place == 1 else "",
        brand="Nordlund",
        url="https://shop.example/boot",
        available=place != 2,
        sizes=("37", "38"),
        attributes=("boots", "red"),
        why=("red", "boots"),
        buttons=(offered(f"like:{place}", "Similar to this"), offered(f"heart:{place}", "♡", quiet=True)),
    )


class Shop:
    """The web channel in a thread of its own: the browser's driver blocks this one."""

    def __init__(self, pictures: dict[str, Path]) -> None:
        self.assistant = ScriptedAssistant()
        self.assistant.answer = script
        self._pictures = pictures
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.start(0)

    def start(self, port: int) -> None:
        """Open the shop, on a known port again after `stop`."""
        self._channel = WebChannel("127.0.0.1", port, self.assistant, self._pictures.get, "Nora & Sons")
        asyncio.run_coroutine_threadsafe(self._channel.__aenter__(), self._loop).result(10)
        self.url = self._channel.url

    def stop(self) -> None:
        """Close the shop; its page stays open in the browser."""
        asyncio.run_coroutine_threadsafe(self._channel.__aexit__(None, None, None), self._loop).result(10)

    def close(self) -> None:
        """Stop the thread as well."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@dataclass
class Page:
    """What a shopper sees and does."""

    driver: Chrome
    shop: Shop

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def wait(self, selector: str, count: int = 1) -> list[WebElement]:
        WebDriverWait(self.driver, 10, 0.05).until(lambda _: len(self.all(selector)) == count)
        return self.all(selector)

    def say(self, words: str) -> None:
        self.one("#words").send_keys(words, Keys.ENTER)

    def script(self, code: str) -> object:
        result: object = self.driver.execute_script(code)
        return result


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium.chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def page(driver: Chrome, tmp_path: Path) -> Iterator[Page]:
    pictures = {}
    for key in KEYS:
        image = Image.new("RGB", (64, 64), "white")
        ImageDraw.Draw(image).rectangle((20, 8, 40, 56), fill="firebrick")
        pictures[key] = tmp_path / f"{key}.jpg"
        image.save(pictures[key])
    shop = Shop(pictures)
    try:
        chromium.view(driver, 1280, 900)
        driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has no types here
        driver.get(shop.url)
        page = Page(driver, shop)
        page.wait(".theirs")
        yield page
        driver.get("about:blank")
    finally:
        shop.close()


def test_a_newcomer_is_greeted(page: Page) -> None:
    """The first visit shows the greeting with an example, which is one tap away, and nothing said by the shopper."""
    assert "Hello!" in page.one(".theirs .bubble").text
    assert page.one("h1").text == "Nora & Sons"
    assert not page.all(".mine")
    assert page.driver.switch_to.active_element.get_attribute("id") == "words"
    page.one(".choices button").click()
    page.wait(".card", 3)
    assert tapped(page.shop.assistant.asked[-1]) == "say:red boots"


def test_words_bring_cards(page: Page) -> None:
    """Typed words show product cards with everything a shopper decides by; the list's text is not repeated."""
    page.say("red boots")
    boot, brick, gone = page.wait(".card", 3)
    assert "€79.00" in boot.text
    assert "red, boots" in boot.text
    assert brick.find_element(By.CSS_SELECTOR, "s").text.endswith("€95.00")
    assert "Sold out" in gone.text
    assert [chip.text for chip in page.all(".understood li")] == ["red", "boots"]
    assert len(page.all(".theirs:last-of-type .bubble")) == 0
    assert [button.text for button in page.all(".theirs:last-of-type > .choices button")] == ["More"]
    assert page.script("return [...document.querySelectorAll('.card img')].every(image => image.naturalWidth > 0)")


def test_foreign_words_stay_words(page: Page) -> None:
    """Markup in a title or a message is shown as text, and the console stays free of complaints."""
    page.say("<b>red</b>")
    assert TITLES[2] in page.wait(".card", 3)[2].text
    assert page.one(".mine .bubble").text == "<b>red</b>"
    assert page.driver.get_log("browser") == []  # type: ignore[no-untyped-call]  # selenium has no types here


def test_a_photo_is_made_smaller_and_searched(page: Page, tmp_path: Path) -> None:
    """A large picture is previewed, sent with its words at no more than 1600 pixels, and answered."""
    path = tmp_path / "large.png"
    Image.effect_noise((2400, 1200), 60).convert("RGB").save(path)
    page.one("#file").send_keys(str(path))
    page.wait("#attached img")
    page.say("like this")
    page.wait(".card", 3)
    assert page.wait(".mine img")
    assert not page.all("#attached img")
    asked = page.shop.assistant.asked[-1]
    assert asked.text == "like this"
    with Image.open(io.BytesIO(asked.photos[0])) as sent:
        assert (sent.format, sent.size) == ("JPEG", (1600, 800))


def test_a_small_photo_is_sent_as_it_is(page: Page, tmp_path: Path) -> None:
    """What is small already is not encoded again; what the browser cannot open is left to the server."""
    picture, odd = tmp_path / "small.png", tmp_path / "odd.heic"
    Image.new("RGB", (90, 60), "red").save(picture)
    odd.write_bytes(b"not known here")
    page.one("#file").send_keys(str(picture))
    page.wait("#attached li")
    page.one("#file").send_keys(str(odd))
    page.wait("#attached li", 2)
    page.one("#send").click()
    page.wait(".card", 3)
    assert page.shop.assistant.asked[-1].photos == (picture.read_bytes(), odd.read_bytes())


def test_dropped_and_pasted_photos_are_attached(page: Page) -> None:
    """Both ways end in a preview, which Escape or its button removes."""
    bring = """
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob('R0lGODlhAQABAAAAACwAAAAAAQABAAA='), (c) => c.charCodeAt(0));
      transfer.items.add(new File([bytes], 'dot.gif', {type: 'image/gif'}));
    """
    page.script(bring + "document.dispatchEvent(new DragEvent('dragenter', {dataTransfer: transfer}))")
    assert page.one("#drop").is_displayed()
    page.script(bring + "document.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, cancelable: true}))")
    page.wait("#attached li")
    assert not page.one("#drop").is_displayed()
    page.script(bring + "document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: transfer}))")
    page.wait("#attached li", 2)
    page.all("#attached button")[0].click()
    page.wait("#attached li", 1)
    page.one("#words").send_keys(Keys.ESCAPE)
    page.wait("#attached li", 0)


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", "application/pdf"), ("a.mp4", "video/mp4"), ("folder", "")])
def test_another_file_gets_a_sentence(page: Page, name: str, kind: str) -> None:
    """Nothing of it is sent; the photo that came with it is attached."""
    page.script(f"""
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], '{name}', {{type: '{kind}'}}));
      const bytes = Uint8Array.from(atob('R0lGODlhAQABAAAAACwAAAAAAQABAAA='), (c) => c.charCodeAt(0));
      transfer.items.add(new File([bytes], 'dot.gif', {{type: 'image/gif'}}));
      document.dispatchEvent(new DragEvent('drop', {{dataTransfer: transfer, cancelable: true}}));
    """)
    page.wait("#attached li", 1)
    assert page.one("#notice").text.startswith("I can search with pictures only. Add a photo or a screenshot")
    page.one("#words").send_keys(Keys.ESCAPE)
    page.wait("#attached li", 0)
    assert not page.one("#notice").is_displayed()


def test_the_header_says_that_a_machine_answers(page: Page) -> None:
    """On a phone, too, and while the line is down."""
    chromium.view(page.driver, 360, 640, phone=True)
    assert page.one("header p").text.startswith("Automatic assistant · ")
    page.shop.stop()
    try:
        WebDriverWait(page.driver, 10, 0.05).until(lambda _: page.one("#state").text == "Reconnecting…")
        assert page.one("header p").text == "Automatic assistant · Reconnecting…"
    finally:
        page.shop.start(0)


def test_a_product_opens_and_finds_similar_ones(page: Page) -> None:
    """A tap on a card shows it large; its button brings similar ones, with the title said for both."""
    page.say("red boots")
    page.wait(".card", 3)[1].find_element(By.CSS_SELECTOR, ".face").click()
    (product,) = page.wait(".product")
    assert tapped(page.shop.assistant.asked[-1]) == "show:1"
    assert product.find_element(By.CSS_SELECTOR, "h2").text == TITLES[1]
    assert "Soft leather." in product.text
    assert "38" in product.text
    link = product.find_element(By.CSS_SELECTOR, "a")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://shop.example/boot",
        "noopener noreferrer",
    )
    product.find_element(By.CSS_SELECTOR, ".actions button").click()
    page.wait(".card", 6)
    assert tapped(page.shop.assistant.asked[-1]) == "like:1"
    assert page.all(".mine .bubble")[-1].text == f"Similar to this: {TITLES[1]}"


def test_a_quiet_button_changes_in_place(page: Page) -> None:
    """♡ is filled wherever it stands, nothing is said, and a reload keeps it."""
    page.say("red boots")
    page.wait(".card", 3)[1].find_element(By.CSS_SELECTOR, ".face").click()
    page.wait(".product")
    before = len(page.all("article"))
    hearts = page.wait('button[data-key="heart:1"]', 2)
    hearts[0].click()
    WebDriverWait(page.driver, 10, 0.05).until(lambda _: all(map(_is_pressed, hearts)))
    assert len(page.all("article")) == before
    page.driver.refresh()
    assert all(map(_is_pressed, page.wait('button[data-key="heart:1"]', 2)))
    other = page.one('button[data-key="heart:0"]')
    assert not _is_pressed(other)
    assert other.accessible_name == f"Save: {TITLES[0]}"


def _is_pressed(button: WebElement) -> bool:
    return button.get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("link", ["#/p/p%2F1", "?product=p%2F1", "?utm=x&product=p%2F1#top"])
def test_a_link_opens_one_product(page: Page, link: str) -> None:
    """In a new chat and in one that goes on, once: after a reload it is a part of the talk."""
    page.driver.get("about:blank")
    page.driver.get(page.shop.url + link)
    (shown,) = page.wait(".product")
    assert page.shop.assistant.asked[-1].text == "/product p/1"
    assert shown.find_element(By.CSS_SELECTOR, "h2").text == TITLES[1]
    assert "product" not in page.driver.current_url
    page.driver.refresh()
    page.wait(".product")
    page.script("location.hash = '#/p/p0'")
    page.wait(".product", 2)
    assert page.shop.assistant.asked[-1].text == "/product p0"


def test_a_product_can_be_shared(page: Page) -> None:
    """Where there is no sharing by the phone, its link is copied."""
    page.say("red boots")
    page.wait(".card", 3)[1].find_element(By.CSS_SELECTOR, ".face").click()
    page.wait(".product")
    page.script("""
        Object.defineProperty(navigator, "share", { value: undefined });
        const writeText = async (text) => { window.copied = text; };
        Object.defineProperty(navigator, "clipboard", { value: { writeText } });
    """)
    button = page.all(".product .actions button")[-1]
    button.click()
    WebDriverWait(page.driver, 10, 0.05).until(lambda _: button.text == "Link copied")
    assert page.script("return window.copied") == f"{page.shop.url}#/p/p1"


def test_the_keyboard_is_enough(page: Page) -> None:
    """Tab and Enter reach a card and open it, and the focus can be seen."""
    page.say("red boots")
    page.wait(".card", 3)
    page.one("#restart").send_keys(Keys.TAB)
    for _ in range(20):
        active = page.driver.switch_to.active_element
        if "face" in (active.get_attribute("class") or ""):
            break
        active.send_keys(Keys.TAB)
    assert page.script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.wait(".product")


def test_an_answer_changes_where_it_is(page: Page) -> None:
    """A chip's menu opens below the cards, another one replaces them; nothing is said, and a reload shows the same."""
    page.say("chips")
    page.wait(".card", 3)
    page.say("red boots")
    page.wait(".card", 6)
    page.all(".chip button")[0].click()
    (menu,) = page.wait(".menu")
    assert menu.aria_role == "region"
    assert "Instead of red" in menu.text
    page.all(".chip button")[1].click()
    page.wait(".menu", 0)
    page.wait(".card", 5)
    assert [chip.text for chip in page.all(".chip")] == ["red\n▾"]
    assert len(page.all(".mine")) == 2
    assert page.script("return document.activeElement.dataset.key") == "chip:red"
    assert not page.all("[aria-busy]")
    page.driver.refresh()
    page.wait(".card", 5)
    page.one(".chip button").click()
    page.wait(".menu")


def test_escape_closes_a_menu(page: Page) -> None:
    """By the keyboard alone: a chip opens it, the focus goes into it, Escape brings both back, and photos stay."""
    page.say("chips")
    page.wait(".card", 3)
    page.one('button[data-key="chip:red"]').send_keys(Keys.ENTER)
    page.wait(".menu")
    assert page.script("return document.activeElement.closest('article').matches(':has(.menu)')")
    page.script("document.querySelector('.menu button').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    page.wait(".menu", 0)
    assert page.script("return document.activeElement.dataset.key") == "chip:red"


def test_typing_goes_on_after_send(page: Page) -> None:
    """The pressed button is disabled, so that the focus would be nowhere."""
    page.one("#words").send_keys("red boots")
    page.one("#send").click()
    page.wait(".card", 3)
    assert page.driver.switch_to.active_element.get_attribute("id") == "words"


def test_a_page_in_another_language_is_answered_in_it(page: Page) -> None:
    """As by a link with a language; and names stand where its lines begin."""
    chromium.view(page.driver, 360, 740)
    page.script("sessionStorage.clear()")
    page.driver.get(f"{page.shop.url}?lang=ar")
    page.wait(".theirs")
    assert page.shop.assistant.asked[-1].locale == "ar"
    page.say("red boots")
    page.wait(".card", 3)
    for name in ("h1", ".title", ".brand"):
        assert "right" in str(page.script(f"return getComputedStyle(document.querySelector('{name}')).textAlign"))


def test_what_cannot_be_changed_is_said_below(page: Page) -> None:
    """An answer to a tap that does not replace leaves the cards as they are; two taps at once end well."""
    page.say("chips")
    page.wait(".card", 3)
    page.script(
        "const [red, boots] = document.querySelectorAll('.chip button'); red.click(); boots.click(); boots.click()"
    )
    page.wait(".card", 2)
    page.wait("[aria-busy]", 0)
    page.one(".chip button").click()
    page.wait(".menu button", 2)[1].click()
    page.wait(".theirs", 3)
    assert page.all(".theirs .bubble")[-1].text == "Many people are searching right now."
    assert page.all(".menu")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_follows_the_colour_scheme(page: Page, width: int, scheme: str) -> None:
    """Nothing is wider than the window, and the ground is light or dark as the system is."""
    chromium.view(page.driver, width, 740, scheme=scheme, phone=width < 500)
    page.say("red boots " + "x" * 200)
    page.wait(".card", 3)[0].find_element(By.CSS_SELECTOR, ".face").click()
    page.wait(".product")
    for box in ("document.documentElement", "document.querySelector('main')"):
        assert page.script(f"return {box}.scrollWidth <= {box}.clientWidth")
    ground = str(page.script("return getComputedStyle(document.documentElement).backgroundColor"))
    lightness = [int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (min(lightness) > 200) if scheme == "light" else (max(lightness) < 60)


def test_commands_read_from_their_slash_on_in_a_chat_from_right_to_left(page: Page) -> None:
    """Within Arabic words, /help keeps its slash on the left and not behind it."""
    page.shop.assistant.answer = lambda message: Reply("الأمر /help يشرح", language="ar")
    page.driver.get(f"{page.shop.url}?lang=ar")
    page.say("مرحبا")
    command = page.wait(".theirs:last-child .command")[0]
    directions = "return [...arguments].map((one) => getComputedStyle(one).direction)"
    assert page.driver.execute_script(directions, page.one("html"), command) == ["rtl", "ltr"]
    slash, word = (
        page.driver.execute_script(
            "const part = document.createRange(); part.setStart(arguments[0].firstChild, arguments[1]);"
            "part.setEnd(arguments[0].firstChild, arguments[2]); return part.getBoundingClientRect().left",
            command,
            *ends,
        )
        for ends in ((0, 1), (1, 5))
    )
    assert slash < word


def test_who_waits_for_long_is_told(page: Page) -> None:
    """After two seconds a sentence joins the dots, and both go when the answer comes; the next wait begins anew."""
    page.script("""
      const real = window.setTimeout;
      window.setTimeout = (act, ms, ...rest) => ms === 2000 ? (window.twoSecondsPass = act, 0) : real(act, ms, ...rest);
    """)
    ready = threading.Event()

    async def slow(message: IncomingMessage) -> Reply:
        await asyncio.to_thread(ready.wait)
        return Reply(f"At last: {message.text}")

    page.shop.assistant.answer = slow
    for count in (2, 3):
        page.say("boots")
        page.wait(".typing")
        assert page.all(".slow") == []
        page.script("twoSecondsPass()")
        assert page.one(".typing").text.endswith("Searching takes longer than usual …")
        ready.set()
        page.wait(".theirs", count)
        assert page.all(".typing, .slow") == []
        ready.clear()


def test_a_failure_can_be_tried_again(page: Page) -> None:
    """The error's button asks the same thing again."""
    page.say("fail")
    page.wait(".failed")
    page.shop.assistant.answer = lambda message: Reply(f"Now it works: {message.text}")
    page.one(".failed button").click()
    page.wait(".failed", 0)
    page.wait(".theirs", 2)
    assert page.all(".theirs")[-1].text.endswith("Now it works: fail")
    assert len(page.all(".mine")) == 1


def test_a_message_survives_a_restart_of_the_shop(page: Page) -> None:
    """What is sent while the server is away is answered when it is back, and the page says what it waits for."""
    port = int(page.shop.url.rstrip("/").rsplit(":", 1)[1])
    page.shop.stop()
    page.say("red boots")
    WebDriverWait(page.driver, 10, 0.05).until(lambda _: page.one("#state").text == "Reconnecting…")
    page.shop.start(port)
    page.wait(".card", 3)
    assert page.one("#state").text != "Reconnecting…"


def test_a_reload_keeps_the_talk_and_a_new_start_forgets_it(page: Page) -> None:
    """Back from the shop's page the cards are still there; starting over takes a new conversation."""
    page.say("red boots")
    page.wait(".card", 3)
    before = page.shop.assistant.asked[-1].conversation_id
    page.driver.refresh()
    page.wait(".card", 3)
    page.say("more boots")
    page.wait(".card", 6)
    assert page.shop.assistant.asked[-1].conversation_id == before
    page.one("#restart").click()
    page.wait(".theirs", 1)
    assert page.shop.assistant.asked[-1].text == "/start"
    assert page.shop.assistant.asked[-1].conversation_id != before


def test_a_screen_reader_is_told(page: Page) -> None:
    """The conversation is a log, controls have names, and pictures the product's title where it is not beside them."""
    page.say("red boots")
    page.wait(".card", 3)[0].find_element(By.CSS_SELECTOR, ".face").click()
    page.wait(".product")
    assert page.one("#log").aria_role == "log"
    assert page.one("#log").get_attribute("aria-live") == "polite"
    assert page.one(".product img").get_attribute("alt") == TITLES[0]
    assert all(button.accessible_name for button in page.all("button, a, textarea") if button.is_displayed())


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_nothing_stands_in_the_way_of_anyone(page: Page, width: int, scheme: str) -> None:
    """axe-core finds nothing serious in the greeting, a list, an open menu, and a product."""
    chromium.view(page.driver, width, 900, scheme=scheme, phone=width < 720)
    page.say("chips")
    page.wait(".card", 3)
    page.one('button[data-key="chip:red"]').click()
    page.wait(".menu")
    page.say("red boots")
    page.wait("button.face", 3)[0].click()
    page.wait(".product")
    axe = Path(str(axe_core_python.__file__)).with_name("axe.min.js").read_text("utf-8")
    page.driver.execute_script(axe)
    found = page.driver.execute_async_script("axe.run().then(arguments[0])")
    serious = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
    assert not serious, [(one["id"], one["nodes"][0]["html"]) for one in serious]
    assert found["passes"]
