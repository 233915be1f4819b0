"""The last contract each service showed, kept across a restart of the edge."""

import hashlib
import os
from pathlib import Path

import msgspec

from edge.config.settings import Service
from edge.tools.descriptors import Contract

encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Contract).decode


def name_of(service: Service) -> str:
    """Return the name a release's contract is kept under: its own, however named."""
    target = hashlib.sha256(service.target.encode()).hexdigest()[:8]
    return f"{service.name}-{target}"


def recall(path: Path) -> Contract | None:
    """Return the contract remembered at `path`; None where none can be read."""
    try:
        return decode(path.read_bytes())
    except (OSError, msgspec.DecodeError):
        return None


def remember(path: Path, contract: Contract) -> None:
    """Write the contract whole or not at all; raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(encode(contract))
    unfinished.replace(path)
