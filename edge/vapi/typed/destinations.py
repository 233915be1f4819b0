"""Where a call is sent on to: read from a message, or written into an answer."""

from protophone.v1.call_pb2 import Destination, TransferPlan

from edge.vapi.typed.fields import Tree, part, text
from edge.vapi.typed.structs import public

KNOWN = frozenset(
    {"type", "assistantName", "number", "sipUri", "extension", "callerId", "message"}
    | {"name", "description", "transferPlan"}
)
KNOWN_OF_PLAN = frozenset({"mode", "message"})


def destination_of(tree: Tree) -> Destination:
    """Read a destination, an assistant, a number or a SIP address."""
    destination = Destination(
        extension=text(tree, "extension"),
        caller_id=text(tree, "callerId"),
        name=text(tree, "name"),
        description=text(tree, "description"),
    )
    set_target(destination, tree)
    if isinstance(tree.get("message"), str | dict):
        destination.message = words_of(tree)
    if plan := part(tree, "transferPlan"):
        destination.transfer_plan.CopyFrom(plan_of(plan))
    settings = public(tree, but=KNOWN)
    if settings.fields:
        destination.settings.CopyFrom(settings)
    return destination


def set_target(destination: Destination, tree: Tree) -> None:
    """Set who or what it is; old messages call a number `phoneNumber`."""
    if number := text(tree, "number", "phoneNumber"):
        destination.number = number
    elif address := text(tree, "sipUri"):
        destination.sip_uri = address
    elif name := text(tree, "assistantName"):
        destination.assistant_name = name


def words_of(tree: Tree) -> str:
    """Return the words of a message, which may be one of Vapi's objects."""
    return text(tree, "message") or text(part(tree, "message"), "content", "message")


def plan_of(plan: Tree) -> TransferPlan:
    """Read how the call is handed over."""
    return TransferPlan(
        mode=text(plan, "mode"),
        message=words_of(plan),
        settings=public(plan, but=KNOWN_OF_PLAN),
    )
