"""Found products, further pages, and what is said where there are none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.actions import Action
from bot.i18n.translator import translate
from bot.messages import Button, Reply
from bot.query.extraction import read
from bot.query.model import Query
from bot.replies.buttons import Thumb, numbers, result_cards, whats_new
from bot.replies.cards import card, shop_link
from bot.replies.filters import chips, said_back
from bot.replies.links import payload_of
from bot.replies.phrases import in_words
from bot.search.explanations import Reason
from catalog.models import Hit, Record


def found_products(
    query: Query,
    hits: Sequence[Hit],
    turn: str,
    *,
    more: bool,
    saved: Collection[str] | None = None,
    seen: Sequence[str] = (),
    intro: str = "",
    ways: Sequence[Button] = (),
    whys: Sequence[Sequence[Reason]] = (),
    given: Sequence[Thumb] = (),
    guessed: Collection[str] = (),
) -> Reply:
    """Found products, `whys` and `given` thumbs each of them, and `ways` to shape the answer.

    `seen` is what was recognised in a photo, in place of what was understood of words, and `guessed` what of it may
    be mistaken.
    """
    lines = [
        intro,
        translate("looks-like", words=in_words(seen)) if seen else "",
        _what_differs(hits, query.understood),
    ]
    return Reply(
        text="\n".join(line for line in lines if line),
        cards=result_cards(
            [hit.record for hit in hits], turn, saved, hits=hits, whys=whys, given=given or [""] * len(hits)
        ),
        understood=said_back(replace(query, understood=()) if seen else query),
        buttons=(*numbers(len(hits), turn, more=more), *ways),
        chips=chips(query, turn, guessed),
    )


def which_piece(kinds: Sequence[Sequence[str]], turn: str, picture: bytes, *, whole: bool) -> Reply:
    """Several garments, numbered in the picture: which one?  `kinds` are a word or two for each of them."""
    buttons = [
        Button(translate("button-piece", number=index + 1, kind=in_words(words)).strip(), Action("piece", turn, index))
        for index, words in enumerate(kinds)
    ]
    if whole:
        buttons.append(Button(translate("button-whole-picture"), Action("piece", turn, "all")))
    return Reply(translate("which-piece", count=len(kinds)), buttons=tuple(buttons), picture=picture)


def newest(records: Sequence[Record], turn: str, *, more: bool, saved: Collection[str] | None = None) -> Reply:
    """The latest products."""
    cards = result_cards(records, turn, saved)
    return Reply(translate("new-in-shop"), cards, buttons=numbers(len(records), turn, more=more))


def browsed(records: Sequence[Record], start_link: str, next_page: int | None) -> Reply:
    """Products to send to somebody else: each card opens its product here, and in the shop."""

    def opened(record: Record) -> tuple[Button, ...]:
        link = f"{start_link}{payload_of(record.product.id)}" if start_link else ""
        return (*((Button(translate("button-open"), url=link),) if link else ()), *shop_link(record))

    return Reply("", tuple(card(record, (), opened(record)) for record in records), next_page=next_page)


def nothing_close() -> Reply:
    """An honest no."""
    return Reply(translate("nothing-close"), buttons=(whats_new(),))


def nothing_fits(query: Query, turn: str, ways: Sequence[Button] = ()) -> Reply:
    """Prices, sizes and denials left nothing over."""
    return Reply(
        translate("nothing-fits"),
        understood=said_back(query),
        buttons=(*ways, whats_new()),
        chips=chips(query, turn),
    )


def shown_already(turn: str, next_page: str) -> Reply:
    """The second tap on More."""
    return Reply(
        translate("shown-already"),
        buttons=(
            Button(translate("button-more"), Action("more", next_page)),
            Button(translate("button-show-again"), Action("more", turn, "again")),
        ),
    )


def _what_differs(hits: Sequence[Hit], understood: Sequence[str]) -> str:
    if not hits or not hits[0].differs:
        return ""
    # Somebody who asked for a "collar" is not told of a polo collar.
    said = {part.values[0]: part.phrase for phrase in understood for part in read(phrase).parts if part.values}
    missing = in_words(said.get(value, value) for value in hits[0].differs)
    return translate("nothing-has-all" if len(hits) == 1 else "first-differs", words=missing)
