"""`shoplens setup`: asks an owner for what the shop needs, checks it at once, and keeps it in `.env`."""

from __future__ import annotations

import asyncio
import re
import secrets
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import click

from bot.cli.context import NO_PRODUCTS, run, shop_of
from bot.errors import BotError, SettingsError
from bot.i18n.languages import NAMES
from catalog.errors import FeedError, RowError
from workers.models import BUNDLED

if TYPE_CHECKING:
    from bot.cli.prompts import Prompts
    from bot.settings import Settings, TelegramSettings
    from catalog.importing.feeds import Source
    from catalog.models import ImportReport

_MODELS: Final = (
    "It looks at pictures. bundled (19 MB) is here, quick on any machine, and knows common clothes.\n"
    "fashion-clip sees finer differences; it downloads 600 MB, once, and wants 8 GB of memory."
)
_CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike."""

_CODE_LENGTH: Final = 10
"""Cannot be guessed while it is waited for."""

_WAIT_MIN: Final = 10
_SHOWN_CAUSES: Final = 5


@click.command()
@click.option("--token", help="The bot's token, from @BotFather.")
@click.option("--admin", type=click.IntRange(1), help="The owner's Telegram id, instead of a code sent to the bot.")
@click.option("--shop-name", help="What the bot calls the shop.")
@click.option("--language", type=click.Choice(list(NAMES)), help="What the bot speaks unless people speak another.")
@click.option("--model", help="bundled, fashion-clip, or another that SHOPLENS_ENCODER__MODEL takes.")
@click.option("--currency", help="Of prices that name none, such as EUR.")
@click.option("--feed", help="Address or file of the products, see `shoplens catalog import --help`.")
@click.option("--yes", is_flag=True, help="Ask nothing: what has no option stays as it is.")
@click.pass_context
def setup(ctx: click.Context, /, yes: bool, **given: Any) -> None:
    """Connect your bot and your products: asks, checks each answer at once, and keeps it in .env.

    Enter leaves a question out, and a second run goes on from there.  Without a terminal nothing is asked.
    """
    from bot.cli.prompts import Prompts

    prompts = Prompts(Path(".env"), given, asks=sys.stdin.isatty() and not yes)
    steps = _Steps(ctx, prompts)
    try:
        for step in (steps.bot, steps.owner, steps.shop, steps.model, steps.products):
            step()
    except (click.Abort, KeyboardInterrupt):
        kept = f"Kept: {'; '.join(prompts.kept)}" if prompts.kept else "Nothing was changed"
        click.echo(f"\n\nStopped. {kept}. `shoplens setup` goes on from here.")
        ctx.exit(1)
    steps.say_what_is_next()


class _Steps:
    """The questions, a method for each kind."""

    def __init__(self, ctx: click.Context, prompts: Prompts) -> None:
        self._ctx = ctx
        self._prompts = prompts
        prompts.title(
            "Let's connect your shop", "Enter leaves a question out. Ctrl-C stops; what you answered is kept."
        )

    @property
    def _settings(self) -> Settings:
        from bot.settings import load_settings

        return load_settings()

    def bot(self) -> None:
        """Whose bot the token is tells whether it is right."""
        prompts, telegram = self._prompts, self._settings.telegram
        prompts.title("1 · The bot", "Write /newbot to @BotFather in Telegram: it gives you a token.")
        if prompts.asks and prompts.given["token"] is None and telegram.token.get_secret_value():
            try:
                prompts.say(f"It is {self._name_of(telegram)} so far; Enter keeps it.")
            except BotError as error:
                prompts.complain(error)
        prompts.ask("token", "Token (it stays hidden)", self._use_token, hide_input=True)

    def _use_token(self, token: str) -> None:
        from pydantic import SecretStr

        name = self._name_of(self._settings.telegram.model_copy(update={"token": SecretStr(token)}))
        self._prompts.keep("SHOPLENS_TELEGRAM__TOKEN", token, f"the bot is {name}")

    def _name_of(self, telegram: TelegramSettings) -> str:
        from bot.channels.telegram.pairing import bot_account

        with self._prompts.busy("Asking Telegram …"):
            account = run(bot_account(telegram))
        return f"{account.name} (@{account.username})"

    def owner(self) -> None:
        """Whoever sends a code to the bot."""
        prompts, telegram = self._prompts, self._settings.telegram
        prompts.title("2 · The owner", "You add products and see figures by chat, once the bot knows your account.")
        if prompts.given["admin"] is not None:
            self._add_owner(prompts.given["admin"])
        elif not prompts.asks:
            return
        elif not telegram.token.get_secret_value():
            prompts.say("Left out: there is no bot yet.", "yellow")
        elif telegram.admin_ids:
            prompts.say(f"It is {_listed(telegram.admin_ids)} so far; --admin ID adds another.")
        else:
            try:
                self._wait_for_owner(telegram)
            except BotError as error:
                prompts.complain(error)

    def _wait_for_owner(self, telegram: TelegramSettings) -> None:
        from bot.channels.telegram.pairing import bot_account, wait_for_owner
        from bot.cli.prompts import unless_entered
        from bot.i18n.translator import set_language

        set_language(self._settings.language)
        code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
        link = f"https://t.me/{run(bot_account(telegram)).username}?start={code}"
        self._prompts.say(f"Open {link} and press START,\nor send the bot this code: {code}", "bold")
        with self._prompts.busy(f"Waiting for it, {_WAIT_MIN} minutes at most … Enter leaves it out."):
            owner = run(unless_entered(wait_for_owner(telegram, code), 60 * _WAIT_MIN))
        if owner is None:
            self._prompts.say("Left out: the code did not come. `shoplens setup` makes a new one.", "yellow")
        else:
            self._add_owner(owner.id, f"{owner.name}, ")

    def _add_owner(self, number: int, name: str = "") -> None:
        ids = dict.fromkeys((*self._settings.telegram.admin_ids, number))
        self._prompts.keep("SHOPLENS_TELEGRAM__ADMIN_IDS", _listed(ids), f"the owner is {name}Telegram id {number}")

    def shop(self) -> None:
        """Its name and language."""
        prompts, now = self._prompts, self._settings

        def use_name(name: str) -> None:
            prompts.keep("SHOPLENS_SHOP_NAME", name, f"the shop is {name}")

        def use_language(code: str) -> None:
            prompts.keep("SHOPLENS_LANGUAGE", code, f"the bot speaks {NAMES[code]}")

        prompts.title("3 · The shop", "Its name, and what the bot speaks where it cannot tell somebody's language.")
        prompts.ask("shop_name", "Name", use_name, now.shop_name)
        prompts.ask("language", "Language", use_language, now.language, type=click.Choice(list(NAMES)))

    def model(self) -> None:
        """What looks at pictures; before there are products, since each model sees them in its own way."""
        from catalog.maintenance.migrate import kept_model

        prompts, now = self._prompts, self._settings
        prompts.title(
            "4 · The model", _MODELS if find_spec("torch") else f"{_MODELS} It needs torch, which is not here yet."
        )
        if prompts.given["model"] is None and (kept := kept_model(now.catalog.data_dir)):
            if prompts.asks:
                prompts.say(
                    f"Your products are seen by {kept.name}; `shoplens catalog migrate` changes over to another."
                )
            return
        usual = "fashion-clip" if find_spec("torch") else BUNDLED
        if "model" in now.encoder.model_fields_set:
            usual = now.encoder.model
        prompts.ask("model", "Model", self._use_model, usual)
        if "model" not in self._settings.encoder.model_fields_set:
            self._use_model(usual)

    def _use_model(self, model: str) -> None:
        from bot.settings import EncoderSettings

        name = EncoderSettings().model if model == "fashion-clip" else model
        self._prompts.keep("SHOPLENS_ENCODER__MODEL", name, f"the model is {name}")

    def products(self) -> None:
        """The feed, which is read first and then brought in."""
        prompts = self._prompts
        prompts.title(
            "5 · The products", "Your shop's feed: its address, or a file from Shopify, WooCommerce or yourself."
        )
        if prompts.given["currency"] is not None:
            self._use_currency(prompts.given["currency"])
        prompts.ask("feed", "Address or file", self._use_feed)

    def _use_feed(self, said: str) -> None:
        prompts = self._prompts
        name = said.strip("'\" ")  # as terminals write a file that is dropped on them
        with TemporaryDirectory(prefix="shoplens-") as folder:
            with prompts.busy("Reading the feed …"):
                feed = run(_opened(name, Path(folder)))
                products, unpriced = _looked_through(feed)
            prompts.say(f"Found products: {products} ({feed.kind})")
            if unpriced and not self._settings.catalog.currency:
                prompts.ask(
                    "currency", f"Currency of the prices that name none: {unpriced} (EUR, USD …)", self._use_currency
                )
            prompts.say("Now each picture is looked at …", "dim")
            report = run(self._brought_in(feed))
        failed = report.failures
        came = report.added + report.changed + report.unchanged
        if failed:
            prompts.say(f"Left out: {len(failed)}", "yellow")
        for one in failed[:_SHOWN_CAUSES]:
            prompts.say(f"  line {one.line}: {one.product_id or '(no id)'}: {one.cause}")
        if len(failed) > _SHOWN_CAUSES:
            prompts.say(f"  … `shoplens catalog import {name} --failures FILE.csv` lists all of them.")
        if not came:
            raise FeedError("no product came in")
        prompts.say(f"✓ products in the shop: {came}", "green")

    async def _brought_in(self, feed: Source) -> ImportReport:
        from bot.cli.output import counting_progress

        async with shop_of(self._ctx) as shop:
            self._prompts.kept.append("the products that came in")
            with counting_progress() as progress:
                return await shop.ingest.run(feed, lambda now: progress("Looking at pictures", now.done, now.total))

    def _use_currency(self, said: str) -> None:
        if not re.fullmatch("[A-Z]{3}", code := said.upper()):
            raise SettingsError(f"{said} is no currency: three letters are needed, such as EUR")
        self._prompts.keep("SHOPLENS_CATALOG__CURRENCY", code, f"prices are in {code}")

    def say_what_is_next(self) -> None:
        """The command that starts the bot, and what it will lack."""
        from catalog.maintenance.migrate import kept_model

        prompts, now = self._prompts, self._settings
        if kept_model(now.catalog.data_dir) is None:
            prompts.say(NO_PRODUCTS, "yellow")
        if not now.telegram.admin_ids:
            prompts.say("Nobody is the owner yet: `shoplens setup` asks again.", "yellow")
        if not now.telegram.token.get_secret_value():
            prompts.say("\nNext: get a token from @BotFather, and run `shoplens setup` again.", "bold")
            return
        start = "make serve" if Path("Makefile").is_file() else "shoplens serve --web"
        prompts.say(f"\nReady. Start the bot and the web chat with: {start}", "bold green")


def _listed(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))


async def _opened(name: str, folder: Path) -> Source:
    """The feed, downloaded into `folder` where it is an address.  Raises `FeedError` and `FetchError`."""
    from catalog.importing.feeds import open_source
    from catalog.importing.feeds.base import is_address
    from catalog.importing.fetch import Fetcher
    from catalog.importing.ssrf import normalised

    if not is_address(name):
        return await asyncio.to_thread(lambda: open_source(Path(name).expanduser()))
    address, file = normalised(name), folder / "feed"
    async with Fetcher() as fetcher:
        await fetcher.feed(address, file)
    return await asyncio.to_thread(open_source, file, address)


def _looked_through(feed: Source) -> tuple[int, int]:
    """How many rows are products, and how many of these have a price without a currency.  Raises `FeedError`."""
    from catalog.models import Product

    products = unpriced = 0
    first = ""
    for line, row in feed:
        if isinstance(row, RowError):
            first = first or f"; the first, in line {line}: {row}"
        elif isinstance(row, Product):
            products += 1
            unpriced += row.current_price is not None and not row.currency
    if not products:
        raise FeedError(f"no row of it can be used{first}")
    return products, unpriced
