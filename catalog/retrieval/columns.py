"""What search needs of every product: a row for each, in arrays and in sets of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from catalog.models import FacetCount
from catalog.retrieval.articles import Articles
from catalog.retrieval.bitmaps import bitmap_of, rows_of
from catalog.retrieval.lexical import WordIndex
from catalog.retrieval.mapped_file import packed, unpacked
from catalog.retrieval.postings import Postings
from catalog.retrieval.vectors import Matrix, Vectors
from catalog.storage.search_rows import Light, TraitRow

REQUIRED_FROM: Final = 0.5
"""From this presence on a product has a value that is asked for."""

SAME_LOOK: Final = 0.995
"""Products of one title whose pictures are at least this alike (cosine) are one product that is there twice."""

_SPARE: Final = 8
_MOST_OF_ONE_TITLE: Final = 500
_STALE_FROM: Final = 2000
_PLAIN: Final = ("seq", "price", "available", "_title", "_picture", "_content", "_row_of")
_SETS: Final = ("alive", "encoded", "in_stock", "on_sale")


class Columns:
    """A product whose words, traits or vector change gets a new row at the end, and its old one is no longer `alive`;
    a new price or stock is written into its row.

    `seq` int64 names the record, `price` is int64 in ten-thousandths (-1 without one), and `presence` float32 sums up
    what is known of a trait.  The sets may hold dead rows, but for `alive`.
    """

    def __init__(self, dim: int) -> None:
        self.seq = np.empty(0, dtype=np.int64)
        self.price = np.empty(0, dtype=np.int64)
        self.available = np.empty(0, dtype=np.bool_)
        self.alive, self.encoded, self.in_stock, self.on_sale = BitMap(), BitMap(), BitMap(), BitMap()
        self.articles = Articles()
        self.traits: Postings[tuple[str, str]] = Postings()
        self.presence: dict[str, NDArray[np.float32]] = {}
        self.words = WordIndex()
        self.values: dict[str, set[str]] = {}
        """Trait name to all its values, those of dead rows too."""
        self.brands: dict[str, str] = {}
        self.vectors = Vectors(Matrix(np.empty((0, dim), dtype=np.float16)))
        self.unfiltered: dict[str, tuple[FacetCount, ...]] = {}
        """Choices among everything alive, as far as they were counted since the last change."""
        self._having: dict[tuple[str, str], BitMap] = {}
        self._title = np.empty(0, dtype=np.int64)
        self._picture = np.empty(0, dtype=np.int64)
        self._content = np.empty(0, dtype=np.int64)
        self._row_of = np.empty(0, dtype=np.int32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All of it, to be kept."""
        keys, traits = self.traits.arrays()
        kept = {name: getattr(self, name) for name in _PLAIN}
        kept |= {name: np.frombuffer(getattr(self, name).serialize(), dtype=np.uint8) for name in _SETS}
        kept |= {f"presence {name}": sums for name, sums in self.presence.items()}
        kept |= {"keys": packed(keys), "brands": packed(self.brands)}
        for part, arrays in self._parts(traits).items():
            kept |= {f"{part} {name}": array for name, array in arrays.items()}
        return kept

    def _parts(self, traits: Mapping[str, NDArray[Any]]) -> Mapping[str, Mapping[str, NDArray[Any]]]:
        return {
            "traits": traits,
            "articles": self.articles.arrays(),
            "words": self.words.arrays(),
            "vectors": self.vectors.arrays(),
        }

    @classmethod
    def of_arrays(cls, dim: int, kept: Mapping[str, NDArray[Any]]) -> Self:
        """The inverse of `arrays`; what is large is not copied.  Raises `KeyError` where something is missing."""
        made = cls(dim)

        def part(named: str) -> dict[str, NDArray[Any]]:
            return {name.partition(" ")[2]: array for name, array in kept.items() if name.startswith(f"{named} ")}

        for name in _PLAIN:
            setattr(made, name, kept[name])
        for name in _SETS:
            setattr(made, name, BitMap.deserialize(kept[name].tobytes()))
        keys = [(name, value) for name, value in unpacked(kept["keys"])]
        for name, value in keys:
            made.values.setdefault(name, set()).add(value)
        made.presence, made.brands = part("presence"), unpacked(kept["brands"])
        made.traits = Postings.of_arrays(keys, part("traits"))
        made.articles, made.words = Articles.of_arrays(part("articles")), WordIndex.of_arrays(part("words"))
        made.vectors = Vectors.of_arrays(part("vectors"))
        return made

    def agree(self, products: Sequence[Light], traits: Sequence[TraitRow]) -> bool:
        """Whether these records are here as they are in the store."""
        rows = self.row_of([one.seq for one in products])
        return len(rows) == len(products) and all(
            self._content[row] == content
            and self.price[row] == (-1 if one.price is None else one.price)
            and self.available[row] == one.available
            and (row in self.in_stock, row in self.on_sale) == (one.available, one.on_sale)
            and np.allclose(
                self.vectors.exact.take(rows[at : at + 1])[0], one.vector if one.encoded else 0.0, atol=1e-3
            )
            for at, (row, one, content) in enumerate(zip(rows, products, _contents(products, traits), strict=True))
        )

    @property
    def rows(self) -> int:
        """How many rows there are, dead ones included."""
        return len(self.seq)

    def worn(self) -> bool:
        """Whether so few rows are alive that loading afresh is better than to go on."""
        return self.rows - len(self.alive) > _STALE_FROM + self.rows // _SPARE

    def row_of(self, seqs: Sequence[int]) -> NDArray[np.int32]:
        """The living rows of records, in their order; what is not there is left out."""
        asked = np.array(seqs, dtype=np.int64)
        rows = self._row_of[asked[(asked >= 0) & (asked < len(self._row_of))]]
        return rows[rows >= 0]

    def titled(self, title: str) -> NDArray[np.intp]:
        """Rows with just this title, as `catalog.words.joined` writes it."""
        return np.flatnonzero(self._title == _digest(title))

    def having(self, name: str, value: str) -> BitMap:
        """Rows that have a value of a trait."""
        key = (name, value)
        if key not in self._having:
            rows, strengths = self.traits.of(key)
            self._having[key] = bitmap_of(rows[strengths >= REQUIRED_FROM])
        return self._having[key]

    def update(self, seqs: Sequence[int], products: Sequence[Light], traits: Sequence[TraitRow]) -> None:
        """Follow records that were written or removed: `products`, with their `traits`, are what is left of `seqs`."""
        self.unfiltered.clear()
        contents = _contents(products, traits)
        fresh = []
        for product, content in zip(products, contents, strict=True):
            row = self.row_of([product.seq])
            if len(row) and self._content[row[0]] == content:
                self._offer(int(row[0]), product)
            else:
                fresh.append(product)
        kept = {one.seq for one in products} - {one.seq for one in fresh}
        gone = [seq for seq in seqs if seq not in kept]
        self.alive -= bitmap_of(self.row_of(gone))
        self._row_of[[seq for seq in gone if seq < len(self._row_of)]] = -1
        new = {one.seq for one in fresh}
        first = self.rows
        self.append(fresh, [row for row in traits if row[0] in new])
        self.join_duplicates(first)

    def append(self, products: Sequence[Light], traits: Sequence[TraitRow]) -> None:
        """Add products whose records have no living row, with their traits; `join_duplicates` comes afterwards."""
        if not products:
            return
        first = self.rows
        self.seq = np.append(self.seq, [one.seq for one in products])
        self.price = np.append(self.price, np.full(len(products), -1))
        self.available = np.append(self.available, np.zeros(len(products), dtype=np.bool_))
        self.alive.add_range(first, self.rows)
        self.encoded.update(row for row, one in enumerate(products, first) if one.encoded)
        for row, one in enumerate(products, first):
            self._offer(row, one)
        self.articles.append([one.group for one in products])
        self._title = np.append(self._title, [_digest(one.title) for one in products])
        self._picture = np.append(self._picture, [_digest(one.picture) for one in products])
        self._content = np.append(self._content, _contents(products, traits))
        self._index(first)
        self._index_traits(traits, products, first)
        self.words.append([(one.title, one.others) for one in products])
        nothing = np.zeros(self.vectors.exact.first.shape[1], dtype=np.float32)
        self.vectors.append(np.stack([one.vector if one.encoded else nothing for one in products]))

    def _offer(self, row: int, product: Light) -> None:
        """Price, stock and sale."""
        self.price[row] = -1 if product.price is None else product.price
        self.available[row] = product.available
        for rows, there in ((self.in_stock, product.available), (self.on_sale, product.on_sale)):
            (rows.add if there else rows.discard)(row)

    def join_duplicates(self, first: int) -> None:
        """Make each row from `first` on one article with the earlier one that it repeats."""
        for row, earlier in self._duplicates(first):
            self.articles.join(row, earlier)

    def duplicates(self) -> list[list[int]]:
        """Groups of rows that are the same product listed more than once."""
        found: dict[int, list[int]] = {}
        for row, earlier in self._duplicates(0):
            group = found.get(earlier, [earlier])
            group.append(row)
            found[earlier] = found[row] = group
        return [group for row, group in found.items() if row == group[0]]

    def _duplicates(self, first: int) -> Iterator[tuple[int, int]]:
        """(row from `first` on, earlier row) with the same title, and the same picture or nearly the same vector.

        A title that hundreds share names none of them, and is left alone.
        """
        alive = rows_of(self.alive)
        rows = alive[np.isin(self._title[alive], self._title[first:])]
        rows = rows[np.argsort(self._title[rows], kind="stable")]
        for alike in np.split(rows, np.flatnonzero(np.diff(self._title[rows])) + 1):
            if not 1 < len(alike) <= _MOST_OF_ONE_TITLE:
                continue
            vectors = self.vectors.exact.take(alike).astype(np.float32)
            same = self._picture[alike][:, None] == self._picture[alike]
            same |= vectors @ vectors.T >= SAME_LOOK
            for index in range(1, len(alike)):
                if alike[index] >= first and same[index, :index].any():
                    yield int(alike[index]), int(alike[same[index, :index].argmax()])

    def _index(self, first: int) -> None:
        missing = int(self.seq[first:].max()) + 1 - len(self._row_of)
        if missing > 0:
            self._row_of = np.append(self._row_of, np.full(missing, -1, dtype=np.int32))
        self._row_of[self.seq[first:]] = np.arange(first, self.rows, dtype=np.int32)

    def _index_traits(self, traits: Iterable[TraitRow], products: Sequence[Light], first: int) -> None:
        row_of = {one.seq: row for row, one in enumerate(products, first)}
        fresh = self.traits.append(((name, value), row_of[seq], strength) for seq, name, value, strength in traits)
        for name in {name for name, _ in fresh} - self.presence.keys():
            self.presence[name] = np.zeros(first, dtype=np.float32)
        room = np.zeros(len(products), dtype=np.float32)
        self.presence = {name: np.append(sums, room) for name, sums in self.presence.items()}
        for (name, value), (rows, strengths) in fresh.items():
            self.presence[name][rows] += strengths
            self._having.pop((name, value), None)
            self.values.setdefault(name, set()).add(value)
        brands = {
            value: products[rows[0] - first].brand for (name, value), (rows, _) in fresh.items() if name == "brand"
        }
        if not brands.keys() <= self.brands.keys():
            # Replaced and not changed, so that who holds it can tell.
            self.brands = brands | self.brands


def _contents(products: Sequence[Light], traits: Sequence[TraitRow]) -> list[int]:
    """What tells that nothing but price and stock has changed."""
    traits_of: dict[int, list[tuple[Any, ...]]] = {one.seq: [] for one in products}
    for seq, *trait in traits:
        traits_of[seq].append(tuple(trait))
    return [
        _digest(repr((one.title, one.others, one.group, one.picture, one.encoded, traits_of[one.seq])), one.vector)
        for one in products
    ]


def _digest(text: str, vector: NDArray[np.float32] | None = None) -> int:
    """64 bits that are the same in every process."""
    digest = blake2b(text.encode(), digest_size=8)
    if vector is not None:
        digest.update(vector.tobytes())
    return int.from_bytes(digest.digest(), signed=True)
