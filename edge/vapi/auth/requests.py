"""What of a request is verified beside its body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

Headers = Mapping[str, str]


class Request(Protocol):
    """A request as it arrived: aiohttp's own is one."""

    @property
    def headers(self) -> Headers:
        """The headers, whatever the case of their names."""

    @property
    def method(self) -> str:
        """The method, in capitals."""

    @property
    def raw_path(self) -> str:
        """The request's target: path and query, as they were sent."""

    @property
    def remote(self) -> str | None:
        """The address of whoever is at the other end of the connection."""

    @property
    def secure(self) -> bool:
        """Whether the connection itself is by TLS."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request, where no server is asked for one."""

    headers: Headers = field(default_factory=dict)
    method: str = "POST"
    raw_path: str = "/"
    remote: str | None = None
    secure: bool = False


def raw(text: str) -> bytes:
    """Return the bytes a header arrived as."""
    return text.encode("utf-8", "surrogateescape")
