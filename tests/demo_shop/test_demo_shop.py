"""The demo shop: its products, its words, and that its drawings show what they say."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image

from demo_shop import KINDS, Look, demo_products, draw, random_look
from demo_shop.look import partners
from demo_shop.palette import PALETTE
from workers import vocabulary

_CATEGORIES = set(vocabulary.CATEGORY_BY_VALUE)
_COLOURS = set(vocabulary.COLOUR_BY_VALUE)
_PATTERNS = {term.value for term in vocabulary.PATTERNS}
_NECKLINES = {term.value for term in vocabulary.NECKLINES} | {""}
_SLEEVES = {term.value for term in vocabulary.SLEEVES} | {""}


def _count(**wanted: str) -> int:
    return sum(all(getattr(p.look, name) == value for name, value in wanted.items()) for p in demo_products())


def test_words_of_every_kind_are_words_of_the_vocabulary() -> None:
    """What can be drawn is named as shoppers' words are understood."""
    assert set(KINDS) <= _CATEGORIES
    assert set(PALETTE) == _COLOURS
    for kind in KINDS.values():
        assert set(kind.colours) <= _COLOURS
        assert set(kind.patterns) <= _PATTERNS
        assert set(kind.necklines) <= _NECKLINES
        assert set(kind.sleeves) <= _SLEEVES
    assert all(set(partners(colour)) <= _COLOURS for colour in PALETTE)


def test_words_of_every_look_and_fact_are_words_of_the_vocabulary() -> None:
    """Products and random looks use no value that the assistant does not know."""
    rng = random.Random(1)
    looks = [p.look for p in demo_products()] + [random_look(rng) for _ in range(2000)]
    for look in looks:
        assert look.category in _CATEGORIES
        assert look.colour in _COLOURS
        assert look.second_colour in _COLOURS | {""}
        assert look.pattern in _PATTERNS
        assert look.neckline in _NECKLINES
        assert look.sleeve in _SLEEVES
    known = {name: {term.value for term in terms} for name, terms in vocabulary.TRAITS.items()}
    for demo in demo_products():
        for name, value in demo.product.facts.items():
            assert value in known.get(name, _CATEGORIES | _COLOURS)
            assert name in {"category", "colour", "material", *vocabulary.applicable_traits(demo.look.category)}


def test_anchors_of_the_vocabulary_are_near_the_palette() -> None:
    """A drawn "olive" is what the vocabulary calls olive: no other name is nearer to its first shade."""
    for name, shades in PALETTE.items():
        distance = {
            colour.value: min(float(np.linalg.norm(np.subtract(anchor, shades[0]))) for anchor in colour.anchors)
            for colour in vocabulary.COLOURS
        }
        assert min(distance, key=lambda value: distance[value]) == name


def test_the_shop_is_large_and_varied() -> None:
    """Enough products of enough kinds, each with an id, title and address of its own."""
    products = [p.product for p in demo_products()]
    assert len(products) >= 260
    assert len({p.look.category for p in demo_products()}) >= 28
    for values in ([p.id for p in products], [p.title for p in products], [p.url for p in products]):
        assert len(set(values)) == len(values)
    assert 6 <= len({p.brand for p in products}) <= 10
    assert any(p.sale_price is not None for p in products)
    assert all(p.price is not None and (p.sale_price is None or p.sale_price < p.price) for p in products)
    assert any(not p.available for p in products)
    assert all(p.sizes and p.currency == "EUR" and p.description for p in products)


def test_the_shop_answers_the_usual_questions() -> None:
    """Red boots, blue polo shirts and t-shirts, red and green dresses are there, in several kinds."""
    red_boots = [p.look for p in demo_products() if (p.look.category, p.look.colour) == ("boots", "red")]
    assert len(red_boots) >= 4
    assert len({look.cut for look in red_boots}) >= 4
    assert _count(category="polo shirt", colour="blue") >= 4
    assert {"light blue", "royal blue"} <= {p.look.shade for p in demo_products() if p.look.category == "polo shirt"}
    blue_tees = [p.look for p in demo_products() if (p.look.category, p.look.colour) == ("t-shirt", "blue")]
    assert len(blue_tees) >= 5
    assert {(look.neckline, look.pattern) for look in blue_tees} >= {
        ("crew neck", "plain"),
        ("v-neck", "plain"),
        ("crew neck", "striped"),
        ("v-neck", "striped"),
    }
    assert _count(category="dress", colour="red") >= 3
    assert _count(category="dress", colour="green") >= 2
    looks = [p.look for p in demo_products()]
    assert len({look.colour for look in looks if (look.category, look.pattern) == ("shirt", "striped")}) >= 4
    assert _count(category="shirt", pattern="plain") >= 5


@pytest.mark.parametrize("category", ["t-shirt", "polo shirt"])
def test_common_tops_come_in_every_main_colour(category: str) -> None:
    """ "Like this but green" has an answer."""
    colours = {p.look.colour for p in demo_products() if p.look.category == category}
    assert {"black", "white", "grey", "blue", "navy", "red", "green", "yellow", "pink", "beige"} <= colours


def test_the_same_look_gives_the_same_pixels() -> None:
    """Drawing is deterministic, and another seed gives another picture."""
    look = Look("shirt", "blue", "checked", "white", "shirt collar", "long sleeves", "regular", 7)
    other = Look("shirt", "blue", "checked", "white", "shirt collar", "long sleeves", "regular", 8)
    assert draw(look, 96).tobytes() == draw(look, 96).tobytes()
    assert draw(look, 96).tobytes() != draw(other, 96).tobytes()


def test_random_looks_repeat_with_their_dice() -> None:
    """The same seed gives the same looks, over nearly all kinds."""
    first, second = random.Random(3), random.Random(3)
    looks = [random_look(first) for _ in range(400)]
    assert looks == [random_look(second) for _ in range(400)]
    assert len({look.category for look in looks}) == len(KINDS)


def test_every_cut_of_every_kind_can_be_drawn() -> None:
    """Each cut, neckline and pattern of each kind gives a square RGB picture with something on it."""
    for category, kind in KINDS.items():
        options = max(len(kind.cuts), len(kind.necklines), len(kind.patterns), len(kind.sleeves))
        for k in range(options):
            look = Look(
                category,
                kind.colours[k % len(kind.colours)],
                kind.patterns[k % len(kind.patterns)],
                "white",
                kind.necklines[k % len(kind.necklines)],
                kind.sleeves[k % len(kind.sleeves)],
                kind.cuts[k % len(kind.cuts)],
                k,
            )
            picture = draw(look, 48)
            assert (picture.size, picture.mode) == ((48, 48), "RGB")
            assert np.asarray(picture, dtype=np.float32).std() > 8


@pytest.mark.parametrize("colour", sorted(PALETTE))
def test_a_plain_drawing_has_the_colour_it_is_said_to_have(colour: str) -> None:
    """The middle of a plain t-shirt is near one of the shades of its colour's name."""
    look = Look("t-shirt", colour, neckline="crew neck", sleeve="short sleeves", cut="regular", seed=4)
    middle = _middle(draw(look, 128))
    assert min(float(np.abs(np.subtract(shade, middle)).max()) for shade in PALETTE[colour]) < 34


def _middle(picture: Image.Image) -> tuple[float, ...]:
    side = picture.width
    patch = np.asarray(picture.crop((int(side * 0.4), int(side * 0.45), int(side * 0.6), int(side * 0.7))))
    return tuple(float(value) for value in np.median(patch.reshape(-1, 3), axis=0))
