"""Telegram: updates come in, replies go out; the only folder that imports python-telegram-bot."""
