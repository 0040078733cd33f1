"""`shoplens catalog migrate MODEL`: another model takes over, while the shop runs or not."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, Any

import click

from bot.cli.context import run, settings_of
from workers.escaping import escaped

if TYPE_CHECKING:
    from bot.settings import Settings
    from catalog.maintenance.migrate import Migration, Replayed
    from catalog.models import Progress
    from workers.engine.base import Engine

_QUESTIONS = 50
_SHOWN = 10
_PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What an owner decides on: `failed` products, and for each question how many of ten stay the same."""

    failed: int
    same: list[tuple[str, int]]


@click.command()
@click.argument("model", required=False)
@click.option("--back", is_flag=True, help="Back to the model before the last change.")
@click.option("--yes", is_flag=True, help="Change over without asking.")
@click.pass_context
def migrate(ctx: click.Context, model: str | None, back: bool, yes: bool) -> None:
    """Have MODEL take over: a name or folder as in SHOPLENS_ENCODER__MODEL.

    Its vectors and index are made beside the present ones, while the shop goes on serving.  Then you see how
    much the answers to recent questions change, and decide.  Interrupted, the next call goes on.
    """
    from bot.app import with_model
    from catalog.maintenance.migrate import kept_model, previous_model

    settings = settings_of(ctx)
    data_dir = settings.catalog.data_dir
    serving, previous = kept_model(data_dir), previous_model(data_dir)
    if bool(model) == back:
        raise click.UsageError("Give a MODEL, or --back.")
    if back and previous is None:
        raise click.ClickException("There was no other model before this one.")
    if serving is None:
        raise click.ClickException(
            f"No products in {data_dir} were served yet: set SHOPLENS_ENCODER__MODEL, or start the shop once."
        )
    name = previous.name if back and previous else str(model)
    run(_migrate(with_model(settings, name), yes))


async def _migrate(settings: Settings, yes: bool) -> None:
    from bot.app import open_engine
    from bot.cli.output import counting_progress
    from bot.search.describer import ProductDescriber
    from bot.storage.corrections import CORRECTIONS, Corrections
    from catalog.maintenance.migrate import Migration
    from catalog.storage.encodings import Model

    name, kept = settings.encoder.model, settings.catalog
    async with open_engine(settings) as engine:
        target = Model(name, engine.info.fingerprint, engine.info.dim)
        async with (
            Corrections(kept.data_dir / CORRECTIONS) as corrections,
            Migration(
                kept.data_dir, target, ProductDescriber(engine, corrections.stated), kept.chroma_url
            ) as migration,
        ):
            if (await migration.serving() or target).fingerprint == target.fingerprint:
                click.echo(f"{name} serves already.")
                return
            with counting_progress() as progress:
                prepared = await _prepare(migration, engine, settings, progress)
            _show(prepared)
            if not yes and not click.confirm(f"Change over to {name}?"):
                click.echo("The present model goes on serving. What was prepared is kept for the next call.")
                return
            if not await migration.change_over(_PATIENCE_S):
                raise click.ClickException("The running shop has not changed over yet; its log says why.")
    click.echo(
        f"{name} serves now; `shoplens catalog migrate --back` goes back. "
        f"Set SHOPLENS_ENCODER__MODEL to {name}, so that the settings say so too."
    )


async def _prepare(migration: Migration, engine: Engine, settings: Settings, progress: Progress) -> _Prepared:
    failed = await migration.encode(progress)
    await migration.build_index(progress)
    questions = await _asked(migration, engine, settings) or await migration.questions(_QUESTIONS)
    return _Prepared(
        failed, [(one.text, n) for one, n in zip(questions, await migration.overlap(questions), strict=True)]
    )


async def _asked(migration: Migration, engine: Engine, settings: Settings) -> list[Replayed]:
    """What shoppers asked last, as both models understand it."""
    from bot.storage.conversations import Conversations
    from catalog.maintenance.migrate import Replayed

    serving = await migration.serving()
    path = settings.catalog.data_dir / "conversations.db"
    if serving is None or not path.exists():
        return []
    async with Conversations(path) as conversations:
        asked = await conversations.asked(serving.fingerprint, _QUESTIONS)
    return [Replayed(text, vector, (await engine.encode_text(text)).vector) for text, vector in asked]


def _show(prepared: _Prepared) -> None:
    from catalog.maintenance.migrate import TOP

    if prepared.failed:
        click.echo(f"{prepared.failed} products could not be encoded (the log says why); they would not be found.")
    if not prepared.same:
        return
    for text, count in sorted(prepared.same, key=lambda item: item[1])[:_SHOWN]:
        click.echo(escaped(f"  {count:>2} of {TOP} the same: {text}"))
    average: Any = mean(count for _, count in prepared.same)
    click.echo(
        f"Of the {TOP} nearest products for {len(prepared.same)} questions, {average:.1f} on average stay the same."
    )
