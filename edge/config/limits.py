"""How often who may call."""

from typing import Annotated

from msgspec import Meta

from edge.config.secrets import Secret
from edge.config.section import Section

Rate = Annotated[str, Meta(pattern=r"^([1-9]\d{0,8}/(second|minute|hour|day))?$")]
"""So many tool calls in a window of that length; empty: any number."""


class Limits(Section, frozen=True):
    """How many tool calls are made at most; those above are answered in words."""

    call: Rate = "120/minute"
    """By one phone call."""
    caller: Rate = "3000/hour"
    """By one caller's number, in all of its phone calls."""
    assistant: Rate = ""
    """By one assistant."""
    tool: Rate = ""
    """Of one tool."""
    credential: Rate = ""
    """By whoever shows one credential."""
    storage: Secret | None = None
    """A storage of the library `limits` that replicas share, such as redis://…;
    without it, each process counts for itself."""
