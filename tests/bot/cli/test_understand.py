"""`shoplens understand`: what an owner or a developer reads of a sentence."""

from __future__ import annotations

import json
import subprocess
import sys

from click.testing import CliRunner

from bot.cli.main import main


def test_a_line_of_json_a_sentence() -> None:
    """Each says the whole wish as it then stands."""
    sentences = ["kleid nicht zu kurz, unter 1 000 €", "doch lieber in blau"]
    done = CliRunner().invoke(main, ["--demo", "understand", *sentences, "--json"])
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["kinds"] == second["kinds"] == ["dress"]
    assert first["not"] == {"length": ["short", "mini"]}
    assert second["price"] == {"min": None, "max": 1000, "around": None, "currency": "EUR"}
    assert (first["intent"], second["intent"]) == ("search", "refine")
    assert (first["wanted"], second["wanted"]) == ({}, {"colours": ["blue"]})


def test_the_wish_outlives_thanks_and_is_undone() -> None:
    """What is said of the chat alone changes no wish; afresh there is none."""
    sentences = ["red boots", "in black", "thanks", "size 39", "undo", "undo", "start over"]
    done = CliRunner().invoke(main, ["understand", *sentences, "--json"])
    answers = list(map(json.loads, done.stdout.splitlines()))
    assert [answer["kinds"] for answer in answers] == [["boots"]] * 2 + [[]] + [["boots"]] * 3 + [[]]
    assert [answer["wanted"].get("colours") for answer in answers[3:6]] == [["black"], ["black"], ["red"]]
    assert [answer["sizes"] for answer in answers[3:6]] == [["39"], [], []]


def test_brands_and_the_language_are_told() -> None:
    """Mango is a brand where the shop carries it."""
    done = CliRunner().invoke(
        main, ["understand", "--json", "--language", "es", "--brand", "Mango", "--", "mango negro"]
    )
    answer = json.loads(done.stdout)
    assert (answer["brands"], answer["language"]) == (["Mango"], "es")


def test_people_read_the_sentence_and_its_parts() -> None:
    """What is denied is said to be, what nobody knows is there too."""
    done = CliRunner().invoke(main, ["understand", "glorbish dress, no red"])
    sentence, *parts = done.stdout.splitlines()
    assert sentence.startswith("glorbish dress, no red")
    assert [line.split() for line in parts if line.strip()] == [
        ["words", "glorbish", "said"],
        ["kinds", "dress", "said"],
        ["colours", "red", "not", "wanted", "said"],
    ]


def test_it_starts_no_engine_and_opens_no_shop() -> None:
    """Nothing that is slow to import is needed."""
    told = "main(['understand', 'red dress', '--json'], standalone_mode=False)"
    heavy = "{'numpy', 'torch', 'onnxruntime', 'chromadb', 'sqlite3'} & set(sys.modules)"
    code = f"import sys; from bot.cli.main import main; {told}; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
