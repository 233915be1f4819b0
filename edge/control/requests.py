"""From the requests of `CallControlService` to commands."""

from collections.abc import Callable, Mapping
from typing import Any

from protophone.v1 import call_control_pb2 as pb

from edge.control.destinations import handoff_of, transfer_of
from edge.errors import Code, ControlFailed
from edge.vapi import commands
from edge.vapi.commands import Command

ROLES: Mapping[int, commands.Role] = {
    pb.ROLE_UNSPECIFIED: "system",
    pb.ROLE_SYSTEM: "system",
    pb.ROLE_USER: "user",
    pb.ROLE_ASSISTANT: "assistant",
}

KINDS: Mapping[int, commands.Kind] = {
    pb.CONTEXT_KIND_UNSPECIFIED: "thinking",
    pb.CONTEXT_KIND_COMMENTARY: "commentary",
    pb.CONTEXT_KIND_THINKING: "thinking",
    pb.CONTEXT_KIND_INSTRUCTIONS: "instructions",
}

ACTIONS: Mapping[int, commands.Action] = {
    pb.COMMAND_MUTE_ASSISTANT: "mute-assistant",
    pb.COMMAND_UNMUTE_ASSISTANT: "unmute-assistant",
    pb.COMMAND_MUTE_CUSTOMER: "mute-customer",
    pb.COMMAND_UNMUTE_CUSTOMER: "unmute-customer",
    pb.COMMAND_SAY_FIRST_MESSAGE: "say-first-message",
}

VERBS: Mapping[str, commands.Verb] = {
    "INFO": "INFO",
    "MESSAGE": "MESSAGE",
    "NOTIFY": "NOTIFY",
}


def say(request: pb.SayRequest) -> Command:
    """Return the words to be spoken."""
    return commands.Say(
        content=words(request.content),
        end_call_after_spoken=request.end_call_after_spoken,
        interruptions_enabled=given(request, "interruptions_enabled"),
        interrupt_assistant_enabled=given(request, "interrupt_assistant_enabled"),
    )


def add_message(request: pb.AddMessageRequest) -> Command:
    """Return the message to be added."""
    return commands.AddMessage(
        message=commands.Turn(
            role=one_of(ROLES, request.role, "role"), content=words(request.content)
        ),
        trigger_response_enabled=given(request, "trigger_response_enabled"),
    )


def append_context(request: pb.AppendContextRequest) -> Command:
    """Return what the model is told."""
    return commands.AppendContext(
        kind=one_of(KINDS, request.kind, "kind"), content=words(request.content)
    )


def control(request: pb.ControlRequest) -> Command:
    """Return what becomes of the ends of the call."""
    return commands.Control(control=one_of(ACTIONS, request.command, "command"))


def end_call(request: pb.EndCallRequest) -> Command:
    """Return the end of the call."""
    del request
    return commands.EndCall()


def transfer(request: pb.TransferRequest) -> Command:
    """Return where the call goes."""
    return commands.Transfer(
        destination=transfer_of(request.destination), content=request.content
    )


def hand_off(request: pb.HandOffRequest) -> Command:
    """Return who goes on with the call."""
    return commands.HandOff(destination=handoff_of(request.destination))


def send_transport_message(request: pb.SendTransportMessageRequest) -> Command:
    """Return the message for what carries the call."""
    sip = request.sip
    if request.WhichOneof("message") == "sip":
        return commands.SendTransportMessage(
            message=commands.SipRequest(
                sip_verb=one_of(VERBS, sip.verb, "sip.verb"),
                headers=dict(sip.headers) or None,
                body=sip.body,
            )
        )
    return commands.SendTransportMessage(
        message=commands.Twiml(twiml=words(request.twiml, "message"))
    )


COMMANDS: Mapping[str, Callable[[Any], Command]] = {
    "Say": say,
    "AddMessage": add_message,
    "AppendContext": append_context,
    "Control": control,
    "EndCall": end_call,
    "Transfer": transfer,
    "HandOff": hand_off,
    "SendTransportMessage": send_transport_message,
}
"""What makes a command of the request of each rpc; each raises `ControlFailed`."""


def words(text: str, field: str = "content") -> str:
    """Return a text that must be one; raises `ControlFailed`."""
    if not text.strip():
        raise ControlFailed(Code.INVALID_ARGUMENT, f"{field} is required.")
    return text


def one_of(known: Mapping[Any, Any], value: object, field: str) -> Any:  # noqa: ANN401  of `known`
    """Return what a value stands for; raises `ControlFailed` if it is nothing."""
    try:
        return known[value]
    except KeyError:
        raise ControlFailed(
            Code.INVALID_ARGUMENT, f"{field} is none that Vapi knows."
        ) from None


def given(request: Any, field: str) -> bool | None:  # noqa: ANN401  any request
    """Return a flag, or None where it was not set."""
    return bool(getattr(request, field)) if request.HasField(field) else None
