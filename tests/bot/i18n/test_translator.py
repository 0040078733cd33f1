"""The tables of what is said: complete, alike in every language, and within what is shown."""

from __future__ import annotations

import ast as python
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from itertools import chain
from pathlib import Path

import pytest
from babel import Locale
from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

import bot
from bot.channels.telegram.menu import ADMIN_COMMANDS, COMMANDS
from bot.i18n.languages import NAMES, spoken
from bot.i18n.money import price_text
from bot.i18n.translator import arrow, find, listed, translate, using_language
from bot.query.extraction import read
from bot.query.lexicon import LEXICON
from bot.query.parsing import parse as understand
from bot.query.tables import LANGUAGES
from bot.replies.phrases import phrase, phrases
from workers.vocabulary import CATEGORIES, COLOURS, MULTICOLOUR, TRAITS

OTHERS = [code for code in NAMES if code != "en"]
NUMBERS = {"count", "seconds", "products", "searches", "rows", "days", "place"}
SHOWN = {
    *(category.value for category in CATEGORIES),
    *(colour.value for colour in COLOURS),
    *(term.value for term in (MULTICOLOUR, *chain.from_iterable(TRAITS.values()))),
}
SAID_BACK = {meaning.say for meaning in LEXICON.values()} | {"stripes", "checks", "dots"}
WISHES = {"on sale", "in stock", "cheapest first", "dearest first", "newest first", "best match first"}
SCRIPTS = {"ru": "CYRILLIC", "uk": "CYRILLIC", "hi": "DEVANAGARI", "ar": "ARABIC"}
NAMES_AND_FORMATS = re.compile(
    r"JPEG|PNG|WebP|GIF|HEIC|MB|CSV|JSON|JavaScript|Google Merchant|Shopify|WooCommerce|Ivy|USD|ID|id|V|https|/\w+"
    r"|Telegram|Bot|shoplens"
)
ALIKE = {"comma", "price-between", "sync-speed", "button-accept", "button-dismiss", "button-piece"}


def _table(code: str) -> dict[str, ast.Message]:
    text = resources.files("bot.i18n.locales").joinpath(f"{code}.ftl").read_text(encoding="utf-8")
    body = parse(text).body
    assert not [entry.content for entry in body if isinstance(entry, ast.Junk)]
    messages = [entry for entry in body if isinstance(entry, ast.Message)]
    assert len({message.id.name for message in messages}) == len(messages)
    return {message.id.name: message for message in messages}


TABLES = {code: _table(code) for code in NAMES}


class _Parts(Visitor):
    """The arguments of a message, and the names of its variants."""

    def __init__(self, message: ast.Message) -> None:
        self.arguments: set[str] = set()
        self.variants: set[str] = set()
        self.visit(message)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.arguments.add(node.id.name)

    def visit_Variant(self, node: ast.Variant) -> None:  # noqa: N802 - the library's name
        if isinstance(node.key, ast.Identifier):
            self.variants.add(node.key.name)
        self.generic_visit(node)


def _rendered(name: str, size: int = 0) -> str:
    arguments = _Parts(TABLES["en"][name]).arguments
    return translate(name, **{one: 5 if one in NUMBERS else one.upper() * (size or 1) for one in arguments})


def _letters(text: str) -> Iterator[str]:
    return (letter for letter in text if letter.isalpha())


def test_each_language_that_is_understood_is_spoken() -> None:
    """And the other way round."""
    assert set(OTHERS) == set(LANGUAGES)


@pytest.mark.parametrize("code", OTHERS)
def test_tables_have_the_messages_of_the_english_one(code: str) -> None:
    """None is missing, none is left over."""
    mine = {name for name in TABLES[code] if not name.startswith("word-")}
    assert mine ^ TABLES["en"].keys() == set()


@pytest.mark.parametrize("code", OTHERS)
def test_messages_take_the_same_arguments(code: str) -> None:
    """A name, a price or a count gets lost in no language."""
    plurals_without_number = {"one", "two", "zero"}
    for name, message in TABLES[code].items():
        if name in TABLES["en"]:
            theirs, ours = _Parts(TABLES["en"][name]), _Parts(message)
            assert ours.arguments == theirs.arguments, name
            assert ours.variants <= {*Locale(code).plural_form.tags, "other", *plurals_without_number}, name


@pytest.mark.parametrize("code", NAMES)
def test_every_message_can_be_said(code: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is missing when it is filled in, and nothing stays a name in braces."""
    with using_language(code):
        for name in TABLES["en"]:
            text = _rendered(name)
            assert text, name
            assert "{" not in text, name
    assert not caplog.records


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_left_in_english(code: str) -> None:
    """Whole sentences differ from the English ones, and other scripts have no Latin words but names."""
    with using_language("en"):
        english = {name: _rendered(name) for name in TABLES["en"]}
    with using_language(code):
        for name, text in english.items():
            here = _rendered(name)
            assert name in ALIKE or here != text or len(text.split()) <= 2, name
            if code in SCRIPTS and name not in ALIKE:
                words = NAMES_AND_FORMATS.sub("", re.sub(r"\b[A-Z]{2,}\b", "", here))
                foreign = [one for one in _letters(words) if SCRIPTS[code] not in unicodedata.name(one)]
                assert not foreign, (name, here)


@pytest.mark.parametrize("code", OTHERS)
def test_every_value_that_is_shown_has_a_word(code: str) -> None:
    """Kinds, colours, patterns and all the rest, and what is said back of a question."""
    with using_language(code):
        missing = [value for value in SHOWN | SAID_BACK | WISHES if find(f"word-{'-'.join(value.split())}") is None]
    assert missing == []


@pytest.mark.parametrize("code", NAMES)
def test_texts_fit_where_they_are_shown(code: str) -> None:
    """Telegram's bounds, and what a phone's button holds."""
    with using_language(code):
        assert len(translate("bot-short-description")) <= 120
        assert len(translate("bot-description")) <= 512
        assert all(len(translate(f"command-{name.replace('_', '-')}")) <= 256 for name in (*COMMANDS, *ADMIN_COMMANDS))
        buttons = [name for name in TABLES["en"] if name.startswith(("button-", "sort-", "facet-", "offer-"))]
        assert all(len(_rendered(name)) <= 36 for name in buttons), [_rendered(name) for name in buttons]
        assert all(
            len(f"say:{translate(name)}".encode()) <= 64 for name in ("example-red-boots", "example-summer-dress")
        )
        assert len(_rendered("welcome", size=100)) <= 1024


@pytest.mark.parametrize("code", NAMES)
def test_the_examples_are_understood(code: str) -> None:
    """Who taps "Try: …" finds red boots, in every language."""
    with using_language(code):
        boots = understand(translate("example-red-boots"), locale=code).filters.wanted
        dress = understand(translate("example-summer-dress"), locale=code).filters.wanted
    assert (boots["category"][0], boots["colours"]) == ("boots", ("red",))
    assert dress["category"][0] == "dress"


def _python_files() -> Iterator[tuple[str, python.Module]]:
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        source = path.read_text("utf-8")
        # The command line's own `say` prints to a terminal.
        if "from bot.i18n.translator import" in source and path.name != "serving.py":
            yield path.name, python.parse(source)


def test_what_the_program_says_is_in_the_tables() -> None:
    """Every id in the code exists, and no reply or button is built from words of its own."""
    for name, tree in _python_files():
        for node in python.walk(tree):
            if not (isinstance(node, python.Call) and isinstance(node.func, python.Name) and node.args):
                continue
            if node.func.id == "say" and isinstance(node.args[0], python.Constant):
                assert node.args[0].value in TABLES["en"], name
            place = {"Reply": 0, "Button": 0}.get(node.func.id)
            if place is not None and len(node.args) > place:
                words = _own_words(node.args[place])
                assert not re.search(r"[A-Za-z]{2}", words), f"{name}: {words}"


def _own_words(node: python.expr) -> str:
    """What a literal says itself, without what is filled in."""
    if isinstance(node, python.Constant):
        return str(node.value)
    if isinstance(node, python.JoinedStr):
        return " ".join(_own_words(part) for part in node.values if isinstance(part, python.Constant))
    return ""


@pytest.mark.parametrize(
    ("code", "count", "text"),
    [
        ("en", 1, "1 more variant"),
        ("ru", 1, "ещё 1 вариант"),
        ("ru", 3, "ещё 3 варианта"),
        ("ru", 5, "ещё 5 вариантов"),
        ("ru", 21, "ещё 21 вариант"),
        ("uk", 2, "ще 2 варіанти"),
        ("ar", 2, "خياران آخران"),
        ("tr", 2, "2 seçenek daha"),
    ],
)
def test_plurals_are_those_of_the_language(code: str, count: int, text: str) -> None:
    """Russian has three, Arabic a dual, Turkish none."""
    with using_language(code):
        assert translate("more-variants", count=count) == text


@pytest.mark.parametrize(
    ("code", "price"),
    [
        ("en", "$1,299.00"),
        ("de", "1.299,00\u00a0$"),
        ("fr", "1\u202f299,00\u00a0$US"),
        ("pt", "US$\u00a01.299,00"),
        ("hi", "$1,299.00"),
        ("ar", "\u200f1,299.00\u00a0US$"),
    ],
)
def test_prices_are_written_as_in_the_language(code: str, price: str) -> None:
    """Separators, signs and their places."""
    with using_language(code):
        assert price_text(Decimal(1299), "USD") == price


@pytest.mark.parametrize(
    ("tag", "currency", "price"),
    [
        ("pt-br", "BRL", "R$\u00a0129.900,50"),
        ("pt-PT", "EUR", "129\u00a0900,50\u00a0€"),
        ("es-ES", "EUR", "129.900,50\u00a0€"),
        ("es-mx", "MXN", "$129,900.50"),
        ("es-MX", "USD", "USD\u00a0129,900.50"),
        ("en-IN", "INR", "₹1,29,900.50"),
        ("en-US", "USD", "$129,900.50"),
        ("en-AU", "USD", "USD\u00a0129,900.50"),
        ("de-CH", "CHF", "CHF\u00a0129’900.50"),
        ("de_CH", "EUR", "€\u00a0129’900.50"),
        ("fr-CA", "CAD", "129\u00a0900,50\u00a0$"),
        ("it-IT", "USD", "129.900,50\u00a0$"),
        ("ar-EG", "EGP", "\u200f129,900.50\u00a0ج.م.\u200f"),
        ("de", "EUR", "129.900,50\u00a0€"),
        ("de-XX", "EUR", "129.900,50\u00a0€"),
        ("de-Latn-DE-1996", "EUR", "129.900,50\u00a0€"),
    ],
)
def test_prices_are_written_as_in_the_region(tag: str, currency: str, price: str) -> None:
    """Where a client tells it, however it is written; a region that nothing is known of changes nothing."""
    with using_language(spoken(tag), tag):
        assert price_text(Decimal("129900.50"), currency) == price
    with using_language("ru", tag):
        assert price_text(Decimal(5), "USD") == "5,00\u00a0$", "its region is not that of another language"


def test_currencies_have_their_signs_everywhere() -> None:
    """A rupee is a rupee, and a lira written either way."""
    with using_language("es"):
        assert price_text(Decimal(5), "INR") == "5,00\u00a0₹"
    with using_language("tr"):
        assert price_text(Decimal(500), "TL", short=True) == "₺500"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", ("rot", "Stiefel", "unter 50\u00a0€", "ohne Kragen", "nicht schwarz", "Größe 38 oder 39", "Nora")),
        ("ru", ("красный", "ботинки", "до 50\u00a0€", "без воротника", "не чёрный", "размер 38 или 39", "Nora")),
        ("tr", ("kırmızı", "bot", "€50 altı", "yakasız", "siyah olmayan", "beden 38 veya 39", "Nora")),
    ],
)
def test_what_was_understood_is_said_back_in_the_language(code: str, said: tuple[str, ...]) -> None:
    """Denials, prices and sizes too; names stay as they are."""
    with using_language(code):
        assert phrases(("red", "boots", "under €50", "no collar", "not black", "size 38 or 39", "Nora")) == said


@pytest.mark.parametrize("code", OTHERS)
def test_every_denial_is_said_in_the_language(code: str) -> None:
    """As `bot.query.extraction` words them."""
    denials = {part.phrase for value in SHOWN for part in read(f"no {value}").parts if part.negated}
    with using_language(code):
        assert not [denial for denial in denials if phrase(denial) == denial]


def test_lists_are_those_of_the_language() -> None:
    """Three things and the last joined by "and"."""
    with using_language("de"):
        assert listed(("rot", "blau", "grün")) == "rot, blau und grün"
    with using_language("ar"):
        assert listed(("أحمر", "أزرق")) == "أحمر وأزرق"


def test_arrows_point_as_one_reads() -> None:
    """On is to the left where one reads from right to left."""
    with using_language("ar"):
        assert (arrow(), arrow(back=True)) == ("←", "→")
    with using_language("en"):
        assert (arrow(), arrow(back=True)) == ("→", "←")


def test_names_keep_their_direction_between_arabic_words() -> None:
    """Isolated, as Unicode recommends; other languages need no marks."""
    with using_language("ar"):
        assert "\u2068Nora\u2069" in translate("removed", title="Nora")
    with using_language("en"):
        assert translate("removed", title="Nora").startswith("Removed Nora.")
