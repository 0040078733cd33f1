"""Replies go out: texts, albums and buttons within Telegram's limits, edited in place where they can be."""
