"""Words become a query: what is wanted, what is denied, prices, sizes, and what the encoder reads."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query.model import Query
from bot.query.parsing import PHOTO_WEIGHT, parse, query_from_phrases, refine
from workers.vocabulary import (
    CATEGORIES,
    COLOURS,
    NECKLINE_GROUPS,
    TRAITS,
    accepted_categories,
    categories_of_family,
)

COLLARS = NECKLINE_GROUPS["collar"]

# saying, what is said back, what the encoder reads
SAYINGS = [
    # kinds and colours
    ("red boots", "red, boots", "red boots"),
    ("Red Boots!", "red, boots", "red boots"),
    ("a red boot", "red, boots", "red boot"),
    ("boots in red", "boots, red", "boots in red"),
    ("tee", "t-shirt", "tee"),
    ("tshirts", "t-shirt", "tshirts"),
    ("jumper", "sweater", "jumper"),
    ("trainers", "sneakers", "trainers"),
    ("scarves", "scarf", "scarves"),
    ("two watches", "watch", "two watches"),
    ("shoes", "shoes", "shoes"),
    ("a brown bag", "brown, bag", "brown bag"),
    ("jewelry", "jewellery", "jewelry"),
    ("kids sneakers", "kids, sneakers", "kids sneakers"),
    ("red and black dress", "red, black, dress", "red and black dress"),
    ("handbags or backpacks", "handbag, backpack", "handbags or backpacks"),
    ("shirt dress", "dress", "shirt dress"),
    ("a bag with a chain", "bag", "bag with a chain"),
    ("short dress", "dress", "short dress"),
    ("flat sandals", "sandals", "flat sandals"),
    ("red polo neck", "red, turtleneck", "red polo neck"),
    ("polo neck t-shirt", "polo shirt", "polo neck t-shirt"),
    ("polo", "polo shirt", "polo"),
    ("gray trousers", "grey, trousers", "gray trousers"),
    ("multicolored scarf", "multicolour, scarf", "multicolored scarf"),
    # shades
    ("dark blue jeans", "navy, jeans", "dark blue jeans"),
    ("light blue shirt", "blue, shirt", "light blue shirt"),
    ("dark red heels", "maroon, heels", "dark red heels"),
    ("light purple cardigan", "lavender, cardigan", "light purple cardigan"),
    ("dark green parka", "green, coat", "dark green parka"),
    ("olive green parka", "olive, coat", "olive green parka"),
    ("cherry red heels", "red, heels", "cherry red heels"),
    ("navy blue tie", "navy, tie", "navy blue tie"),
    ("rose gold watch", "gold, watch", "rose gold watch"),
    # other traits
    ("striped shirt with long sleeves", "striped, shirt, long sleeves", "striped shirt with long sleeves"),
    ("long-sleeved polo shirt", "long sleeves, polo shirt", "long-sleeved polo shirt"),
    ("blue t-shirt with collar", "blue, t-shirt, collar", "blue t-shirt with collar"),
    ("collared top", "collar, top", "collared top"),
    ("v neck sweater", "v-neck, sweater", "v neck sweater"),
    ("sleeveless dress", "sleeveless, dress", "sleeveless dress"),
    ("floral print dress", "floral, dress", "floral print dress"),
    ("plaid flannel shirt", "checked, shirt", "plaid flannel shirt"),
    ("dress with polka dots", "dress, dotted", "dress with polka dots"),
    ("leather jacket for men", "leather, jacket, men", "leather jacket for men"),
    ("women's top", "women, top", "women's top"),
    ("office blouse", "formal, blouse", "office blouse"),
    ("summer dress", "dress", "summer dress"),
    # prices
    ("boots under 50", "boots, under 50", "boots"),
    ("boots below €50", "boots, under €50", "boots"),
    ("boots less than 49.90", "boots, under 49.90", "boots"),
    ("boots max 50", "boots, under 50", "boots"),
    ("boots 50 max", "boots, under 50", "boots"),
    ("boots up to 50 euros", "boots, under €50", "boots"),
    ("boots not over 60", "boots, under 60", "boots"),
    ("boots over 20", "boots, over 20", "boots"),
    ("boots from 20", "boots, over 20", "boots"),
    ("boots between 30 and 60", "boots, 30–60", "boots"),
    ("boots 30-60", "boots, 30–60", "boots"),
    ("boots 30–60 €", "boots, €30–60", "boots"),
    ("boots from $20 to $40", "boots, $20–40", "boots"),
    ("boots around 100", "boots, 80–120", "boots"),
    ("boots $50", "boots, under $50", "boots"),
    ("boots for 50 bucks", "boots, under $50", "boots"),
    ("boots under 1,200 PLN", "boots, under 1200 PLN", "boots"),
    ("cheap red boots", "red, boots", "red boots"),
    ("heels over 10 cm", "heels", "heels over 10 cm"),
    # sizes
    ("boots size 42", "boots, size 42", "boots"),
    ("boots in 42", "boots, size 42", "boots"),
    ("boots size 42 under €80", "boots, size 42, under €80", "boots"),
    ("hoodie in XL", "hoodie, size XL", "hoodie"),
    ("hoodie, size m", "hoodie, size M", "hoodie"),
    ("t-shirt in S or M", "t-shirt, size S or M", "t-shirt"),
    ("boots size 36-38", "boots, size 36 or 37 or 38", "boots"),
    ("sneakers 42", "sneakers, size 42", "sneakers"),
    ("uk size 8 heels", "size 8, heels", "heels"),
    ("nike air max 90", "", "nike air max 90"),
    ("jeans size 32/34", "jeans, size 32/34", "jeans"),
    # denials
    ("blue t-shirt without collar", "blue, t-shirt, no collar", "blue t-shirt"),
    ("blue t-shirt w/o a collar, please", "blue, t-shirt, no collar", "blue t-shirt"),
    ("collarless blue tee", "no collar, blue, t-shirt", "blue tee"),
    ("I don't want a collar, blue shirt", "no collar, blue, shirt", "blue shirt"),
    ("shirt, no stripes", "shirt, no stripes", "shirt"),
    ("jacket not black", "jacket, not black", "jacket"),
    ("jacket not black and white", "jacket, not black, not white", "jacket"),
    ("no black, white sneakers", "not black, white, sneakers", "white sneakers"),
    ("t-shirt without any print", "t-shirt, no print", "t-shirt"),
    ("dress without stripes or dots", "dress, no stripes, no dots", "dress"),
    ("dress no sleeves", "dress, sleeveless", "dress"),
    ("top without any sleeves", "top, sleeveless", "top"),
    ("shirt without pattern", "shirt, plain", "shirt"),
    ("non-leather bag", "no leather, bag", "bag"),
    ("bag but no leather", "bag, no leather", "bag"),
    ("leather-free belt", "no leather, belt", "belt"),
    ("anything but red shoes", "not red, shoes", "shoes"),
    ("no collar but long sleeves, white shirt", "no collar, long sleeves, white, shirt", "long sleeves, white shirt"),
    ("shirt without buttons", "shirt", "shirt"),
    ("dress which isn't red", "dress, not red", "dress"),
    ("trousers that are not jeans", "trousers, no jeans", "trousers"),
    ("t shirt without colar", "t-shirt, no collar", "t shirt"),
    ("blue t-shirt (no collar)", "blue, t-shirt, no collar", "blue t-shirt"),
    ("blue t-shirt that has no collar", "blue, t-shirt, no collar", "blue t-shirt"),
    ("nothing too expensive, a red scarf", "red, scarf", "red scarf"),
    # small slips
    ("sneekers white", "sneakers, white", "sneakers white"),
    ("skrit", "skirt", "skirt"),
    ("swetaer", "sweater", "sweater"),
    ("orage bag", "orange, bag", "orange bag"),
    # asking
    ("I'm looking for a green umbrella", "green, umbrella", "green umbrella"),
    ("can you show me some sunglasses?", "sunglasses", "sunglasses"),
    ("hi, do you have beanies", "beanie", "beanies"),
    ("what about black ones", "black", "black"),
    ("something like a blue polo for my son", "blue, polo shirt, boys", "blue polo for my son"),
    ("gift for her under 30 euros", "women, under €30", "gift for her"),
    ("something warm for winter", "", "warm for winter"),
    ("asdf qwer", "", "asdf qwer"),
]


@pytest.mark.parametrize(("saying", "understood", "text"), SAYINGS, ids=[saying for saying, _, _ in SAYINGS])
def test_sayings_are_understood(saying: str, understood: str, text: str) -> None:
    """Each saying is said back in short phrases, and the encoder gets its wanted words in their order."""
    query = parse(saying)
    assert ", ".join(query.understood) == understood
    assert query.text == text


@pytest.mark.parametrize("saying", [saying for saying, _, _ in SAYINGS])
def test_phrases_mean_what_they_were_read_from(saying: str) -> None:
    """What is said back can be read again, which refining relies on."""
    query = parse(saying)
    again = query_from_phrases(query.understood, photo_weight=0.0)
    assert replace(again.filters, implied=frozenset()) == query.filters
    assert again.understood == query.understood


def test_what_is_said_of_a_photo_is_no_longer_implied() -> None:
    """What a photo shows is implied until words name another value, and what they leave alone stays implied."""
    shown = query_from_phrases(["t-shirt", "blue", "striped", "short sleeves"])
    assert shown.filters.implied == {"category", "colours", "pattern", "sleeve"}
    sleeves = refine(shown, "with long sleeves")
    assert sleeves.filters.implied == {"category", "colours", "pattern"}
    assert parse("in green", sleeves).filters.implied == {"category", "pattern"}
    assert refine(shown, "not striped").filters.implied == {"category", "colours", "sleeve"}
    assert refine(shown, "like this but under 50").filters.implied == shown.filters.implied
    assert refine(shown, "red dress").filters.implied == set()


def test_every_word_of_the_vocabulary_is_known() -> None:
    """Values and synonyms all lead to their own value, alone and whole."""
    wrong = [
        (name, parse(name).understood)
        for value, name in chain(
            ((c.value, name) for c in CATEGORIES for name in (c.value,)),
            ((c.value, name) for c in COLOURS for name in (c.value, *c.synonyms)),
            ((t.value, name) for terms in TRAITS.values() for t in terms for name in (t.value, *t.synonyms)),
        )
        if parse(name).understood != (value,)
    ]
    assert not wrong
    for category in CATEGORIES:
        for name in (category.value, *category.synonyms):
            filters = parse(name).filters
            found = filters.wanted["category"] + filters.near.get("category", ())
            assert found == accepted_categories(category.value), name


def test_loose_words_widen_the_kind() -> None:
    """Who asks for shoes accepts all of the family, who asks for a t-shirt a polo shirt too."""
    assert parse("shoes").filters.wanted["category"] == categories_of_family("footwear")
    assert parse("t-shirt").filters.wanted["category"] == ("t-shirt",)
    assert parse("t-shirt").filters.near["category"] == ("polo shirt",)


def test_without_a_collar_no_polo_shirt_is_meant() -> None:
    """A denied collar also rules out the kinds that always have one."""
    filters = parse("blue t-shirt without collar").filters
    assert filters.excluded == {"neckline": COLLARS}
    assert filters.wanted == {"colours": ("blue",), "category": ("t-shirt",)}


def test_with_a_collar_all_collars_are_wanted() -> None:
    """The loose word "collar" stands for every kind of collar."""
    assert parse("blue t-shirt with collar").filters.wanted["neckline"] == COLLARS


def test_a_denied_print_covers_flowers_and_leopards() -> None:
    """ "Without any print" means more than slogans."""
    assert set(parse("shirt without print").filters.excluded["pattern"]) >= {"printed", "floral", "animal print"}


def test_prices_and_sizes_become_filters() -> None:
    """Limits are exact decimals and sizes are written as shops write them."""
    filters = parse("boots size 42 between 30 and 59.90").filters
    assert (filters.min_price, filters.max_price, filters.sizes) == (Decimal(30), Decimal("59.90"), ("42",))


@pytest.mark.parametrize("word", ["while", "books", "plants", "short", "point", "shall", "bicycle", "blak"])
def test_everyday_words_are_not_bent_into_known_ones(word: str) -> None:
    """A correction needs five letters, one slip and no other everyday meaning."""
    assert parse(word).understood == ()


@pytest.mark.parametrize("piece", [",", " ", "- ", "no ", "and ", "for 1,", "size 1,", "1-", "please ", "ls", "("])
def test_long_repetitions_are_read_in_no_time(piece: str) -> None:
    """No pattern may explode on what a stranger sends: this would run for hours."""
    parse(piece * 4000 + "x", parse("red boots"))


@given(st.text(max_size=80))
def test_any_text_can_be_parsed(text: str) -> None:
    """No input breaks the parser, alone or as a refinement."""
    parse(text, parse("blue striped shirt under 50"))


def _talk(*sayings: str) -> Query:
    query = None
    for saying in sayings:
        query = parse(saying, query, cheaper_than=Decimal("79.00"))
    assert query is not None
    return query


TALKS = [
    (("red boots", "in black"), "boots, black", "black boots"),
    (("red boots", "under 50"), "red, boots, under 50", "red boots"),
    (("red boots", "but under 50", "over 20"), "red, boots, under 50, over 20", "red boots"),
    (("red boots under 50", "max 80"), "red, boots, under 80", "red boots"),
    (("red boots", "cheaper"), "red, boots, under 78.99", "red boots"),
    (("red boots", "size 40", "size 41"), "red, boots, size 41", "red boots"),
    (("blue striped shirt", "like this but green"), "striped, shirt, green", "green striped shirt"),
    (("blue striped shirt", "same with long sleeves"), "blue, striped, shirt, long sleeves", None),
    (("blue striped shirt", "without stripes"), "blue, shirt, no stripes", "blue shirt"),
    (("shirt without stripes", "striped"), "shirt, striped", "striped shirt"),
    (("blue shirt", "in another colour"), "shirt, not blue", "shirt"),
    (("blue shirt", "not blue"), "shirt, not blue", "shirt"),
    (("blue shirt with collar", "without collar"), "blue, shirt, no collar", "blue shirt"),
    (("red shirt with long sleeves", "trousers instead"), "red, trousers", "red trousers"),
    (("red boots", "blue jeans"), "blue, jeans", "blue jeans"),
    (("red boots", "like this, not the same red"), "boots, not red", "boots"),
    (("red boots", "boots but not black"), "boots, not black", "boots"),
    (("summer dress", "in blue"), "dress, blue", "blue summer dress"),
    (("red boots", "something for a wedding on the beach"), "", "wedding on the beach"),
]


@pytest.mark.parametrize(("sayings", "understood", "text"), TALKS, ids=[" → ".join(talk[0]) for talk in TALKS])
def test_words_that_point_back_change_the_last_query(
    sayings: tuple[str, ...], understood: str, text: str | None
) -> None:
    """Traits named now replace the earlier ones, the others stay, and a new kind starts afresh."""
    query = _talk(*sayings)
    assert ", ".join(query.understood) == understood
    if text is not None:
        assert query.text == text


def test_words_beside_a_photo_keep_its_kind_unless_they_name_one() -> None:
    """A caption changes what the photo shows; a caption with a kind of its own stands alone."""
    photo = query_from_phrases(("shirt", "navy", "striped"))
    green = refine(photo, "but green")
    assert green.understood == ("shirt", "striped", "green")
    assert green.text == "green striped shirt"
    assert green.photo_weight == PHOTO_WEIGHT
    assert refine(photo, "under 50").photo_weight == 1.0
    assert refine(photo, "a red bag").understood == ("red", "bag")


def test_later_words_keep_the_photo_in_the_search() -> None:
    """Refining a photo's query in a second message still weighs the photo."""
    photo = query_from_phrases(("shirt", "navy"))
    assert parse("like this but green", photo).photo_weight == PHOTO_WEIGHT
    assert parse("red boots", photo).photo_weight == 0.0
