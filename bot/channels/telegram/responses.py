"""What comes back from a Bot API server, put in order before the library reads it.

Servers differ, and so do the proxies in front of them: a field that this version of the library misses, or a page of
HTML, must neither lose an answer nor send it twice, and what came is never quoted in the log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from telegram import File, Message, User
from telegram.error import NetworkError

from bot.channels.telegram.decoding import decode_answer

_BAD_REQUEST: Final = 400
_REFUSALS: Final = range(400, 600)
_BROKEN: Final = range(500, 600)


class OddResponse(NetworkError):
    """It is not of the Bot API.  Whether the request was carried out is not known."""

    def __init__(self) -> None:
        super().__init__("the response is not one of the Bot API")


def is_bot(me: User) -> bool:
    """Whether the library has read a bot, and not just anything."""
    return type(me.id) is int and me.is_bot is True and isinstance(me.username, str | None)


def in_order(method: str, parameters: Mapping[str, Any], status: int, payload: bytes) -> tuple[int, bytes]:
    """Status and payload of a response, as Telegram itself would have sent them.

    A refusal that came as a success is one.  Where a message was sent and the one that came back cannot be read, it
    stands for it: without its id, if that is not there either, and the id is 0 then, as that of a message which
    Telegram will send later.  Raises `OddResponse` where nothing can be made of it.
    """
    answer = decode_answer(payload.decode("utf-8", "replace"))
    if not isinstance(answer, dict):
        if status not in _BROKEN:
            raise OddResponse
        return status, b"{}"
    if status not in range(200, 300):
        return status, _refusal(answer)
    if answer.get("ok") is False:
        code = answer.get("error_code")
        return code if type(code) is int and code in _REFUSALS else _BAD_REQUEST, _refusal(answer)
    if "result" not in answer:
        raise OddResponse
    result = _result(method, parameters, answer["result"])
    return status, payload if result is answer["result"] else json.dumps({"ok": True, "result": result}).encode()


def _refusal(answer: Mapping[str, Any]) -> bytes:
    """Its words and numbers, as far as they are such."""
    kept: dict[str, Any] = {}
    if isinstance(words := answer.get("description"), str):
        kept["description"] = words
    if isinstance(parameters := answer.get("parameters"), dict):
        kept["parameters"] = {
            name: parameters[name]
            for name in ("retry_after", "migrate_to_chat_id")
            if type(parameters.get(name)) is int
        }
    return json.dumps(kept).encode()


def _result(method: str, parameters: Mapping[str, Any], result: object) -> object:
    if method == "getUpdates":
        if not isinstance(result, list):
            raise OddResponse
    elif method == "getFile":
        if not _is(File, result):
            raise OddResponse
    elif method == "sendMediaGroup":
        messages = [_message(one, parameters) for one in result] if isinstance(result, list) else []
        if not isinstance(result, list) or any(new is not old for new, old in zip(messages, result, strict=True)):
            return messages
    elif method == "sendChatAction" or (method.startswith("edit") and result is True):
        return result
    elif method.startswith(("send", "edit")):
        return _message(result, parameters)
    return result


def _message(result: object, parameters: Mapping[str, Any]) -> object:
    if _is(Message, result):
        return result
    number = result.get("message_id") if isinstance(result, dict) else None
    return {
        "message_id": number if type(number) is int else 0,
        "date": 0,
        "chat": {"id": parameters.get("chat_id", 0), "type": "private"},
    }


def _is(kind: type[File | Message], result: object) -> bool:
    try:
        read = kind.de_json(result, None)  # type: ignore[arg-type]  # whatever it is
    except Exception:  # whatever the library stumbles over
        return False
    return not isinstance(read, Message) or type(read.message_id) is int
