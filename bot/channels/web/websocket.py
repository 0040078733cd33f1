"""One shopper's line to the assistant, and the answers that survive a broken line."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from aiohttp import WSMessageTypeError, WSMsgType, web
from pydantic import ValidationError

from bot.actions import decode
from bot.channels.rate_limits import Limits
from bot.channels.web import wire_format
from bot.channels.web.photos import KEEP_S, PhotoGone, PhotoShelf
from bot.channels.web.wire_format import Hello, Json, Question
from bot.i18n.languages import spoken
from bot.i18n.translator import language, set_language, translate
from bot.messages import Handler, IncomingMessage
from bot.replies.errors import slow_down
from bot.runtime.tracing import request

log = logging.getLogger(__name__)

MAX_WAITING = 3
MAX_REFUSED_IN_A_ROW = 50
MAX_REMEMBERED = 500
ANSWER_TIMEOUT_S = 90.0
HELLO_TIMEOUT_S = 15.0
_HEAVY: Final = ("picture", "document")


class Answers:
    """Puts each question to the assistant once, however often a shaky line sends it.

    An answer goes on being worked on when its line breaks; the page asks again under the same id after
    it has reconnected and gets it.  Only good answers are remembered, the newest `MAX_REMEMBERED`.
    """

    def __init__(self, handle: Handler, photos: PhotoShelf) -> None:
        self._handle = handle
        self._photos = photos
        self._tasks: OrderedDict[tuple[str, str, str], asyncio.Task[Json]] = OrderedDict()
        self._working: set[asyncio.Task[Json]] = set()
        self._stopped = False
        self.refused = 0

    async def get(self, hello: Hello, question: Question) -> Json:
        """The frame that answers this question: a `reply` or an `error`."""
        key = _key(hello, question)
        task = self._tasks.get(key)
        if task is None:
            if self._stopped:
                return _closing(question)
            task = asyncio.create_task(self._work_out(hello, question))
            self._tasks[key] = task
            self._working.add(task)
            task.add_done_callback(lambda done: self._settle(key, done))
        await asyncio.wait([task])
        return _closing(question) if task.cancelled() else task.result()

    def knows(self, hello: Hello, question: Question) -> bool:
        """Whether this question was taken before, so that asking again gets the same answer."""
        return _key(hello, question) in self._tasks

    def count_refusal(self) -> None:
        """One more question was told to come back later."""
        self.refused += 1

    def forget(self, visitor: str) -> int:
        """Drop the answers to a visitor's questions, and what is still being worked on but the asking itself.

        Returns how many there were.
        """
        theirs = [(key, task) for key, task in self._tasks.items() if key[0] == visitor]
        for key, task in theirs:
            if task.done():
                del self._tasks[key]
            elif task is not asyncio.current_task():
                task.cancel()
        return len(theirs)

    def of(self, visitor: str) -> list[Json]:
        """The answers to a visitor's questions, the latest first, without what was drawn for them."""
        theirs = (task for key, task in self._tasks.items() if key[0] == visitor)
        done = [task.result() for task in theirs if task.done() and not task.cancelled()]
        return [{name: value for name, value in one.items() if name not in _HEAVY} for one in reversed(done)]

    async def stop(self, within_s: float) -> None:
        """Cancel what is still being worked on; its waiters, and who asks from now on, get an `error`."""
        self._stopped = True
        working = list(self._working)
        for task in working:
            task.cancel()
        if working:
            await asyncio.wait(working, timeout=within_s)

    async def _work_out(self, hello: Hello, question: Question) -> Json:
        with request("web"):
            return await self._worked_out(hello, question)

    async def _worked_out(self, hello: Hello, question: Question) -> Json:
        try:
            with self._photos.lend(hello.conversation, question.photos) as photos:
                message = replace(_message(hello, question), photos=photos)
                async with asyncio.timeout(ANSWER_TIMEOUT_S):
                    return wire_format.reply(question.id, await self._handle(message))
        except PhotoGone:
            return wire_format.error(question.id, "photo_gone", translate("failed-picture-gone"))
        except Exception:
            # The assistant promises not to raise; if it does, the shopper must not wait for ever.
            log.exception("a message could not be answered")
            return wire_format.error(question.id, "failed", translate("web-failed"))

    def _settle(self, key: tuple[str, str, str], task: asyncio.Task[Json]) -> None:
        self._working.discard(task)
        if task.cancelled() or task.result()["type"] == "error":
            self._tasks.pop(key, None)
        elif any(task.result().get(part) for part in _HEAVY):
            # As long as the photo that a picture was drawn on would have been kept, and no longer.
            asyncio.get_running_loop().call_later(KEEP_S, self._tasks.pop, key, None)
        for old in list(self._tasks)[:-MAX_REMEMBERED]:
            if self._tasks[old].done():
                del self._tasks[old]


def _key(hello: Hello, question: Question) -> tuple[str, str, str]:
    return (hello.visitor, hello.conversation, question.id)


def _closing(question: Question) -> Json:
    return wire_format.error(question.id, "closing", translate("web-closing"))


def _message(hello: Hello, question: Question) -> IncomingMessage:
    """The question without its photos."""
    return IncomingMessage(
        channel="web",
        conversation_id=hello.conversation,
        user_id=hello.visitor,
        message_id=question.id,
        text=question.text,
        action=decode(question.choice) if question.choice else None,
        locale=hello.locale,
    )


class ChatLine:
    """One WebSocket: takes the hello, then questions, and answers them one after the other.

    While one is being answered at most `MAX_WAITING` more wait; a further one is refused at once.  `network` is
    what it shares with others, see `Limits`.
    """

    def __init__(
        self,
        socket: web.WebSocketResponse,
        answers: Answers,
        is_closing: Callable[[], bool],
        limits: Limits,
        network: str,
    ) -> None:
        self._socket = socket
        self._answers = answers
        self._is_closing = is_closing
        self._limits = limits
        self.network = network
        self.visitor = self.conversation = ""
        self._refused_in_a_row = 0
        self._waiting: asyncio.Queue[Question] = asyncio.Queue(MAX_WAITING)

    async def serve(self) -> None:
        """Talk until the page leaves or the channel stops."""
        hello = await self._greet()
        if hello is None:
            return
        set_language(spoken(hello.locale) or language())
        answering = asyncio.create_task(self._answer_all(hello))
        try:
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT:
                    await self._take(hello, frame.data)
                elif frame.type is WSMsgType.BINARY:
                    await self._refuse("", "invalid", translate("web-invalid"))
                else:
                    break
                if self._refused_in_a_row > MAX_REFUSED_IN_A_ROW:
                    await self._socket.close(code=1013, message=b"too many messages")
                    break
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
            while not self._waiting.empty():
                self._waiting.get_nowait()
                self._waiting.task_done()

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._waiting.qsize()

    async def finish(self) -> None:
        """Return once every question that was taken has its answer."""
        await self._waiting.join()

    async def leave(self) -> None:
        """Tell the page that the server goes away; it reconnects by itself."""
        await self._socket.close(code=1001, message=b"restarting")

    async def _greet(self) -> Hello | None:
        try:
            hello = Hello.model_validate_json(await self._socket.receive_str(timeout=HELLO_TIMEOUT_S))
        except (ValidationError, TimeoutError, WSMessageTypeError):
            await self._socket.close(code=1008, message=b"hello expected")
            return None
        if not hello.conversation:
            hello = hello.model_copy(update={"conversation": secrets.token_urlsafe(32)})
        self.conversation = hello.conversation
        self.visitor = hello.visitor or hello.conversation
        hello = hello.model_copy(update={"visitor": self.visitor})
        await self._socket.send_json(wire_format.ready(hello.conversation))
        return hello

    async def _take(self, hello: Hello, data: str) -> None:
        try:
            question = Question.model_validate_json(data)
        except ValidationError:
            await self._refuse("", "invalid", translate("web-invalid"))
            return
        if self._is_closing():
            await self._refuse(question.id, "closing", translate("web-closing"))
            return
        if self._waiting.full():
            self._answers.count_refusal()
            await self._refuse(question.id, "busy", translate("web-busy"))
            return
        again = self._answers.knows(hello, question)
        refusal = self._limits.refuses(_message(hello, question), self.network, again=again)
        if refusal is not None:
            self._answers.count_refusal()
            await self._refuse(question.id, "slow", slow_down(refusal.wait_s).text if refusal.first else "")
            return
        self._refused_in_a_row = 0
        await self._send(wire_format.typing(question.id))
        self._waiting.put_nowait(question)

    async def _answer_all(self, hello: Hello) -> None:
        while True:
            question = await self._waiting.get()
            try:
                await self._send(await self._answers.get(hello, question))
            finally:
                self._waiting.task_done()

    async def _refuse(self, question_id: str, code: wire_format.ErrorCode, text: str) -> None:
        self._refused_in_a_row += 1
        await self._send(wire_format.error(question_id, code, text))

    async def _send(self, frame: Json) -> None:
        try:
            await self._socket.send_json(frame)
        except ConnectionError:
            # The page left meanwhile; the answer is remembered and the reading loop ends by itself.
            log.debug("a frame was not delivered: the connection is gone")
