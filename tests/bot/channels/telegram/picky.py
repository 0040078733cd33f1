"""A Bot API server that refuses single pictures, as Telegram does: an album with such a one is refused as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tests.telegram_server import Call, Json, Refused, TelegramServer

Hint = Literal["none", "right", "wrong"]


class PickyServer(TelegramServer):
    """Refuses the pictures of which `is_bad(caption, media)` is true; `media` is a file id or "attach://…".

    `hint` is whether the refusal of an album names the bad one by its place, names another one, or none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_bad: Callable[[str, str], bool] = lambda caption, media: False
        self.hint: Hint = "none"
        self._taken: list[tuple[int, list[str]]] = []

    def numbers(self, chat: int = 7) -> list[list[int]]:
        """The numbers below the pictures that were taken, by request, in the order in which these came."""
        return [[int(one.split(" · ")[0]) for one in words] for where, words in self._taken if where == chat]

    def requests(self, chat: int = 7) -> int:
        """How often pictures were sent, taken or refused."""
        return len(self.made("sendMediaGroup", chat)) + len(self.made("sendPhoto", chat))

    @property
    def on_screen(self) -> list[str]:
        """What stands below the pictures of albums that are shown."""
        return [words for words in self.screen.values() if words[1:4] == " · " and "Understood" not in words]

    async def _on_sendPhoto(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        self._look(call.fields["caption"], call.fields.get("photo", "attach://"))
        sent = await super()._on_sendPhoto(call)
        self._taken.append((call.chat_id, [call.fields["caption"]]))
        return sent

    async def _on_sendMediaGroup(self, call: Call) -> list[Json]:  # noqa: N802 - the method's name in the Bot API
        album = call.fields["media"]
        for place, item in enumerate(album):
            named = {"none": 0, "right": place + 1, "wrong": (place + 1) % len(album) + 1}[self.hint]
            self._look(item["caption"], item["media"], named)
        sent = await super()._on_sendMediaGroup(call)
        self._taken.append((call.chat_id, [item["caption"] for item in album]))
        return sent

    async def _on_editMessageMedia(self, call: Call) -> Json:  # noqa: N802 - the method's name in the Bot API
        self._look(call.fields["media"]["caption"], call.fields["media"]["media"])
        return await super()._on_editMessageMedia(call)

    def _look(self, caption: str, media: str, named: int = 0) -> None:
        if self.is_bad(caption, media):
            why = "IMAGE_PROCESS_FAILED"
            raise Refused(
                400,
                f'Bad Request: failed to send message #{named} with the error message "{why}"'
                if named
                else f"Bad Request: {why}",
            )
