"""How the edge and what it talks to prove to each other who they are."""

from edge.config.section import Section


class Tls(Section, frozen=True):
    """How the edge and a peer prove to each other who they are."""

    ca: str = ""
    """PEM file of who vouches for the peer; empty: the system's usual ones."""
    certificate: str = ""
    """PEM file of the edge's own certificate, for mutual TLS."""
    key: str = ""
    """PEM file of its key."""
    server_name: str = ""
    """The name in the peer's certificate, where it is not that of the target."""

    def __post_init__(self) -> None:
        """Refuse half a pair."""
        if bool(self.certificate) != bool(self.key):
            raise ValueError("a certificate needs its key, and a key its certificate")
