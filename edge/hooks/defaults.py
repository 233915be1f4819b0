"""What is answered where no service answers: missing, slow or wrong."""

from edge.config.hooks import Hooks
from edge.hooks.destinations import Answer, some
from edge.hooks.replies import DECLINED

NO_DESTINATION = "The call cannot be transferred right now."


def default(kind: str, hooks: Hooks) -> Answer:
    """Return the answer to a type of message that a service should have answered.

    Of "assistant-request" that is nothing: the assistant files answer.
    """
    match kind:
        case "transfer-destination-request":
            return transfer(hooks)
        case "handoff-destination-request":
            return {"destination": {}, "error": DECLINED}
        case "knowledge-base-request":
            return {"documents": []}
        case "call.endpointing.request":
            return {"timeoutSeconds": hooks.endpointing_timeout}
        case "campaign.predial" if hooks.campaign_refuses:
            return {"eligible": False}
    return {}


def transfer(hooks: Hooks) -> Answer:
    """Return the number that calls are sent on to, or why they are not."""
    if not hooks.transfer_number:
        return {"error": NO_DESTINATION}
    destination = {"type": "number", "number": hooks.transfer_number}
    message = some({"message": hooks.transfer_message})
    return {"destination": destination | message}
