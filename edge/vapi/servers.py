"""The server that definitions and assistants name: this one."""

from collections.abc import Mapping
from typing import Any

from edge.config.definitions import Backoff
from edge.config.settings import Config

Block = Mapping[str, Any]


ELSEWHERE = ("backoffPlan", "timeoutSeconds")
"""What is also said of a server that is another's: no secret, no name."""


def server_of(config: Config) -> Block:
    """Return what tells Vapi of this server (Vapi API, Server).

    It has a `url` only where the settings know how the edge is reached.
    """
    definitions, server = config.definitions, config.server
    block = {
        "url": server.public_url and server.public_url.rstrip("/") + server.path,
        "timeoutSeconds": definitions.timeout,
        "credentialId": definitions.credential_id,
        "staticIpAddressesEnabled": definitions.static_ip_addresses,
        "headers": definitions.headers,
        "backoffPlan": backoff_plan(definitions.backoff),
    }
    return {key: value for key, value in block.items() if value}


def backoff_plan(backoff: Backoff) -> dict[str, Any]:
    """Return when Vapi sends a webhook again (Vapi API, BackoffPlan); {}: never."""
    if not backoff.max_retries:
        return {}
    return {
        "type": backoff.type,
        "maxRetries": backoff.max_retries,
        "baseDelaySeconds": backoff.base_delay,
        "excludedStatusCodes": list(backoff.excluded_status_codes),
    }


def with_server(told: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """Return an assistant or a definition whose server is told what it lacks.

    One that names no server keeps none where the address is not known: Vapi then
    goes on to the next it knows of (Vapi docs, server-url/setting-server-urls).
    """
    own = told.get("server")
    known = own if isinstance(own, dict) else {}
    if not known and "url" not in block:
        return dict(told)
    said = block
    if known.get("url", block.get("url")) != block.get("url"):
        said = {key: block[key] for key in ELSEWHERE if key in block}
    return {**told, "server": {**said, **known}}
