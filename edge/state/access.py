"""How the edge proves to a cluster who it is, and learns who answers."""

import ssl
from pathlib import Path
from typing import Any

from edge.config.store import Store
from edge.errors import ConfigError


def options_of(store: Store) -> dict[str, Any]:
    """Return how to prove who one is; raises `ConfigError`."""
    options: dict[str, Any] = {}
    if store.token:
        options["token"] = store.token.value
    if store.credentials:
        options["user_credentials"] = str(Path(store.credentials))
    if store.tls:
        options["tls"] = context_of(store)
    return options


def context_of(store: Store) -> ssl.SSLContext | None:
    """Return what the edge shows and trusts; raises `ConfigError`."""
    tls = store.tls
    if tls is None:
        return None
    try:
        context = ssl.create_default_context(cafile=tls.ca or None)
        if tls.certificate:
            context.load_cert_chain(tls.certificate, tls.key)
    except OSError as error:
        raise ConfigError(f"[store] tls: {error}") from error
    return context
