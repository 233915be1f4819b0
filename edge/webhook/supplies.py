"""What answers are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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

    state: State
    bindings: Bindings
    rates: Rates
    load: Load
    patience: Patience = field(default_factory=Patience)
    calls: LiveCalls | None
    """Where live calls are remembered, if they are."""
    assistants: Sequence[Assistant] = ()
    server: Block = field(default_factory=dict)
    """What assistants are told of this server."""
    credential: str = ""
    """Which of the credentials the door belongs to."""
    key: PrivateKey | None = None
    """By which its encrypted arguments are read."""
    own: frozenset[str] = frozenset()
    """Ids and names of the assistants it speaks for; empty: all."""
