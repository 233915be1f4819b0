"""A deployment, as its address shows it."""

import ssl
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import httpx
import msgspec

from edge.config.credentials import Credential
from edge.errors import ConfigError
from edge.vapi.auth import sign_headers

TIMEOUT_SECONDS = 10.0
KIND = "edge.doctor"
"""The type of the doctor's messages: one that nobody acts on."""


class Deployment:
    """A webhook's address, and whoever answers there."""

    def __init__(self, url: str, path: str, ca: str = "") -> None:
        self.url = httpx.URL(url)
        self.trust = trust_of(ca)
        root = url.removesuffix(path) if url.endswith(path) else url
        self._root = httpx.URL(root)
        self._client = httpx.Client(verify=self.trust, timeout=TIMEOUT_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, path: str) -> httpx.Response:
        """Ask for a page beside the webhook; raises `httpx.HTTPError`."""
        return self._client.get(str(self._root).rstrip("/") + path)

    def post(
        self, body: bytes, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Deliver a webhook; raises `httpx.HTTPError`."""
        given = {"content-type": "application/json", **(headers or {})}
        return self._client.post(self.url, content=body, headers=given)

    def deliver(self, credential: Credential, body: bytes) -> httpx.Response:
        """Deliver a webhook as Vapi would, by a credential."""
        headers = sign_headers(credential, body, time.time(), url=str(self.url))
        return self.post(body, headers)


def message(assistant: str = "", padding: int = 0) -> bytes:
    """Return a webhook that changes nothing, larger by so many bytes."""
    named = {"id": assistant, "name": assistant}
    content = {"type": KIND, "assistant": named, "timestamp": time.time_ns()}
    return msgspec.json.encode({"message": content, "padding": "x" * padding})


def trust_of(ca: str) -> ssl.SSLContext:
    """Return whose certificates are believed; raises `ConfigError`."""
    try:
        return ssl.create_default_context(cafile=ca or None)
    except OSError as error:
        raise ConfigError(f"--ca {ca} cannot be used: {error.strerror}") from error
