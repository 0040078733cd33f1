"""A product's traits: the shop's facts first, then its title, then what the picture shows."""

from __future__ import annotations

import numpy as np
import pytest

from bot.search.describer import PHOTO_SHARE, ProductDescriber, describe_traits, normalise_value
from catalog.models import Trait
from tests.bot.stock import picture, product
from tests.fakes import FakeEngine
from workers.errors import UnreadablePicture
from workers.jobs import Guess, Priority


def _stated(value: str) -> tuple[Trait, ...]:
    return (Trait(value, 1.0, stated=True),)


def test_facts_outrank_the_title_and_the_picture() -> None:
    """What the shop says in a column is certain, and said in the vocabulary's words."""
    item = product("1", "Blue shirt", facts={"Color": "Navy Blue", "gender": "Ladies"})
    traits = describe_traits(item, {"colours": (Guess("black", 0.9, 1.0),), "category": (Guess("coat", 0.9),)})
    assert traits["colours"] == _stated("navy")
    assert traits["gender"] == _stated("women")
    assert traits["category"] == _stated("shirt")


def test_the_picture_fills_what_nobody_stated() -> None:
    """Guesses keep their confidence and share, and are not marked as stated."""
    traits = describe_traits(
        product("1", "Ivy"), {"category": (Guess("dress", 0.8),), "colours": (Guess("green", 0.7, 0.9),)}
    )
    assert traits["category"] == (Trait("dress", 0.8),)
    assert traits["colours"] == (Trait("green", 0.7, share=0.9),)


def test_guesses_that_make_no_sense_for_the_kind_are_dropped() -> None:
    """Boots have no neckline, whatever the picture resembles."""
    traits = describe_traits(product("1", "Red boots"), {"neckline": (Guess("turtleneck", 0.9),)})
    assert "neckline" not in traits


@pytest.mark.parametrize(
    ("title", "neckline"),
    [
        ("Polo shirt", "polo collar"),
        ("Polo shirt with v-neck", "v-neck"),
        ("Grey hoodie", "hood"),
        ("T-shirt, v-neck", "v-neck"),
        ("Jacket with hood", "hood"),
    ],
)
def test_a_neckline_is_stated_or_implied_by_the_kind(title: str, neckline: str) -> None:
    """A polo shirt has a polo collar unless its title says otherwise."""
    traits = describe_traits(product("1", title), {"neckline": (Guess("crew neck", 0.9),)})
    assert traits["neckline"] == _stated(neckline)


def test_a_name_in_quotes_is_no_fact() -> None:
    """The dress "Rose" may be blue."""
    traits = describe_traits(product("1", 'Dress "Rose"'), {"colours": (Guess("blue", 0.8, 1.0),)})
    assert traits["colours"][0].value == "blue"
    assert traits["category"] == _stated("dress")


def test_only_the_thing_itself_gives_kind_and_colour() -> None:
    """What comes after "with" is a detail."""
    traits = describe_traits(product("1", "Red boots with a white sole and a belt"), {})
    assert traits["colours"] == _stated("red")
    assert traits["category"] == _stated("boots")


def test_a_kind_in_a_brand_is_not_the_product() -> None:
    """English names the thing last."""
    assert describe_traits(product("1", "Pepe Jeans unisex sunglasses"), {})["category"] == _stated("sunglasses")


def test_brand_names_are_not_bent_into_colours() -> None:
    """A title is read as it is written."""
    assert "colours" not in describe_traits(product("1", "Blake shirt by Browne"), {})


@pytest.mark.parametrize(
    ("trait", "said", "values"),
    [
        ("colours", "Navy Blue", ("navy",)),
        ("colours", "Red / White", ("red", "white")),
        ("category", "Apparel & Accessories > Shoes > Boots", ("boots",)),
        ("category", "Tshirts", ("t-shirt",)),
        ("category", "Shoes", ()),
        ("colours", "Unobtainium", ()),
        ("gender", "Unisex", ("unisex",)),
    ],
)
def test_the_shops_words_are_normalised(trait: str, said: str, values: tuple[str, ...]) -> None:
    """Feeds' words become the vocabulary's, and loose or unknown ones nothing."""
    assert normalise_value(trait, said) == values


async def test_the_vector_is_mostly_the_photo_and_a_little_the_title(engine: FakeEngine) -> None:
    """Vector = normalise(share · photo + rest · title), asked for with the import's priority."""
    photo = picture("red")
    described = await ProductDescriber(engine)(product("1", "Boots"), photo)
    seen = (await engine.encode_image(photo)).vector
    named = (await engine.encode_text("Boots")).vector
    mixed = PHOTO_SHARE * seen + (1 - PHOTO_SHARE) * named
    np.testing.assert_allclose(described.vector, mixed / np.linalg.norm(mixed), atol=1e-6)
    assert described.vector.dtype == np.float32
    assert described.preview.startswith(b"\xff\xd8")
    assert [priority for _, _, priority in engine.calls[:2]] == [Priority.IMPORT, Priority.IMPORT]


async def test_a_name_in_quotes_takes_no_part_in_the_vector(engine: FakeEngine) -> None:
    """Else a shirt called "Elsa" would be near every word that has nothing to do with clothes."""
    photo = picture("red")
    describe = ProductDescriber(engine)
    named, plain = (
        await describe(product("1", 'Boots "Elsa", red'), photo),
        await describe(product("2", "Boots , red"), photo),
    )
    np.testing.assert_array_equal(named.vector, plain.vector)


async def test_an_unreadable_picture_passes_through(engine: FakeEngine) -> None:
    """The importer reports the row; nothing is made up."""
    with pytest.raises(UnreadablePicture):
        await ProductDescriber(engine)(product("1", "Boots"), b"no picture")
