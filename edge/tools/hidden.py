"""The arguments that are nobody's business: those marked `debug_redact`."""

import re

from google.protobuf.descriptor import Descriptor

from edge.tools.fields import is_redacted
from edge.tools.filling import fields_below


def hidden_names(request: Descriptor) -> frozenset[str]:
    """Return the folded names of the redacted fields, however deep they lie."""
    everywhere = (*request.fields, *fields_below(request))
    return frozenset(folded(field.name) for field in everywhere if is_redacted(field))


def folded(name: str) -> str:
    """Return a name as it is compared: models spell them in many ways."""
    return re.sub(r"[^0-9a-z]", "", name.casefold())
