"""The edge's own certificate."""

import ssl

from edge.config.connections import Certificate
from edge.config.settings import Server
from edge.errors import ConfigError


def context_of(shown: Certificate) -> ssl.SSLContext:
    """Return what speaks TLS 1.2 and newer, as `shown`; raises `ConfigError`."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(shown.certificate, shown.key)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(
            f"the certificate {shown.certificate} and its key cannot be used: {why}"
        ) from error
    return context


class Identity:
    """What the edge shows of itself on the connections to come; nothing without TLS."""

    def __init__(self, settings: Server) -> None:
        self.context = context_of(settings.tls) if settings.tls else None

    def follow(self, settings: Server) -> None:
        """Show the certificate that lies there now.

        Raises `ConfigError`, and goes on as before, where it cannot be used.
        """
        if self.context and settings.tls:
            context_of(settings.tls)  # half a pair must not be taken over
            self.context.load_cert_chain(settings.tls.certificate, settings.tls.key)
