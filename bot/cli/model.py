"""`shoplens model …`: what an operator does with the encoder at the terminal."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.context import settings_of

if TYPE_CHECKING:
    from PIL import Image

_PICTURES = 200
"""What a form is checked on: enough for the figures, and half a minute of the original's time."""

_FEWEST = 20


@click.group()
def model() -> None:
    """Make the model fast on this machine."""


@model.command()
@click.argument("model", required=False)
@click.option(
    "--photos",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of JPEG photos to check it on, instead of the catalog's pictures, or drawings where it has none.",
)
@click.pass_context
def prepare(ctx: click.Context, model: str | None, photos: Path | None) -> None:
    """Make MODEL (or the one of the settings) several times faster on a CPU, once.

    It is exported to ONNX and quantised, and the fastest form whose vectors agree with the original's is
    kept in the cache, where SHOPLENS_ENCODER__BACKEND=auto finds it.  A form that does not agree is refused.
    """
    from bot.cli.output import counting_progress, print_preparation
    from workers.encoders.hub import fetched_folder
    from workers.encoders.loading import require_torch
    from workers.encoders.prepared import prepared_folder
    from workers.models import BUNDLED, IMAGE_GRAPH

    settings = settings_of(ctx)
    name = model or settings.encoder.model
    if name == BUNDLED or (Path(name).expanduser() / IMAGE_GRAPH).is_file():
        click.echo(f"{name} is made of ONNX files already; there is nothing to prepare.")
        return
    require_torch(name)
    from workers.encoders.transformers import load_transformers_encoder
    from workers.prepare.run import prepare as run_preparation

    folder = prepared_folder(name, fetched_folder(name))
    with counting_progress() as progress:
        pictures, where = _pictures(photos, settings.catalog.data_dir / "pictures")
        report = run_preparation(load_transformers_encoder(name, device="cpu"), folder, pictures, _words(), progress)
    print_preparation(report, f"{len(pictures)} {where}", folder)


def _pictures(photos: Path | None, kept: Path) -> tuple[list[Image.Image], str]:
    """Decoded pictures to check on, and what they are."""
    from demo_shop import demo_products, draw

    if photos is not None:
        decoded = _decoded(photos)
        if len(decoded) < _FEWEST:
            raise click.BadParameter(f"there are fewer than {_FEWEST} JPEG photos in {photos}", param_hint="--photos")
        return decoded, "photos"
    decoded = _decoded(kept)
    if len(decoded) >= _FEWEST:
        return decoded, "pictures of the catalog"
    return [draw(product.look) for product in demo_products()[:_PICTURES]], "drawings"


def _decoded(folder: Path) -> list[Image.Image]:
    """Up to `_PICTURES` of a folder's JPEG files, evenly spread; damaged ones are left out."""
    from workers.errors import UnreadablePicture
    from workers.images.decoding import decode_picture

    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg"})
    found = []
    for file in files[:: max(1, len(files) // _PICTURES)][:_PICTURES]:
        with contextlib.suppress(UnreadablePicture):
            found.append(decode_picture(file.read_bytes()))
    return found


def _words() -> list[str]:
    from workers.vocabulary import CATEGORIES, COLOURS

    return [f"{colour.value} {category.value}" for category in CATEGORIES for colour in COLOURS[::4]]
