"""What Vapi can be told is held against its official SDK, too."""

from typing import get_args, get_type_hints

import msgspec
import pytest
from protophone.v1 import options_pb2

from edge.config.credentials import Bearer, Hmac
from edge.config.definitions import Definitions
from edge.config.settings import Config, Server
from edge.tools.particulars import particulars
from edge.vapi import commands
from edge.vapi.servers import backoff_plan, server_of
from tests.vapi import sdk

RENAMED = {
    "secretKey": "secret",
    "token": "secret",
    "headerName": "header",
    "bearerPrefixEnabled": "prefix",
}
"""Fields of Vapi's plans that settings call otherwise."""


def camel(name):
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


@pytest.mark.parametrize(
    ("module", "kind"),
    [("hmac_authentication_plan", Hmac), ("bearer_authentication_plan", Bearer)],
)
def test_every_field_of_an_authentication_plan_is_a_setting(module, kind):
    known = {camel(name) for name in kind.__struct_fields__}
    told = {RENAMED.get(name, name) for name in sdk.fields(module)}
    assert told - {"type"} <= known


@pytest.mark.parametrize("name", ["algorithm", "signature_encoding"])
def test_every_choice_of_a_signature_is_a_choice(name):
    chosen = get_args(get_type_hints(Hmac)[name])
    assert sdk.literals(f"hmac_authentication_plan_{name}") == set(chosen)


def test_every_field_of_a_server_is_told():
    config = Config(
        server=Server(public_url="https://edge.example"),
        definitions=Definitions(
            timeout=30, credential_id="c", static_ip_addresses=True, headers={"a": "b"}
        ),
    )
    options = options_pb2.ToolOptions(encrypted_paths=["ssn"])
    block = {**server_of(config), **particulars(options, "tool")["server"]}
    assert sdk.fields("server") == set(block)
    plan = backoff_plan(config.definitions.backoff)
    assert sdk.fields("backoff_plan") == set(plan)


def test_every_field_of_a_tool_can_be_told():
    own = particulars(
        options_pb2.ToolOptions(
            static_parameters=[options_pb2.StaticParameter(key="a", text="b")],
            variable_extraction=options_pb2.VariableExtraction(schema='{"a": 1}'),
            rejection_plan='{"a": 1}',
            encrypted_paths=["ssn"],
        ),
        "tool",
    )
    known = {*own, "async", "function", "messages"}
    assert sdk.fields("create_function_tool_dto") == known


COMMANDS = {
    kind.__struct_config__.tag: kind
    for kind in get_args(commands.Command)
    if kind is not commands.HandOff  # documented, and not in the SDK
}


@pytest.mark.parametrize("tag", COMMANDS)
def test_every_field_of_a_command_can_be_said(tag):
    module = f"client_inbound_message_{tag.replace('-', '_')}"
    said = {field.encode_name for field in msgspec.structs.fields(COMMANDS[tag])}
    assert sdk.fields(module) == said


@pytest.mark.parametrize(
    ("module", "choices"),
    [("append_context_kind", commands.Kind), ("control_control", commands.Action)],
)
def test_every_choice_of_a_command_is_a_choice(module, choices):
    found = sdk.literals(f"client_inbound_message_{module}")
    assert found == set(get_args(choices))
