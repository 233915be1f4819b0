"""Arguments that Vapi encrypts, for the edge alone to read."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from edge.config.credentials import Reach
from edge.config.secrets import Secret
from edge.errors import ConfigError, InvalidArguments

LEAST_BITS = 2048
"""As Vapi's guide makes them, and NIST SP 800-131A asks for."""

STEP = re.compile(r"[^.\[\]$]+")
"""One step of a path: a key, an index, or * for every item."""


class PrivateKey:
    """An RSA key that arguments were encrypted for (RSA-OAEP-256, RFC 7518, 4.3)."""

    def __init__(self, pem: Secret) -> None:
        """Read the key, or raise `ConfigError` without showing any of it."""
        try:
            key = load_pem_private_key(pem.value.encode(), None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise ConfigError(
                "credentials.private_key: expected an RSA key in PEM, not encrypted"
            ) from None
        if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
            raise ConfigError(
                f"credentials.private_key: expected RSA of {LEAST_BITS} bits or more"
            )
        self._key = key
        self._padding = OAEP(MGF1(SHA256()), SHA256(), None)

    def read(self, text: str) -> str:
        """Return what was encrypted; raises `ValueError` for anything else."""
        ciphertext = base64.b64decode(text, validate=True)
        return self._key.decrypt(ciphertext, self._padding).decode()


def keys_of(reaches: Iterable[Reach]) -> list[PrivateKey | None]:
    """Return the key of each credential, where it has one; raises `ConfigError`."""
    pems = (reach.private_key for reach in reaches)
    return [PrivateKey(pem) if pem else None for pem in pems]


def decrypted(
    arguments: Mapping[str, Any], paths: Sequence[str], key: PrivateKey | None
) -> Mapping[str, Any]:
    """Return the arguments with what lies at `paths` made readable.

    Paths are as Vapi takes `encryptedPaths` (Vapi docs, tools/arguments-encryption):
    keys parted by dots; of a list, an index, or every item. What is absent stays so.
    Raises `InvalidArguments`, naming the argument, for what cannot be read.
    """
    read: Any = arguments
    for path in paths:
        read = readable(read, STEP.findall(path), path, key)
    return dict(read)


def readable(
    tree: Any,  # noqa: ANN401  any JSON
    steps: Sequence[str],
    path: str,
    key: PrivateKey | None,
) -> Any:  # noqa: ANN401  any JSON
    """Return a tree in which the leaves that `steps` lead to are decrypted."""
    if tree is None:
        return None
    if not steps:
        return opened(tree, path, key)
    first, rest = steps[0], steps[1:]
    if isinstance(tree, list):
        chosen = steps if first != "*" and not first.isdigit() else rest
        return [
            readable(item, chosen, path, key)
            if not first.isdigit() or int(first) == number
            else item
            for number, item in enumerate(tree)
        ]
    if isinstance(tree, dict) and first in tree:
        return {**tree, first: readable(tree[first], rest, path, key)}
    return tree


def opened(value: object, path: str, key: PrivateKey | None) -> str:
    """Return one value, decrypted; what came in plain text is refused too."""
    if key is None:
        raise InvalidArguments(f"{path} is encrypted, and cannot be read here.")
    try:
        return key.read(value if isinstance(value, str) else "")
    except (ValueError, binascii.Error):
        raise InvalidArguments(
            f"{path} cannot be read: it is not encrypted with the key agreed upon."
        ) from None
