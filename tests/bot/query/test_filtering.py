"""What the catalog filters by, and what the encoder reads, for the parts of a query."""

from __future__ import annotations

from decimal import Decimal

from bot.query.grammar.answering import text_of
from bot.query.grammar.dialogue import understand
from bot.query.grammar.filtering import filters_of, sort_of
from bot.query.grammar.names import Brands
from catalog.models import Filters
from workers.vocabulary import categories_of_family


def test_a_kind_brings_what_passes_for_it() -> None:
    """Who asks for a t-shirt may mean a polo shirt, not if there must be no collar."""
    assert filters_of(understand("red t-shirt")) == Filters(
        wanted={"category": ("t-shirt",), "colours": ("red",)}, near={"category": ("polo shirt",)}
    )
    assert "category" not in filters_of(understand("t-shirt without a collar")).near


def test_a_loose_word_stands_for_its_family_without_what_is_denied() -> None:
    """Shoes are all of them but those that are not wanted."""
    filters = filters_of(understand("shoes but no heels"))
    assert filters.wanted["category"] == tuple(one for one in categories_of_family("footwear") if one != "heels")
    assert filters.excluded == {"category": ("heels",)}


def test_imitated_leather_is_no_leather() -> None:
    """A stated fact is not broken, in any language."""
    for sentence in ("vegan leather jacket", "jaqueta de couro sintético", "suni deri ceket"):
        filters = filters_of(understand(sentence))
        assert filters.excluded == {"material": ("leather",)}
        assert "material" not in filters.wanted


def test_prices_sizes_offers_and_order() -> None:
    """Around is a fifth each way; of things priced apart the widest holds."""
    filters = filters_of(understand("dress around 50, size M, on sale, in stock"))
    assert (filters.min_price, filters.max_price) == (Decimal(40), Decimal(60))
    assert (filters.sizes, filters.on_sale_only, filters.in_stock_only) == (("M",), True, True)
    apart = filters_of(understand("a skirt under 40 or trousers under 60"))
    assert (apart.min_price, apart.max_price) == (None, Decimal(60))
    assert sort_of(understand("cheapest dress")) == "price"
    assert sort_of(understand("top rated dress")) == "relevance"


def test_brands_and_children_are_named_as_records_have_them() -> None:
    """A brand without its signs, girls and boys for kids."""
    filters = filters_of(understand("h&m coat for kids", brands=Brands(["H&M"])))
    assert filters.wanted["brand"] == ("h m",)
    assert filters.wanted["gender"] == ("girls", "boys")


def test_the_encoder_reads_english_in_its_order() -> None:
    """Whatever the language, with words that nobody knew."""
    assert text_of(understand("camisa de linho azul manga curta até 50")) == "blue linen shirt short sleeves"
    assert text_of(understand("glorbish boots, no red, under 50")) == "glorbish boots"
