"""`python -m training`: make the bundled model from the data, or print a model's figures."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path

import torch

from training.evaluation.card import write_figures
from training.pipeline import TINY, Recipe, build, calibrate_again, figures_of


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with catalog/, consumer_photos/, other_photos/"
    )
    parser.add_argument("--out", type=Path, required=True, help="where the model goes, or is")
    parser.add_argument("--work", type=Path, default=Path("training-work"), help="keeps features and checkpoints")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--until", metavar="ROUND", help="leave out the rounds after this one, such as heads")
    parser.add_argument("--tiny", action="store_true", help="a minute's worth of every step")
    parser.add_argument(
        "--figures", action="store_true", help="train nothing, measure the model in --out, write its card"
    )
    parser.add_argument(
        "--calibrate", action="store_true", help="train nothing, fit anew how sure the model in --out is"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    torch.set_num_threads(arguments.threads)
    if arguments.figures:
        found = figures_of(arguments.data, arguments.out, Recipe())
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
        if (card := arguments.out / "README.md").exists():
            write_figures(card, found)
        return
    recipe = TINY if arguments.tiny else Recipe()
    if arguments.calibrate:
        calibrate_again(arguments.data, arguments.out, recipe, arguments.seed)
        return
    if arguments.until:
        recipe = recipe.until(arguments.until)
    build(arguments.data, arguments.out, arguments.work, recipe, arguments.seed)


if __name__ == "__main__":
    main()
