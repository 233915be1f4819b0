"""Who takes a call: what an answer names, or holds in full."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

IDS = ("assistantId", "squadId", "workflowId")
IN_FULL = ("assistant", "workflow")
WITHIN = ("squad", "members", "destination", "assistantDestinations")
"""Where more of them lie (Vapi API, CreateSquadDTO, HandoffDestinationAssistant)."""

Taker = dict[str, Any]


def completed(told: Any, complete: Callable[[Taker], Taker]) -> Any:  # noqa: ANN401  any JSON
    """Return an answer in which each assistant and workflow in full is completed."""
    if isinstance(told, list):
        return [completed(one, complete) for one in told]
    if not isinstance(told, dict):
        return told
    within = {key: completed(told[key], complete) for key in WITHIN if key in told}
    whole = {key: complete(told[key]) for key in IN_FULL if is_whole(told.get(key))}
    return {**told, **within, **whole}


def names_of(told: Any) -> Iterator[str]:  # noqa: ANN401  any JSON
    """Yield the id, else the name, of each who may take the call; "": it has none."""
    for one in told if isinstance(told, list) else [told]:
        own = one if isinstance(one, dict) else {}
        yield from (str(own[key]) for key in IDS if key in own)
        whole = [own[key] for key in IN_FULL if is_whole(own.get(key))]
        yield from (str(taker.get("name", "")) for taker in whole)
        for inner in [own[key] for key in WITHIN if key in own]:
            yield from names_of(inner)


def is_whole(value: object) -> bool:
    """Tell whether a value is somebody in full."""
    return isinstance(value, Mapping)
