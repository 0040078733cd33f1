"""Wrong attributes put right: shoppers report them on a product, owners correct them with a tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot import replies
from bot.messages import Reply
from bot.owner import replies as owner_replies
from bot.query.alternatives import NEAREST, alternatives, correctable
from bot.search.describer import override_stated
from bot.storage.corrections import Correction, Corrections, Report, Source, Tally
from bot.storage.turns import Turn
from catalog.catalog import Catalog
from catalog.errors import UnknownProduct
from catalog.models import Record, Trait

_A_PAGE: Final = 30
_MOST_FREQUENT: Final = 5
_MOST_REPORTS: Final = 3


class CorrectionReview:
    """Takes corrections of products.  Shoppers and owners `ask`, owners settle reports by `decide`."""

    def __init__(self, catalog: Catalog, corrections: Corrections) -> None:
        self._catalog = catalog
        self._corrections = corrections

    async def ask(self, turn: Turn, rest: str, *, owner: bool) -> Reply:
        """A tap on "something wrong here?" (`rest` ""), on a trait ("colours", "colours:+5"), or on what it really is
        ("colours:navy")."""
        try:
            record = await self._catalog.get(turn.product_at("0"))
        except UnknownProduct:
            return replies.product_gone()
        trait, _, value = rest.partition(":")
        there = {name: first.value for name in correctable(_kind(record)) if (first := _first(record, name))}
        if not trait:
            return owner_replies.what_is_wrong(record.product.title, there, turn.key)
        if trait not in there:
            return replies.old_button()
        others = alternatives(trait, there[trait], [one.value for one in record.traits[trait]])
        if value in others:
            await self._note(record, trait, value, "owner" if owner else "product")
            done = owner_replies.put_right(record.product.title, value) if owner else owner_replies.reported()
            return replace(done, replaces=True)
        start = int(value[1:]) if value.startswith("+") and value[1:].isdecimal() else 0
        stop = start + _A_PAGE if start else NEAREST
        more = f"+{stop}" if stop < len(others) else ""
        return owner_replies.what_is_it(trait, there[trait], others[start:stop], f"wrong:{turn.key}:{trait}:", more)

    async def mistaken(self, turn: Turn, trait: str, seen: str, value: str) -> None:
        """Note what a shopper's photo really shows."""
        confidence = next((one.confidence for one in turn.looks.get(trait, ()) if one.value == seen), 0.0)
        await self._corrections.note(Correction("photo", trait, seen, value, turn.fingerprint, confidence=confidence))

    async def decide(self, number: str, *, right: bool) -> Reply:
        """An owner's word on a shopper's report: it is taken over, or dismissed."""
        report = await self._corrections.report(int(number)) if number.isdecimal() and len(number) < 18 else None
        if report is None:
            return replies.old_button()
        if not right:
            await self._corrections.dismiss(report)
            return owner_replies.report_dismissed()
        try:
            record = await self._catalog.get(report.product)
        except UnknownProduct:
            await self._corrections.dismiss(report)
            return replies.product_gone()
        await self._note(record, report.trait, report.corrected, "owner")
        return owner_replies.put_right(record.product.title, report.corrected)

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
