"""`shoplens catalog backup | restore | export`: what keeps an owner's products safe."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.context import FILE, run, settings_of, shop_of
from workers.escaping import escaped

_SHOWN = 50
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_NEW_FILE)
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Save all products and pictures to FILE, a zip; a shop that runs meanwhile is not disturbed."""
    from bot.cli.output import counting_progress
    from catalog.maintenance.backup import back_up

    data_dir = settings_of(ctx).catalog.data_dir
    with counting_progress() as progress:
        kept = run(back_up(data_dir, file, progress))
    size = max(1, file.stat().st_size // 1_000_000)
    click.echo(f"Saved {kept.products} products with {kept.pictures} pictures to {file} ({size} MB), and checked it.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Put them in the place of the products that there are.")
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool) -> None:
    """Bring back the products of a backup FILE; they change at one stroke, once all of it has been checked."""
    from bot.cli.output import counting_progress
    from catalog.maintenance.restore import restore as bring_back

    data_dir = settings_of(ctx).catalog.data_dir
    with counting_progress() as progress:
        kept = run(bring_back(data_dir, file, progress, replace=replace))
    click.echo(
        f"Restored {kept.products} products with {kept.pictures} pictures to {data_dir}. "
        "The next start builds their index, without encoding anything again."
    )


@click.command()
@click.option("--csv", "file", type=_NEW_FILE, help="Write all of them to this file, for training later.")
@click.pass_context
def corrections(ctx: click.Context, file: Path | None) -> None:
    """List what people have put right: guesses about photos, and attributes of products."""
    from bot.storage.corrections import CORRECTIONS, Correction, Corrections, corrections_csv

    path = settings_of(ctx).catalog.data_dir / CORRECTIONS

    async def work() -> list[Correction]:
        async with Corrections(path) as kept:
            return await kept.all()

    found = run(work()) if path.exists() else []
    if file is not None:
        file.write_text(corrections_csv(found), encoding="utf-8", newline="")
        click.echo(f"Wrote {len(found)} corrections to {file}.")
        return
    for one in found[-_SHOWN:]:
        click.echo(escaped(f"{one.source:<8} {one.product or '-':<20} {one.trait}: {one.seen} → {one.corrected}"))
    click.echo(f"{len(found)} corrections; --csv FILE writes all of them.")


@click.command()
@click.argument("file", type=_NEW_FILE)
@click.pass_context
def export(ctx: click.Context, file: Path) -> None:
    """Write all products to FILE (.jsonl or .csv), which `catalog import` reads."""
    from bot.cli.output import counting_progress
    from catalog.maintenance.export import export as write

    async def work() -> int:
        async with shop_of(ctx) as shop:
            with counting_progress() as progress:
                return await write(shop.catalog, file, lambda done, total: progress("Writing products", done, total))

    click.echo(f"Wrote {run(work())} products to {file}.")
