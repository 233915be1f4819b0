"""JSON as protobuf's Struct, without what may be secret."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct

from edge.vapi.typed.fields import number_of

SECRET = re.compile(
    r"secret|token|passw|api_?-?key|authori[sz]ation|credential|private|jwt|cookie"
    r"|signature|authentication",
    re.IGNORECASE,
)
"""Names of what is secret where it is text, or holds some."""

SETTINGS = frozenset(
    {"server", "serverUrl", "headers", "monitor", "controlUrl", "listenUrl"}
    | {"webCallUrl", "transport", "phoneCallProviderDetails"}
)
"""Objects and addresses of Vapi's that carry secrets, or are some."""

JWT = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+")
CAPABILITY = re.compile(r"(\w+://)(?:[^/\s@]*@)?([^\s?#]*)[?#]\S*|(\w+://)[^/\s@]*@")
"""An address with a query, which may be signed, or with a user's name."""

DEEPEST = 20
"""Protobuf's parsers give up at 100 levels, of which each of JSON takes three."""


def struct_of(tree: Mapping[str, Any]) -> Struct:
    """Return an object as it is, but for what nests too deeply to be read."""
    struct = Struct()
    struct.update(dict(kept(tree, 0)))
    return struct


def kept(tree: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the members that a Struct can hold."""
    for key, value in tree.items():
        yield key, representable(value, depth + 1)


def representable(value: Any, depth: int) -> Any:  # noqa: ANN401  any JSON
    """Return a value as a Struct can hold it; None where it cannot."""
    if isinstance(value, (dict, list)) and depth >= DEEPEST:
        return None
    if isinstance(value, dict):
        return dict(kept(value, depth))
    if isinstance(value, list):
        return [representable(item, depth + 1) for item in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    return number_of(value)


def public(tree: Mapping[str, Any], *, but: Collection[str] = ()) -> Struct:
    """Return what of an object is no secret, without the members named in `but`."""
    return struct_of(dict(public_members(tree, but, 0)))


def public_members(
    tree: Mapping[str, Any], but: Collection[str], depth: int
) -> Iterator[tuple[str, Any]]:
    """Yield the members that are not secret."""
    if depth >= DEEPEST:
        return
    for key, value in tree.items():
        if key not in but and key not in SETTINGS and not secret(key, value):
            yield key, public_value(value, depth + 1)


def secret(key: str, value: Any) -> bool:  # noqa: ANN401  any JSON
    """Tell whether a member is secret by its name: numbers of tokens are not."""
    return isinstance(value, (str, dict, list)) and bool(SECRET.search(key))


def public_value(value: Any, depth: int) -> Any:  # noqa: ANN401  any JSON
    """Return what of a value is not secret."""
    if isinstance(value, dict):
        return dict(public_members(value, (), depth))
    if isinstance(value, list):
        return (
            [public_value(item, depth + 1) for item in value] if depth < DEEPEST else []
        )
    return public_text(value) if isinstance(value, str) else value


def public_text(value: str) -> str:
    """Return text without tokens and without what makes an address a capability."""
    shown = JWT.sub("", value) if "eyJ" in value else value
    if "://" not in shown:
        return shown
    return CAPABILITY.sub(
        lambda found: (found[1] or found[3]) + (found[2] or ""), shown
    )
