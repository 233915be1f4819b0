"""Where a call is sent on to, as Vapi wants it written."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from protophone.v1.call_pb2 import Destination, TransferPlan
from protophone.v1.transfer_pb2 import HandoffDestination

from edge.errors import Code, ControlFailed

TRANSFERS = {"number": "number", "sip_uri": "sip"}
"""Whom a running call can be transferred to (as Vapi's API has it)."""

MISSING = (Code.INVALID_ARGUMENT, "The destination names nobody.")


def transfer_of(destination: Destination) -> dict[str, Any]:
    """Return a number or a SIP address; raises `ControlFailed` for anything else."""
    target = destination.WhichOneof("target")
    if target not in TRANSFERS:
        raise ControlFailed(
            Code.INVALID_ARGUMENT, "A running call goes to a number or a SIP address."
        )
    written = {
        **plain(destination.settings),
        "type": TRANSFERS[target],
        "number": destination.number,
        "sipUri": destination.sip_uri,
        "extension": destination.extension,
        "callerId": destination.caller_id,
        "name": destination.name,
        "description": destination.description,
        "transferPlan": plan_of(destination.transfer_plan),
    }
    silent = {"message": destination.message} if destination.HasField("message") else {}
    return set_ones(written) | silent


def plan_of(plan: TransferPlan) -> dict[str, Any]:
    """Return how a call is handed over."""
    written = {**plain(plan.settings), "mode": plan.mode, "message": plan.message}
    return set_ones(written)


def handoff_of(destination: HandoffDestination) -> dict[str, Any]:
    """Return who goes on with a call; raises `ControlFailed` where it is nobody."""
    target = destination.WhichOneof("target")
    if target is None:
        raise ControlFailed(*MISSING)
    squad = target == "squad_id"
    written = {
        **plain(destination.settings),
        "type": "squad" if squad else "assistant",
        "assistantName": destination.assistant_name,
        "assistantId": destination.assistant_id,
        "assistant": plain(destination.assistant),
        "squadId": destination.squad_id,
        "squadOverrides" if squad else "assistantOverrides": plain(
            destination.overrides
        ),
    }
    return set_ones(written)


def plain(struct: Struct) -> dict[str, Any]:
    """Return a Struct as the JSON it stands for."""
    return MessageToDict(struct)


def set_ones(written: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty, which Vapi would take for a value."""
    return {key: value for key, value in written.items() if value not in ("", {})}
