"""A tool made of an rpc, when the service that has it was learned."""

from collections.abc import Callable

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass
from protophone.v1 import options_pb2

from edge.config.policies import Policies
from edge.policies.answers import Memory, memory_of
from edge.policies.lane import Lane
from edge.policies.pace import Pace
from edge.tools.arguments import compile_arguments
from edge.tools.background import background_of, seconds_of
from edge.tools.comments import Comments
from edge.tools.definitions import definition
from edge.tools.fallbacks import fallbacks_of
from edge.tools.filling import compile_filling, filled_fields, is_unique
from edge.tools.hidden import hidden_names
from edge.tools.ignored import Ignored
from edge.tools.names import tool_name
from edge.tools.options import tool_options
from edge.tools.results import compile_result
from edge.tools.rules import compile_rules
from edge.tools.tool import Call, Effects, Tool

LONGEST = float("inf")


def build(
    method: MethodDescriptor,
    *,
    service: str,
    target: str,
    call: Call,
    comments: Comments,
    doubt: Callable[[], None],
    lane: Lane,
) -> Tool:
    """Make a tool of an rpc, or raise `DiscoveryError` where it can be none."""
    name, options = tool_name(method), tool_options(method)
    request, response = method.input_type, method.output_type
    filled, ignored = filled_fields(request), Ignored(name)
    effects = Effects(method.GetOptions().idempotency_level)
    return Tool(
        name=name,
        service=service,
        target=target,
        doubt=doubt,
        method=method,
        comments=comments,
        definition=definition(method, name, comments=comments),
        ignored=ignored,
        call=call,
        request_of=compile_arguments(request, omit=filled, on_ignored=ignored),
        fill=compile_filling(request),
        check=compile_rules(request, omit=filled),
        response_of=GetMessageClass(response).FromString,
        fields_of=compile_result(response),
        speaks=speaks(method),
        deadline=seconds_of(options.deadline) or LONGEST,
        effects=effects,
        lane=lane,
        pace=pace_of(effects, lane.terms),
        memory=memory_for(method, effects, lane),
        fallbacks=fallbacks_of(options),
        hidden=hidden_names(request),
        encrypted=tuple(options.encrypted_paths),
        background=background_of(method),
    )


def memory_for(method: MethodDescriptor, effects: Effects, lane: Lane) -> Memory | None:
    """Return where a tool's answers are remembered; None where they are not to be."""
    options = tool_options(method)
    return memory_of(
        lane.shelf,
        fresh=seconds_of(options.cache),
        stale=seconds_of(options.stale_if_error),
        harmless=effects is Effects.NONE and not is_unique(method.input_type),
    )


def speaks(method: MethodDescriptor) -> bool:
    """Tell whether the response has a `speech` that alone is to be the result."""
    speech = method.output_type.fields_by_name.get("speech")
    options = tool_options(method)
    whole = options.result == options_pb2.RESULT_JSON or options.HasField(
        "variable_extraction"
    )
    return bool(
        speech
        and speech.type == speech.TYPE_STRING
        and not speech.is_repeated
        and not whole
    )


def pace_of(effects: Effects, terms: Policies) -> Pace | None:
    """Return the pace of a tool; None where no second attempt is ever made."""
    hedges = terms.hedge_share > 0 and terms.hedge_quantile < 1
    return Pace(terms) if hedges and effects is Effects.NONE else None
