"""Wrong attributes put right: shoppers report them on a product, owners correct them with a tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.actions import value_of
from bot.i18n.translator import translate
from bot.messages import IncomingMessage, Reply
from bot.owner import replies
from bot.query.alternatives import alternatives, correctable
from bot.replies.errors import old_button
from bot.replies.product import product_gone
from bot.search.describer import override_stated
from bot.storage.corrections import Correction, Corrections, Report, Source, Tally
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.models import Record, Trait

_FIRST_VALUES: Final = 5
_FURTHER_VALUES: Final = 30
_MOST_FREQUENT: Final = 5
_MOST_REPORTS: Final = 3


class CorrectionReview:
    """Takes corrections of products.  Shoppers and owners `ask`, owners `accept` or `dismiss` what shoppers report."""

    def __init__(self, catalog: Catalog, corrections: Corrections) -> None:
        self._catalog = catalog
        self._corrections = corrections

    async def ask(self, message: IncomingMessage, turn: Turn, trait: str = "", value: str = "") -> Reply:
        """A tap on "something wrong here?", on a trait, on further values of it ("+5"), or on what it really is."""
        try:
            record = await self._catalog.get(turn.product_at("0"))
        except UnknownProduct:
            return product_gone()
        there = {name: first.value for name in correctable(_kind(record)) if (first := _first(record, name))}
        if not trait:
            return replies.what_is_wrong(record.product.title, there, turn.key)
        if trait not in there:
            return old_button()
        others = alternatives(trait, there[trait], record.traits)
        if corrected := value_of(value, others):
            await self._note(record, trait, corrected, "owner" if message.by_owner else "product")
            done = replies.put_right(record.product.title, corrected) if message.by_owner else None
            return replace(done or Reply(translate("reported")), replaces=True)
        start = int(value[1:]) if value.startswith("+") and value[1:].isdecimal() else 0
        stop = start + _FURTHER_VALUES if start else _FIRST_VALUES
        more = f"+{stop}" if stop < len(others) else ""
        return replies.what_is_it(trait, there[trait], others[start:stop], turn.key, more)

    async def mistaken(self, turn: Turn, trait: str, seen: str, value: str) -> None:
        """Note what a shopper's photo really shows."""
        confidence = next((one.confidence for one in turn.looks.get(trait, ()) if one.value == seen), 0.0)
        await self._corrections.note(Correction("photo", trait, seen, value, turn.fingerprint, confidence=confidence))

    async def accept(self, _message: IncomingMessage, number: str = "") -> Reply:
        """An owner takes a shopper's report over."""
        if (report := await self._report(number)) is None:
            return old_button()
        try:
            record = await self._catalog.get(report.product)
        except UnknownProduct:
            await self._corrections.dismiss(report)
            return product_gone()
        await self._note(record, report.trait, report.corrected, "owner")
        return replies.put_right(record.product.title, report.corrected)

    async def dismiss(self, _message: IncomingMessage, number: str = "") -> Reply:
        """An owner finds a report wrong."""
        if (report := await self._report(number)) is None:
            return old_button()
        await self._corrections.dismiss(report)
        return Reply(translate("report-dismissed"))

    async def _report(self, number: str) -> Correction | None:
        return await self._corrections.report(int(number)) if number.isdecimal() and len(number) < 18 else None

    async def pending(self) -> tuple[Sequence[Tally], Sequence[tuple[Report, str]]]:
        """For an owner: what shoppers put right most often, and their open reports with the products' titles."""
        reports = []
        for report in await self._corrections.open_reports(_MOST_REPORTS):
            try:
                reports.append((report, (await self._catalog.get(report.correction.product)).product.title))
            except UnknownProduct:
                await self._corrections.dismiss(report.correction)
        return await self._corrections.frequent(_MOST_FREQUENT), reports

    async def _note(self, record: Record, trait: str, value: str, source: Source) -> None:
        seen = _first(record, trait)
        correction = Correction(
            source,
            trait,
            seen.value if seen else "",
            value,
            self._catalog.fingerprint,
            product=record.product.id,
            confidence=seen.confidence if seen else 0.0,
        )
        await self._corrections.note(correction)
        if source == "owner":
            # Picture, vector and the feed's row stay as they are, so that the next import finds nothing changed.
            await self._catalog.upsert([replace(record, traits=override_stated(record.traits, {trait: value}))], {})


def _kind(record: Record) -> str:
    first = _first(record, "category")
    return first.value if first else ""


def _first(record: Record, trait: str) -> Trait | None:
    return next(iter(record.traits.get(trait, ())), None)
