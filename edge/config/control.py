"""The settings of live calls: who may act on them, and where they are reached."""

from ipaddress import ip_address
from typing import Annotated

from msgspec import Meta, field

from edge.config.secrets import Secret
from edge.config.section import Seconds, Section

SHORTEST_TOKEN = 16
"""Characters of a token that cannot be guessed in a lifetime, if they are random."""


class Control(Section, frozen=True):
    """How services act on calls that are running."""

    address: str = ""
    """Where `CallControlService` is served, host:port or unix:path; empty: nowhere."""
    tokens: dict[str, Secret] = field(default_factory=dict)
    """The bearer token of each service that may act on calls, by the service's name."""
    certificate: str = ""
    """PEM file of the edge's certificate; beyond loopback there must be one."""
    key: str = ""
    """PEM file of its key."""
    client_ca: str = ""
    """PEM file of who vouches for services, for mutual TLS; empty: none is asked."""
    hosts: tuple[Annotated[str, Meta(pattern=r"^[a-z0-9.-]+$")], ...] = ("vapi.ai",)
    """The hosts, and all below them, at which a call may be controlled."""
    private: bool = False
    """Whether they may lie in a private network: for a stand-in of Vapi."""
    ca: str = ""
    """PEM file of who vouches for those hosts; empty: the system's usual ones."""
    public_key: Secret | None = None
    """Vapi's public key, where assistants have controlAuthenticationEnabled."""
    timeout: Seconds = 5.0
    """Seconds in which Vapi takes a command."""
    idle: Annotated[float, Meta(gt=0, le=86400)] = 3600.0
    """Seconds after the last tool call at which a call is forgotten."""

    def __post_init__(self) -> None:
        """Refuse what would hand calls to strangers."""
        if bool(self.certificate) != bool(self.key):
            raise ValueError("a certificate needs its key, and a key its certificate")
        if self.client_ca and not self.certificate:
            raise ValueError("client_ca needs a certificate and its key")
        if self.address and not (self.certificate or is_loopback(self.address)):
            raise ValueError("address is not on loopback: add certificate and key")
        values = [token.value for token in self.tokens.values()]
        if any(len(value) < SHORTEST_TOKEN for value in values):
            raise ValueError(f"a token has at least {SHORTEST_TOKEN} characters")
        if len(set(values)) < len(values):
            raise ValueError("each service has a token of its own")


def is_loopback(address: str) -> bool:
    """Tell whether only programs of this machine can connect to an address."""
    if address.startswith("unix:"):
        return True
    host = address.rpartition(":")[0].strip("[]")
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
