"""All that a person reads.  Pure but for the present language: hits, products and errors in, `Reply` out.

The words are in `bot/languages/*.ftl`.  Channels show a reply's cards as numbered pictures, so the text does not
list them again.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from bot.cards import also, attributes, card, shop_link
from bot.errors import BotError
from bot.likes import Favourite
from bot.links import payload_of
from bot.messages import MAX_KEY_BYTES, Card, Choice, Reply
from bot.phrases import in_words
from bot.pricing import price_text
from bot.query_model import Query
from bot.reading import read
from bot.refining_replies import chips, said_back
from bot.say import NAMES, in_a_row, isolated, say
from bot.why import Reason
from catalog.models import Hit, Record
from workers.errors import (
    DeadlineExceeded,
    EngineBusy,
    EngineClosed,
    HeicPicture,
    PictureTooLarge,
    UnreadablePicture,
    WorkerCrashed,
)

Thumb = Literal["up", "down", ""]
_OWNERS_HELP: Final = ("help-add", "help-remove", "help-sync")
_TRY: Final = ("example-red-boots", "example-summer-dress")
_MAX_DESCRIPTION: Final = 600
_MOST_SECONDS: Final = 90


def whats_new() -> Choice:
    """The button that leads to the latest products."""
    return Choice("new:", say("button-new"))


def say_choice(words: str, label: str) -> Choice | None:
    """A button that works as if its words were typed, or None if they do not fit a key."""
    key = f"say:{words}"
    return Choice(key, label) if len(key.encode()) <= MAX_KEY_BYTES else None


def welcome(shop_name: str, hits: Sequence[Hit], turn: str) -> Reply:
    """The first thing that a newcomer reads."""
    return Reply(
        text=say("welcome", shop=shop_name or say("our-shop")),
        cards=_result_cards([hit.record for hit in hits], turn, hits),
        choices=(
            *_numbers(len(hits), turn, more=False),
            *(choice for words in map(say, _TRY) if (choice := say_choice(words, say("try-example", words=words)))),
        ),
    )


def help_text(*, owner: bool = False) -> Reply:
    """What one can do here, and what an owner can."""
    return Reply("\n".join(map(say, ("help", *(_OWNERS_HELP if owner else ())))), choices=(whats_new(),))


def which_language() -> Reply:
    """A button for each language, each in its own words."""
    choices = tuple(Choice(f"lang:{code}", name) for code, name in NAMES.items())
    return Reply(say("language-question"), choices=choices)


def language_chosen() -> Reply:
    """Said in the language that was chosen."""
    return Reply(say("language-chosen"), choices=(whats_new(),))


def results(
    query: Query,
    hits: Sequence[Hit],
    turn: str,
    *,
    more: bool,
    seen: Sequence[str] = (),
    intro: str = "",
    ways: Sequence[Choice] = (),
    whys: Sequence[Sequence[Reason]] = (),
    given: Sequence[Thumb] = (),
    guessed: Collection[str] = (),
) -> Reply:
    """Found products, `whys` and `given` thumbs each of them, and `ways` to shape the answer.

    `seen` is what was recognised in a photo, in place of what was understood of words, and `guessed` what of it may
    be mistaken.
    """
    lines = [intro, say("looks-like", words=in_words(seen)) if seen else "", _what_differs(hits, query.understood)]
    return Reply(
        text="\n".join(line for line in lines if line),
        cards=_with_thumbs(_result_cards([hit.record for hit in hits], turn, hits, whys), turn, given),
        understood=said_back(replace(query, understood=()) if seen else query),
        choices=(*_numbers(len(hits), turn, more=more), *ways),
        chips=chips(query, turn, guessed),
    )


def which_piece(kinds: Sequence[Sequence[str]], turn: str, picture: bytes, *, whole: bool) -> Reply:
    """Several garments, numbered in the picture: which one?  `kinds` are a word or two for each of them."""
    choices = [
        Choice(f"piece:{turn}:{place}", say("button-piece", number=place + 1, kind=in_words(words)).strip())
        for place, words in enumerate(kinds)
    ]
    if whole:
        choices.append(Choice(f"piece:{turn}:all", say("button-whole-picture")))
    return Reply(say("which-piece", count=len(kinds)), choices=tuple(choices), picture=picture)


def newest(records: Sequence[Record], turn: str, *, more: bool) -> Reply:
    """The latest products."""
    return Reply(say("new-in-shop"), _result_cards(records, turn), choices=_numbers(len(records), turn, more=more))


def browsed(records: Sequence[Record], start_link: str, next_page: int | None) -> Reply:
    """Products to send to somebody else: each card opens its product here, and in the shop."""

    def opened(record: Record) -> tuple[Choice, ...]:
        link = f"{start_link}{payload_of(record.product.id)}" if start_link else ""
        return (*((Choice("open:", say("button-open"), link),) if link else ()), *shop_link(record))

    return Reply("", tuple(card(record, (), opened(record)) for record in records), next_page=next_page)


def favourites(shown: Sequence[tuple[Favourite, Record]], gone: Sequence[Favourite], turn: str, further: str) -> Reply:
    """What a person saved; `further` is the key of the button to the next page, if there is one."""
    if not shown and not gone:
        return Reply(say("favourites-none"))
    lines = [say("favourites")] if len(shown) > 1 else []
    if gone:
        lines.append(say("favourites-gone", titles=in_a_row([isolated(one.title) for one in gone])))
    choices = list(_numbers(len(shown), turn, more=False))
    if further:
        choices.append(Choice(further, say("button-more")))
    if gone:
        choices.append(Choice(f"unsave:{turn}:", say("button-forget-gone")))
    cards = _result_cards([record for _, record in shown], turn)
    noted = [replace(card, why=_since_saved(one, record)) for card, (one, record) in zip(cards, shown, strict=True)]
    return Reply("\n".join(lines), tuple(noted), choices=tuple(choices))


def _since_saved(then: Favourite, record: Record) -> tuple[str, ...]:
    item = record.product
    if then.price is None or item.current_price is None or item.currency != then.currency:
        return ()
    if item.current_price >= then.price:
        return ()
    return (say("was-when-saved", price=price_text(then.price, then.currency)),)


def thumbs(place: str, thumb: Thumb) -> tuple[Choice, ...]:
    """The two buttons that move a search; `place` is the search's turn and the product's place in it."""
    return tuple(Choice(key, label, quiet=True) for key, label in thumb_marks(place, thumb).items())


def thumb_marks(place: str, thumb: Thumb) -> dict[str, str]:
    """Their labels by their keys."""
    return {
        f"up:{place}": "👍 ✓" if thumb == "up" else "👍",
        f"down:{place}": "👎 ✓" if thumb == "down" else "👎",
    }


def noted_thumb(marks: Mapping[str, str]) -> Reply:
    """A thumb was tapped."""
    return Reply(say("thumb-noted"), marks=marks)


def heart(saved: bool) -> str:
    """The label of the button that saves a product, or gives it up."""
    return "♥" if saved else "♡"


def heart_choice(place: str, *, saved: bool) -> Choice:
    """The button itself; `place` is a turn's key and a place in it."""
    return Choice(f"heart:{place}", heart(saved), quiet=True)


def saved(marks: Mapping[str, str], *, saved: bool) -> Reply:
    """♡ was tapped."""
    return Reply(say("saved" if saved else "not-saved"), marks=marks)


def product(
    record: Record,
    turn: str,
    *,
    because: Sequence[Reason] = (),
    thumbs: Sequence[Choice] = (),
    share: str = "",
    removable: bool = False,
) -> Reply:
    """Everything about one product."""
    choices = [Choice(f"like:{turn}:0", say("button-similar")), *thumbs, *shop_link(record)]
    if share:
        choices.append(Choice("share:", say("button-share"), share))
    choices.append(Choice(f"wrong:{turn}:", say("button-wrong")))
    if removable:
        choices.append(Choice(f"remove:{turn}:0", say("button-remove")))
    return Reply(text=_shorten(record.product.description), cards=(card(record, because, tuple(choices)),))


def nothing_close() -> Reply:
    """An honest no."""
    return Reply(say("nothing-close"), choices=(whats_new(),))


def nothing_fits(query: Query, turn: str, ways: Sequence[Choice] = ()) -> Reply:
    """Prices, sizes and denials left nothing over."""
    return Reply(
        say("nothing-fits"),
        understood=said_back(query),
        choices=(*ways, whats_new()),
        chips=chips(query, turn),
    )


def no_more() -> Reply:
    """The end of a list."""
    return Reply(say("no-more"))


def shown_already(turn: str, next_page: str) -> Reply:
    """The second tap on More."""
    return Reply(
        say("shown-already"),
        choices=(
            Choice(f"more:{next_page}", say("button-more")),
            Choice(f"more:{turn}:again", say("button-show-again")),
        ),
    )


def empty_catalog() -> Reply:
    """A shop without products."""
    return Reply(say("empty-catalog"))


def slow_down(wait_s: float) -> Reply:
    """More was asked at once than one person may."""
    seconds = math.ceil(wait_s)
    if seconds <= _MOST_SECONDS:
        return Reply(say("slow-down-seconds", count=seconds))
    return Reply(say("slow-down-minutes", count=math.ceil(seconds / 60)))


def empty_message() -> Reply:
    """Nothing that says anything."""
    return Reply(say("empty-message"), choices=(whats_new(),))


def old_button() -> Reply:
    """A key that is unknown here: too old, or from another conversation."""
    return Reply(say("old-button"), choices=(whats_new(),))


def product_gone() -> Reply:
    """A button or a link of a product that the shop has removed since, or never had."""
    return Reply(say("product-gone"), choices=(whats_new(),))


def unknown_command() -> Reply:
    """A command that is not there, or not for this person."""
    return Reply(say("unknown-command"))


def forgotten() -> Reply:
    """After /forget_me."""
    return Reply(say("forgotten"), clears=True)


def added(record: Record, turn: str) -> Reply:
    """The owner sees what came in, and may take it back."""
    price = price_text(record.product.current_price, record.product.currency)
    title = isolated(record.product.title)
    product = f"{title} — {price}" if price else title
    seen = in_words(attributes(record.traits))
    return Reply(
        text=say("added-seen", product=product, words=seen) if seen else say("added", product=product),
        cards=(card(record, (), ()),),
        choices=(Choice(f"undo:{turn}:0", say("button-undo")),),
    )


def failure(error: Exception, again: Choice | None = None, *, cause: bool = False) -> Reply:
    """A short sentence that says what to do next; with `cause` (for owners) also why."""
    choices = (again,) if again else ()
    match error:
        case HeicPicture():
            text, choices = say("failed-picture-heic"), ()
        case PictureTooLarge():
            text, choices = say("failed-picture-large"), ()
        case UnreadablePicture():
            text, choices = say("failed-picture"), ()
        case EngineBusy():
            text = say("failed-busy", seconds=max(1, math.ceil(error.retry_after_s)))
        case DeadlineExceeded():
            text = say("failed-late")
        case WorkerCrashed():
            text, choices = say("failed-crash"), ()
        case EngineClosed():
            text = say("failed-closed")
        case _:
            text = say("failed-unknown")
    if cause:
        known = isinstance(error, BotError) or type(error).__module__.split(".")[0] in {"catalog", "workers"}
        told = say("failed-cause", cause=str(error)) if known and str(error) else ""
        text += "\n" + (told or say("failed-cause-logged", cause=type(error).__name__))
    return Reply(text, choices=choices)


def _what_differs(hits: Sequence[Hit], understood: Sequence[str]) -> str:
    if not hits or not hits[0].differs:
        return ""
    # Somebody who asked for a "collar" is not told of a polo collar.
    said = {part.values[0]: part.phrase for phrase in understood for part in read(phrase).parts if part.values}
    missing = in_words(said.get(value, value) for value in hits[0].differs)
    return say("nothing-has-all" if len(hits) == 1 else "first-differs", words=missing)


def _numbers(count: int, turn: str, *, more: bool) -> tuple[Choice, ...]:
    # A single product is shown whole, with its own buttons.
    numbers = [Choice(f"show:{turn}:{place}", str(place + 1)) for place in range(count)] if count > 1 else []
    return (*numbers, *([Choice(f"more:{turn}", say("button-more"))] if more else []))


def _result_cards(
    records: Sequence[Record], turn: str, hits: Sequence[Hit] = (), whys: Sequence[Sequence[Reason]] = ()
) -> tuple[Card, ...]:
    return tuple(
        card(
            record,
            whys[place] if whys else (),
            (Choice(f"like:{turn}:{place}", say("button-similar")), *shop_link(record)),
            also(hits[place]) if hits else "",
        )
        for place, record in enumerate(records)
    )


def _with_thumbs(cards: Sequence[Card], turn: str, given: Sequence[Thumb]) -> tuple[Card, ...]:
    both = [thumbs(f"{turn}:{place}", given[place] if given else "") for place in range(len(cards))]
    return tuple(
        replace(card, choices=(*card.choices[:1], *two, *card.choices[1:]))
        for card, two in zip(cards, both, strict=True)
    )


def _shorten(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _MAX_DESCRIPTION else f"{text[:_MAX_DESCRIPTION].rsplit(' ', 1)[0]} …"
