"""What each kind of credential makes of a webhook."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from msgspec import Struct
from multidict import istr

from edge.config.credentials import Bearer, Hmac
from edge.errors import Learn
from edge.vapi.auth.origins import Origin
from edge.vapi.auth.replays import UNKEPT, Handled, Replays
from edge.vapi.auth.requests import Request, raw
from edge.vapi.auth.signatures import decoder_of, key_of, signer
from edge.vapi.auth.timestamps import freshness

Clock = Callable[[], float]


class Pass(Struct, frozen=True):
    """A webhook that was verified."""

    rank: int
    """Which credential did, counted from 0."""
    handled: Handled = UNKEPT
    """What is remembered of it, where its credential remembers."""
    again: bool = False
    """Whether it is delivered once more."""


class Unlearned(Struct, frozen=True):
    """Not verified, as yet: what to await before another look."""

    reason: str
    learn: Learn


Check = Callable[[Request, bytes], Pass | Unlearned | str]
"""Returns the pass, or why the credential does not verify the webhook."""


def bearer_check(credential: Bearer, rank: int) -> Check:
    """Expect the token in its header, compared in constant time."""
    name, header = credential.header, istr(credential.header)
    expected = raw(credential.prefix + credential.secret.value)
    verified = Pass(rank)

    def check(request: Request, body: bytes) -> Pass | str:
        del body
        given = request.headers.get(header)
        if not given:
            return f"no {name}"
        return (
            verified if hmac.compare_digest(raw(given), expected) else f"wrong {name}"
        )

    return check


def hmac_check(
    credential: Hmac, rank: int, *, clock: Clock, origin: Origin, replays: Replays
) -> Check:
    """Expect a signature over the payload, and a timestamp near our clock."""
    name, header = credential.signature_header, istr(credential.signature_header)
    timestamp_header = istr(credential.timestamp_header)
    signed, timed = signer(credential, origin), "{timestamp}" in credential.signed
    decode = decoder_of(credential)
    fresh = freshness(credential.timestamp_header, credential.tolerance, clock)
    admit = admission(credential, rank, clock, replays)

    def check(request: Request, body: bytes) -> Pass | str:
        headers = request.headers
        given = headers.get(header)
        if given is None:
            return f"no {name}"
        candidates = decode(given)
        if not candidates:
            return f"malformed {name}"
        timestamp = headers.get(timestamp_header) if timed else None
        stale = timed and fresh(timestamp)
        if stale:
            return stale
        expected = signed(request, body, timestamp or "")
        for signature in candidates:
            if hmac.compare_digest(signature, expected):
                return admit(request, body, expected)
        return f"wrong {name}"

    return check


def admission(
    credential: Hmac, rank: int, clock: Clock, replays: Replays
) -> Callable[[Request, bytes, bytes], Pass]:
    """Return what gives a pass, and knows what has been delivered before."""
    seconds, verified = credential.replay_window, Pass(rank)
    header = credential.message_id_header and istr(credential.message_id_header)
    owner = sha256(key_of(credential)).digest()

    def admit(request: Request, body: bytes, signature: bytes) -> Pass:
        given = header and request.headers.get(header)
        name = (owner, given) if given else None
        fresh = Handled(replays, signature, name, hash(body) if name else 0)
        handled, first = replays.admit(fresh, now=clock(), seconds=seconds)
        return Pass(rank, handled, not first)

    return admit if seconds else lambda request, body, signature: verified  # noqa: ARG005  one shape
