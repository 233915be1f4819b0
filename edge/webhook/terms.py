"""What holds for the tool calls that come with one credential."""

from dataclasses import dataclass

from edge.policies.load import Load
from edge.policies.rates import Rates
from edge.speech.patience import Patience
from edge.state.parts import State
from edge.vapi.encryption import PrivateKey


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the tool calls of a message, beside its tools."""

    state: State
    rates: Rates
    load: Load
    patience: Patience
    credential: str
    """Which credential verified it."""
    key: PrivateKey | None
    """By which its encrypted arguments are read."""
