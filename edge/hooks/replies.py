"""What hook services answer, in exactly the forms Vapi documents: bare.

A reply that Vapi would not understand raises `CallFailed`; one that leaves the
answer to the edge is empty.
"""

import math

from protophone.v1.assistant_pb2 import ChooseAssistantResponse
from protophone.v1.campaign_pb2 import CheckContactResponse
from protophone.v1.endpointing_pb2 import ChooseTimeoutResponse
from protophone.v1.knowledge_pb2 import SearchKnowledgeResponse
from protophone.v1.transfer_pb2 import (
    ChooseHandoffDestinationResponse,
    ChooseTransferDestinationResponse,
)

from edge.hooks.destinations import (
    Answer,
    handoff_destination,
    some,
    transfer_destination,
    tree_of,
    wrong,
)

LONGEST_SECONDS = 60

DECLINED = "Nobody takes the call over."

BY_ID = {
    "assistant_id": "assistantId",
    "squad_id": "squadId",
    "workflow_id": "workflowId",
    "error": "error",
}
IN_FULL = {"assistant": "assistant", "squad": "squad", "workflow": "workflow"}


def transfer(response: ChooseTransferDestinationResponse) -> Answer:
    """Write the answer to transfer-destination-request.

    Vapi API, ServerMessageResponseTransferDestinationRequest.
    """
    if response.error:
        return {"error": response.error}
    if not response.HasField("destination"):
        return {}
    answer: Answer = {"destination": transfer_destination(response.destination)}
    if response.message:
        answer["message"] = {"type": "request-start", "content": response.message}
    return answer


def handoff(response: ChooseHandoffDestinationResponse) -> Answer:
    """Write the answer to handoff-destination-request.

    An empty destination declines (Vapi docs, squads/handoff).
    """
    answer = some({"result": response.result, "error": response.error})
    if response.error or not response.HasField("destination"):
        return {"destination": {}, "error": DECLINED} | answer
    return {"destination": handoff_destination(response.destination), **answer}


def knowledge(response: SearchKnowledgeResponse) -> Answer:
    """Write the answer to knowledge-base-request.

    Vapi docs, knowledge-base/custom-knowledge-base, and its API's CustomMessage.
    """
    if response.message:
        words = {"role": "assistant", "content": response.message}
        return {"message": {"type": "custom-message", **words}}
    return {
        "documents": [
            {
                "content": document.content,
                "similarity": similarity(document.similarity),
                **some({"uuid": document.uuid}),
            }
            for document in response.documents
        ]
    }


def similarity(value: float) -> float:
    """Return how well a document fits, from 0 to 1."""
    return 0.0 if math.isnan(value) else min(max(value, 0.0), 1.0)


def timeout(response: ChooseTimeoutResponse) -> Answer:
    """Write the answer to call.endpointing.request."""
    if not response.HasField("timeout"):
        return {}
    seconds = response.timeout.seconds + response.timeout.nanos / 1e9
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise wrong(f"nobody waits {seconds} s for further words")
    return {"timeoutSeconds": seconds}


def eligibility(response: CheckContactResponse) -> Answer:
    """Write the answer to campaign.predial."""
    return {"eligible": response.eligible}


def assistant(response: ChooseAssistantResponse) -> Answer:
    """Write the answer to assistant-request; one of overrides alone names nobody.

    Vapi API, ServerMessageResponseAssistantRequest.
    """
    kind = response.WhichOneof("answer")
    overrides = tree_of(response.overrides)
    known = overrides.pop("variableValues", None)
    variables = known if isinstance(known, dict) else {}
    overrides |= some({"variableValues": variables | tree_of(response.variable_values)})
    if kind == "destination":
        destination = transfer_destination(response.destination)
        if destination["type"] == "assistant":
            raise wrong("a call that no assistant has taken cannot leave one")
        return {"destination": destination}
    answer = who(response, kind) if kind else {}
    if "error" in answer:
        return answer
    return answer | some({overrides_of(kind): overrides})


def who(response: ChooseAssistantResponse, kind: str) -> Answer:
    """Return who answers, or raise `CallFailed` where a name or a body is empty."""
    value = getattr(response, kind)
    found = value if kind in BY_ID else tree_of(value)
    if not found:
        raise wrong(f"{kind} is empty")
    return {(BY_ID | IN_FULL)[kind]: found}


def overrides_of(kind: str | None) -> str:
    """Return the key that overrides go under."""
    return f"{(kind or 'assistant').removesuffix('_id')}Overrides"
