"""The last contract each service showed, kept across a restart of the edge."""

import os
from pathlib import Path

import msgspec

from edge.tools.descriptors import Contract

encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Contract).decode


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
