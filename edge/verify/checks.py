"""All checks, in the order in which they are made."""

from typing import Protocol

from edge.verify import (
    answers,
    comments,
    deadlines,
    effects,
    errors,
    filling,
    health,
    hooks,
    memory,
    names,
    process,
    reflection,
    schemas,
)
from edge.verify.findings import Remarks
from edge.verify.peer import Peer


class Check(Protocol):
    """Looks at one thing that a service owes; its docstring says what has to hold."""

    __name__: str
    __module__: str
    __doc__: str | None

    def __call__(self, peer: Peer, /) -> Remarks:
        """Yield what there is to say; nothing where all is well."""


ALWAYS: tuple[Check, ...] = (
    health.overall,
    health.watch,
    reflection.present,
    reflection.complete,
    reflection.equal,
    hooks.answered,
    hooks.subscribed,
)
"""What can be looked at even if the contract is not known."""

LEARNED: tuple[Check, ...] = (
    health.named,
    names.package,
    names.unary,
    names.valid,
    names.unique,
    schemas.defined,
    schemas.accepted,
    comments.rpcs,
    comments.fields,
    filling.usable,
    filling.guarded,
    memory.usable,
    answers.shape,
    answers.decoded,
    answers.tolerant,
    errors.empty,
    errors.hostile_values,
    deadlines.obeyed,
    deadlines.cancelled,
    effects.repeated,
)
"""What takes the contract to look at."""

PROCESSES: tuple[Check, ...] = (
    process.announced,
    process.configured,
    process.cancelled,
    process.drained,
)
"""What takes the command that starts the service."""

CHECKS = (*ALWAYS, *LEARNED, *PROCESSES)


def name_of(check: Check) -> str:
    """Return a check's name: ``health.overall``."""
    return f"{check.__module__.rpartition('.')[2]}.{check.__name__}"
