"""What it would bring to give up a part of what was said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.models import Condition, Filters, Product, Record, WayOut
from tests.catalog.stock import CURVE, Candidate, rank, record, stated

VALUES = {"category": ["boots", "dress"], "colours": ["red", "blue"], "style": ["plain", "fancy"]}

products: st.SearchStrategy[dict[str, object]] = st.builds(
    dict,
    traits=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values).map(lambda one: stated(one)) for name, values in VALUES.items()}
    ),
    price=st.sampled_from([None, "10", "20.50", "30"]),
    sizes=st.sampled_from([(), ("38",), ("39",), ("38", "39")]),
    available=st.booleans(),
    group=st.sampled_from(["", "", "one", "two"]),
)


def some_of(names: list[str]) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(VALUES[name]).map(lambda value: (value,)) for name in names}
    )


questions = st.builds(
    Filters,
    wanted=some_of(["category", "colours"]),
    required=some_of(["style"]),
    excluded=some_of(["colours"]),
    max_price=st.sampled_from([None, Decimal(15), Decimal(25)]),
    min_price=st.sampled_from([None, Decimal(15)]),
    sizes=st.sampled_from([(), ("39",)]),
    in_stock_only=st.booleans(),
)


def has(one: Record, name: str, values: tuple[str, ...]) -> bool:
    return any(trait.value in values for trait in one.traits.get(name, ()))


def conditions(filters: Filters) -> dict[Condition, Callable[[Record], bool]]:
    """The conditions of a question, each with what meets it."""
    found: dict[Condition, Callable[[Record], bool]] = {}
    for kind, about in (("wanted", filters.wanted), ("required", filters.required), ("excluded", filters.excluded)):
        for name, values in about.items():
            found[Condition(kind, name)] = lambda one, n=name, v=values, no=kind == "excluded": has(one, n, v) != no  # type: ignore[misc,arg-type]  # bound at once
    if (most := filters.max_price) is not None:
        found[Condition("max_price")] = lambda one: (price := one.product.price) is not None and price <= most
    if (least := filters.min_price) is not None:
        found[Condition("min_price")] = lambda one: (price := one.product.price) is not None and price >= least
    if filters.sizes:
        found[Condition("size")] = lambda one: bool({*filters.sizes} & {*one.product.sizes})
    if filters.in_stock_only:
        found[Condition("in_stock")] = lambda one: one.product.available
    return found


def articles(some: list[Record]) -> int:
    return len({one.product.group or one.product.id for one in some})


def by_trying(
    shop: list[Record], filters: Filters
) -> tuple[int, dict[frozenset[Condition], tuple[int, Decimal | None]]]:
    """How many fit, and every smallest set that may be given up for more, with their number and lowest price."""
    said = conditions(filters)

    def left(given_up: tuple[Condition, ...]) -> list[Record]:
        return [one for one in shop if all(meets(one) for it, meets in said.items() if it not in given_up)]

    fit = articles(left(()))
    for size in range(1, len(said) + 1):
        tried = {frozenset(some): left(some) for some in combinations(said, size)}
        if better := {some: there for some, there in tried.items() if articles(there) > fit}:
            return fit, {
                some: (articles(there), min((one.product.price for one in there if one.product.price), default=None))
                for some, there in better.items()
            }
    return fit, {}


@settings(deadline=None)
@given(st.lists(products, min_size=1, max_size=12), questions)
def test_ways_out_are_the_smallest_and_counted_exactly(shop: list[dict[str, object]], filters: Filters) -> None:
    """All that trying every set of conditions finds, the one that brings most first; none where enough fit."""
    records = [record(f"p{number}", **fields) for number, fields in enumerate(shop)]  # type: ignore[arg-type]  # drawn
    result = rank([Candidate(one, None) for one in records], filters, CURVE)
    fit, expected = by_trying(records, filters)
    assert result.matching == fit
    if fit >= 3:
        assert result.ways_out == ()
        return
    found = {frozenset(way.given_up): (way.count, way.lowest_price) for way in result.ways_out}
    most_first = [way.count for way in result.ways_out]
    assert most_first == sorted(most_first, reverse=True)
    assert found.items() <= expected.items()
    assert len(found) == min(len(expected), 12)


def test_what_a_photo_shows_is_nothing_that_could_be_given_up() -> None:
    """Nobody has said it."""
    shop = [record("a", traits={"colours": stated("red"), "category": stated("boots")}, price="80")]
    shown = Filters(
        wanted={"colours": ("blue",), "category": ("boots",)}, implied=frozenset({"colours"}), max_price=Decimal(50)
    )
    result = rank([Candidate(one, 0.5) for one in shop], shown, CURVE)
    assert result.ways_out == (WayOut((Condition("max_price"),), 1, Decimal(80)),)


def test_an_article_number_needs_no_way_out() -> None:
    """It was found, whatever else was said."""
    result = rank(
        [Candidate(record("x77"), None)], Filters(in_stock_only=True, max_price=Decimal(1)), CURVE, words="x77"
    )
    assert (len(result.hits), result.ways_out) == (1, ())


def test_choosing_among_variants_counts_articles() -> None:
    """A way out that brings two sizes of one shoe brings one."""
    shop = [record(f"s{size}", group="shoe", sizes=(size,)) for size in ("38", "39")]
    assert isinstance(shop[0].product, Product)
    result = rank([Candidate(one, None) for one in shop], Filters(sizes=("50",)), CURVE)
    assert result.ways_out == (WayOut((Condition("size"),), 1, Decimal(20)),)
