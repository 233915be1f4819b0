"""The definition of a tool, as each provider's API takes it."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import MethodDescriptor

from edge.tools.comments import NONE, Comments
from edge.tools.filling import filled_fields
from edge.tools.options import tool_options
from edge.tools.schemas import VAPI, Dialect, schema
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

    What the edge fills in is not shown. `name` has been checked (`edge.tools.names`).
    """
    request = method.input_type
    parameters = schema(
        request, omit=filled_fields(request), dialect=dialect, comments=comments
    )
    return FORMS[dialect.name](name, description_of(method, comments), parameters)


def description_of(method: MethodDescriptor, comments: Comments) -> str:
    """Return what the model decides by when to use the tool."""
    written = tool_options(method).description
    service = comments.of(method.containing_service.full_name)
    notes = [f"About the service: {service}"] if service and not written else []
    text = written or comments.of(method.full_name) or spaced(method.name)
    if method.GetOptions().deprecated:
        text = f"Deprecated: use another tool where there is one. {text}"
    return describe(text, (*demands_of(method.input_type), *notes))


def _of_vapi(name: str, description: str, parameters: Definition) -> Definition:
    """Vapi API, `CreateFunctionToolDTO`."""
    function = {"name": name, "description": description, "parameters": parameters}
    return {"type": "function", "function": function}


def _of_openai(name: str, description: str, parameters: Definition) -> Definition:
    """https://platform.openai.com/docs/api-reference/chat/create, `tools`."""
    function = {
        "name": name,
        "description": description,
        "strict": True,
        "parameters": parameters,
    }
    return {"type": "function", "function": function}


def _of_anthropic(name: str, description: str, parameters: Definition) -> Definition:
    """https://platform.claude.com/docs/en/api/messages, `tools`."""
    return {"name": name, "description": description, "input_schema": parameters}


def _of_gemini(name: str, description: str, parameters: Definition) -> Definition:
    """https://ai.google.dev/api/caching, `FunctionDeclaration`."""
    return {
        "name": name,
        "description": description,
        "parametersJsonSchema": parameters,
    }


FORMS: Mapping[str, Callable[[str, str, Definition], Definition]] = {
    "vapi": _of_vapi,
    "openai": _of_openai,
    "anthropic": _of_anthropic,
    "gemini": _of_gemini,
}
