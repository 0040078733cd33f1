"""What the commands share: argument types, one event loop a command, the shop that the command line asks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from bot.app import Shop
    from bot.settings import Settings

NO_PRODUCTS = "No products yet. `shoplens catalog import FILE` brings them in."
T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE_OR_FOLDER = click.Path(exists=True, path_type=Path)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a command line asks for instead of what is set; `click.Context.obj` of every command."""

    demo: bool = False
    engine: Literal["local", "ray"] | None = None
    port: int | None = None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's coroutine; Ctrl-C ends it like any other interrupted command."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise click.Abort from None


def settings_of(ctx: click.Context) -> Settings:
    """The settings that this command line asks for.  Raises `SettingsError`."""
    from bot.settings import demo_settings, load_settings

    settings = load_settings()
    asked: Overrides = ctx.obj
    if asked.engine is not None:
        settings = settings.model_copy(update={"encoder": settings.encoder.model_copy(update={"engine": asked.engine})})
    if asked.port is not None:
        settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": asked.port})})
    return demo_settings(settings) if asked.demo else settings


@asynccontextmanager
async def shop_of(ctx: click.Context, *, encode: bool = True) -> AsyncIterator[Shop]:
    """The shop that this command line asks for.

    With a progress bar, a lost index is rebuilt, the demo shop is stocked on first use, and products that
    another version of the model encoded are encoded again; interrupted, the next command goes on.  A shop that
    serves does so itself, beside its work (`encode` false).
    """
    from bot.app import encode_again, open_shop, stock_demo
    from bot.cli.output import counting_progress

    settings = settings_of(ctx)
    async with AsyncExitStack() as stack:
        with counting_progress() as progress:
            shop = await stack.enter_async_context(open_shop(settings, progress))
            if ctx.obj.demo:
                await stock_demo(shop, settings.catalog.data_dir, progress)
            lost = await encode_again(shop, progress) if encode else 0
        if lost:
            click.echo(f"{lost} products could not be encoded with the new model: import them again.", err=True)
        yield shop
