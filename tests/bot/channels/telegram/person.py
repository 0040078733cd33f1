"""Somebody who writes to the bot, reads what comes and taps on it, through the Bot API server of the tests."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from typing import Final

from bot.app import Shop
from bot.i18n.translator import find, translate, using_language
from bot.replies.links import payload_of
from bot.replies.phrases import phrase
from bot.storage.corrections import Correction
from tests.bot.channels.telegram.drives import CAPTION, FEED, LONG_ID, LONGEST_ID, WHAT, WORDS, Drive
from tests.telegram_server import Call, TelegramServer

_FILLED_IN: Final = (
    *("words", "counts", "title", "value", "part", "trait"),
    *("seen", "shop", "searches", "photos", "nothing"),
)


class Person:
    """In a chat of their own, with a phone in one language."""

    def __init__(self, server: TelegramServer, chat: int, language: str) -> None:
        self._server = server
        self._chat = chat
        self._language = language
        self._taps: list[str] = []
        self._since = len(server.calls)

    async def begin(self, drive: Drive, shop: Shop) -> str:
        """Everything but the last step; the key of the button that is to be tapped, or what is to be typed."""
        if not drive.steps:
            return self._filled_in(str(drive.sent))
        if isinstance(drive.sent, bytes):
            picture = {"file_id": self._server.keep_file(drive.sent), "file_unique_id": "u", "width": 90, "height": 90}
            await self._post(photo=[picture], caption=CAPTION if drive.steps == ("undo",) else "")
        else:
            await self._post(text=WORDS[self._language] if drive.sent == WHAT else self._filled_in(drive.sent))
        for step in drive.steps[:-1]:
            if not await self._prepared(step, shop):
                await self.end(await self._found(step))
        return await self._found(drive.steps[-1])

    async def end(self, last: str) -> None:
        """The last step; what is read from now on came after it."""
        if last.startswith(("/", ">")):
            await self._post(text=last.removeprefix(">"))
        else:
            self._since = len(self._server.calls)
            self._taps.append(await self._server.tap(last, self._chat, language=self._language))

    async def misses(self, drive: Drive) -> str:
        """What there is instead of the answer, "" where it comes; each tap is acknowledged once besides."""
        with using_language(self._language):
            wanted = [(one, self._pattern(one)) for one in drive.answer]

        def lacks() -> list[str]:
            seen = "\n".join(_text(call) for call in self._calls() if call.method == drive.by)
            missing = [one for one, pattern in wanted if bool(pattern.search(seen)) == one.startswith("!")]
            return missing or [f"one answer to {tap}" for tap in self._taps if self._acknowledged(tap) != 1]

        with suppress(TimeoutError):
            await self._server.until(lambda: not lacks())
        lacking = lacks()
        return f"{lacking} in {[(call.method, _text(call)) for call in self._calls()]}" if lacking else ""

    def _acknowledged(self, tap: str) -> int:
        return sum(call.fields["callback_query_id"] == tap for call in self._server.made("answerCallbackQuery"))

    def _pattern(self, wanted: str) -> re.Pattern[str]:
        """What a message of the language tables looks like; its longest part where nobody tells what fills it in."""
        name, _, value = self._filled_in(wanted.removeprefix("!")).partition("=")
        if find(name) is None:
            return re.compile(re.escape(name))
        if value:
            value = " · ".join(map(phrase, value.split(" · ")))
            return re.compile(f"{re.escape(translate(name, **dict.fromkeys(_FILLED_IN, value)))}$", re.M)
        parts = translate(name, count="@@", **dict.fromkeys(_FILLED_IN, "@@")).split("@@")
        return re.compile(re.escape(max(parts, key=len)))

    def _filled_in(self, text: str) -> str:
        longs = {"long": payload_of(LONG_ID), "longest": payload_of(LONGEST_ID)}
        return text.format(language=self._language, **longs)

    async def _post(self, **content: object) -> None:
        self._since = len(self._server.calls)
        sender = {"id": 5000 + self._chat, "is_bot": False, "first_name": "Ada", "language_code": self._language}
        await self._server.post(self._chat, **content, **{"from": sender})

    async def _post_feed(self, name: str) -> None:
        file = {"file_id": self._server.keep_file(FEED), "file_unique_id": "u", "file_name": name}
        await self._post(document={**file, "mime_type": "text/csv"})

    async def _prepared(self, step: str, shop: Shop) -> bool:
        """Whether something was done in the shop that is neither typed nor tapped."""
        match step:
            case "gone":
                await self._server.until(lambda: any("♥" in _text(call) for call in self._calls()))
                await shop.catalog.remove([f"gone-{self._language}"])
            case "accept " | "dismiss ":
                product, model = f"{step.strip()}-{self._language}", shop.catalog.fingerprint
                await shop.corrections.note(Correction("product", "colours", "red", "coral", model, product, 0.9))
            case "feed":
                # It is still to be read when it is stopped, by a tap or with the bot.
                self._server.hold("getFile").clear()
                await self._post_feed("new.csv")
            case "fewer":
                # What the feed brought before is not in it any more.
                name, product = f"{self._language}.csv", f"fed-{self._language}"
                record = await shop.catalog.get(product)
                await shop.catalog.upsert([record], {}, f"document {name}", {product: "its row"})
                await self._post_feed(name)
            case _:
                return False
        return True

    async def _found(self, step: str) -> str:
        """What is to be typed, or the key of the button that a step means, once there is one."""
        step = self._filled_in(step)
        if step.startswith(("/", ">")):
            return step
        wanted = re.compile(step.removeprefix("last ").replace("*", "[^:]+") + "(:|$)")

        def found() -> list[str]:
            # Marks on earlier messages may come late.
            answers = [call for call in self._calls() if call.method != "editMessageReplyMarkup"]
            keys = (one.get("callback_data", "") for call in answers for row in call.buttons for one in row)
            return [key for key in keys if wanted.match(key)]

        await self._server.until(lambda: bool(found()))
        return found()[-1 if step.startswith("last ") else 0]

    def _calls(self) -> list[Call]:
        """What the bot has written here since the last thing that was done."""
        return [call for call in self._server.calls[self._since :] if call.fields.get("chat_id") == str(self._chat)]


def _text(call: Call) -> str:
    media = call.fields.get("media", [])
    captions = [one.get("caption", "") for one in ([media] if isinstance(media, dict) else media)]
    labels = [one["text"] for row in call.buttons for one in row]
    words = "\n".join((call.fields.get("text", ""), call.fields.get("caption", ""), *captions, *labels))
    return html.unescape(re.sub("</?[bis]>", "", words))
