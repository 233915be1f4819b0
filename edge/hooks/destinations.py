"""Where a call is sent on to, in the form Vapi takes it in."""

import re
from typing import Any, TypeAlias

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from protophone.v1.call_pb2 import Destination, TransferPlan
from protophone.v1.transfer_pb2 import HandoffDestination

from edge.errors import CallFailed, Code

Answer: TypeAlias = dict[str, Any]

E164 = re.compile(r"\+[1-9]\d{6,14}")
ANY_NUMBER = re.compile(r"\+?[a-zA-Z0-9]+")
"""With `numberE164CheckEnabled` false (Vapi API, TransferDestinationNumber)."""

SIP = re.compile(r"sips?:\S+")


def wrong(what: str) -> CallFailed:
    """Return the error for an answer that Vapi would not understand."""
    return CallFailed(Code.INTERNAL, what)


def tree_of(struct: Struct) -> Answer:
    """Return a Struct as JSON, whole numbers without a point."""
    found: Answer = whole_numbers(MessageToDict(struct))
    return found


def whole_numbers(value: Any) -> Any:  # noqa: ANN401  any JSON
    """Return JSON in which 20.0, as a Struct has it, is 20 again."""
    if isinstance(value, dict):
        return {key: whole_numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [whole_numbers(one) for one in value]
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53
    return int(value) if whole else value


def some(members: Answer) -> Answer:
    """Return the members that are not empty."""
    return {key: value for key, value in members.items() if value not in ("", {}, None)}


def transfer_destination(destination: Destination) -> Answer:
    """Return a destination (Vapi API, TransferDestinationNumber, …Sip, …Assistant).

    Raises `CallFailed` for one that Vapi could not transfer to.
    """
    settings = tree_of(destination.settings)
    answer = settings | target_of(destination, settings)
    answer |= some(
        {
            "extension": destination.extension,
            "callerId": destination.caller_id,
            "name": destination.name,
            "description": destination.description,
            "transferPlan": plan_of(destination.transfer_plan),
        }
    )
    if destination.HasField("message"):
        answer["message"] = destination.message
    return answer


def target_of(destination: Destination, settings: Answer) -> Answer:
    """Return who or what a destination is, or raise `CallFailed`."""
    kind = destination.WhichOneof("target")
    value = str(getattr(destination, kind)) if kind else ""
    if kind == "number":
        checked = settings.get("numberE164CheckEnabled", True) is not False
        if (E164 if checked else ANY_NUMBER).fullmatch(value):
            return {"type": "number", "number": value}
    elif kind == "sip_uri" and SIP.fullmatch(value):
        return {"type": "sip", "sipUri": value}
    elif kind == "assistant_name" and value:
        return {"type": "assistant", "assistantName": value}
    raise wrong(f"the destination has no {kind or 'target'} that can be called")


def plan_of(plan: TransferPlan) -> Answer:
    """Return how a call is handed over."""
    own = some({"mode": plan.mode, "message": plan.message})
    return tree_of(plan.settings) | own


def handoff_destination(destination: HandoffDestination) -> Answer:
    """Return a destination (Vapi API, HandoffDestinationAssistant and …Squad).

    Raises `CallFailed` for one that names nobody.
    """
    answer = tree_of(destination.settings)
    overrides = tree_of(destination.overrides)
    kind = destination.WhichOneof("target")
    if kind == "squad_id" and destination.squad_id:
        answer |= {"type": "squad", "squadId": destination.squad_id}
        return answer | some({"squadOverrides": overrides})
    named = some(
        {
            "assistantName": destination.assistant_name,
            "assistantId": destination.assistant_id,
            "assistant": tree_of(destination.assistant),
        }
    )
    if not named:
        raise wrong("the destination names nobody")
    answer |= {"type": "assistant", **named}
    return answer | some({"assistantOverrides": overrides})
