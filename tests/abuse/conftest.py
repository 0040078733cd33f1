"""The small shop of the bot's own tests, and a running Telegram bot."""

from tests.bot.channels.telegram.shop import shop
from tests.bot.conftest import catalog, conversations, empty_catalog, engine
