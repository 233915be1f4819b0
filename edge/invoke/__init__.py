"""One tool call: arguments in, response out, before the deadline."""

from edge.invoke.calls import (
    invoke as invoke,
)
from edge.invoke.calls import (
    request_of as request_of,
)
from edge.invoke.calls import (
    send as send,
)
from edge.invoke.requests import (
    NO_METADATA as NO_METADATA,
)
from edge.invoke.requests import (
    Metadata as Metadata,
)
from edge.invoke.requests import (
    Request as Request,
)
from edge.invoke.requests import (
    metadata_of as metadata_of,
)
