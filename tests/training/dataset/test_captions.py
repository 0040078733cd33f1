"""What captions claim about pictures."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
import torch

from training.dataset.captions import Caption, caption_of_other, caption_of_title, describe, trait_prompt
from training.dataset.data import CatalogItem, ConsumerItem, OtherItem
from training.dataset.facts import Facts, FactSpace, facts_of_catalog, facts_of_consumer, facts_of_other, kind_of_other
from training.fitting.objective import truth

SHIRT = CatalogItem("1", "train", "Arrow Men Check Blue Shirt", "Men", "Topwear", "Shirts", "Blue", "Formal", False)
TEE = replace(SHIRT, id="2", title="Nike Men Round Neck Red T-shirt", article_type="Tshirts", colour="Red")
POLO = replace(TEE, id="3", title="Puma Men Red Polo T-shirt")
LOOSE_TEE = replace(TEE, id="4", title="U.S. Polo Assn. Men Red T-shirt")
SHOES = replace(
    SHIRT, id="5", title="Nike Men Runner", article_type="Sports Shoes", sub_category="Shoes", colour="Steel"
)
ALL = (SHIRT, TEE, POLO, LOOSE_TEE, SHOES)
SPACE = FactSpace.of(ALL)


def judge(facts: Facts, caption: Facts) -> str:
    """Whether a caption is true of a picture, false, or undecided."""
    rows = [torch.from_numpy(SPACE.encode(one)[None].astype(np.float32)) for one in (facts, caption)]
    true, false = truth(SPACE, *rows)
    return "true" if bool(true) else "false" if bool(false) else "undecided"


def test_labels_and_title_words_become_vocabulary_values() -> None:
    """A product's labels and the words of its title are read in the shop's own words."""
    facts = facts_of_catalog(SHIRT)
    assert facts["category"] == {"shirt"}
    assert facts["colour"] == {"blue"}
    assert facts["pattern"] == {"checked"}
    assert facts["neckline"] == {"shirt collar"}
    assert facts["style"] == {"formal"}
    assert facts["gender"] == {"men"}
    assert facts_of_catalog(SHOES)["category"] == {"sneakers"}
    assert facts_of_catalog(SHOES)["colour"] == {"grey"}


def test_collar_is_read_from_the_title_and_never_from_a_brand() -> None:
    """ "Polo" makes a polo shirt unless it belongs to a brand's name; a bare t-shirt stays undecided."""
    assert facts_of_catalog(POLO)["category"] == {"polo shirt"}
    assert facts_of_catalog(TEE)["category"] == {"t-shirt"}
    assert facts_of_catalog(LOOSE_TEE)["category"] == {"t-shirt", "polo shirt"}
    assert "neckline" not in facts_of_catalog(LOOSE_TEE)


@pytest.mark.parametrize(("item", "verdict"), [(POLO, "true"), (TEE, "false"), (LOOSE_TEE, "undecided")])
def test_a_caption_about_collars_is_true_false_or_undecided(item: CatalogItem, verdict: str) -> None:
    """With a collar: a polo has one, a round neck has none, an unnamed t-shirt may have one."""
    collars = {"neckline": frozenset({"polo collar", "shirt collar", "lapels"})}
    assert judge(facts_of_catalog(item), collars) == verdict


@pytest.mark.parametrize("item", ALL)
def test_every_description_is_true_of_what_it_describes(item: CatalogItem) -> None:
    """Whatever wording is drawn, it asks for nothing that the product is not known to be."""
    facts, rng = facts_of_catalog(item), random.Random(0)
    for _ in range(200):
        caption = describe(facts, rng)
        assert caption.text.strip()
        assert judge(facts, caption.accepts) == "true", caption


@pytest.mark.parametrize("label", ["T-Shirt", "Longsleeve", "Pants", "Shoes", "Outwear", "Hat", "Polo", "Body"])
def test_every_description_is_true_of_a_shoppers_photo(label: str) -> None:
    """Loose labels of shoppers' photos are described by words at least as loose."""
    facts, rng = facts_of_consumer(ConsumerItem("p", label, "1")), random.Random(1)
    for _ in range(200):
        caption = describe(facts, rng)
        assert judge(facts, caption.accepts) == "true", caption


def test_a_title_holds_for_products_of_that_title_alone() -> None:
    """Titles are told apart by name, however they are typed."""
    rng = random.Random(0)
    said = [caption_of_title(SHIRT.title, rng) for _ in range(50)]
    assert all(caption.name == SHIRT.title and caption.accepts == {} for caption in said)


@pytest.mark.parametrize(
    ("wnid", "name", "kind"),
    [
        ("n01440764", "tench", "animal"),
        ("n02930766", "cab", "vehicle"),
        ("n07873807", "pizza", "food"),
        ("n04344873", "studio couch", "room"),
        ("n09193705", "alp", "place"),
        ("n04154565", "screwdriver", "tool"),
    ],
)
def test_what_is_not_worn_has_a_kind(wnid: str, name: str, kind: str) -> None:
    """ImageNet's classes fall into the kinds that the vocabulary's other prompts name."""
    item = OtherItem(f"{wnid}_{name}.jpg", wnid, name, held_out=False)
    assert kind_of_other(item) == kind
    caption = caption_of_other(facts_of_other(item), name, random.Random(0))
    assert isinstance(caption, Caption)


def test_trait_prompts_are_the_attribute_readers() -> None:
    """A trait is asked about as "a photo of a …" with the vocabulary's own phrase."""
    assert trait_prompt("t-shirt", "pattern", "striped") == "a photo of a t-shirt with stripes"
