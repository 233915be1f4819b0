"""What answers each type of message."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from edge.config.credentials import Credential, Reach
from edge.tools.selection import selected
from edge.tools.toolbox import Tools
from edge.vapi import answers
from edge.vapi.encryption import keys_of
from edge.webhook import assistant_request, questions, tool_calls
from edge.webhook.doors import Door, reachable
from edge.webhook.events import taking
from edge.webhook.handler import Handler
from edge.webhook.limits import limited
from edge.webhook.live_calls import watched
from edge.webhook.supplies import Supplies
from edge.webhook.terms import Terms

ANYBODY = Reach()


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
    terms = Terms(
        state=state,
        rates=supplies.rates,
        load=supplies.load,
        patience=supplies.patience,
        credential=supplies.credential,
        key=supplies.key,
    )
    return {
        "tool-calls": lambda message, deadline: tool_calls.answer_all(
            message, tools_of(message), terms, deadline, answers.of_tool_calls
        ),
        "function-call": lambda message, deadline: tool_calls.answer_all(
            message, tools_of(message), terms, deadline, answers.of_function_call
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
