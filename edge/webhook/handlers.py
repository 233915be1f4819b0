"""What answers each type of message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from edge.config.credentials import Credential, Reach
from edge.errors import Overloaded
from edge.hooks.bindings import Bindings
from edge.policies.load import Level, Load
from edge.policies.rates import Rates
from edge.speech.patience import Patience
from edge.state.parts import State
from edge.tools.selection import selected
from edge.tools.toolbox import Tools
from edge.vapi import answers
from edge.vapi.assistants import Assistant
from edge.vapi.encryption import PrivateKey, keys_of
from edge.vapi.live import LiveCalls
from edge.vapi.messages import Message
from edge.vapi.servers import Block
from edge.webhook import assistant_request, calls, questions, tool_calls
from edge.webhook.doors import Door, reachable
from edge.webhook.handler import Handler
from edge.webhook.limits import limited
from edge.webhook.live_calls import watched

ANYBODY = Reach()

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """What answers are made of, beside the tools."""

    assistants: Sequence[Assistant]
    state: State
    bindings: Bindings
    server: Block
    """What assistants are told of this server."""
    rates: Rates
    load: Load
    patience: Patience
    calls: LiveCalls | None
    """Where live calls are remembered, if they are."""
    credential: str = ""
    """Which of the credentials the door belongs to."""
    key: PrivateKey | None = None
    """By which its encrypted arguments are read."""
    own: frozenset[str] = frozenset()
    """Ids and names of the assistants it speaks for; empty: all."""


def doors_of(
    credentials: Sequence[Credential], tools: Tools, supplies: Supplies
) -> Sequence[Door]:
    """Return what each credential opens; the one door of an edge that has none."""
    reaches: Sequence[Reach] = credentials or [ANYBODY]
    return [
        door_of(reach, tools, replace(supplies, credential=str(rank), key=key))
        for rank, (reach, key) in enumerate(zip(reaches, keys_of(reaches), strict=True))
    ]


def door_of(reach: Reach, tools: Tools, supplies: Supplies) -> Door:
    """Return what a credential of such a reach opens."""
    own = selected(tools, frozenset(reach.tools))
    assistants = reachable(supplies.assistants, reach)
    names = frozenset(reach.assistants)
    handlers = handlers_of(own, replace(supplies, assistants=assistants, own=names))
    take = taking(supplies.state, supplies.load)
    if supplies.calls is not None:
        handlers = watched(handlers, take, own, supplies.calls)
    return Door(handlers, take, names)


def handlers_of(tools: Tools, supplies: Supplies) -> Mapping[str, Handler]:
    """Return what answers each type of message that wants an answer."""
    assistants, state, bindings = (
        supplies.assistants,
        supplies.state,
        supplies.bindings,
    )
    tools_of = limited(tools, assistants)
    terms = tool_calls.Terms(
        state=state,
        rates=supplies.rates,
        load=supplies.load,
        patience=supplies.patience,
        credential=supplies.credential,
        key=supplies.key,
    )
    return {
        "tool-calls": lambda message, deadline: tool_calls.answer_all(
            message, tools_of(message), terms, deadline
        ),
        "function-call": lambda message, deadline: tool_calls.answer_legacy(
            message, tools_of(message), terms, deadline
        ),
        "assistant-request": lambda message, deadline: assistant_request.answer(
            message,
            assistants,
            tools,
            deadline,
            bindings=bindings,
            server=supplies.server,
            own=supplies.own,
        ),
        **questions.answers_of(bindings, tools, supplies.server),
    }


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
