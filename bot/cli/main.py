"""The command `shoplens`.  Everything heavy is imported by the command that needs it, so that --help is quick."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from bot.cli.backup import backup, corrections, export, restore
from bot.cli.catalog import catalog
from bot.cli.context import FILE, FILE_OR_FOLDER, Overrides, run, settings_of, shop_of
from bot.cli.migrate import migrate
from bot.cli.model import model
from bot.cli.search import search
from bot.cli.setup import setup
from bot.cli.understand import understand
from bot.errors import BotError, SettingsError
from catalog.errors import CatalogError
from workers.errors import WorkerError
from workers.escaping import escaped
from workers.logs import log_to_stderr

if TYPE_CHECKING:
    from bot.settings import Settings
    from workers.jobs import Encoding


class _OneSentence(click.Group):
    """Turns the errors that we raise on purpose into one sentence and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (BotError, CatalogError, WorkerError) as error:
            raise click.ClickException(escaped(str(error))) from error


@click.group(cls=_OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--demo", is_flag=True, help="Use the bundled model and the demo shop, built on first use.")
@click.version_option(package_name="shoplens")
@click.option("-v", "--verbose", is_flag=True, help="Show the log.")
@click.pass_context
def main(ctx: click.Context, demo: bool, verbose: bool) -> None:
    """Find products by a photo or a few words, in Telegram, in a web chat, or right here."""
    ctx.obj = Overrides(demo)
    # Searches and encoders share the cores: a second thread for each product of matrices takes more from the others
    # than it gains.  Read by numpy when it is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    log_to_stderr("text", logging.INFO if verbose else logging.WARNING, force=False)


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The page's port, instead of SHOPLENS_WEB__PORT.")
@click.pass_context
def demo(ctx: click.Context, port: int | None) -> None:
    """Open the web chat with the bundled model and the drawn demo shop.  No token, no network."""
    ctx.obj = Overrides(demo=True, port=port)
    _serve(ctx, settings_of(ctx), telegram=False, web=True)


@main.command()
@click.option("--web", is_flag=True, help="The web chat too.")
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), help="Where the model runs, instead of SHOPLENS_ENCODER__ENGINE."
)
@click.pass_context
def serve(ctx: click.Context, web: bool, engine: Literal["local", "ray"] | None) -> None:
    """Run the Telegram bot and, with --web, the web chat."""
    ctx.obj = replace(ctx.obj, engine=engine)
    settings = settings_of(ctx)
    if not settings.telegram.token.get_secret_value():
        raise SettingsError(
            "SHOPLENS_TELEGRAM__TOKEN is empty: put the token from @BotFather there, "
            "or run `shoplens demo`, which needs none."
        )
    _serve(ctx, settings, telegram=True, web=web)


def _serve(ctx: click.Context, settings: Settings, *, telegram: bool, web: bool) -> None:
    from bot import serving
    from bot.runtime.shutdown import Stopping, leave
    from workers.encoders.loading import how_it_runs
    from workers.logs import log_to_stderr

    log_to_stderr(settings.log.format, logging.getLevelNamesMapping()[settings.log.level.upper()])
    say = click.echo if settings.log.format == "text" else logging.getLogger(__name__).info
    if slowly := how_it_runs(settings.encoder.model, settings.encoder.backend).slowly:
        say(slowly)

    async def work() -> None:
        async with shop_of(ctx, encode=False) as shop:
            await serving.serve(shop, settings, telegram=telegram, web=web, say=say, stopping=Stopping(leave))

    run(work())


@main.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def attributes(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Say what a picture shows: category, colours, pattern, neckline, sleeve …"""
    from bot.app import open_engine
    from bot.cli.output import print_attributes
    from workers.vision.attributes import attributes_json

    picture = file.read_bytes()

    async def work() -> Encoding:
        async with open_engine(settings_of(ctx)) as engine:
            return await engine.encode_image(picture)

    answer = attributes_json(run(work()).attributes)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        print_attributes(answer)


@main.command()
@click.option("--products", required=True, type=FILE, help="CSV: id, title, split, and its labels.")
@click.option(
    "--images", required=True, type=FILE_OR_FOLDER, multiple=True, help="Zip or folder of <id>.jpg; the first wins."
)
@click.option("--split", default="val", show_default=True, help="Whose titles and labels are the queries.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def evaluate(ctx: click.Context, products: Path, images: tuple[Path, ...], split: str, as_json: bool) -> None:
    """Measure retrieval quality on a labelled catalog."""
    from bot.cli.evaluation import evaluate as measure
    from bot.cli.evaluation import find_pictures, read_products
    from bot.cli.output import counting_progress, print_figures
    from workers.encoders.loading import load_encoder

    encoder_settings = settings_of(ctx).encoder
    encoder = load_encoder(encoder_settings.model, encoder_settings.backend)
    with counting_progress() as progress:
        figures = measure(encoder, read_products(products), find_pictures(images), split, progress)
    if as_json:
        click.echo(json.dumps({"model": encoder.info.name, "split": split, "figures": figures}))
    else:
        print_figures(figures)


main.add_command(search)
main.add_command(setup)
main.add_command(understand)
for command in (backup, restore, export, corrections, migrate):
    catalog.add_command(command)
main.add_command(catalog)
main.add_command(model)
