"""Who is kept out of training."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import ROOT
from training.dataset.data import held_out_others, held_out_senders, read_catalog, read_consumer, read_other
from training.dataset.views import catalog_as_phone_photos, consumer_again, other_again


def test_held_out_senders_are_a_quarter_and_always_the_same() -> None:
    """The split depends on names and seed alone, not on order or repetition."""
    senders = [str(number) for number in range(280)]
    held_out = held_out_senders(senders)
    assert len(held_out) == 70
    assert held_out_senders(senders[::-1] * 3) == held_out
    assert held_out_senders(senders, seed=1) != held_out


def test_half_of_the_other_photos_are_held_out() -> None:
    """Every second photo without clothes is kept for the figures."""
    files = [f"{number}.jpg" for number in range(100)]
    assert len(held_out_others(files)) == 50


def test_augmented_views_show_nothing_held_out(tiny_data: Path) -> None:
    """Pictures are taken again only of products, senders and things that training may see."""
    val = {row.id for row in read_catalog(tiny_data) if row.split == "val"}
    consumer = read_consumer(tiny_data)
    held_out = held_out_senders([row.sender for row in consumer])
    unseen = {row.photo for row in consumer if row.sender in held_out}
    others = {row.file for row in read_other(tiny_data) if row.held_out}
    assert val
    assert unseen
    assert others
    assert val.isdisjoint(catalog_as_phone_photos(tiny_data, 1).keys)
    assert unseen.isdisjoint(consumer_again(tiny_data, 1).keys)
    assert others.isdisjoint(other_again(tiny_data, 1).keys)


@pytest.mark.shared_data
def test_real_split_keeps_every_class_on_both_sides() -> None:
    """Each of the consumer labels has photos in training and photos held out."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.exists():
        pytest.skip("needs ../shared/data")
    rows = read_consumer(folder)
    held_out = held_out_senders([row.sender for row in rows])
    assert {row.label for row in rows if row.sender in held_out} == {row.label for row in rows}
    assert {row.label for row in rows if row.sender not in held_out} == {row.label for row in rows}
