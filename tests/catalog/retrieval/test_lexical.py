"""Finding by words: names, brands, typos, article numbers."""

from __future__ import annotations

import itertools

import pytest

from catalog.catalog import Catalog
from catalog.models import Filters, Record
from catalog.retrieval.lexical import WordIndex
from catalog.words import words_of
from tests.catalog.stock import CURVE, direction, ids, record, stated

KINDS = ("boots", "sandals", "sneakers", "loafers")


def shoe(brand: str, model: str, kind: str, **fields: object) -> Record:
    """A shoe with the id "brand model"; all shoes have one vector, so that nothing but words tells them apart."""
    return record(
        f"{brand} {model}",
        title=f"{brand} {model} {kind}",
        brand=brand,
        vector=direction(1),
        traits={"category": stated(kind)},
        **fields,  # type: ignore[arg-type]  # keyword arguments of a test, checked by running it
    )


SHOES = [
    *(shoe("Puma", f"{name} {kind}", kind) for name in ("Suede", "Cabana", "Faas") for kind in KINDS),
    *(shoe("Nike", f"{name} {kind}", kind) for name in ("Pegasus", "Free", "Jordan") for kind in KINDS),
    shoe("Clarks", "Desert", "boots", sku="CL-261 x", gtin="4006381333931"),
    shoe("Lloyd", "Desert Dune", "boots"),
]


@pytest.fixture
async def shop(catalog: Catalog) -> Catalog:
    await catalog.upsert(SHOES, {})
    return catalog


async def first(shop: Catalog, words: str, **more: object) -> str:
    vector = -direction(1)
    result = await shop.search(vector, Filters(), CURVE, words=words, limit=3, **more)  # type: ignore[arg-type]  # as above
    return ids(result)[0]


async def test_a_products_title_finds_it_first(shop: Catalog) -> None:
    """Typed whole, in any case, or with a letter missing."""
    for one in (shoe.product for shoe in SHOES):
        for typed in (one.title, one.title.upper(), one.title[:2] + one.title[3:]):
            assert await first(shop, typed) == one.id


async def test_the_title_that_is_typed_goes_before_one_that_only_has_it_inside(shop: Catalog) -> None:
    """More words in a title make it another product."""
    assert await first(shop, "desert boots lloyd dune") == "Lloyd Desert Dune"
    assert await first(shop, "clarks desert boots") == "Clarks Desert"


async def test_a_title_with_other_words_in_it_is_not_what_was_typed(catalog: Catalog) -> None:
    """However common they are: among many, the likeliest is shown first and not the one that is called shortest."""
    watches = [
        record(f"w{n}", title=f"Titan {who} {colour} watch", vector=direction(n), traits={"category": stated("watch")})
        for n, (who, colour) in enumerate(itertools.product(("men", "women"), ("black", "white", "red", "blue")))
    ]
    await catalog.upsert([*watches, record("long", title="Titan Karishma Revive Round Analog watch")], {})
    hits = (await catalog.search(direction(3), Filters(), CURVE, words="titan watch", names="titan")).hits
    assert hits[0].record.product.id == "w3"
    assert hits[0].score < 10


@pytest.mark.parametrize("words", ["cl-261X", "CL 261 x", "4006381333931", "boots CL-261x"])
async def test_an_article_number_finds_its_product(shop: Catalog, words: str) -> None:
    """SKU and GTIN, with or without separators, alone or among words; no filter holds it back."""
    assert await first(shop, words) == "Clarks Desert"
    numbered = await shop.search(None, Filters(sizes=("XL",)), CURVE, words="cl261x")
    assert ids(numbered) == ["Clarks Desert"]
    assert numbered.close


@pytest.mark.parametrize("brand", ["puma", "PUMA", "pumma", "pmua"])
async def test_a_brand_goes_before_the_others_of_the_kind(shop: Catalog, brand: str) -> None:
    """ "Puma boots" are first of all boots, and Puma's before others."""
    boots = Filters(wanted={"category": ("boots",)})
    result = await shop.search(direction(1), boots, CURVE, words=f"{brand} boots", names=brand, limit=8)
    assert [one.split()[0] for one in ids(result)[:3]] == ["Puma"] * 3
    assert all("boots" in hit.why for hit in result.hits)


async def test_names_that_no_product_has_change_nothing(shop: Catalog) -> None:
    """The order is that of the question without them, and nothing is called close for their sake."""
    plain = await shop.search(direction(1), Filters(), CURVE, words="boots")
    odd = await shop.search(direction(1), Filters(), CURVE, words="xylophone boots", names="xylophone")
    assert ids(plain) == ids(odd)
    assert not (await shop.search(-direction(1), Filters(), CURVE, words="xylophone", names="xylophone")).close


async def test_changes_are_found_at_once(shop: Catalog) -> None:
    """A new title is found and the old one no longer; what is removed is not found."""
    await shop.upsert([shoe("Puma", "Zenith", "boots")], {})
    assert await first(shop, "puma zenith boots") == "Puma Zenith"
    await shop.upsert([record("Puma Zenith", title="Reebok Nadir boots")], {})
    assert await first(shop, "reebok nadir boots") == "Puma Zenith"
    await shop.remove(["Puma Zenith"])
    assert await first(shop, "reebok nadir boots") != "Puma Zenith"


def index(*titles: str) -> WordIndex:
    words = WordIndex()
    words.append([(" ".join(words_of(title)), "") for title in titles])
    return words


@pytest.mark.parametrize("slip", ["chelsae", "chelse", "chelseaa", "xhelsea", "helsea"])
def test_one_slip_is_corrected(slip: str) -> None:
    """A letter more, less or other, or two swapped."""
    assert index("Chelsea boots").corrections(slip) == ["chelsea"]


@pytest.mark.parametrize("word", ["chlsae", "bot", "42196", "chelsea1"])
def test_what_is_further_off_short_or_a_number_is_not_corrected(word: str) -> None:
    """Two slips, three letters and digits could mean anything."""
    assert index("Chelsea boots", "Boat shoe 42195").corrections(word) == []


def test_words_that_come_later_are_corrected_too() -> None:
    """Each is known once, however often it comes."""
    words = index("Chelsea boots")
    assert words.corrections("pumma") == []
    words.append([("puma chelsea boots", ""), ("puma sandals", "")])
    assert words.corrections("pumma") == ["puma"]
    assert words.corrections("chelse") == ["chelsea"]


def test_a_rare_word_next_to_a_common_one_may_be_a_slip() -> None:
    """ "Shoo" is in one title, but who types it among shoes means shoes; the title that has it stays ahead."""
    words = index("Shoo", *(f"Shoes {number}" for number in range(60)))
    match = words.match(["shoo"])
    assert match.said[0] == 1.0
    assert 0.8 < match.said[5] < 1.0
