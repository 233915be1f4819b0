"""Tool calls answered: each with words, whatever happens."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import msgspec
import structlog
from msgspec.structs import replace

from edge import speech
from edge.context import Context
from edge.errors import Code, ToolError, Withheld
from edge.policies.load import Level, Load
from edge.policies.rates import Rates
from edge.speech.patience import Patience
from edge.state.answer import Answer
from edge.state.parts import State
from edge.tools.tool import Effects, Tool
from edge.tools.toolbox import Tools
from edge.vapi import answers
from edge.vapi.answers import ToolCallResult
from edge.vapi.calls import context_of
from edge.vapi.encryption import PrivateKey, decrypted
from edge.vapi.messages import Message
from edge.vapi.tool_calls import ToolCall, tool_calls
from edge.webhook import effects, noted
from edge.work.attempts import answer_of, arguments_of, attempt

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the tool calls of a message, beside its tools."""

    state: State
    rates: Rates
    load: Load
    patience: Patience
    credential: str
    """Which credential verified it."""
    key: PrivateKey | None
    """By which its encrypted arguments are read."""


async def answer_all(
    message: Message, toolbox: Tools, terms: Terms, deadline: float
) -> bytes:
    """Run the tool calls of one message in parallel, under one deadline."""
    results = await results_of(message, toolbox, terms, deadline)
    return answers.of_tool_calls(results)


async def answer_legacy(
    message: Message, toolbox: Tools, terms: Terms, deadline: float
) -> bytes:
    """Run the one call of a legacy function-call."""
    results = await results_of(message, toolbox, terms, deadline)
    return answers.of_function_call(results[0]) if results else answers.NOTHING


async def results_of(
    message: Message, toolbox: Tools, terms: Terms, deadline: float
) -> list[ToolCallResult]:
    """Return one result per tool call, in order."""
    context = context_of(message)
    calls = tool_calls(message)
    if len(calls) == 1:  # the usual case, spared a task of its own
        return [await answer(calls[0], toolbox, terms, context, deadline)]
    return await asyncio.gather(
        *(answer(call, toolbox, terms, context, deadline) for call in calls)
    )


async def answer(
    call: ToolCall, toolbox: Tools, terms: Terms, context: Context, deadline: float
) -> ToolCallResult:
    """Run one tool call; a failure is an answer too."""
    started = perf_counter()
    tool: Tool | None = None
    try:
        tool = toolbox.pick(call.name, context.call_id)
        plain = opened(call, tool, terms.key) if tool.encrypted else call
        await admitted(context, tool, terms)
        if tool.effects is Effects.NONE and not tool.background:
            said = await attempt(tool, plain, context, deadline)
        else:
            said = await answer_carefully(tool, plain, terms.state, context, deadline)
    except ToolError as error:
        said = answer_of(error, tool, context, complete=toolbox.complete)
    except Exception:  # a mistake of ours must not silence the other calls
        log.exception("tool call broke", call_id=context.call_id, tool=call.name)
        said = Answer(speech.BROKEN, failed=True, outcome="BUG")
    if said.failed:
        said = varied(said, terms.patience, tool, context.call_id)
    spent = round((perf_counter() - started) * 1000, 1)
    log.info(
        "tool call",
        call_id=context.call_id,
        tool_call_id=call.id,
        tool=call.name[:64],
        service=tool.service if tool else None,
        target=tool.target if tool else None,
        outcome=said.outcome,
        ms=spent,
    )
    if terms.state.record:
        noted.tool_call(terms.state.record, context, call, tool, said=said, spent=spent)
    return result_of(call, said)


def opened(call: ToolCall, tool: Tool, key: PrivateKey | None) -> ToolCall:
    """Return a call of which the encrypted arguments can be read.

    What is written down of it stays as it came. Raises `InvalidArguments`.
    """
    readable = decrypted(arguments_of(call), tool.encrypted, key)
    return msgspec.structs.replace(call, arguments=readable)


def varied(said: Answer, patience: Patience, tool: Tool | None, call_id: str) -> Answer:
    """Return a failure in words that have not been said too often in the call."""
    lists = tool.fallbacks.values() if tool else ()
    variants = next((each for each in lists if said.words in each), ())
    return replace(said, words=patience.vary(call_id, said.words, variants))


async def answer_carefully(
    tool: Tool, call: ToolCall, state: State, context: Context, deadline: float
) -> Answer:
    """Run a tool call that goes on behind the call, or must not happen twice."""
    behind = state.behind if tool.background else None
    begin = behind.begin if behind else attempt
    run = partial(begin, tool, call, context, deadline)
    if tool.effects is Effects.NONE:
        return await run()
    return await effects.once(
        state.once, tool, call, context, run=run, deadline=deadline
    )


def admitted(context: Context, tool: Tool, terms: Terms) -> Awaitable[None]:
    """Count a tool call; raise `Withheld`, or have it raised, for one too many."""
    if terms.load.sheds(Level.TOOL_CALLS):
        raise Withheld(Code.RESOURCE_EXHAUSTED, "OVERLOAD")
    return terms.rates.admit(
        (
            ("call", context.call_id),
            ("caller", context.caller_number),
            ("assistant", context.assistant_id),
            ("credential", terms.credential),
            ("tool", tool.name),
        )
    )


def result_of(call: ToolCall, said: Answer) -> ToolCallResult:
    """Put words under the key that says whether they tell of a failure."""
    if said.failed:
        return ToolCallResult(call.id, call.name, error=said.words)
    return ToolCallResult(call.id, call.name, result=said.words)
