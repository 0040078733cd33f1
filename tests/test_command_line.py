"""The command `shoplens` as an owner and an operator use it, in processes of their own."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from catalog.storage.data_folder import DataFolder
from demo_shop import Look, draw
from tests import ROOT
from tests.shop import copy_of, shoplens


@pytest.mark.parametrize(
    ("words", "kind"), [("red boots", "boots"), ("red dress", "dress"), ("green sweater", "sweater")]
)
def test_search_prints_the_documented_json(stocked: Path, words: str, kind: str) -> None:
    """Words in, JSON out: the first hit is of that kind and colour, and every field is there."""
    colour = words.split()[0]
    done = shoplens("--demo", "search", words, "--top", "3", "--json", data_dir=stocked)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["no_close_match"] is False
    assert answer["query"]["understood"] == words.split()
    assert len(answer["hits"]) == 3
    first = answer["hits"][0]
    assert first.keys() == {
        "id", "title", "price", "currency", "url", "image", "score", "confidence", "attributes", "why",
    }  # fmt: skip
    assert first["attributes"]["category"]["value"] == kind
    assert first["attributes"]["colours"][0]["value"] == colour
    assert Path(first["image"]).is_file()


def test_search_takes_conditions_an_order_and_counts(stocked: Path) -> None:
    """Options filter whatever the words say; a value that nobody knows is an error that names it."""
    options = ("--category", "boots", "--colour", "red", "--max-price", "100 EUR", "--sort", "cheapest", "--counts")
    done = shoplens("--demo", "search", *options, "--json", data_dir=stocked)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["query"]["required"] == {"category": ["boots"], "colours": ["red"]}
    prices = [hit["price"] for hit in answer["hits"]]
    assert prices == sorted(prices)
    assert all(hit["attributes"]["category"]["value"] == "boots" for hit in answer["hits"])
    assert answer["counts"]["category"][0]["count"] >= answer["matching"] >= len(prices)
    said = shoplens("--demo", "search", "boots on sale", "--max-price", "0", "--json", data_dir=stocked)
    assert json.loads(said.stdout)["query"]["on_sale_only"] is True
    assert json.loads(said.stdout)["hits"] == []
    unknown = shoplens("--demo", "search", "--category", "spaceship", data_dir=stocked)
    assert unknown.returncode == 2
    assert "'spaceship' is no category" in unknown.stderr


def test_search_by_photo_finds_the_same_kind(stocked: Path, tmp_path: Path) -> None:
    """A picture that is not in the shop finds products of its kind."""
    photo = tmp_path / "boots.png"
    draw(Look("boots", "brown", cut="chelsea", seed=977)).save(photo)
    done = shoplens("--demo", "search", "--photo", str(photo), "--json", data_dir=stocked)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["no_close_match"] is False
    assert answer["hits"][0]["attributes"]["category"]["value"] == "boots"


def test_attributes_prints_the_documented_json(tmp_path: Path) -> None:
    """What a picture shows, each with a confidence; a field that does not apply is left out."""
    photo = tmp_path / "polo.png"
    draw(Look("polo shirt", "navy", neckline="polo collar", sleeve="short sleeves", seed=41)).save(photo)
    done = shoplens("--demo", "attributes", str(photo), "--json", data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["category"].keys() == {"value", "confidence"}
    assert answer["colours"][0].keys() == {"value", "share", "confidence"}
    assert answer["colours"][0]["value"] == "navy"
    assert "material" not in answer


def test_owner_brings_in_a_feed_with_a_bad_row(tmp_path: Path) -> None:
    """Good rows come in, the bad one is reported with its line, a second run changes nothing."""
    draw(Look("boots", "red", cut="ankle", seed=1), 256).save(tmp_path / "boots.png")
    feed = tmp_path / "products.csv"
    with feed.open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                ["id", "title", "price", "image"],
                ["b1", "Red boots", "79.00", "boots.png"],
                ["b2", "Ghost boots", "80", "no-such-file.png"],
                ["b3", "Free boots", "gratis", "boots.png"],
            ]
        )
    (tmp_path / ".env").write_text("SHOPLENS_ENCODER__MODEL=bundled\nSHOPLENS_CATALOG__CURRENCY=EUR\n")

    def catalog(*arguments: str) -> subprocess.CompletedProcess[str]:
        return shoplens("catalog", *arguments, data_dir=tmp_path)

    assert "No products yet" in shoplens("search", "red boots", data_dir=tmp_path).stdout
    first = catalog("import", str(feed))
    assert first.returncode == 1
    assert "line 3: b2:" in first.stderr
    assert "line 4: b3:" in first.stderr
    assert "1 new, 0 changed, 0 unchanged, 2 failed." in first.stdout
    assert "0 new, 0 changed, 1 unchanged, 2 failed." in catalog("import", str(feed)).stdout
    (kept,) = [json.loads(line) for line in catalog("list", "--json").stdout.splitlines()]
    assert (kept["id"], kept["currency"]) == ("b1", "EUR")
    assert "1 products" in catalog("stats").stdout
    assert catalog("verify").returncode == 0
    assert "Rebuilt with 1 products" in catalog("rebuild").stdout
    assert "1 removed" in catalog("remove", "b1").stdout
    assert catalog("remove", "b1").returncode == 1


def test_owner_syncs_a_feed(tmp_path: Path) -> None:
    """What the feed lost goes only when the owner says so; failed rows are kept as a table that is safe to open."""
    draw(Look("boots", "red", cut="ankle", seed=1), 256).save(tmp_path / "boots.png")
    (tmp_path / ".env").write_text("SHOPLENS_ENCODER__MODEL=bundled\n")
    feed = tmp_path / "products.csv"

    def sync(*rows: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        feed.write_text("\n".join(["id,title,price,image", *rows]) + "\n")
        return shoplens("catalog", "sync", str(feed), *options, data_dir=tmp_path)

    rows = [f"b{number},Boots {number},79.00 EUR,boots.png" for number in range(4)]
    assert "4 new, 0 changed, 0 unchanged, 0 failed." in sync(*rows).stdout
    refused = sync(*rows[:2])
    assert refused.returncode == 1
    # Which of two products was stored first is not decided.
    assert "gone: Boots 2 · Boots 3" in refused.stdout or "gone: Boots 3 · Boots 2" in refused.stdout
    assert "2 of 4 products are not in the feed any more" in refused.stderr
    report = tmp_path / "failed.csv"
    done = sync(*rows[:2], "=1+1,Boots,gratis,boots.png", options=("--yes", "--failures", str(report)))
    assert "0 new, 0 changed, 2 removed, 2 unchanged, 1 failed." in done.stdout
    assert done.returncode == 1
    with report.open(newline="") as file:
        assert list(csv.reader(file)) == [["line", "id", "cause"], ["4", "'=1+1", "price 'gratis' is not a number"]]


@pytest.mark.fault("data folder used by another process", "the second one ends in a sentence that says what to do")
def test_sync_beside_a_running_bot_says_how(tmp_path: Path) -> None:
    """The folder is the bot's, which takes the feed itself."""
    (tmp_path / ".env").write_text("SHOPLENS_ENCODER__MODEL=bundled\n")
    with DataFolder(tmp_path).used():
        done = shoplens("catalog", "sync", "https://s.example/feed.csv", data_dir=tmp_path)
    assert done.returncode == 1
    assert "another shoplens" in done.stderr
    assert "send it /sync https://s.example/feed.csv." in done.stderr


def test_file_that_is_no_picture_is_one_sentence(tmp_path: Path) -> None:
    """No traceback for a wrong file."""
    wrong = tmp_path / "notes.jpg"
    wrong.write_text("not a picture")
    done = shoplens("--demo", "attributes", str(wrong), data_dir=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_serving_without_a_token_says_what_to_set(tmp_path: Path) -> None:
    """The operator reads the setting's name and the way without one."""
    done = shoplens("serve", data_dir=tmp_path)
    assert done.returncode == 1
    assert "SHOPLENS_TELEGRAM__TOKEN" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_model_that_cannot_be_had_is_one_sentence(tmp_path: Path) -> None:
    """A folder that is no model names the setting and the offline choice."""
    (tmp_path / ".env").write_text(f"SHOPLENS_ENCODER__MODEL={tmp_path}\n")
    done = shoplens("search", "red boots", data_dir=tmp_path)
    assert done.returncode == 1
    assert "SHOPLENS_ENCODER__MODEL" in done.stderr
    assert "bundled" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_help_imports_nothing_heavy() -> None:
    """--help must be quick: neither a model nor a database nor a channel is imported for it."""

    probe = (
        "import sys, bot.cli.main; "
        "heavy = {'torch', 'transformers', 'chromadb', 'onnxruntime', 'telegram', 'aiohttp', 'PIL'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_products_of_another_model_are_encoded_again(stocked: Path, tmp_path: Path) -> None:
    """After a change of the model the products are found as before, from their kept pictures."""
    data = copy_of(stocked / "demo", tmp_path / "data")
    with closing(sqlite3.connect(data / "products.sqlite3")) as database, database:
        database.execute("UPDATE products SET fingerprint = 'another'")
    (data / ".env").write_text("SHOPLENS_ENCODER__MODEL=bundled\n")
    done = shoplens("search", "red boots", data_dir=data)
    assert done.returncode == 0
    assert "demo-boots-" in done.stdout


def test_backup_comes_back_in_another_folder(stocked: Path, tmp_path: Path) -> None:
    """Backup, restore and export through the command; present products are not replaced without a word."""
    file = tmp_path / "backup.zip"
    made = shoplens("--demo", "catalog", "backup", str(file), data_dir=stocked)
    assert made.returncode == 0, made.stderr
    assert "and checked it" in made.stdout
    data = tmp_path / "data"
    data.mkdir()
    assert "Restored" in shoplens("--demo", "catalog", "restore", str(file), data_dir=data).stdout
    again = shoplens("--demo", "catalog", "restore", str(file), data_dir=data)
    assert again.returncode == 1
    assert "--replace" in again.stderr
    exported = tmp_path / "products.csv"
    done = shoplens("--demo", "catalog", "export", str(exported), data_dir=data)
    assert done.returncode == 0, done.stderr
    with exported.open(newline="") as rows:
        count = sum(1 for _ in csv.DictReader(rows))
    assert f"Wrote {count} products" in done.stdout
    assert f"Saved {count} products" in made.stdout


def test_products_of_a_model_that_is_gone_have_a_way_on(tmp_path: Path) -> None:
    """The products' model comes first; where it cannot be loaded, one sentence says how another takes over."""
    draw(Look("boots", "red", cut="ankle", seed=1), 256).save(tmp_path / "red boots.png")
    (tmp_path / ".env").write_text("SHOPLENS_ENCODER__MODEL=bundled\n")
    assert shoplens("catalog", "import", str(tmp_path), data_dir=tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / "products.sqlite3")) as database, database:
        database.execute("UPDATE models SET name = '/no/such/model', fingerprint = 'gone'")
        database.execute("UPDATE products SET fingerprint = 'gone'")
    done = shoplens("search", "red boots", data_dir=tmp_path)
    assert done.returncode == 1
    assert "`shoplens catalog migrate bundled`" in done.stderr.splitlines()[-1]
    changed = shoplens("catalog", "migrate", "bundled", "--yes", data_dir=tmp_path)
    assert changed.returncode == 0, changed.stderr
    assert "bundled serves now" in changed.stdout
    assert "red boots" in shoplens("search", "red boots", data_dir=tmp_path).stdout
