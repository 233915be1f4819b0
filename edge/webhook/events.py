"""Messages that want no answer."""

import structlog

from edge.errors import Overloaded
from edge.policies.load import Level, Load
from edge.state.parts import State
from edge.vapi import answers
from edge.vapi.messages import Message
from edge.webhook import calls
from edge.webhook.handler import Handler

log = structlog.get_logger(__name__)


def taking(state: State, load: Load) -> Handler:
    """Return what takes every message that wants no answer, where there is time."""

    async def take(message: Message, deadline: float) -> bytes:
        if state.behind and message.type in calls.TURNS:
            calls.turned(state.behind, message)
        if state.events and state.events.wants(message):
            if load.sheds(Level.EVENTS):
                raise Overloaded("too much to do for an event")
            await state.events.take(message, deadline)
        elif load.sheds(Level.UNWANTED):
            return answers.NOTHING
        call_id = message.call.id if message.call else ""
        log.info("message", type=message.type[:64], call_id=call_id)
        return answers.NOTHING

    return take
