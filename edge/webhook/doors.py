"""How far a credential lets a webhook in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.config.credentials import Reach
from edge.errors import Unauthenticated
from edge.vapi import takers
from edge.vapi.assistants import Assistant
from edge.vapi.messages import Message
from edge.webhook.handler import Handler

UNASSISTED = "assistant-request"
"""The one message that no assistant has to do with, as yet."""


@dataclass(frozen=True, slots=True)
class Door:
    """What a webhook that one credential verified may do."""

    handlers: Mapping[str, Handler]
    take: Handler
    """What takes the messages that want no answer."""
    assistants: frozenset[str] = frozenset()
    """Ids and names of those it may speak for; empty: all."""

    def admit(self, message: Message) -> None:
        """Raise `Unauthenticated` for an assistant that the credential is not for.

        Every id has to be its own. A name, which is the word of whoever began the
        call, counts for an assistant that has no id.
        """
        if not self.assistants or message.type == UNASSISTED:
            return
        told = ids_of(message) or names_of(message)
        if not told or not self.assistants.issuperset(told):
            raise Unauthenticated("the credential is not this assistant's")


def ids_of(message: Message) -> list[str]:
    """Return the ids by which a message tells its assistant: one, if it is honest."""
    call, assistant = message.call, message.assistant
    ids = (call and call.assistant_id, assistant and assistant.id, message.assistant_id)
    return [each for each in ids if each]


def names_of(message: Message) -> list[str]:
    """Return the ids, then the name, by which a message tells its assistant."""
    name = message.assistant and message.assistant.name
    return [*ids_of(message), name] if name else ids_of(message)


def reachable(assistants: Sequence[Assistant], reach: Reach) -> Sequence[Assistant]:
    """Return the assistants that a credential may be answered with."""
    if not reach.assistants:
        return assistants
    return [each for each in assistants if not each.names.isdisjoint(reach.assistants)]


def may_take(answer: Mapping[str, Any], own: frozenset[str]) -> bool:
    """Tell whether an answer has none but these take the call; of none named, all."""
    return not own or own.issuperset(takers.names_of(answer))
