"""What a shopper sees and does in the chat page: words, photos, presses, and answers by their places."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE_S: Final = 20
ON: Final = "⟨on⟩ "
"""Stands in what is seen before the name of a pressed button."""


@dataclass(frozen=True)
class Drive:
    """What is sent (words, or "photo: …"), which buttons are then pressed one after the other, and what is seen then.

    A button is named by the beginning of its key, an answer by a regular expression.
    """

    sent: str
    steps: tuple[str, ...]
    answer: str


_ANSWERED: Final = """
  return !document.querySelector('.typing, [aria-busy]') && document.querySelectorAll('.theirs').length
"""
_KEYS: Final = """
  const buttons = document.querySelectorAll('.theirs').item(arguments[0]).querySelectorAll('[data-key]');
  return [...buttons].map((button) => button.dataset.key);
"""
_BUTTON: Final = """
  const answers = document.querySelectorAll('.theirs');
  const wanted = new RegExp(arguments[1]);
  const buttons = [...answers.item(arguments[0]).querySelectorAll('[data-key]')];
  return [answers.length, buttons.find((button) => wanted.test(button.dataset.key))];
"""
_SEEN: Final = """
  const article = document.querySelectorAll('.theirs').item(arguments[0]);
  const pressed = [...article.querySelectorAll('[aria-pressed=true]')].map((b) => arguments[1] + b.ariaLabel);
  return [article.innerText, ...pressed].join('\\n');
"""


class Shopper:
    """What a shopper sees and does."""

    def __init__(self, driver: Chrome, folder: Path) -> None:
        self.driver = driver
        self._folder = folder

    def until(self, holds: Callable[[], object]) -> None:
        WebDriverWait(self.driver, PATIENCE_S, 0.02).until(lambda _: holds())

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def answered(self) -> int:
        """How many answers there are, once nothing is waited for any more."""
        return int(WebDriverWait(self.driver, PATIENCE_S, 0.05).until(lambda _: self.script(_ANSWERED)))

    def script(self, code: str, *values: object) -> Any:
        return self.driver.execute_script(code, *values)

    def send(self, what: str) -> int:
        """Words, or photos; the place of the answer among all answers."""
        if what.startswith("photo: "):
            names = what.removeprefix("photo: ").split(", ")
            self.one("#file").send_keys("\n".join(str(self._folder / f"{name}.jpg") for name in names))
            self.until(lambda: len(self.all("#attached li")) == len(names))
            self.one("#send").click()
        else:
            self.one("#words").send_keys(what, Keys.ENTER)
        return self.answered() - 1

    def keys(self, place: int) -> list[str]:
        """Of all buttons of the answer at `place`."""
        return list(self.script(_KEYS, place))

    def press(self, place: int, key: str) -> int:
        """The first button with this beginning of a key in the answer at `place`; where its own answer is then."""
        before, button = self.script(_BUTTON, place, f"^{key}(:|$)")
        assert button is not None, f"no button {key} among {self.keys(place)}"
        button.click()
        after = self.answered()
        return after - 1 if after > before else place

    def begin(self, drive: Drive) -> int:
        """Everything but the last press; where its button is."""
        place = self.send(drive.sent)
        for key in drive.steps[:-1]:
            place = self.press(place, key)
        return place

    def end(self, drive: Drive, place: int) -> None:
        """The last press, and what is to be seen then."""
        self.sees(self.press(place, drive.steps[-1]), drive.answer)

    def sees(self, place: int, answer: str) -> None:
        seen = str(self.script(_SEEN, place, ON))
        assert re.search(answer, seen, re.DOTALL), f"no {answer!r} in {seen!r}"
        assert "went wrong" not in seen
