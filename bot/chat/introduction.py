"""Telling people that a machine answers, as the EU's AI Act asks for (Regulation 2024/1689, Article 50(1)).

It is said at the latest with the first answer: once to each person in a conversation, also in a group.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Final

from bot.errors import ConversationsUnavailable
from bot.i18n.translator import translate, using_language
from bot.messages import IncomingMessage, Reply, command_of, conversation_of, person_of
from bot.storage.conversations import Conversations

log = logging.getLogger(__name__)

_LEAVES_NOTHING: Final = frozenset({"/my_data", "/forget_me"})


async def is_due(message: IncomingMessage, conversations: Conversations) -> bool:
    """Whether the answer to this message has to say it: a conversation does not begin with a tap.

    Nor with a question about what is kept: to ask it would leave something behind.
    """
    if message.action is not None or message.page is not None or command_of(message.text)[0] in _LEAVES_NOTHING:
        return False
    try:
        return await conversations.opens(conversation_of(message), person_of(message), message.message_id)
    except ConversationsUnavailable:
        log.exception("Whether a conversation is new could not be read")
        return True


def introduced(reply: Reply) -> Reply:
    """The reply, which says first who speaks, unless it does already."""
    with using_language(reply.language):
        who = translate("automatic-assistant")
    return reply if who in reply.text else replace(reply, text=f"{who}\n{reply.text}".strip())
