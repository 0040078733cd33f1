"""What can go wrong around a conversation.

    BotError
    ├── SettingsError              a setting is wrong; the message is one sentence that names it
    ├── ChannelError               a channel cannot start or was refused (a wrong token, a taken port)
    ├── AttachmentUnavailable      a document that somebody sent cannot be had; the message says what to do
    ├── InboxUnavailable           what waits for an answer cannot be deleted
    ├── ConversationsUnavailable   what was asked and shown cannot be kept or read
    ├── FavouritesUnavailable      what people saved cannot be kept or read
    ├── CorrectionsUnavailable     what people put right cannot be kept or read
    ├── SentMessagesUnavailable    which messages make up an answer cannot be kept or read
    └── FileIdsUnavailable         which pictures Telegram has already cannot be kept or read

Errors of `workers` and `catalog` pass through the assistant, which turns each into a reply.
"""

from __future__ import annotations


class BotError(Exception):
    """Base of everything that `bot` raises on purpose."""


class SettingsError(BotError):
    """A setting is missing or wrong."""


class ChannelError(BotError):
    """A channel cannot start."""


class AttachmentUnavailable(BotError):
    """A document that somebody sent cannot be had."""


class InboxUnavailable(BotError):
    """The file of the inbox cannot be written."""


class ConversationsUnavailable(BotError):
    """The file of the conversations cannot be used."""


class FavouritesUnavailable(BotError):
    """The file of what people saved cannot be used."""


class CorrectionsUnavailable(BotError):
    """The file of what people put right cannot be used."""


class SentMessagesUnavailable(BotError):
    """The file of the messages that make up answers cannot be used."""


class FileIdsUnavailable(BotError):
    """The file of the pictures that Telegram has already cannot be used."""
