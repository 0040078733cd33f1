"""The small shop of the bot's own tests, and a running Telegram bot."""

from tests.bot.conftest import catalog, conversations, empty_catalog, engine
from tests.bot.telegram.shop import shop
