"""Which service a token belongs to."""

import secrets
from collections.abc import Iterable, Mapping

from edge.config.secrets import Secret
from edge.errors import Code, ControlFailed

SCHEME = "bearer "

Pair = tuple[str, str | bytes]


class Permits:
    """The tokens of the services that may act on calls."""

    def __init__(self, tokens: Mapping[str, Secret]) -> None:
        self._tokens = {
            name: token.value.encode("utf-8", "surrogateescape")
            for name, token in tokens.items()
        }

    def holder(self, metadata: Iterable[Pair]) -> str:
        """Return the service whose token this is; raises `ControlFailed`.

        Every token is compared, in constant time: how long it takes tells nothing.
        """
        given = shown(metadata)
        holder = ""
        for name, token in self._tokens.items():
            if secrets.compare_digest(given, token):
                holder = name
        if not holder:
            raise ControlFailed(Code.UNAUTHENTICATED, "Show your service's token.")
        return holder


def shown(metadata: Iterable[Pair]) -> bytes:
    """Return the token that was sent, or nothing."""
    for key, value in metadata:
        text = value if isinstance(value, str) else ""
        if key == "authorization" and text[: len(SCHEME)].lower() == SCHEME:
            return text[len(SCHEME) :].encode("utf-8", "surrogateescape")
    return b""
