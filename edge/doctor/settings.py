"""Settings that invite trouble."""

from collections.abc import Sequence

from edge.config.credentials import Bearer, Credential, Hmac
from edge.config.settings import Config
from edge.doctor.findings import Finding, Findings, advice, fault, ok
from edge.vapi.auth.signatures import key_of

LEAST_BYTES = 16
GOOD_BYTES = 32
"""RFC 2104, 3: a key shorter than the hash's output lessens its strength."""

LEAST_VARIETY = 8
"""So many different bytes has even a short secret that was drawn by lot."""

RANDOM = "take one of 32 random bytes: openssl rand -hex 32"


def name_of(number: int, credential: Credential) -> str:
    """Return how findings call a credential: its place, from 1, and its kind."""
    kind = type(credential).__name__.lower()
    return f"credential {number} ({kind})"


def secrets(credentials: Sequence[Credential]) -> Findings:
    """Look at how hard each secret is to guess; none is shown."""
    for number, credential in enumerate(credentials, 1):
        if isinstance(credential, Hmac):
            yield strength(name_of(number, credential), key_of(credential))
        elif isinstance(credential, Bearer):
            token = credential.secret.value.encode(errors="surrogateescape")
            yield strength(name_of(number, credential), token)


def strength(subject: str, secret: bytes) -> Finding:
    """Tell whether a secret is long and varied enough."""
    if len(secret) < LEAST_BYTES or len(set(secret)) < LEAST_VARIETY:
        return fault(subject, "its secret can be guessed", RANDOM)
    if len(secret) < GOOD_BYTES:
        return advice(subject, f"its secret has {len(secret)} bytes", RANDOM)
    return ok(subject, "its secret is long enough")


def habits(config: Config) -> Findings:
    """Look for what is allowed, and not wise."""
    if not config.credentials:
        yield fault(
            "credentials",
            "there are none",
            "set VAPI_WEBHOOK_SECRET or [[credentials]]",
        )
    for number, credential in enumerate(config.credentials, 1):
        if isinstance(credential, Hmac):
            yield from signing(name_of(number, credential), credential, config)


def signing(subject: str, credential: Hmac, config: Config) -> Findings:
    """Look at what a signature covers."""
    if credential.algorithm == "sha1":
        yield advice(subject, "SHA-1 is out of date", 'set algorithm = "sha256"')
    if "{timestamp}" not in credential.signed or not credential.tolerance:
        yield advice(
            subject,
            "a signature of long ago is accepted",
            "sign the timestamp, and set a tolerance",
        )
    if not credential.replay_window:
        yield advice(
            subject,
            "a webhook that is delivered again runs its tools again",
            "leave replay_window at its default",
        )
    if "{url}" in credential.signed and not config.server.public_url:
        yield advice(
            subject,
            "the URL that is signed is taken from the request",
            "set server.public_url",
        )
