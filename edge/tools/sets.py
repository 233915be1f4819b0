"""Descriptor sets, wherever the settings say they lie."""

from collections.abc import Iterator
from pathlib import Path

from edge.errors import DiscoveryError
from edge.tools.descriptors import Contract, contract_of

MOST_BYTES = 16 << 20


def is_remote(location: str) -> bool:
    """Tell whether a location is an address on the web."""
    return location.startswith("https://")


def read_set(location: str, *, timeout: float = 5.0) -> Contract:
    """Read the contract at a path or an https URL, within `timeout` seconds.

    Raises `DiscoveryError`, naming the location, where there is none.
    """
    try:
        return contract_of(
            fetched(location, timeout) if is_remote(location) else read_file(location)
        )
    except DiscoveryError as error:
        raise DiscoveryError(f"{location}: {error}") from error


def read_file(path: str) -> bytes:
    """Return a file's bytes, or raise `DiscoveryError`."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise DiscoveryError(f"cannot be read: {error.strerror}") from error


def fetched(url: str, timeout: float) -> bytes:
    """Return what lies at a URL, or raise `DiscoveryError`."""
    import httpx  # noqa: PLC0415  takes 0.1 s, which an edge without such a URL saves

    try:
        with httpx.stream("GET", url, timeout=timeout) as response:
            response.raise_for_status()
            return bounded(response.iter_bytes())
    except httpx.HTTPError as error:
        raise DiscoveryError(f"cannot be fetched: {error}") from error


def bounded(chunks: Iterator[bytes]) -> bytes:
    """Join chunks, or raise `DiscoveryError` where they are too many."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MOST_BYTES:
            raise DiscoveryError("is larger than a contract can be")
    return bytes(data)
