"""The order of the hits, what is left out, and when nothing is close."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.models import Filters, Hit, Record, Trait, Traits
from catalog.retrieval.masks import EXCLUDED_FROM
from tests.catalog.stock import CURVE, Candidate, ids, rank, record, seen, stated

RED_BOOTS = Filters(wanted={"category": ("boots",), "colours": ("red",)})


def candidate(product_id: str, cosine: float | None = 0.5, **fields: object) -> Candidate:
    return Candidate(record(product_id, **fields), cosine)  # type: ignore[arg-type]  # keyword arguments of a test, checked by running it


def test_the_kind_of_thing_goes_before_its_colour_and_that_before_likeness() -> None:
    """Red boots are followed by other boots, and only then by red dresses, whatever the cosine."""
    result = rank(
        [
            candidate("red dress", 0.9, traits={"category": seen("dress"), "colours": seen("red")}),
            candidate("black boots", 0.8, traits={"category": seen("boots"), "colours": seen("black")}),
            candidate("red boots", 0.1, traits={"category": seen("boots"), "colours": seen("red")}),
        ],
        RED_BOOTS,
        CURVE,
    )
    assert ids(result) == ["red boots", "black boots", "red dress"]
    assert result.hits[0].why == ("boots", "red")
    assert result.hits[1].why == ("boots",)
    assert result.hits[1].differs == ("red",)


def test_a_less_sure_guess_of_the_kind_still_beats_the_wrong_colour() -> None:
    """Boots recognised with 0.6 in the right colour go before sure boots in another one."""
    unsure: Traits = {"category": (Trait("boots", 0.6), Trait("sandals", 0.3)), "colours": seen("red")}
    sure: Traits = {"category": seen("boots", confidence=0.98), "colours": seen("black")}
    result = rank([candidate("sure", 0.6, traits=sure), candidate("unsure", 0.5, traits=unsure)], RED_BOOTS, CURVE)
    assert ids(result) == ["unsure", "sure"]


def test_a_collar_that_is_asked_for_outweighs_likeness() -> None:
    """A wanted neckline decides among things of the wanted kind, alternatives of the kind included."""
    filters = Filters(
        wanted={"category": ("t-shirt",), "colours": ("blue",), "neckline": ("polo collar", "shirt collar")},
        near={"category": ("polo shirt",)},
    )
    tee: Traits = {"category": stated("t-shirt"), "colours": seen("blue"), "neckline": seen("crew neck")}
    polo: Traits = {"category": stated("polo shirt"), "colours": seen("blue"), "neckline": seen("polo collar")}
    result = rank([candidate("tee", 0.9, traits=tee), candidate("polo", 0.2, traits=polo)], filters, CURVE)
    assert ids(result) == ["polo", "tee"]


READ_FROM_A_PHOTO = Filters(
    wanted={
        "category": ("t-shirt",),
        "colours": ("red",),
        "pattern": ("striped",),
        "neckline": ("crew neck",),
        "sleeve": ("long sleeves",),
    },
    near={"category": ("polo shirt",)},
    implied=frozenset({"category", "colours", "pattern", "neckline"}),
)


def _tee(kind: str, colour: str, pattern: str, neckline: str, sleeve: str) -> Traits:
    values = {"category": kind, "colours": colour, "pattern": pattern, "neckline": neckline, "sleeve": sleeve}
    return {trait: stated(value) for trait, value in values.items()}


def test_what_was_said_goes_before_all_that_a_photo_shows_but_not_before_the_kind() -> None:
    """ "Like this but with long sleeves": they come first, whatever the colour; a sweater with them comes last."""
    result = rank(
        [
            candidate("as shown", 0.9, traits=_tee("t-shirt", "red", "striped", "crew neck", "short sleeves")),
            candidate("sweater", 0.9, traits=_tee("sweater", "red", "striped", "crew neck", "long sleeves")),
            candidate("as said", 0.1, traits=_tee("t-shirt", "black", "plain", "v-neck", "long sleeves")),
            candidate("both", 0.1, traits=_tee("t-shirt", "red", "striped", "crew neck", "long sleeves")),
        ],
        READ_FROM_A_PHOTO,
        CURVE,
    )
    assert ids(result) == ["both", "as said", "as shown", "sweater"]


def test_a_condition_keeps_the_kind_before_the_colour_that_a_photo_shows() -> None:
    """ "Like this, under 50": a dear red one is not answered with a red polo shirt while there are t-shirts."""
    some = [
        candidate("red polo", 0.5, traits={"category": stated("polo shirt"), "colours": stated("red")}),
        candidate("black tee", 0.5, traits={"category": stated("t-shirt"), "colours": stated("black")}),
    ]
    wanted = {"category": ("t-shirt",), "colours": ("red",)}
    shown = Filters(wanted=wanted, near={"category": ("polo shirt",)}, implied=frozenset(wanted))
    assert ids(rank(some, shown, CURVE)) == ["red polo", "black tee"]
    assert ids(rank(some, replace(shown, max_price=Decimal(50)), CURVE)) == ["black tee", "red polo"]


def test_what_the_shop_states_outranks_what_was_seen() -> None:
    """A product called navy by its shop is not red, however red it looks."""
    traits: Traits = {"category": stated("boots"), "colours": (*stated("navy"), *seen("red", confidence=1.0))}
    (hit,) = rank([candidate("a", traits=traits)], RED_BOOTS, CURVE).hits
    assert hit.differs == ("red",)
    unwanted = Filters(excluded={"colours": ("red",)})
    assert rank([candidate("a", traits=traits)], unwanted, CURVE).total == 1


@pytest.mark.parametrize(
    ("necklines", "stays"),
    [
        (stated("polo collar"), False),
        (stated("crew neck"), True),
        ((Trait("crew neck", 0.5), Trait("polo collar", 0.2), Trait("shirt collar", 0.2)), False),
        ((Trait("crew neck", 0.7), Trait("polo collar", 0.1), Trait("shirt collar", 0.1)), True),
        ((), True),
    ],
)
def test_what_is_excluded_goes_when_it_is_stated_or_probably_there(necklines: tuple[Trait, ...], stays: bool) -> None:
    """Guesses of all excluded values count together."""
    filters = Filters(excluded={"neckline": ("polo collar", "shirt collar")})
    assert rank([candidate("a", traits={"neckline": necklines})], filters, CURVE).total == stays


@pytest.mark.parametrize(
    ("filters", "stays"),
    [
        (Filters(max_price=Decimal("20.00")), True),
        (Filters(max_price=Decimal("19.99")), False),
        (Filters(min_price=Decimal("20.01")), False),
        (Filters(sizes=("m",)), True),
        (Filters(sizes=("XL",)), False),
        (Filters(in_stock_only=True), False),
    ],
)
def test_price_size_and_stock_are_hard(filters: Filters, stays: bool) -> None:
    """Each of them lets a product through or not."""
    one = candidate("a", price="20.00", sizes=("S", "M"), available=False)
    assert rank([one], filters, CURVE).total == stays


def test_an_unknown_price_is_not_under_fifty() -> None:
    """Nobody is shown something as cheap that may not be."""
    assert rank([candidate("a", price=None)], Filters(max_price=Decimal(50)), CURVE).total == 0


def test_the_sale_price_counts() -> None:
    """What a buyer pays today is what is compared."""
    one = record("a", price="80")
    one = replace(one, product=replace(one.product, sale_price=Decimal("49")))
    assert rank([Candidate(one, 0.5)], Filters(max_price=Decimal(50)), CURVE).total == 1


def test_a_small_detail_in_a_colour_is_less_than_the_whole_thing() -> None:
    """A red sole does not make boots as red as red leather, and "not red" forgives it."""
    detail: Traits = {
        "category": seen("boots"),
        "colours": (Trait("black", 0.9, share=0.9), Trait("red", 0.9, share=0.1)),
    }
    whole: Traits = {"category": seen("boots"), "colours": (Trait("red", 0.9, share=0.9),)}
    both = [candidate("detail", 0.6, traits=detail), candidate("whole", 0.5, traits=whole)]
    assert ids(rank(both, RED_BOOTS, CURVE)) == ["whole", "detail"]
    assert ids(rank(both, Filters(excluded={"colours": ("red",)}), CURVE)) == ["detail"]


def test_nothing_of_the_wanted_kind_is_not_close_unless_the_vectors_are_sure() -> None:
    """Asking for boots in a shop of dresses is answered honestly."""
    dress: Traits = {"category": seen("dress"), "colours": seen("red")}
    assert not rank([candidate("a", 0.55, traits=dress)], RED_BOOTS, CURVE, words="red boots").close
    assert rank([candidate("a", 0.9, traits=dress)], RED_BOOTS, CURVE, words="red boots").close


def test_words_are_close_when_the_traits_agree_but_a_photo_needs_its_vector() -> None:
    """The cosine of words is low by nature; that of a photo is what there is to go by."""
    boots = candidate("a", 0.3, traits={"category": seen("boots"), "colours": seen("red")})
    assert rank([boots], RED_BOOTS, CURVE, words="red boots").close
    assert not rank([boots], Filters(), CURVE).close
    assert rank([candidate("a", 0.6)], Filters(), CURVE).close
    assert not rank([], Filters(), CURVE).close


def test_an_id_typed_in_is_the_first_hit() -> None:
    """Whoever types an article number wants that article."""
    result = rank([candidate("b", 0.99), candidate("SKU-1", 0.0)], Filters(), CURVE, words="sku-1")
    assert ids(result)[0] == "SKU-1"
    assert result.close


def test_pages_continue_one_order() -> None:
    """Pages laid end to end are the whole list, and excluded ids are in none of them."""
    many = [candidate(f"p{i}", 0.5) for i in range(23)]
    pages = [rank(many, Filters(), CURVE, limit=5, offset=at, exclude_ids={"p3"}) for at in range(0, 30, 5)]
    assert [one for page in pages for one in ids(page)] == [f"p{i}" for i in range(23) if i != 3]
    assert {page.total for page in pages} == {22}


NAMES = {"category": ["boots", "dress", "shirt"], "colours": ["red", "blue"], "neckline": ["collar", "crew", "hood"]}
VALUES = [value for values in NAMES.values() for value in values]
guess = st.builds(Trait, st.sampled_from(VALUES), st.floats(0, 1), st.booleans())
traits_of = st.fixed_dictionaries({}, optional={name: st.lists(guess, max_size=4).map(tuple) for name in NAMES})
values_of = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple) for name, values in NAMES.items()
    },
)
cosines = st.one_of(st.none(), st.floats(-1, 1))


def presence(one: Record, name: str, values: tuple[str, ...]) -> float:
    known = one.traits.get(name, ())
    if any(trait.stated for trait in known):
        return float(any(trait.stated and trait.value in values for trait in known))
    return sum(max((t.confidence for t in known if t.value == value), default=0.0) for value in values)


@settings(deadline=None)
@given(st.lists(st.tuples(traits_of, cosines), max_size=8), values_of, values_of)
def test_excluded_values_never_appear(
    shop: list[tuple[Traits, float | None]], wanted: dict[str, tuple[str, ...]], excluded: dict[str, tuple[str, ...]]
) -> None:
    """Whatever else is wanted, no hit has what was excluded."""
    candidates = [candidate(f"p{i}", cosine, traits=traits) for i, (traits, cosine) in enumerate(shop)]
    result = rank(candidates, Filters(wanted=wanted, excluded=excluded), CURVE, limit=100)
    for hit in result.hits:
        for name, values in excluded.items():
            assert presence(hit.record, name, values) < EXCLUDED_FROM


@settings(deadline=None)
@given(st.lists(st.tuples(traits_of, cosines), min_size=1, max_size=8), values_of, st.data())
def test_one_more_matching_trait_never_lowers_the_rank(
    shop: list[tuple[Traits, float | None]], wanted: dict[str, tuple[str, ...]], data: st.DataObject
) -> None:
    """A product of which one more wanted value is stated stays where it is or rises."""
    wanted = {name: values for name, values in wanted.items() if values} or {"category": ("boots",)}
    filters = Filters(wanted=wanted)
    candidates = [candidate(f"p{i}", cosine, traits=traits) for i, (traits, cosine) in enumerate(shop)]
    at = data.draw(st.integers(0, len(candidates) - 1))
    name = data.draw(st.sampled_from(sorted(wanted)))
    before = candidates[at].record
    more = {**before.traits, name: (*before.traits.get(name, ()), *stated(wanted[name][0]))}
    better = [*candidates]
    better[at] = Candidate(replace(before, traits=more), candidates[at].cosine)
    places = [
        [hit.record.product.id for hit in rank(some, filters, CURVE, limit=100).hits].index(f"p{at}")
        for some in (candidates, better)
    ]
    assert places[1] <= places[0]


@settings(deadline=None)
@given(st.lists(st.tuples(traits_of, cosines), max_size=8), values_of)
def test_every_hit_is_a_probability_and_in_order(
    shop: list[tuple[Traits, float | None]], wanted: dict[str, tuple[str, ...]]
) -> None:
    """Scores fall from hit to hit and confidences lie in [0, 1]."""
    candidates = [candidate(f"p{i}", cosine, traits=traits) for i, (traits, cosine) in enumerate(shop)]
    hits: tuple[Hit, ...] = rank(candidates, Filters(wanted=wanted), CURVE, limit=100).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0.0 <= hit.confidence <= 1.0 for hit in hits)


def test_near_value_goes_behind_the_wanted_one_and_before_another_colour() -> None:
    """Who asks for a green sweater sees it before a green sweatshirt that is more alike, and that before a blue one."""
    filters = Filters(
        wanted={"category": ("sweater",), "colours": ("green",)}, near={"category": ("cardigan", "sweatshirt")}
    )
    result = rank(
        [
            candidate("green sweatshirt", 1.0, traits={"category": stated("sweatshirt"), "colours": stated("green")}),
            candidate("blue sweater", 1.0, traits={"category": stated("sweater"), "colours": stated("blue")}),
            candidate("green sweater", -1.0, traits={"category": stated("sweater"), "colours": stated("green")}),
        ],
        filters,
        CURVE,
    )
    assert ids(result) == ["green sweater", "green sweatshirt", "blue sweater"]
    assert result.hits[1].why == ("sweatshirt", "green")


def test_what_is_sold_out_goes_behind_what_fits_as_well() -> None:
    """The likelier match cannot be bought: it stays in the answer, behind the one that can."""
    boots: Traits = {"category": stated("boots"), "colours": stated("red")}
    gone = candidate("gone", 0.9, traits=boots, available=False)
    result = rank([gone, candidate("there", 0.2, traits=boots)], RED_BOOTS, CURVE)
    assert ids(result) == ["there", "gone"]


def test_what_is_of_unknown_kind_does_not_go_before_what_looks_right() -> None:
    """Nothing is a hoodie: the sweatshirt that looks like one goes before a perfume that nobody could name."""
    sweatshirt = candidate("sweatshirt", 0.8, traits={"category": stated("sweatshirt")})
    result = rank([candidate("perfume", 0.1), sweatshirt], Filters(wanted={"category": ("hoodie",)}), CURVE)
    assert ids(result) == ["sweatshirt", "perfume"]


def test_the_very_thing_in_a_photo_is_shown_even_if_it_is_sold_out() -> None:
    """Where likeness alone decides, what is far less alike does not go before it; its equal does."""
    very = candidate("very", 0.95, available=False)
    others = [candidate("equal", 0.94), *(candidate(f"far{n}", 0.2) for n in range(8))]
    assert ids(rank([very, *others], Filters(), CURVE))[:2] == ["equal", "very"]


@pytest.mark.parametrize(("wanted", "close"), [({"category": ("boots",)}, True), ({"colours": ("red",)}, False)])
def test_kind_seen_in_a_photo_is_close_and_its_colour_alone_is_not(
    wanted: dict[str, tuple[str, ...]], close: bool
) -> None:
    """Without words, boots answer a photo of boots however they are lit, and red things do not answer a red car."""
    boots: Traits = {"category": stated("boots"), "colours": stated("red")}
    assert rank([candidate("a", -1.0, traits=boots)], Filters(wanted=wanted), CURVE).close is close
