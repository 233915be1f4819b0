"""What every table of the settings is made of."""

from typing import Annotated

from msgspec import Meta, Struct

Seconds = Annotated[float, Meta(gt=0, le=300)]


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every table: an unknown key is an error that names it."""
