"""All that a person reads.  Pure: hits, products and errors in, `Reply` out.

Channels show a reply's cards as numbered pictures, so the text does not list them again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.errors import BotError
from bot.likes import Favourite
from bot.messages import MAX_KEY_BYTES, Card, Choice, Query, Reply
from bot.pricing import price_text
from bot.reading import read
from bot.why import Reason
from catalog.models import CatalogStats, Hit, Record, SearchResult, Traits
from workers.errors import DeadlineExceeded, EngineBusy, EngineClosed, UnreadablePicture, WorkerCrashed

ONLY_NEAREST: Final = "I don't find anything close to this in the shop; these come nearest."
WHATS_NEW: Final = Choice("new:", "See what's new")
_TRY: Final = ("red boots", "summer dress")
_MAX_DESCRIPTION: Final = 600
_MAX_VARIANTS: Final = 5
_SEEN_FROM: Final = 0.5
_TRAIT_NAMES: Final = {"category": "kind", "colours": "colour"}
_SHOWN_TRAITS: Final = ("category", "colours", "pattern", "neckline", "sleeve", "material", "style", "gender")

_HELP = (
    "Send me a photo of a garment or accessory, or a few words such as “blue t-shirt without collar under 30”. "
    "Then go on from there: “like this but green”, “with long sleeves”, “cheaper”.\n"
    "A number opens one product. Photos are used for the answer only and are not kept.\n"
    "♡ keeps a piece for later, and /favourites shows what you kept. "
    "/start shows an example, /forget_me deletes all that I keep about you."
)


def say_choice(words: str, label: str) -> Choice | None:
    """A button that works as if its words were typed, or None if they do not fit a key."""
    key = f"say:{words}"
    return Choice(key, label) if len(key.encode()) <= MAX_KEY_BYTES else None


def welcome(shop_name: str, hits: Sequence[Hit], turn: str) -> Reply:
    """The first thing that a newcomer reads."""
    return Reply(
        text=f"Hello! Send me a photo of something you like, or tell me in words, and I'll find the closest pieces in "
        f"{shop_name}.\nPhotos are used for the answer only and are not kept. /help /forget_me",
        cards=_result_cards([hit.record for hit in hits], turn, hits),
        choices=(
            *_numbers(len(hits), turn, more=False),
            *(choice for words in _TRY if (choice := say_choice(words, f"Try: {words}"))),
        ),
    )


def help_text(commands: Sequence[str] = ()) -> Reply:
    """What one can do here; `commands` are lines for an owner."""
    return Reply("\n".join([_HELP, *commands]), choices=(WHATS_NEW,))


def results(
    query: Query,
    hits: Sequence[Hit],
    turn: str,
    *,
    more: bool,
    seen: Sequence[str] = (),
    intro: str = "",
    further: Sequence[Choice] = (),
    whys: Sequence[Sequence[Reason]] = (),
) -> Reply:
    """Found products, `whys` each of them.  `seen` is what was recognised in a photo, in place of chips of words."""
    lines = [intro, f"Looks like: {', '.join(seen)}" if seen else "", _what_differs(hits, query.understood)]
    return Reply(
        text="\n".join(line for line in lines if line),
        cards=_result_cards([hit.record for hit in hits], turn, hits, whys),
        understood=() if seen else query.understood,
        choices=(*_numbers(len(hits), turn, more=more), *further),
    )


def further(query: Query, result: SearchResult) -> tuple[Choice, ...]:
    """Buttons that narrow or sort what fits, where that changes anything."""
    counts = {one.value: one.count for one in result.facets.get("offer", ())}
    asked = (("on sale", query.filters.on_sale_only), ("in stock", query.filters.in_stock_only))
    choices = [
        say_choice(words, f"{words.capitalize()} ({counts[words]})")
        for words, chosen in asked
        if not chosen and 0 < counts.get(words, 0) < result.matching
    ]
    if result.matching > len(result.hits) and query.sort == "relevance":
        choices.append(say_choice("cheapest first", "Cheapest first"))
    return tuple(choice for choice in choices if choice)


def newest(records: Sequence[Record], turn: str, *, more: bool) -> Reply:
    """The latest products."""
    return Reply("New in the shop:", _result_cards(records, turn), choices=_numbers(len(records), turn, more=more))


def favourites(shown: Sequence[tuple[Favourite, Record]], gone: Sequence[Favourite], turn: str, further: str) -> Reply:
    """What a person saved; `further` is the key of the button to the next page, if there is one."""
    if not shown and not gone:
        return Reply("You have saved nothing yet. Tap ♡ on a piece that you like, and /favourites shows it.")
    lines = ["Your favourites:"] if shown else []
    if gone:
        lines.append(f"No longer in the shop: {', '.join(one.title for one in gone)}.")
    choices = list(_numbers(len(shown), turn, more=False))
    if further:
        choices.append(Choice(further, "More"))
    if gone:
        choices.append(Choice(f"unsave:{turn}:", "Forget what is gone"))
    cards = _result_cards([record for _, record in shown], turn)
    noted = [replace(card, why=_since_saved(one, record)) for card, (one, record) in zip(cards, shown, strict=True)]
    return Reply("\n".join(lines), tuple(noted), choices=tuple(choices))


def _since_saved(then: Favourite, record: Record) -> tuple[str, ...]:
    item = record.product
    if then.price is None or item.current_price is None or item.currency != then.currency:
        return ()
    if item.current_price >= then.price:
        return ()
    return (f"was {price_text(then.price, then.currency)} when you saved it",)


def heart(saved: bool) -> str:
    """The label of the button that saves a product, or gives it up."""
    return "♥" if saved else "♡"


def heart_choice(place: str, *, saved: bool) -> Choice:
    """The button itself; `place` is a turn's key and a place in it."""
    return Choice(f"heart:{place}", heart(saved), quiet=True)


def saved(marks: Mapping[str, str], *, saved: bool) -> Reply:
    """♡ was tapped."""
    text = "Saved: /favourites shows all." if saved else "Not saved any more: /favourites shows the rest."
    return Reply(text, marks=marks)


def product(record: Record, turn: str, *, because: Sequence[Reason] = (), removable: bool = False) -> Reply:
    """Everything about one product."""
    choices = [Choice(f"like:{turn}:0", "Similar to this"), *_shop_link(record)]
    if removable:
        choices.append(Choice(f"remove:{turn}:0", "Remove"))
    return Reply(text=_shorten(record.product.description), cards=(_card(record, because, tuple(choices)),))


def nothing_close() -> Reply:
    """An honest no."""
    return Reply(
        "I don't find anything close to this in the shop. Try a photo of one garment or accessory, or tell me in words "
        "what you look for.",
        choices=(WHATS_NEW,),
    )


def nothing_fits(query: Query) -> Reply:
    """Prices, sizes and denials left nothing over."""
    return Reply(
        "Nothing in the shop fits all of this. Try it with a wider price, another size, or fewer conditions.",
        understood=query.understood,
        choices=(WHATS_NEW,),
    )


def no_more() -> Reply:
    """The end of a list."""
    return Reply("That was all I have for this. Tell me what to change, for example “in black” or “under 50”.")


def empty_catalog() -> Reply:
    """A shop without products."""
    return Reply("There are no products in the shop yet. Please come back a little later.")


def slow_down(wait_s: float) -> Reply:
    """More was asked at once than one person may."""
    seconds = math.ceil(wait_s)
    when = f"{seconds} second{'s' if seconds > 1 else ''}" if seconds <= 90 else f"{math.ceil(seconds / 60)} minutes"
    return Reply(f"That was a lot at once! Please send me this again in about {when}.")


def empty_message() -> Reply:
    """A sticker, a voice message, or nothing at all."""
    return Reply("Send me a photo of something you like, or a few words such as “red boots”.", choices=(WHATS_NEW,))


def old_button() -> Reply:
    """A key that is unknown here: too old, or from another conversation."""
    return Reply("This button is too old. Send me the words or the photo again, and I'll search afresh.")


def product_gone() -> Reply:
    """A button of a product that the shop has removed since."""
    return Reply("This piece is no longer in the shop. Tell me what you look for, and I'll find another.")


def unknown_command() -> Reply:
    """A command that is not there, or not for this person."""
    return Reply("I don't know this command. /help says what I can do, or just send me a photo or a few words.")


def forgotten() -> Reply:
    """After /forget_me."""
    return Reply("Done: all that I kept about you is deleted. Send a photo or a few words to start anew.")


def added(record: Record, turn: str) -> Reply:
    """The owner sees what came in, and may take it back."""
    price = price_text(record.product.current_price, record.product.currency)
    seen = ", ".join(_attributes(record.traits))
    title = f"Added {record.product.title}{f' — {price}' if price else ''}."
    return Reply(
        text=f"{title} I see: {seen}." if seen else title,
        cards=(_card(record, (), ()),),
        choices=(Choice(f"undo:{turn}:0", "Undo"),),
    )


def removed(title: str) -> Reply:
    """The owner took a product out."""
    return Reply(f"Removed {title}. /stats shows what is left.")


def not_there(product_id: str) -> Reply:
    """The owner named a product that is not there."""
    return Reply(f"There is no product with the id “{product_id}”. Search for it and tap [Remove] on its card.")


def confirm_removal(record: Record, turn: str) -> Reply:
    """The owner's bare /remove after looking at a product."""
    return Reply(
        f"Remove {record.product.title}?", choices=(Choice(f"remove:{turn}:0", f"Remove {record.product.title}"[:60]),)
    )


def how_to_add(problem: str = "") -> Reply:
    """The owner's photo or caption did not make a product."""
    usage = "Send a photo with the caption: title; price; link — for example: Linen dress “Ivy”; €59.00; https://…"
    return Reply(f"{problem} {usage}".strip())


def how_to_remove() -> Reply:
    """The owner's /remove without a product."""
    return Reply("Send /remove and the product's id, or open the product and tap [Remove].")


def statistics(stats: CatalogStats, today: Mapping[str, int]) -> Reply:
    """Counts for the owner."""
    lines = [f"{stats.products} products, {stats.out_of_stock} of them sold out."]
    if stats.needs_encoding:
        lines.append(f"{stats.needs_encoding} were encoded by another model: import them again to have them found.")
    lines.append(
        f"Today: {today.get('searches', 0)} searches, {today.get('photos', 0)} of them with a photo, "
        f"{today.get('nothing_found', 0)} found nothing close."
    )
    if stats.repaired:
        lines.append(f"{stats.repaired} were amiss in the index and have been put right since the start.")
    return Reply("\n".join(lines))


def failure(error: Exception, again: Choice | None = None, *, cause: bool = False) -> Reply:
    """A short sentence that says what to do next; with `cause` (for owners) also why."""
    choices = (again,) if again else ()
    match error:
        case UnreadablePicture():
            text, choices = "I couldn't open this picture. JPEG, PNG, WebP and GIF up to 20 MB work.", ()
        case EngineBusy():
            seconds = max(1, math.ceil(error.retry_after_s))
            text = (
                f"Many people are searching right now. I'll be free in about {seconds} "
                f"second{'s' if seconds > 1 else ''}, please send it again."
            )
        case DeadlineExceeded():
            text = "This search takes longer than I can wait. Please send it again in a moment."
        case WorkerCrashed():
            text, choices = "I couldn't work with this one. Please try another photo, or tell me in words.", ()
        case EngineClosed():
            text = "I'm just restarting. Please send it again in a minute."
        case _:
            text = "Something went wrong on my side, and the shop has a note of it. Please send it again in a moment."
    if cause:
        known = isinstance(error, BotError) or type(error).__module__.split(".")[0] in {"catalog", "workers"}
        text += (
            f"\nCause: {error}" if known and str(error) else f"\nCause: {type(error).__name__}; the log has the rest."
        )
    return Reply(text, choices=choices)


def _what_differs(hits: Sequence[Hit], understood: Sequence[str]) -> str:
    if not hits or not hits[0].differs:
        return ""
    # Somebody who asked for a "collar" is not told of a polo collar.
    said = {part.values[0]: part.phrase for phrase in understood for part in read(phrase).parts if part.values}
    missing = ", ".join(said.get(value, value) for value in hits[0].differs)
    return (
        f"Nothing has it all; the closest is not: {missing}." if len(hits) == 1 else f"The first one is not: {missing}."
    )


def _numbers(count: int, turn: str, *, more: bool) -> tuple[Choice, ...]:
    # A single product is shown whole, with its own buttons.
    numbers = [Choice(f"show:{turn}:{place}", str(place + 1)) for place in range(count)] if count > 1 else []
    return (*numbers, *([Choice(f"more:{turn}", "More")] if more else []))


def _result_cards(
    records: Sequence[Record], turn: str, hits: Sequence[Hit] = (), whys: Sequence[Sequence[Reason]] = ()
) -> tuple[Card, ...]:
    return tuple(
        _card(
            record,
            whys[place] if whys else (),
            (Choice(f"like:{turn}:{place}", "Similar to this"), *_shop_link(record)),
            also(hits[place]) if hits else "",
        )
        for place, record in enumerate(records)
    )


def _shop_link(record: Record) -> tuple[Choice, ...]:
    return (Choice("shop:", "Shop", record.product.url),) if record.product.url else ()


def why(because: Sequence[Reason], currency: str) -> tuple[str, ...]:
    """What is said of a hit beside the question: "same pattern and neckline", "darker blue", "€12 more"."""
    return tuple(phrase for reason in because for phrase in _why(reason, currency))


def _why(reason: Reason, currency: str) -> tuple[str, ...]:
    amount = price_text(reason.amount, currency).replace(".00", "")
    match reason.kind:
        case "same":
            *first, last = (_TRAIT_NAMES.get(name, name) for name in reason.values)
            return (f"same {', '.join(first)} and {last}" if first else f"same {last}",)
        case "has":
            return reason.values
        case "instead":
            there, asked = reason.values
            return (f"{there} instead of {asked}",)
        case "darker" | "lighter":
            return (f"{reason.kind} {reason.values[0]}",)
        case _:
            return (f"{amount} {reason.kind}",)


def also(hit: Hit) -> str:
    """The other variants of a hit, by their colours where these differ: "also in blue, green"."""
    if not hit.variants:
        return ""
    mine = set(_colours(hit.record))
    others = dict.fromkeys(colour for one in hit.variants for colour in _colours(one) if colour not in mine)
    if others:
        return f"also in {', '.join(list(others)[:_MAX_VARIANTS])}"
    more = {one.product.title for one in hit.variants} - {hit.record.product.title}
    return f"{len(more)} more variant{'s' if len(more) > 1 else ''}" if more else ""


def _colours(record: Record) -> tuple[str, ...]:
    return tuple(trait.value for trait in record.traits.get("colours", ())[:1])


def _card(record: Record, because: Sequence[Reason], choices: tuple[Choice, ...], others: str = "") -> Card:
    item = record.product
    return Card(
        product_id=item.id,
        title=item.title,
        picture=record.picture,
        price=price_text(item.current_price, item.currency),
        was=price_text(item.price, item.currency) if item.on_sale else "",
        brand=item.brand,
        url=item.url,
        available=item.available,
        sizes=item.sizes,
        attributes=_attributes(record.traits),
        why=why(because, item.currency),
        also=others,
        choices=choices,
    )


def _attributes(traits: Traits) -> tuple[str, ...]:
    """Values that are stated or rather sure, in the order in which one describes a piece."""
    shown = []
    for name in _SHOWN_TRAITS:
        most = 2 if name == "colours" else 1
        sure = [trait.value for trait in traits.get(name, ()) if trait.stated or trait.confidence >= _SEEN_FROM]
        shown += sure[:most]
    return tuple(dict.fromkeys(shown))


def _shorten(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _MAX_DESCRIPTION else f"{text[:_MAX_DESCRIPTION].rsplit(' ', 1)[0]} …"
