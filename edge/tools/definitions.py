"""The definition of a tool, as each provider's API takes it."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import MethodDescriptor
from protophone.v1 import options_pb2

from edge.tools.announcements import announcement
from edge.tools.comments import NONE, Comments
from edge.tools.filling import filled_fields
from edge.tools.options import tool_options
from edge.tools.particulars import particulars, static_names
from edge.tools.schemas import OPENAI, VAPI, Dialect, schema
from edge.tools.schemas.texts import demands_of
from edge.tools.schemas.words import describe, spaced

Definition = dict[str, Any]


def definition(
    method: MethodDescriptor,
    name: str,
    *,
    dialect: Dialect = VAPI,
    comments: Comments = NONE,
) -> Definition:
    """Return the definition of the tool `name`, ready to be sent to the provider.

    What the edge fills in, or Vapi adds, is not shown. `name` has been checked
    (`edge.tools.names`). Raises `DiscoveryError` for options that Vapi would not
    understand.
    """
    request, options = method.input_type, tool_options(method)
    function = {
        "name": name,
        "description": description_of(method, comments),
        "parameters": schema(
            request,
            omit=filled_fields(request) | static_names(options),
            dialect=OPENAI if dialect is VAPI and options.strict else dialect,
            comments=comments,
        ),
    }
    return FORMS[dialect.name](function, options)


def description_of(method: MethodDescriptor, comments: Comments) -> str:
    """Return what the model decides by when to use the tool."""
    written = tool_options(method).description
    service = comments.of(method.containing_service.full_name)
    notes = [f"About the service: {service}"] if service and not written else []
    text = written or comments.of(method.full_name) or spaced(method.name)
    if method.GetOptions().deprecated:
        text = f"Deprecated: use another tool where there is one. {text}"
    return describe(text, (*demands_of(method.input_type), *notes))


def _of_vapi(function: Definition, options: options_pb2.ToolOptions) -> Definition:
    """Vapi API, `CreateFunctionToolDTO`.

    Strict parameters are OpenAI's, as its `OpenAIFunction.strict` says.
    """
    strict = {"strict": True} if options.strict else {}
    tool: Definition = {"type": "function", "function": {**function, **strict}}
    if getattr(options, "async"):
        tool["async"] = True
    if options.messages:
        name = function["name"]
        tool["messages"] = [announcement(each, name) for each in options.messages]
    return tool | particulars(options, function["name"])


def _of_openai(function: Definition, _: options_pb2.ToolOptions) -> Definition:
    """https://platform.openai.com/docs/api-reference/chat/create, `tools`."""
    return {"type": "function", "function": {**function, "strict": True}}


def _of_anthropic(function: Definition, options: options_pb2.ToolOptions) -> Definition:
    """https://platform.claude.com/docs/en/api/messages, `tools`.

    Strict only where asked for: the API bounds how many tools of a request are.
    """
    strict = {"strict": True} if options.strict else {}
    parameters = {"input_schema": function["parameters"]}
    return {**_named(function), **strict, **parameters}


def _of_gemini(function: Definition, _: options_pb2.ToolOptions) -> Definition:
    """https://ai.google.dev/api/caching, `FunctionDeclaration`."""
    return {**_named(function), "parametersJsonSchema": function["parameters"]}


def _named(function: Definition) -> Definition:
    return {key: function[key] for key in ("name", "description")}


FORMS: Mapping[str, Callable[[Definition, options_pb2.ToolOptions], Definition]] = {
    "vapi": _of_vapi,
    "openai": _of_openai,
    "anthropic": _of_anthropic,
    "gemini": _of_gemini,
}
"""The form of each dialect's provider."""
