"""One use of a tool: answered with words, whatever happens."""

from functools import partial
from time import perf_counter

import structlog
from msgspec.structs import replace

from edge import speech
from edge.context import Context
from edge.errors import ToolError
from edge.speech.patience import Patience
from edge.state.answer import Answer
from edge.state.parts import State
from edge.tools.tool import Effects, Tool
from edge.tools.toolbox import Tools
from edge.vapi.answers import ToolCallResult
from edge.vapi.tool_calls import ToolCall
from edge.webhook import effects, noted
from edge.webhook.admission import admit, opened
from edge.webhook.terms import Terms
from edge.work.attempts import answer_of, attempt

log = structlog.get_logger(__name__)


async def answer(
    call: ToolCall, toolbox: Tools, terms: Terms, context: Context, deadline: float
) -> ToolCallResult:
    """Run one tool call; a failure is an answer too."""
    started = perf_counter()
    tool: Tool | None = None
    try:
        tool = toolbox.pick(call.name, context.call_id)
        plain = opened(call, tool, terms.key) if tool.encrypted else call
        counting = admit(context, tool, terms)
        if counting is not None:  # by what replicas share
            await counting
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


def result_of(call: ToolCall, said: Answer) -> ToolCallResult:
    """Put words under the key that says whether they tell of a failure."""
    if said.failed:
        return ToolCallResult(call.id, call.name, error=said.words)
    return ToolCallResult(call.id, call.name, result=said.words)
