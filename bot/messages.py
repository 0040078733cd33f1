"""What crosses between a channel and the assistant.

Whatever people read is `shown` as soon as it is a part of a reply: no channel has to think of signs that turn texts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.actions import Action, encode
from bot.i18n.translator import shown

Unsupported = Literal[
    "voice",
    "audio",
    "video",
    "animation",
    "sticker",
    "place",
    "contact",
    "document",
    "poll",
    "checklist",
    "story",
    "game",
    "other",
]
"""What people send that is neither words nor a picture, each with a sentence of its own ("unsupported-voice")."""

MissingPhoto = Literal["large", "gone"]
"""Why a photo that was sent is not there: more than the channel hands over, or lost on its way."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that a person sent.  Nothing of it is loaded until `read`, which raises `AttachmentUnavailable`."""

    name: str
    read: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One thing a person sent: words, photos (bytes as they came), or a tap on a button.

    `conversation_id` and `user_id` are the channel's own; `user_id` is empty where nobody in particular speaks.
    `action` is that of a `Button` that the assistant offered in the same conversation, if it was a tap.
    `start_link` opens this channel for somebody else where a payload follows it ("https://t.me/a_bot?start=").
    `locale` is the client's language tag ("en", "de-AT"), empty if unknown.
    `firsthand` is false where the sender did not just write it here: forwarded, edited, through another bot.
    `among_others` is true where others read the answer too: in a group.
    `page` is there where somebody leafs through the shop while typing elsewhere (Telegram's inline mode): the place of
    the first product to show.  Such a question is no part of a conversation, and nothing is remembered of it.
    `unsupported` came too, or alone, and cannot be searched with; `missing_photo` says why `photos` are not all.
    `on_language` is told the code of the language of the answer as soon as that is known, well before there is one.
    `by_owner` is the assistant's to say, for each message anew.
    """

    channel: str
    conversation_id: str
    user_id: str
    message_id: str
    text: str = ""
    photos: tuple[bytes, ...] = ()
    action: Action | None = None
    locale: str = ""
    start_link: str = ""
    attachment: Attachment | None = None
    firsthand: bool = True
    among_others: bool = False
    page: int | None = None
    unsupported: Unsupported | None = None
    missing_photo: MissingPhoto | None = None
    on_language: Callable[[str], None] = field(default=lambda code: None, compare=False)
    by_owner: bool = False


class _Shown:
    """What makes its own texts fit to be shown, while it is made."""

    __slots__ = ()

    def _show(self, *names: str) -> None:
        for name in names:
            said = getattr(self, name)
            object.__setattr__(self, name, shown(said) if isinstance(said, str) else tuple(map(shown, said)))


@dataclass(frozen=True, slots=True)
class Button(_Shown):
    """Either does something in its own conversation, or leads to a `url`.

    A tap on a `quiet` one changes what is shown where it is and says nothing.
    """

    label: str
    action: Action | None = None
    url: str = ""
    quiet: bool = False

    def __post_init__(self) -> None:
        if (self.action is None) == (not self.url):
            raise ValueError("a button has either an action or an address")
        self._show("label")

    @property
    def key(self) -> str:
        """Its action as channels keep it, "" where it leads elsewhere."""
        return "" if self.action is None else encode(self.action)


@dataclass(frozen=True, slots=True)
class Menu(_Shown):
    """Buttons that belong together, under what they are for."""

    title: str
    buttons: tuple[Button, ...]

    def __post_init__(self) -> None:
        self._show("title")


@dataclass(frozen=True, slots=True)
class Card(_Shown):
    """One product as it is shown.  `picture` is a key for the catalog's picture store, and `image` the picture's own
    http(s) address, if it came from one.

    `price` and `was` (the price before a sale) are ready to be shown, and so are `why`, short phrases for one
    line, and `also`, the article's other variants ("also in blue, green"); `buttons` belong to this
    card.
    """

    product_id: str
    title: str
    picture: str
    price: str = ""
    was: str = ""
    brand: str = ""
    url: str = ""
    available: bool = True
    sizes: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    also: str = ""
    buttons: tuple[Button, ...] = ()
    image: str = ""

    def __post_init__(self) -> None:
        self._show("title", "price", "was", "brand", "sizes", "attributes", "why", "also")


@dataclass(frozen=True, slots=True)
class Document(_Shown):
    """A file for the person to keep."""

    name: str
    data: bytes

    def __post_init__(self) -> None:
        self._show("name")


@dataclass(frozen=True, slots=True)
class Reply(_Shown):
    """The assistant's answer: pictures first, words after, and always a next step.

    `text` is plain text; channels escape it for their own markup.  `understood` are the short
    phrases of the query, and `chips` buttons that take one away or change it.  `buttons` belong to the
    whole answer, and so does a `menu` while it is open.

    `language` is the code of the one that it is said in, "" for the present one; what channels add is said in it too.
    `failure` is what kept it from being an answer, for the log.

    A reply to a tap that `replaces` is shown in place of the answer whose button was tapped.
    `updates` are what follows while something goes on, at whatever pace they are asked for; one that
    `replaces` is shown in place of the words before it.  Updates are for owners; a channel that has none leaves
    them out.

    A reply that `clears` stands alone: where a channel can take back what was shown before it, that is gone.

    `picture` (PNG or JPEG) belongs to the words of an answer without cards; it is sent and not kept.

    `marks` answer a tap: new labels, by their actions, for buttons of the message that was tapped.  Only where that
    cannot be changed any more is the text shown.
    """

    text: str
    cards: tuple[Card, ...] = ()
    understood: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    chips: tuple[Button, ...] = ()
    menu: Menu | None = None
    document: Document | None = None
    updates: AsyncIterator[Reply] | None = None
    replaces: bool = False
    clears: bool = False
    marks: Mapping[Action, str] = field(default_factory=dict)
    picture: bytes = b""
    next_page: int | None = None
    language: str = ""
    failure: Exception | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        self._show("text", "understood")


def command_of(text: str) -> tuple[str, str]:
    """A command and what follows it: "/start payload" and, in groups, "/start@this_bot" are the same command."""
    first, rest = (*text.split(maxsplit=1), "", "")[:2]
    return first.partition("@")[0].lower(), rest.strip()


def conversation_of(message: IncomingMessage) -> str:
    """The key of a message's conversation, in which its buttons are valid."""
    return f"{message.channel}:{message.conversation_id}"


def person_of(message: IncomingMessage) -> str:
    """The key of a message's sender; where nobody in particular speaks, it is a part of that conversation only."""
    return f"{message.channel}:{message.user_id or f'in {message.conversation_id}'}"


Kind = Literal["words", "photo", "tap", "command", "document", "inline"]


def kind_of(message: IncomingMessage) -> Kind:
    """What was sent, as one of a few words."""
    if message.page is not None:
        return "inline"
    if message.action is not None:
        return "tap"
    if message.attachment is not None:
        return "document"
    if message.text.startswith("/"):
        return "command"
    return "photo" if message.photos else "words"


Handler = Callable[[IncomingMessage], Awaitable[Reply]]
"""Answers every message, whatever happens, and never raises; see `ShopAssistant.handle`."""
