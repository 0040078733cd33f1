"""`shoplens catalog …`: what an owner does with products at the terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from bot.cli.context import FILE, NO_PRODUCTS, run, shop_of
from catalog.errors import CatalogLocked
from workers.escaping import escaped

if TYPE_CHECKING:
    from catalog.importing.sync import SyncPlan
    from catalog.models import ImportReport, RowFailure, VerifyReport

_SHOWN_FAILURES: Final = 20


def _there(ctx: click.Context, parameter: click.Parameter, source: str) -> str:
    """Say at once that a file is not there: loading the model takes longer."""
    if "://" not in source and not Path(source).exists():
        raise click.BadParameter(f"there is no file or folder {source}", ctx, parameter)
    return source


_SOURCE = click.argument("source", callback=_there)
_FAILURES = click.option(
    "--failures", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows that failed to this CSV file."
)

_ENCODING = click.option(
    "--encoding", default="", help="How SOURCE's text is written, such as windows-1250, where the guess is wrong."
)

_SHOWN_DUPLICATES = 20


@click.group()
def catalog() -> None:
    """Add, import, list, remove and check products."""


@catalog.command()
@click.argument("photo", type=FILE)
@click.option("--title", required=True, help="What the product is called.")
@click.option("--price", default="", help='Such as "59.00 EUR".')
@click.option("--url", default="", help="The product's page in the shop.")
@click.option("--id", "product_id", default="", help="The shop's own id; made from the title if left out.")
@click.pass_context
def add(ctx: click.Context, photo: Path, title: str, price: str, url: str, product_id: str) -> None:
    """Add one product with its PHOTO, or replace the one with the same id."""
    from bot.query.prices import parse_money
    from catalog.models import Product, Record

    money = parse_money(price) if price else None
    if price and money is None:
        raise click.BadParameter(f"{price!r} is not a price; write it like 59.00 EUR.", param_hint="--price")
    product = Product(
        id=product_id or re.sub(r"[\W_]+", "-", title.casefold()).strip("-"),
        title=title,
        image=str(photo.resolve()),
        price=money[0] if money else None,
        currency=money[1] if money else "",
        url=url,
    )

    picture = photo.read_bytes()

    async def work() -> Record:
        async with shop_of(ctx) as shop:
            return await shop.ingest.add(product, picture)

    record = run(work())
    seen = ", ".join(values[0].value for values in record.traits.values() if values)
    click.echo(escaped(f"Added {record.product.id}: {record.product.title}. I see: {seen}."))


@catalog.command()
@_SOURCE
@_ENCODING
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def check(source: str, encoding: str, as_json: bool) -> None:
    """Read SOURCE, as `import` and `sync` would, and say what they would make of it; nothing is changed.

    Shown are its format and encoding, how many products it has, what is wrong with which row, and some products.
    """
    from bot.cli.feed_check import print_check
    from catalog.importing.check import check_object, opened

    with opened(source, encoding) as feed:
        if as_json:
            click.echo(json.dumps(check_object(feed), ensure_ascii=False))
        else:
            print_check(feed)


@catalog.command("import")
@_SOURCE
@_ENCODING
@_FAILURES
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def import_command(ctx: click.Context, source: str, encoding: str, failures: Path | None, as_json: bool) -> None:
    """Bring in products from SOURCE, and remove none.

    SOURCE is a Google Merchant feed (TSV, CSV, RSS or Atom), a product export of Shopify or WooCommerce (CSV), a CSV
    or JSON file with id, title and image, any of them packed with gzip or not, or a folder of pictures; `check` says
    beforehand what is wrong with it.

    Every picture is looked at; products with the same picture and fields are skipped, so an import that was
    interrupted goes on where it stopped.  From then on the products belong to SOURCE, see `sync`.
    """
    from bot.cli.output import counting_progress

    async def work() -> ImportReport:
        async with shop_of(ctx) as shop, shop.sync.open(source, again=True, encoding=encoding) as feed:
            if feed is None:
                return ImportReport()
            with counting_progress() as progress:
                return await shop.ingest.run(
                    feed.source, lambda now: progress("Bringing in products", now.done, now.total)
                )

    _tell(ctx, run(work()), failures, as_json=as_json)


@catalog.command()
@_SOURCE
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@click.option("--yes", is_flag=True, help="Also remove more than a fifth of SOURCE's products without asking.")
@_ENCODING
@_FAILURES
@click.pass_context
def sync(ctx: click.Context, source: str, encoding: str, dry_run: bool, yes: bool, failures: Path | None) -> None:
    """Make the products of SOURCE what SOURCE says: bring in what is new or changed, remove what is absent.

    SOURCE is anything that `import` reads, as a whole: what it does not name is taken to be gone.  Products of other
    sources, and those added by hand, are not touched.  What is unchanged costs nothing; a picture that was replaced
    under the same address is noticed by `import` only.  Interrupted, the next sync goes on.
    """
    from bot.cli.output import counting_progress, print_plan

    async def work() -> ImportReport | None:
        async with shop_of(ctx) as shop, shop.sync.open(source, encoding=encoding) as feed:
            if feed is None:
                click.echo("The feed has not changed since it was last brought in.")
                return None
            with counting_progress() as progress:
                plan = await shop.sync.plan(feed, lambda read: progress("Reading the feed", read, None))
            print_plan(plan)
            if dry_run:
                _tell_failures(plan.failures, failures)
                return None
            confirmed = yes or not plan.is_large_removal or _agreed(plan)
            with counting_progress() as progress:
                return await shop.sync.apply(
                    feed,
                    plan,
                    lambda now: progress("Bringing in products", now.done, now.total),
                    confirmed=confirmed,
                )

    try:
        report = run(work())
    except CatalogLocked as error:
        feed = f"/sync {source}" if "://" in source else "the file"
        raise click.ClickException(f"{error}; or, where that is the bot, send it {feed}.") from error
    if report is not None:
        _tell(ctx, report, failures)


def _agreed(plan: SyncPlan) -> bool:
    """Ask, where there is somebody to ask."""
    if not sys.stdin.isatty():
        raise click.ClickException(
            f"{plan.removed} of {plan.live} products are not in the feed any more, which may be a mistake: nothing was "
            "changed. With --yes they are removed."
        )
    return click.confirm(f"Remove {plan.removed} of {plan.live} products?", abort=True, err=True)


def _tell(ctx: click.Context, report: ImportReport, failures: Path | None, *, as_json: bool = False) -> None:
    """Print how it went; exit status 1 where rows failed."""
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
    _tell_failures(report.failures, failures, shown=0 if as_json else _SHOWN_FAILURES)
    if not as_json:
        for warning in report.warnings[:_SHOWN_FAILURES]:
            click.echo(escaped(f"line {warning.row}: {warning.id}: {warning.message}: left out"), err=True)
        removed = f"{report.removed} removed, " if report.removed else ""
        click.echo(
            f"{report.added} new, {report.changed} changed, {removed}{report.unchanged} unchanged, "
            f"{len(report.failures)} failed."
        )
    if report.failures:
        ctx.exit(1)


def _tell_failures(failures: Sequence[RowFailure], file: Path | None, *, shown: int = _SHOWN_FAILURES) -> None:
    """Print the first rows that failed; write all of them into `file`, if one is named."""
    from catalog.importing.failures_csv import failures_csv

    for failure in failures[:shown]:
        click.echo(escaped(f"line {failure.line}: {failure.product_id or '(no id)'}: {failure.cause}"), err=True)
    if len(failures) > shown > 0:
        where = f"all are in {file}" if file else "--failures FILE.csv writes all of them"
        click.echo(f"… and {len(failures) - shown} more; {where}.", err=True)
    if file is not None:
        try:
            file.write_text(failures_csv(failures), encoding="utf-8", newline="")
        except OSError as error:
            raise click.ClickException(f"The failed rows cannot be written to {file}: {error}.") from error


@catalog.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="How many products.")
@click.option("--offset", default=0, type=click.IntRange(0), help="How many to leave out first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one product a line.")
@click.pass_context
def list_command(ctx: click.Context, limit: int, offset: int, as_json: bool) -> None:
    """List products."""
    from bot.cli.output import print_products, product_json
    from catalog.models import Record

    async def work() -> tuple[list[Record], list[dict[str, Any]], int]:
        async with shop_of(ctx) as shop:
            records = await shop.catalog.list(limit, offset)
            return records, [product_json(record, shop.catalog) for record in records], await shop.catalog.count()

    records, lines, count = run(work())
    if as_json:
        for line in lines:
            click.echo(json.dumps(line, ensure_ascii=False))
    elif not count:
        click.echo(NO_PRODUCTS)
    else:
        print_products(records)
        click.echo(f"{offset + 1}–{offset + len(records)} of {count}" if records else f"{count} in all")


@catalog.command()
@click.argument("ids", nargs=-1, required=True)
@click.pass_context
def remove(ctx: click.Context, ids: tuple[str, ...]) -> None:
    """Remove the products with these IDS."""

    async def work() -> list[str]:
        async with shop_of(ctx) as shop:
            return await shop.catalog.remove(ids)

    removed = run(work())
    click.echo(f"{len(removed)} removed.")
    unknown = [product_id for product_id in ids if product_id not in removed]
    if unknown:
        raise click.ClickException(escaped(f"There is no product {', '.join(unknown)}."))


@catalog.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def stats(ctx: click.Context, as_json: bool) -> None:
    """Count products, by kind too."""
    from catalog.models import CatalogStats

    async def work() -> CatalogStats:
        async with shop_of(ctx) as shop:
            return await shop.catalog.stats()

    counted = run(work())
    if as_json:
        click.echo(json.dumps(asdict(counted), ensure_ascii=False))
        return
    click.echo(f"{counted.products} products, {counted.out_of_stock} of them sold out.")
    for name, count in sorted(counted.categories.items(), key=lambda item: -item[1]):
        click.echo(escaped(f"{count:>7}  {name}"))


@catalog.command()
@click.option("--repair", is_flag=True, help="Mend what is found.")
@click.pass_context
def verify(ctx: click.Context, repair: bool) -> None:
    """Check that every product can really be found, and nothing else; name what is listed twice."""

    async def work() -> tuple[VerifyReport, list[tuple[str, ...]]]:
        async with shop_of(ctx) as shop:
            return await shop.catalog.verify(repair=repair), await shop.catalog.duplicates()

    report, duplicates = run(work())
    click.echo(
        f"{report.records} products, {report.indexed} in the index; {len(report.missing)} missing, "
        f"{len(report.orphaned)} left over, {len(report.unreachable)} not reachable."
    )
    for ids in duplicates[:_SHOWN_DUPLICATES]:
        click.echo(escaped(f"the same product: {', '.join(ids)}"))
    if len(duplicates) > _SHOWN_DUPLICATES:
        click.echo(f"… and {len(duplicates) - _SHOWN_DUPLICATES} more products that are listed more than once.")
    if not report.healthy:
        if repair:
            click.echo("Repaired.")
        else:
            raise click.ClickException("The index is not sound: `shoplens catalog verify --repair` mends it.")


@catalog.command()
@click.pass_context
def rebuild(ctx: click.Context) -> None:
    """Make the index anew from the records, without encoding anything again."""
    from bot.cli.output import counting_progress

    async def work() -> int:
        async with shop_of(ctx) as shop:
            with counting_progress() as progress:
                await shop.catalog.rebuild(lambda done, total: progress("Rebuilding the index", done, total))
            return await shop.catalog.count()

    click.echo(f"Rebuilt with {run(work())} products.")
