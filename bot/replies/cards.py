"""A product as a person sees it: picture, price, what it is, why it was found, and what else it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.i18n.money import price_text
from bot.i18n.translator import listed, translate
from bot.messages import Button, Card
from bot.replies.phrases import phrase, phrases
from bot.search.explanations import Reason
from catalog.models import Hit, Record, Traits

_MAX_VARIANTS: Final = 5
_SEEN_FROM: Final = 0.5
_SHOWN_TRAITS: Final = ("category", "colours", "pattern", "neckline", "sleeve", "material", "style", "gender")


def shop_link(record: Record) -> tuple[Button, ...]:
    """The button that leads to the product in the shop, where it has an address."""
    return (Button(translate("button-shop"), url=record.product.url),) if record.product.url else ()


def why(because: Sequence[Reason], currency: str) -> tuple[str, ...]:
    """What is said of a hit beside the question: "same pattern and neckline", "darker blue", "€12 more"."""
    return tuple(phrase for reason in because for phrase in _why(reason, currency))


def _why(reason: Reason, currency: str) -> tuple[str, ...]:
    amount = price_text(reason.amount, currency, short=True)
    match reason.kind:
        case "same":
            return (translate("why-same", traits=listed([translate(f"trait-{name}") for name in reason.values])),)
        case "has":
            return phrases(reason.values)
        case "instead":
            there, asked = phrases(reason.values)
            return (translate("why-instead", there=there, asked=asked),)
        case "darker" | "lighter":
            return (translate(f"why-{reason.kind}", colour=phrase(reason.values[0])),)
        case _:
            return (translate(f"why-{reason.kind}", amount=amount),)


def also(hit: Hit) -> str:
    """The other variants of a hit, by their colours where these differ: "also in blue and green"."""
    if not hit.variants:
        return ""
    mine = set(_colours(hit.record))
    others = dict.fromkeys(colour for one in hit.variants for colour in _colours(one) if colour not in mine)
    if others:
        return translate("also-in", colours=listed(phrases(list(others)[:_MAX_VARIANTS])))
    more = {one.product.title for one in hit.variants} - {hit.record.product.title}
    return translate("more-variants", count=len(more)) if more else ""


def _colours(record: Record) -> tuple[str, ...]:
    return tuple(trait.value for trait in record.traits.get("colours", ())[:1])


def card(record: Record, because: Sequence[Reason], buttons: tuple[Button, ...], others: str = "") -> Card:
    """A product as it is shown; `others` says what variants it has."""
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
        attributes=phrases(attributes(record.traits)),
        why=why(because, item.currency),
        also=others,
        buttons=buttons,
        image=item.image if item.image.startswith(("http://", "https://")) else "",
    )


def attributes(traits: Traits) -> tuple[str, ...]:
    """Values that are stated or rather sure, in the order in which one describes a piece."""
    shown = []
    for name in _SHOWN_TRAITS:
        most = 2 if name == "colours" else 1
        sure = [trait.value for trait in traits.get(name, ()) if trait.stated or trait.confidence >= _SEEN_FROM]
        shown += sure[:most]
    return tuple(dict.fromkeys(shown))
