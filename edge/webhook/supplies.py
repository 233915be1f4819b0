"""What answers are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.hooks.bindings import Bindings
from edge.policies.load import Load
from edge.policies.rates import Rates
from edge.speech.patience import Patience
from edge.state.parts import State
from edge.vapi.assistants import Assistant
from edge.vapi.encryption import PrivateKey
from edge.vapi.live import LiveCalls
from edge.vapi.servers import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """What answers are made of, beside the tools."""

    assistants: Sequence[Assistant]
    state: State
    bindings: Bindings
    server: Block
    """What assistants are told of this server."""
    rates: Rates
    load: Load
    patience: Patience
    calls: LiveCalls | None
    """Where live calls are remembered, if they are."""
    credential: str = ""
    """Which of the credentials the door belongs to."""
    key: PrivateKey | None = None
    """By which its encrypted arguments are read."""
    own: frozenset[str] = frozenset()
    """Ids and names of the assistants it speaks for; empty: all."""
