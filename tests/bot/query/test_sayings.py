"""What shoppers say in twelve languages, from the table in sayings.txt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from bot.query.brands import Brands
from bot.query.model import Query
from bot.query.parsing import parse
from bot.query.tables import LANGUAGES

BRANDS = Brands({"puma": "Puma", "new balance": "New Balance"})
SHARE = 0.95


def sayings() -> Iterator[tuple[str, list[str], set[str]]]:
    """Language, the sayings of one conversation, and what is understood in the end."""
    for line in (Path(__file__).parent / "sayings.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, said, understood = (part.strip() for part in line.split("|"))
            yield language, [one.strip() for one in said.split("→")], {one.strip() for one in understood.split(",")}


def test_what_shoppers_say_is_understood() -> None:
    """At least 95 % of it, and of each language's; the misses are listed."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses = []
    for language, said, wanted in sayings():
        query: Query | None = None
        for one in said:
            query = parse(one, query, cheaper_than=Decimal("79.00"), brands=BRANDS)
        understood = set(query.understood) if query else set()
        asked[language] += 1
        right[language] += understood == wanted
        if understood != wanted:
            misses.append(f"{language}: {' → '.join(said)}: {', '.join(sorted(understood))}")
    report = "  ".join(f"{language} {right[language]}/{asked[language]}" for language in asked)
    print(report, *misses, sep="\n")  # noqa: T201 - shown by pytest where the share is too low, and by -s
    assert set(asked) == {"en", *LANGUAGES}
    assert asked.total() >= 200
    assert right.total() >= SHARE * asked.total(), "\n".join([report, *misses])
    assert all(right[language] >= SHARE * asked[language] for language in asked), "\n".join([report, *misses])
