"""What the edge knows of a call and the model may not alter."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import time
from typing import Any

from msgspec import Struct, field

from edge.config.secrets import Secret


def no_language() -> str:
    """Return the language of a call that names none."""
    return ""


def no_variables() -> Mapping[str, Any]:
    """Return the variables of a call that has none."""
    return {}


class Context(Struct, frozen=True, kw_only=True):
    """One webhook's view of its call."""

    call_id: str = ""
    """Vapi's id of the call; empty where a test tool sent none."""

    assistant_id: str = ""
    """Vapi's id of the assistant; empty for one made for this call alone."""

    caller_number: str = ""
    """Who is on the phone, E.164; empty in a web call or where it is withheld."""

    called_number: str = ""
    """The assistant's own line, E.164; empty in a web call."""

    read_variables: Callable[[], Mapping[str, Any]] = no_variables
    """Decodes `variableValues`, on demand: few tools ask for them."""

    read_language: Callable[[], str] = no_language
    """Finds the language of the call, as in BCP 47, on demand: few failures ask."""

    control_url: Secret | None = None
    """Where the call is controlled while it runs: worth a password."""

    arrived: float = field(default_factory=time)
    """When the webhook arrived, in seconds since 1970."""

    @property
    def now(self) -> datetime:
        """When the webhook arrived, in UTC."""
        return datetime.fromtimestamp(self.arrived, UTC)
