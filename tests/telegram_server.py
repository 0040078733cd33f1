"""A Telegram Bot API server on loopback: as strict as the real one about limits, and as forgiving about time.

It hands updates over when asked for them, or posts them to a webhook.

It refuses with 400 what Telegram refuses (long captions and texts, long callback data, wrong album
sizes, broken HTML, unknown file ids) and notes each such refusal in `violations`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import html
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientError, ClientSession, web
from pydantic import SecretStr

from bot.i18n.languages import NAMES
from bot.i18n.translator import translate, using_language
from bot.settings import TelegramSettings

TOKEN = "424242:AAE-loopback_only_Secret-0123456789abc"
BOT = {"id": 424242, "is_bot": True, "first_name": "Shop", "username": "shop_test_bot", "supports_inline_queries": True}
PATIENCE_S = 15.0
_JSON_FIELDS = {"media", "reply_markup", "reply_parameters", "commands", "allowed_updates", "results", "button"}
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+);")
_TAG = re.compile(r"<(/?)(b|i|s|u|code)>")

Json = dict[str, Any]


class Refused(Exception):
    """The answer is an error."""

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after


@dataclass(frozen=True)
class Call:
    """One request as it came: JSON fields are parsed, uploaded files are bytes by field name."""

    method: str
    fields: Json
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def chat_id(self) -> int:
        """The chat that it is about."""
        return int(self.fields["chat_id"])

    @property
    def buttons(self) -> list[list[Json]]:
        """The rows of the inline keyboard."""
        rows: list[list[Json]] = self.fields.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def is_waiting_line(self) -> bool:
        """Whether it only says that the answer takes longer."""
        return self.method == "sendMessage" and self.fields.get("text") in _waiting_lines()


@lru_cache
def _waiting_lines() -> frozenset[str]:
    lines = set()
    for code in NAMES:
        with using_language(code):
            lines |= {translate("takes-longer"), translate("group-is-busy")}
    return frozenset(lines)


def units(text: str) -> int:
    """Length in UTF-16 units, the strictest reading of Telegram's limits."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(markup: str) -> str:
    """The plain text; raises `Refused` where markup is not closed or a character is not escaped."""
    plain, open_tags, at = [], [], 0
    while at < len(markup):
        if tag := _TAG.match(markup, at):
            if not tag[1]:
                open_tags.append(tag[2])
            elif not open_tags or open_tags.pop() != tag[2]:
                raise Refused(400, "Bad Request: can't parse entities: unexpected end tag")
            at = tag.end()
        elif entity := _ENTITY.match(markup, at):
            plain.append("?")
            at = entity.end()
        elif markup[at] in "<>&":
            raise Refused(400, f"Bad Request: can't parse entities: unescaped character at {at}")
        else:
            plain.append(markup[at])
            at += 1
    if open_tags:
        raise Refused(400, "Bad Request: can't parse entities: tag is not closed")
    return "".join(plain)


class TelegramServer:
    """`async with TelegramServer() as server`, then give `server.settings` to the bot."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.confirmed: set[int] = set()
        self.downloads: list[str] = []
        self._changed = asyncio.Condition()
        self._updates: deque[Json] = deque()
        self._raw: dict[int, Any] = {}
        self._odd: dict[str, deque[tuple[int, str]]] = defaultdict(deque)
        self._faults: dict[str, deque[Refused]] = defaultdict(deque)
        self._gates: dict[str, asyncio.Event] = {}
        self._files: dict[str, bytes] = {}
        self.keyboards: dict[int, tuple[int, list[list[Json]]]] = {}
        self.screen: dict[int, str] = {}
        self._next_id = self.newest_update = 1000
        self._closed = False
        self._webhook: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/file/bot{token}/{path:.+}", self._serve_file)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=2.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        for gate in self._gates.values():
            gate.set()
        await self._notify()
        await self._end_webhook()
        await self._runner.cleanup()

    @property
    def settings(self) -> TelegramSettings:
        """Settings of a bot that talks to this server."""
        return TelegramSettings(
            token=SecretStr(TOKEN), base_url=f"{self.address}/bot", base_file_url=f"{self.address}/file/bot"
        )

    # What people do

    async def say(self, text: str, chat: int = 7, **extra: Any) -> int:
        """Someone writes; the message's id."""
        return await self.post(chat, text=text, **extra)

    async def show(self, photo: bytes, chat: int = 7, **extra: Any) -> int:
        """Someone sends a photo, which Telegram keeps in three sizes; the middle one is 800 pixels."""
        sizes = [self._photo_size(photo + tag, side) for tag, side in ((b"/s", 320), (b"", 800), (b"/l", 1280))]
        return await self.post(chat, photo=sizes, **extra)

    def keep_file(self, data: bytes) -> str:
        """Store a file as if somebody had uploaded it; its file id."""
        file_id = f"file-{self._new_id()}"
        self._files[file_id] = data
        return file_id

    async def post(self, chat: int, **content: Any) -> int:
        """Any message: `content` are its fields.  Chats below zero are groups."""
        message_id = self._new_id()
        sender = {"id": 5000 + abs(chat), "is_bot": False, "first_name": "Ada", "language_code": "en-GB"}
        message = {"message_id": message_id, "date": 1, "chat": self._chat(chat), "from": sender, **content}
        await self.push(message=message)
        return message_id

    async def tap(self, data: str, chat: int = 7, *, under: int | None = None, language: str = "en-GB") -> str:
        """Someone taps a button under a message of the bot; the query's id.

        `under` names the message where the button was there a moment ago.
        """
        query_id = f"query-{self._new_id()}"
        there = [(message_id, rows) for message_id, (where, rows) in self.keyboards.items() if where == chat]
        tapped = next(((one, rows) for one, rows in reversed(there) if one == under or data in _keys(rows)), None)
        message = self._message(chat, text="buttons")
        if tapped is not None:
            message |= {"message_id": tapped[0], "reply_markup": {"inline_keyboard": tapped[1]}}
        query = {
            "id": query_id,
            "from": {"id": 5000 + abs(chat), "is_bot": False, "first_name": "Ada", "language_code": language},
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
        await self.push(callback_query=query)
        return query_id

    async def type(self, words: str, person: int = 5007, *, offset: str = "") -> str:
        """Someone types behind the bot's name in some chat; the query's id."""
        query_id = f"inline-{self._new_id()}"
        sender = {"id": person, "is_bot": False, "first_name": "Ada", "language_code": "en"}
        await self.push(inline_query={"id": query_id, "from": sender, "query": words, "offset": offset})
        return query_id

    async def push(self, **update: Any) -> None:
        """Queue an update as it is."""
        self.newest_update = self._new_id()
        self._updates.append({"update_id": self.newest_update, **update})
        await self._notify()

    async def push_raw(self, update: object) -> int:
        """Queue anything as an update, a string as the JSON that it is; the number that stands for it here."""
        await self.push()
        self._raw[self.newest_update] = update
        return self.newest_update

    def swallow(self) -> list[Json]:
        """What waits for the bot, which is no longer handed over: it was, before a crash."""
        updates = list(self._updates)
        self._updates.clear()
        self.confirmed |= {update["update_id"] for update in updates}
        return updates

    async def hand_over_again(self, updates: list[Json]) -> None:
        """Deliver these updates once more."""
        self._updates.extend(updates)
        await self._notify()

    def kept(self) -> Json:
        """What people have on their screens and what Telegram keeps, as JSON for another server to `go_on` from."""
        files = {file_id: base64.b64encode(data).decode() for file_id, data in self._files.items()}
        return {"id": self._next_id, "files": files, "screen": self.screen, "keyboards": self.keyboards}

    def go_on(self, kept: Json) -> None:
        """Be the server of an earlier time."""
        self._next_id = kept["id"]
        self._files = {file_id: base64.b64decode(data) for file_id, data in kept["files"].items()}
        self.screen = {int(one): words for one, words in kept["screen"].items()}
        self.keyboards = {int(one): (chat, rows) for one, (chat, rows) in kept["keyboards"].items()}

    # What goes wrong

    def fail(self, method: str, status: int, description: str = "", *, retry_after: int = 0, times: int = 1) -> None:
        """The next `times` calls of `method` are refused; any method where it is "*"."""
        words = description or f"Error {status}"
        self._faults[method] += [Refused(status, words, retry_after)] * times

    def respond(self, method: str, body: str, status: int = 200, times: int = 1) -> None:
        """The next `times` calls of `method` are carried out, but for "getUpdates"; and this is sent for an answer."""
        self._odd[method] += [(status, body)] * times

    def hold(self, method: str) -> asyncio.Event:
        """Calls of `method` are answered only once the event is set."""
        return self._gates.setdefault(method, asyncio.Event())

    # What the bot did

    def made(self, method: str, chat: int | None = None) -> list[Call]:
        """The calls so far, answered or refused, without the lines that an answer takes longer."""
        return [
            call
            for call in self.calls
            if call.method == method and (chat is None or call.chat_id == chat) and not call.is_waiting_line
        ]

    @property
    def waiting_lines(self) -> list[Call]:
        """The calls so far that said that an answer takes longer."""
        return [call for call in self.calls if call.is_waiting_line]

    async def wait_for(self, method: str, count: int = 1, chat: int | None = None) -> list[Call]:
        """The calls of `method`, as soon as there are `count`."""
        await self.until(lambda: len(self.made(method, chat)) >= count)
        return self.made(method, chat)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until `true` holds; it is asked again after each request."""
        async with asyncio.timeout(PATIENCE_S), self._changed:
            await self._changed.wait_for(true)

    # The server's side

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _new_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def _chat(self, chat: int) -> Json:
        return {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "chat"}

    def _message(self, chat: int, **content: Any) -> Json:
        return {"message_id": self._new_id(), "date": 1, "chat": self._chat(chat), "from": BOT, **content}

    def _photo_size(self, data: bytes, side: int) -> Json:
        file_id = self.keep_file(data)
        unique = f"u-{file_id}"
        return {"file_id": file_id, "file_unique_id": unique, "width": side, "height": side, "file_size": len(data)}

    async def _serve(self, request: web.Request) -> web.Response:
        call = await _read_call(request)
        if request.match_info["token"] != TOKEN:
            return _refusal(Refused(401, "Unauthorized"))
        self.calls.append(call)
        await self._notify()
        if gate := self._gates.get(call.method):
            await gate.wait()
        try:
            for faults in (self._faults[call.method], self._faults["*"]):
                if faults:
                    raise faults.popleft()
            odd = self._odd[call.method].popleft() if self._odd[call.method] else None
            answer = None if odd and call.method == "getUpdates" else getattr(self, f"_on_{call.method}", None)
            result = await answer(call) if answer else True
        except Refused as refusal:
            return _refusal(refusal)
        if odd is not None:
            return web.Response(status=odd[0], text=odd[1])
        return web.Response(text=_answer(result), content_type="application/json")

    async def _serve_file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        data = self._files.get(path.removeprefix("photos/"))
        if request.match_info["token"] != TOKEN or data is None:
            return _refusal(Refused(404, "Not Found"))
        self.downloads.append(path)
        return web.Response(body=data)

    async def _on_getMe(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        return BOT

    async def _on_setWebhook(self, call: Call) -> bool:  # noqa: N802 - the method's name in the Bot API
        await self._end_webhook()
        headers = {"X-Telegram-Bot-Api-Secret-Token": call.fields["secret_token"]}
        self._webhook = asyncio.create_task(self._post_updates(call.fields["url"], headers))
        return True

    async def _on_deleteWebhook(self, call: Call) -> bool:  # noqa: N802 - the method's name in the Bot API
        await self._end_webhook()
        return True

    async def _end_webhook(self) -> None:
        if self._webhook is not None:
            self._webhook.cancel()
            await asyncio.wait([self._webhook])
            self._webhook = None

    async def _post_updates(self, url: str, headers: dict[str, str]) -> None:
        """One after another; what is not answered with 200 is posted again."""
        async with ClientSession(headers=headers) as session:
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: bool(self._updates))
                    update = self._updates[0]
                with contextlib.suppress(ClientError):
                    async with session.post(url, data=_json(self._offered(update))) as answer:
                        if answer.status == 200:
                            self.confirmed.add(update["update_id"])
                            if update in self._updates:
                                self._updates.remove(update)
                            await self._notify()
                            continue
                await asyncio.sleep(0.05)

    async def _on_getUpdates(self, call: Call) -> list[Json]:  # noqa: N802 - the method's name in the Bot API
        if self._webhook is not None:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(call.fields.get("offset", 0))
        while self._updates and self._updates[0]["update_id"] < offset:
            self.confirmed.add(self._updates.popleft()["update_id"])
        try:
            async with asyncio.timeout(int(call.fields.get("timeout", 0))), self._changed:
                await self._changed.wait_for(lambda: bool(self._updates) or self._closed)
        except TimeoutError:
            return []
        return [self._offered(update) for update in self._updates][:100]

    def _offered(self, update: Json) -> Any:
        return self._raw.get(update["update_id"], update)

    async def _on_getFile(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        file_id = call.fields["file_id"]
        if file_id not in self._files:
            raise Refused(400, "Bad Request: invalid file_id")
        data = self._files[file_id]
        path = f"photos/{file_id}"
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(data), "file_path": path}

    async def _on_sendMessage(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        text = call.fields.get("text", "")
        self._check_text(
            text if "parse_mode" in call.fields else html.escape(text, quote=False), 4096, may_be_empty=False
        )
        self._check_keyboard(call)
        return self._kept(call, self._message(call.chat_id, text="sent"))

    async def _on_editMessageText(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        self._check_text(call.fields.get("text", ""), 4096, may_be_empty=False)
        self._check_keyboard(call)
        return self._kept(call, self._message(call.chat_id, text="edited"))

    async def _on_editMessageMedia(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        if int(call.fields["message_id"]) not in self.screen:
            raise Refused(400, "Bad Request: message to edit not found")
        media = call.fields["media"]
        self._check_text(media.get("caption", ""), 1024)
        self._check_keyboard(call)
        return self._kept(call, self._message(call.chat_id, photo=[self._store(media["media"], call)]))

    async def _on_deleteMessage(self, call: Call) -> bool:  # noqa: N802 - the method's name in the Bot API
        if self.screen.pop(int(call.fields["message_id"]), None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        return True

    async def _on_editMessageReplyMarkup(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        self._check_keyboard(call)
        before = self.keyboards.get(int(call.fields["message_id"]))
        if before is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if before[1] == call.buttons:
            raise Refused(400, "Bad Request: message is not modified")
        return self._kept(call, self._message(call.chat_id, text="edited"))

    async def _on_sendDocument(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        self._check_text(call.fields.get("caption", ""), 1024)
        return self._message(call.chat_id, document={"file_id": "d", "file_unique_id": "d"})

    async def _on_sendPhoto(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        self._check_text(call.fields.get("caption", ""), 1024)
        self._check_keyboard(call)
        return self._kept(call, self._message(call.chat_id, photo=[self._store(call.fields.get("photo", ""), call)]))

    async def _on_sendMediaGroup(self, call: Call) -> list[Json]:  # noqa: N802 - the method's name in the Bot API
        media = call.fields["media"]
        if not 2 <= len(media) <= 10:
            self._refuse("an album has 2 to 10 pictures")
        if "reply_markup" in call.fields:
            self._refuse("an album takes no keyboard")
        for item in media:
            self._check_text(item.get("caption", ""), 1024)
        sent = [self._message(call.chat_id, photo=[self._store(item["media"], call)]) for item in media]
        for item, message in zip(media, sent, strict=True):
            self.screen[message["message_id"]] = parse_html(item.get("caption", ""))
        return sent

    async def _on_answerInlineQuery(self, call: Call) -> bool:  # noqa: N802 - the method's name in the Bot API
        results = call.fields["results"]
        if len(results) > 50 or len({result["id"] for result in results}) < len(results):
            self._refuse("RESULTS_TOO_MUCH")
        if len(call.fields.get("next_offset", "").encode()) > 64:
            self._refuse("NEXT_OFFSET_INVALID")
        if "button" in call.fields and not 1 <= len(call.fields["button"].get("start_parameter", "")) <= 64:
            self._refuse("START_PARAM_INVALID")
        for result in results:
            self._check_result(result)
        return True

    def _check_result(self, result: Json) -> None:
        if not 1 <= len(result["id"].encode()) <= 64:
            self._refuse("RESULT_ID_INVALID")
        self._check_keyboard(Call("", {"reply_markup": result.get("reply_markup", {})}))
        if result["type"] == "article":
            self._check_text(result["input_message_content"]["message_text"], 4096, may_be_empty=False)
        elif result["photo_file_id"] not in self._files:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        self._check_text(result.get("caption", ""), 1024)

    def _kept(self, call: Call, message: Json) -> Json:
        """The message that was sent or edited; its words and keyboard are what people see from now on."""
        message["message_id"] = int(call.fields.get("message_id") or message["message_id"])
        self.keyboards[message["message_id"]] = (call.chat_id, call.buttons)
        words = call.fields.get("text") or call.fields.get("media", call.fields).get("caption")
        if words is not None:
            self.screen[message["message_id"]] = parse_html(words)
        return message

    def _store(self, media: str, call: Call) -> Json:
        name = media.removeprefix("attach://")
        data = call.files.get(name) or call.files.get("photo")
        if data is not None:
            return self._photo_size(data, 800)
        if media not in self._files:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return {"file_id": media, "file_unique_id": media, "width": 800, "height": 800}

    def _check_text(self, markup: str, limit: int, *, may_be_empty: bool = True) -> None:
        try:
            plain = parse_html(markup)
        except Refused as refusal:
            self._refuse(refusal.description)
        if units(plain) > limit:
            self._refuse(f"the text has {units(plain)} of {limit}")
        if not may_be_empty and not plain.strip():
            self._refuse("message text is empty")

    def _check_keyboard(self, call: Call) -> None:
        rows = call.buttons
        if any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
            self._refuse("too many buttons")
        for button in (button for row in rows for button in row):
            if not button["text"].strip():
                self._refuse("a button has no text")
            if "url" in button and not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+\S*", button["url"]):
                self._refuse("BUTTON_URL_INVALID")
            if "url" not in button and not 1 <= len(button["callback_data"].encode()) <= 64:
                self._refuse("BUTTON_DATA_INVALID")

    def _refuse(self, reason: str) -> None:
        self.violations.append(reason)
        raise Refused(400, f"Bad Request: {reason}")


async def _read_call(request: web.Request) -> Call:
    fields: Json = {}
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        else:
            assert isinstance(value, str)
            fields[name] = json.loads(value) if name in _JSON_FIELDS else value
    return Call(request.match_info["method"], fields, files)


def _json(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _answer(result: object) -> str:
    shown = f"[{', '.join(map(_json, result))}]" if isinstance(result, list) else json.dumps(result)
    return f'{{"ok": true, "result": {shown}}}'


def _keys(rows: list[list[Json]]) -> set[str]:
    return {button.get("callback_data", "") for row in rows for button in row}


def _refusal(refusal: Refused) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.retry_after:
        body["parameters"] = {"retry_after": refusal.retry_after}
    return web.json_response(body, status=refusal.status)
