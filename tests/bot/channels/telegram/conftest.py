"""A running Telegram bot for each test that asks for one."""

from tests.bot.channels.telegram.shop import free_port, server, shop
