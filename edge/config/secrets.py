"""Secrets: named in the settings, never written there."""

import base64
import binascii
from collections.abc import Callable, Mapping
from pathlib import Path

STANDARD = "whsec_"
"""What Standard Webhooks puts before a secret's base64."""


class Secret:
    """A value that shows itself to nobody who does not ask for it by name."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "Secret(…)"

    def decode_base64(self) -> bytes:
        """Return the bytes it spells; raises `ValueError`, without showing it."""
        try:
            return base64.b64decode(self.value.removeprefix(STANDARD), validate=True)
        except binascii.Error:
            raise ValueError("secret_is_base64 is set, but the secret is not") from None


def secrets_from(environ: Mapping[str, str]) -> Callable[[type, object], Secret]:
    """Return the hook that fetches a secret from where its reference points."""

    def fetch(kind: type, reference: object) -> Secret:
        if kind is not Secret:
            raise NotImplementedError
        source, _, name = str(reference).partition(":")
        if source == "env" and environ.get(name):
            return Secret(environ[name])
        if source == "file":
            return Secret(read_secret(name))
        if source == "env":
            raise ValueError(f"the environment variable {name} is not set")
        raise ValueError('expected "env:NAME" or "file:/path", not the secret itself')

    return fetch


def read_secret(name: str) -> str:
    """Return a secret file's text without the line break editors leave."""
    try:
        secret = Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise ValueError(f"the secret file {name} cannot be read") from error
    if not secret:
        raise ValueError(f"the secret file {name} is empty")
    return secret
