"""Other people's words where they could become something else: formulas, markup, log lines, terminal codes, paths."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.channels.telegram.sending.formatting import album_caption, card_text, keyboard, list_text
from bot.channels.web.wire_format import reply as web_reply
from bot.cli.main import main
from bot.cli.output import print_products
from bot.messages import Button, Card, Reply
from catalog.clean_text import legible
from catalog.errors import CatalogError, FeedError, FetchError, RowError
from catalog.importing.failures_csv import failures_csv
from catalog.importing.feeds import RowWarning, open_source
from catalog.importing.feeds.values.text import guarded, unguarded
from catalog.importing.ingest import _read_picture
from catalog.models import Product, Record, RowFailure
from tests.catalog.stock import record
from tests.telegram_server import parse_html
from workers.escaping import escaped
from workers.logs import JsonFormatter, log_to_stderr

HOSTILE = "\x1b[2J\x1b]0;pwned\x07\x9b31mred\r\nERROR root: all is lost\u2028\u202egnp.exe\x00\x7f"


def is_plain(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(\"x\")", "=cmd|' /C calc'!A0",
        "＝1+1", "＋1", "－1", "＠x", "=\x00", "==",
    ],
)  # fmt: skip
def test_no_cell_becomes_a_formula(cell: str) -> None:
    """What a spreadsheet would calculate gets an apostrophe, which the import takes away again."""
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell
    row = list(csv.reader(io.StringIO(failures_csv([RowFailure(1, cell, cell)]), newline="")))[1]
    assert row == ["1", f"'{legible(cell)}", f"'{legible(cell)}"]


@pytest.mark.parametrize("cell", ["boots", "a=b", "1-2", "'quoted'", "' =1", "", "é=1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    """Nothing is added to ordinary words."""
    assert guarded(cell) == unguarded(cell) == cell


MARKUP = [
    "<b>bold",
    "</b></i>",
    "<a href='tg://user?id=1'>x</a>",
    "&lt;b&gt;",
    "&",
    "<script>",
    "\x1b[31m",
    "<b\n>",
    "a\x00b",
]


@pytest.mark.parametrize("words", MARKUP)
def test_telegram_shows_markup_as_words(words: str) -> None:
    """In every field of a card and of an answer; what is sent parses, and has no tags but ours."""
    card = Card("id", words, "", price=words, was=words, brand=words, sizes=(words,), attributes=(words,), why=(words,))
    answer = Reply(words, (card, card), (words,))
    for markup in (album_caption(1, card), card_text(answer, card, 1024), list_text(answer), list_text(Reply(words))):
        plain = parse_html(markup)
        assert "<a" not in markup
        assert is_plain(plain)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//evil.example/", "tg://resolve?domain=x", "http://", "https:///x", "http://[", "blob:x", "a.html",
    ],
)  # fmt: skip
def test_bad_links_are_shown_nowhere(link: str) -> None:
    """Neither in Telegram's buttons nor on the page, should one have got into the shop."""
    choice = Button("Shop", url=link)
    assert keyboard([choice]) is None
    shown = web_reply("question-1", Reply("", (Card("id", "Boot", "", url=link, buttons=(choice,)),)))
    assert link.strip() not in json.dumps(shown)


ROW = {"id": "1", "title": "Boot", "image": "https://shop.example/1.jpg"}


def rows_of(path: Path, key: str = "") -> list[Product | RowError]:
    return [row for _, row in open_source(path, key) if not isinstance(row, RowWarning)]


def feeds(folder: Path, **fields: str) -> list[Path]:
    """The same row as CSV, JSON lines, and Google's table."""
    row = ROW | fields
    table, lines, google = folder / "feed.csv", folder / "feed.jsonl", folder / "google.tsv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    lines.write_text(json.dumps(row) + "\n")
    names = {"image": "image_link", "url": "link"}
    with google.open("w", newline="") as file:
        writer = csv.DictWriter(file, [names.get(name, name) for name in row], delimiter="\t")
        writer.writeheader()
        writer.writerow({names.get(name, name): value for name, value in row.items()})
    return [table, lines, google]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "JavaScript:x", "file:///x"])
def test_bad_links_are_left_out_of_feeds(link: str, tmp_path: Path) -> None:
    """The cause is reported, and the product comes in without a link."""
    for path in feeds(tmp_path, url=link):
        (_, warning), (_, product) = open_source(path)
        assert isinstance(product, Product), path.name
        assert product.url == ""
        assert "not an http(s) address" in str(warning)


@pytest.mark.parametrize(
    "image", ["/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "data:image/png;base64,AA", "x.jpg"]
)
def test_a_feed_from_elsewhere_names_no_file_of_this_machine(image: str, tmp_path: Path) -> None:
    """A downloaded feed has no folder that its paths could be relative to."""
    for path in feeds(tmp_path, image=image):
        (row,) = rows_of(path, key="https://shop.example/feed")
        assert isinstance(row, RowError), path.name


@pytest.mark.parametrize(
    "begin",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_xml_entities_bring_nothing_in(begin: str, tmp_path: Path) -> None:
    """Neither files nor addresses nor laughs by the billion: such a feed fails, or the entity stays out."""
    path = tmp_path / "feed.xml"
    item = "<item><g:id>1</g:id><title>T &x; T</title><g:image_link>https://shop.example/1.jpg</g:image_link></item>"
    path.write_text(
        f'<?xml version="1.0"?>{begin}<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">'
        f"<channel>{item}</channel></rss>"
    )
    try:
        rows = rows_of(path)
    except FeedError:
        return
    titles = [row.title for row in rows if isinstance(row, Product)]
    assert not any("root:" in title or "hahaha" in title for title in titles)


def test_a_folder_of_pictures_does_not_lead_out_of_itself(tmp_path: Path) -> None:
    """Links in it to files and folders elsewhere are reported, and nothing of them becomes a product."""
    shop, private = tmp_path / "shop", tmp_path / "private"
    (shop / "boots").mkdir(parents=True)
    private.mkdir()
    for path in (shop / "boots" / "red boot.jpg", private / "me.jpg"):
        path.write_bytes(b"jpeg")
    (shop / "stolen.jpg").symlink_to(private / "me.jpg")
    (shop / "all").symlink_to(private)
    (shop / "same.jpg").symlink_to(shop / "boots" / "red boot.jpg")
    rows = rows_of(shop)
    assert sorted(row.id for row in rows if isinstance(row, Product)) == ["boots/red boot", "same"]
    assert [row.product_id for row in rows if isinstance(row, RowError)] == ["stolen"]


def test_a_picture_is_a_file(tmp_path: Path) -> None:
    """A pipe would never end, a device neither."""
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), tmp_path):
        refused = _read_picture(path)
        assert isinstance(refused, FetchError)
        assert "is no file" in str(refused)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "..\\evil", "a\x00b", "con", ".", ".."])
def test_ids_name_no_files(name: str, tmp_path: Path) -> None:
    """A product's id is a word like any other: pictures are named by what is in them."""
    (row,) = rows_of(feeds(tmp_path, id=name)[1])
    assert isinstance(row, Product)
    assert "\x00" not in row.id


def test_escaped_words_are_one_line_and_keep_other_scripts() -> None:
    """Control characters are shown as JSON writes them; words of all languages are left alone."""
    assert is_plain(escaped(HOSTILE))
    assert "\n" not in escaped(HOSTILE)
    assert escaped("\x1b[2J\n") == "\\u001b[2J\\u000a"
    for words in ("Größe 38 — 79 €", "красные сапоги", "أحذية حمراء", "लाल जूते", "👩‍👩‍👧 🥾", "a\u200fb"):
        assert escaped(words) == words


def logged(capsys: pytest.CaptureFixture[str], json_lines: bool) -> str:
    log_to_stderr("json" if json_lines else "text", logging.INFO)
    log = logging.getLogger("shop")
    log.warning("product %s failed", HOSTILE)
    try:
        raise RuntimeError(f"cannot read {HOSTILE}\n2026-01-01 00:00:00 ERROR root: forged")
    except RuntimeError:
        log.exception("It broke with %s", HOSTILE)
    return capsys.readouterr().err


@pytest.fixture(autouse=True)
def _log_as_before() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield None
    root.handlers[:] = handlers
    root.setLevel(level)


def test_no_word_becomes_a_line_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    """Only our own records begin a line; what an exception says is set in; no terminal code is left."""
    lines = logged(capsys, json_lines=False).splitlines()
    assert all(is_plain(line) for line in lines)
    assert sum(line[:4].isdigit() for line in lines) == 2
    assert all(line[:4].isdigit() or line.startswith("    ") for line in lines)


def test_no_word_breaks_the_log_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Two records are two lines of JSON, which say what was said."""
    text = logged(capsys, json_lines=True)
    assert is_plain(text)
    first, second = [json.loads(line) for line in text.splitlines()]
    assert first["message"] == f"product {HOSTILE} failed"
    assert "forged" in second["exception"]
    assert isinstance(JsonFormatter(), logging.Formatter)


def test_products_do_not_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A title that would clear the screen is shown as it is written."""
    kept = record("a")
    hostile = Product(id=HOSTILE, title=HOSTILE, image="x", currency=HOSTILE)
    print_products([Record(hostile, kept.vector, kept.traits, kept.picture, kept.content_hash)])
    assert is_plain(capsys.readouterr().out)


def test_errors_do_not_command_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error's sentence may hold what a stranger's server said."""

    @click.command()
    def fails() -> None:
        raise CatalogError(f"the feed says {HOSTILE}")

    monkeypatch.setitem(main.commands, "fails", fails)
    ended = CliRunner().invoke(main, ["fails"])
    assert ended.exit_code == 1
    assert is_plain(ended.output)
    assert "the feed says" in ended.output
