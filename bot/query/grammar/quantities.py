"""Prices, sizes and ages among the items of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from bot.query.grammar.lexicon import Item
from bot.query.grammar.numbers import Number, number_at
from bot.query.grammar.parts import Part, Price
from bot.query.grammar.sizes import OLDEST, SYSTEMS, families_of, letters, plausible, series, shapes, spelled

_LISTING: Final = frozenset({"and", "or", "to"})
_BOUNDS: Final = frozenset({"under", "over", "around"})
_TURNED: Final = {"under": "over", "over": "under"}
_SPEAKING: Final = frozenset({*_BOUNDS, "between", "price", "size", "age", "for", "to"})
"""What words between others may say of a number."""
_THOUSAND: Final = Decimal(1000)
_WIDEST: Final = 20
"""No list of sizes leaps further."""


@dataclass(slots=True)
class _Amount:
    """A number with what stands at it: items [first, last)."""

    number: Number
    first: int
    last: int
    currency: str = ""
    unit: str = ""
    system: str = ""


@dataclass(slots=True)
class _Reader:
    items: Sequence[Item]
    kinds: Sequence[str]

    def previous(self, at: int) -> int:
        """The item before that is no filler, -1 where there is none or something has made use of it."""
        at -= 1
        while at >= 0 and self.items[at].is_filler and not self.items[at].roles & _SPEAKING:
            at -= 1
        return at if at >= 0 and not self.items[at].taken else -1

    def following(self, at: int) -> int:
        """The item from here on that is no filler."""
        while at < len(self.items) and self.items[at].is_filler and not self.items[at].roles & _SPEAKING:
            at += 1
        return at if at < len(self.items) and not self.items[at].taken else -1

    def roles(self, at: int) -> frozenset[str]:
        """What an item does, nothing where there is none."""
        return self.items[at].roles if at >= 0 else frozenset()

    def take(self, *spans: tuple[int, int]) -> tuple[int, int]:
        """Marks items as made use of; the characters from the first to the last."""
        for first, last in spans:
            for item in self.items[first:last]:
                item.take()
        ends = [self.items[at].span for first, last in spans for at in range(first, last)]
        return min(start for start, _ in ends), max(end for _, end in ends)

    def read(self) -> Iterator[Part]:
        for size, first, last in shapes(self.items, self.kinds):
            yield Part("sizes", (size,), span=self.take((first, last)))
        for at in range(len(self.items)):
            if self.items[at].taken:
                continue
            if found := self._letters(at) or self._amounts(at):
                yield from found

    def _letters(self, at: int) -> list[Part]:
        before = self.previous(at)
        sized = "size" in self.roles(before) or "size" in self.roles(self.following(at + 1)) or self._lists_letters(at)
        size = letters(self.items[at], sized=sized)
        if not size:
            return []
        sizes, last = [size], at + 1
        while last + 1 < len(self.items) and self._joins(last):
            size = letters(self.items[last + 1], sized=sized)
            if not size:
                break
            sizes.append(size)
            last += 2
        spans = [(at, last), *self._where("size", before, self.following(last))]
        return [Part("sizes", tuple(sizes), span=self.take(*spans))]

    def _lists_letters(self, at: int) -> bool:
        """ "In s, m or l"."""
        return at + 2 < len(self.items) and self._joins(at + 1) and bool(letters(self.items[at + 2], sized=True))

    def _joins(self, at: int) -> bool:
        return bool(self.roles(at) & _LISTING) or self.items[at].text == ","

    def _where(self, role: str, *places: int) -> Iterator[tuple[int, int]]:
        yield from ((place, place + 1) for place in places if role in self.roles(place))

    def _amount(self, at: int) -> _Amount | None:
        """[currency or system] number [currency or unit]."""
        first, currency, system = at, "", ""
        if at < len(self.items) and not self.items[at].taken:
            currency, system = self.items[at].value("currencies"), self._system(at)
            at += bool(currency or system)
            if system and at < len(self.items) and "size" in self.roles(at):
                at += 1
        sized = "size" in self.roles(self.previous(first)) or bool(system)
        number = number_at(self.items, at, grouped=not sized)
        if number is None:
            return None
        last, unit = number.last, ""
        if last + 1 < len(self.items) and self.items[last].text == "-" and self.items[last + 1].value("units"):
            last += 1
        if last < len(self.items) and not self.items[last].taken:
            item, glued = self.items[last], self.items[last].tokens[self.items[last].first].glued
            unit = item.value("units") if glued or len(item.text) > 1 or item.kind == "sign" else ""
            if unit:
                last += not item.is_content  # "20 % off" is an offer too
            elif not currency and (place := self._currency_after(last)):
                currency, last = self.items[place].value("currencies"), place + 1
            elif not system and (system := self._system(last)):
                last += 1
        return _Amount(number, first, last, currency, unit, system)

    def _currency_after(self, at: int) -> int:
        """Where a currency stands right behind a number, ",-" between them or not; 0 where none does."""
        while at + 1 < len(self.items) and self.items[at].text in {",", "-", "."}:
            at += 1
        return at if self.items[at].value("currencies") else 0

    def _system(self, at: int) -> str:
        value = self.items[at].value("sizes")
        if value not in SYSTEMS:
            return ""
        token = self.items[at].tokens[self.items[at].first]
        return value if token.upper or value != "IT" else ""

    def _amounts(self, at: int) -> list[Part]:
        amount = self._amount(at)
        if amount is None:
            return []
        chain = self._chain(amount)
        before, after = self.previous(chain[0].first), self.following(chain[-1].last)
        unit = next((one.unit for one in chain if one.unit), "")
        if unit or ("age" in self.roles(before) and not chain[0].currency):
            return self._measured(chain, unit or "year", before)
        money = any(one.currency for one in chain)
        system = next((one.system for one in chain if one.system), "")
        if not money and (system or "size" in self.roles(before) | self.roles(after)):
            return self._sizes(chain, system, before, after)
        return self._price(chain, before, after, money)

    def _chain(self, amount: _Amount) -> list[_Amount]:
        """Amounts that are listed or span a range: "36, 37 and 38", "€50 - €80"."""
        chain = [amount]
        before = self.previous(amount.first)
        sized = "size" in self.roles(before) or bool(amount.system)
        while (at := chain[-1].last) < len(self.items) and not self.items[at].taken:
            comma, roles = self.items[at].text == ",", self.roles(at)
            after = self._amount(at + 1) if comma or roles & _LISTING or self.items[at].text == "/" else None
            if after is None:
                break
            between = self._is_between(before) or self._is_between(after.last, after=True)
            if after.currency and not chain[-1].currency and "to" not in roles and not between:
                break
            spans = "to" in roles or ("and" in roles and between)
            if sized and after.number.value - chain[-1].number.value > _WIDEST:
                break  # "size 46 to 15,000": two things
            if len(chain) == 1 and spans:
                chain.append(after)
                break
            listed = sized or "size" in self.roles(self.following(after.last)) or self.items[at].text == "/"
            if not (listed or self._plausible([*chain, after])):
                break
            chain.append(after)
        return chain

    def _is_between(self, at: int, *, after: bool = False) -> bool:
        at = self.following(at) if after else at
        return ("between_after" if after else "between") in self.roles(at)

    def _is_range(self, chain: Sequence[_Amount]) -> bool:
        roles = self.roles(chain[0].last) if len(chain) == 2 else frozenset()
        return "to" in roles or ("and" in roles and not any(one.system for one in chain))

    def _plausible(self, chain: Sequence[_Amount]) -> bool:
        """Whether numbers that stand by themselves are sizes of what is spoken of."""
        families = families_of(self.kinds)
        return all(plausible(one.number.value, families) for one in chain)

    def _measured(self, chain: Sequence[_Amount], unit: str, before: int) -> list[Part]:
        spans = [(chain[0].first, chain[-1].last)]
        spans += self._where("age", before)
        spans += self._where("size", self.previous(min(first for first, _ in spans)))
        spans += [(before, before + 1)] if unit == "percent" and self.roles(before) & _BOUNDS else []
        values = [one.number.value for one in chain]
        span = self.take(*spans)
        if unit == "percent" and before >= 0 and self.items[before].text == "-":
            return [Part("offer", ("on sale",), span=span)]
        if unit not in {"year", "month"} or (unit == "year" and max(values) > OLDEST):
            return []
        said = "-".join(map(spelled, values)) if self._is_range(chain) else spelled(values[0])
        return [Part("sizes", (f"{said} {unit}s",), span=span)]

    def _sizes(self, chain: Sequence[_Amount], system: str, before: int, after: int) -> list[Part]:
        values = [one.number.value for one in chain]
        systems = [one.system or system for one in chain]
        joint = self.items[chain[0].last].text if len(chain) > 1 else ""
        ranged = len(chain) == 2 and ("to" in self.roles(chain[0].last))
        sizes = series(values[0], values[1]) if ranged and joint != "/" else tuple(map(spelled, values))
        spans = [(chain[0].first, chain[-1].last), *self._where("size", before, after)]
        said = zip_longest(systems, sizes, fillvalue=system)
        return [Part("sizes", tuple(f"{one} {size}".strip() for one, size in said), span=self.take(*spans))]

    def _price(self, chain: list[_Amount], before: int, after: int, money: bool) -> list[Part]:
        ranged = self._is_range(chain)
        chain = chain if ranged else chain[:1] if money else chain
        bound, spans = self._bound(chain, before, after)
        values = [one.number.value for one in chain]
        sized = not (bound or money or "price" in self.roles(before)) and self._plausible(chain)
        if sized:
            return self._sizes(chain, "", before, after)
        if not bound and (self._offers(before) or self._offers(after)):
            self.take((chain[0].first, chain[-1].last))
            return []
        paid = bool(self.roles(before) & {"price", "for"})
        if not (bound or money or paid or chain[0].number.times > 1 or (ranged and values[0] < values[1])):
            return []
        currency = next((one.currency for one in reversed(chain) if one.currency), "")
        if paid and not bound:
            spans = [(before, before + 1)]
        span = self.take((chain[0].first, chain[-1].last), *spans)
        if ranged:
            low, high = values
            if low < high and low < _THOUSAND and chain[0].number.times == 1:
                low = low * chain[1].number.times
            return [Price("price", (), span=span, low=low, high=high, currency=currency)] if low < high else []
        bounds = {"over": "low", "around": "around"}
        price = Price("price", (), span=span, currency=currency)
        return [replace(price, **{bounds.get(bound, "high"): values[0]})]  # type: ignore[arg-type]  # all are Decimal

    def _offers(self, at: int) -> bool:
        return at >= 0 and (self.items[at].value("offer") == "on sale" or "discount" in self.roles(at))

    def _bound(self, chain: Sequence[_Amount], before: int, after: int) -> tuple[str, list[tuple[int, int]]]:
        """Which end of a price the words beside it mean, and those words; a denial turns it round."""
        vague = self.roles(before) & {"of", "between"} and any(one.endswith("_after") for one in self.roles(after))
        if (self.roles(before) & _BOUNDS and not vague) or (self._is_range(chain) and self._is_between(before)):
            bound = next((one for one in ("under", "over", "around") if one in self.roles(before)), "around")
            place, beyond, denial = before, self.previous(before), "deny"
        else:
            behind = (one for one in ("under", "over", "around", "between") if f"{one}_after" in self.roles(after))
            bound = next(behind, "")
            if not bound or (self.roles(after) & _BOUNDS and self._amount(self.following(after + 1))):
                return "", []
            place, beyond, denial = after, self.following(after + 1), "deny_before"
        if denial not in self.roles(beyond):
            return bound, [(place, place + 1)]
        return _TURNED.get(bound, bound), [(place, place + 1), (beyond, beyond + 1)]


def quantities(items: Sequence[Item], kinds: Iterable[str]) -> list[Part]:
    """Prices and sizes; the items that say so are `taken`.  `kinds` are those that the sentence is about."""
    return list(_Reader(items, tuple(kinds)).read())
