"""Recently used records, ready made."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from catalog.models import Record

_MAX_RECORDS: Final = 4096


class RecordCache:
    """The last records that were read, with the fingerprint of each.

    A search ranks some hundred records, and turning their JSON into objects costs more than all the
    rest of it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, Record]] = OrderedDict()

    def get(self, product_id: str) -> tuple[str, Record] | None:
        """(fingerprint, record), or None."""
        found = self._kept.get(product_id)
        if found is not None:
            self._kept.move_to_end(product_id)
        return found

    def put(self, product_id: str, fingerprint: str, record: Record) -> None:
        """Keep a record; the one unused for longest makes room."""
        self._kept[product_id] = fingerprint, record
        if len(self._kept) > _MAX_RECORDS:
            self._kept.popitem(last=False)

    def forget(self, ids: Iterable[str]) -> None:
        """These are about to change."""
        for product_id in ids:
            self._kept.pop(product_id, None)

    def clear(self) -> None:
        """Anything may have changed."""
        self._kept.clear()
