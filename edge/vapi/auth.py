"""Whether a webhook is from Vapi."""

import base64
import binascii
import hmac
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from edge.config.settings import Bearer, Hmac
from edge.errors import Unauthenticated

Headers = Mapping[str, str]
Check = Callable[[Headers, bytes], str]
"""Returns why a credential does not verify the webhook, or nothing if it does."""

NEWEST_SECONDS = 1e11
"""A larger timestamp is in milliseconds: in seconds it would be the year 5138."""


def verifier(
    credentials: Sequence[Hmac | Bearer], clock: Callable[[], float] = time.time
) -> Callable[[Headers, bytes], None]:
    """Return the check that one of `credentials` verifies a webhook's raw bytes.

    The check raises `Unauthenticated`, always so when there is no credential.
    """
    checks = [check_of(credential, clock) for credential in credentials]

    def verify(headers: Headers, body: bytes) -> None:
        reasons = []
        for check in checks:
            reason = check(headers, body)
            if not reason:
                return
            reasons.append(reason)
        raise Unauthenticated("; ".join(reasons) or "no credential is configured")

    return verify


def check_of(credential: Hmac | Bearer, clock: Callable[[], float]) -> Check:
    """Compile a credential into its check."""
    if isinstance(credential, Bearer):
        return bearer_check(credential)
    return hmac_check(credential, clock)


def bearer_check(credential: Bearer) -> Check:
    """Expect the token in its header, compared in constant time."""
    header = credential.header
    expected = raw(credential.prefix + credential.secret.value)

    def check(headers: Headers, body: bytes) -> str:
        del body
        given = headers.get(header)
        if not given:
            return f"no {header}"
        return "" if hmac.compare_digest(raw(given), expected) else f"wrong {header}"

    return check


def hmac_check(credential: Hmac, clock: Callable[[], float]) -> Check:
    """Expect a signature over the payload, and a timestamp near our clock."""
    header = credential.signature_header
    decode = decoder_of(credential)
    sign = signer(credential)
    fresh = freshness_of(credential, clock)

    def check(headers: Headers, body: bytes) -> str:
        given = decode(headers.get(header, ""))
        if given is None:
            return f"no {header}" if header not in headers else f"malformed {header}"
        stale = fresh(headers)
        if stale:
            return stale
        timestamp = headers.get(credential.timestamp_header, "")
        valid = hmac.compare_digest(given, sign(body, timestamp))
        return "" if valid else f"wrong {header}"

    return check


def signer(credential: Hmac) -> Callable[[bytes, str], bytes]:
    """Return the function from raw body and timestamp to the signature's bytes."""
    begun = hmac.new(key_of(credential), digestmod=credential.algorithm)
    parts = re.split(r"(\{body\}|\{timestamp\})", credential.payload_format)
    pieces = [part if part[:1] == "{" else raw(part) for part in parts if part]

    def sign(body: bytes, timestamp: str) -> bytes:
        mac = begun.copy()  # the key's part is done once, not per webhook
        for piece in pieces:
            if piece == "{body}":
                mac.update(body)
            else:
                mac.update(piece if isinstance(piece, bytes) else raw(timestamp))
        return mac.digest()

    return sign


def sign_headers(credential: Hmac | Bearer, body: bytes, now: float) -> dict[str, str]:
    """Return the headers by which Vapi would authenticate `body`, sent at `now`."""
    if isinstance(credential, Bearer):
        return {credential.header: credential.prefix + credential.secret.value}
    timestamp = str(int(now))
    signature = signer(credential)(body, timestamp)
    encoded = (
        signature.hex()
        if credential.signature_encoding == "hex"
        else base64.b64encode(signature).decode()
    )
    return {
        credential.signature_header: credential.signature_prefix + encoded,
        credential.timestamp_header: timestamp,
    }


def key_of(credential: Hmac) -> bytes:
    """Return the key's bytes."""
    if credential.secret_is_base64:
        return credential.secret.decode_base64()
    return raw(credential.secret.value)


def decoder_of(credential: Hmac) -> Callable[[str], bytes | None]:
    """Return the decoding of a signature header; None for one that is malformed."""
    prefix = credential.signature_prefix
    hexadecimal = credential.signature_encoding == "hex"

    def decode(header: str) -> bytes | None:
        if not header or not header.startswith(prefix):
            return None
        digits = header.removeprefix(prefix)
        try:
            if hexadecimal:
                return bytes.fromhex(digits)
            return base64.b64decode(digits, validate=True)
        except (ValueError, binascii.Error):
            return None

    return decode


def freshness_of(
    credential: Hmac, clock: Callable[[], float]
) -> Callable[[Headers], str]:
    """Return the check that a signed timestamp lies within the tolerance."""
    header, tolerance = credential.timestamp_header, credential.tolerance
    if "{timestamp}" not in credential.payload_format:
        return lambda _: ""

    def fresh(headers: Headers) -> str:
        moment = seconds_of(headers.get(header, ""))
        if moment is None:
            return f"no {header}" if header not in headers else f"malformed {header}"
        late = tolerance and abs(clock() - moment) > tolerance
        return f"{header} is too far from this clock" if late else ""

    return fresh


def seconds_of(timestamp: str) -> float | None:
    """Read a timestamp in seconds, milliseconds or ISO 8601.

    Vapi does not document the unit.
    """
    if re.fullmatch(r"[0-9]{1,16}(\.[0-9]{1,9})?", timestamp):
        number = float(timestamp)
        return number / 1000 if number > NEWEST_SECONDS else number
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None


def raw(text: str) -> bytes:
    """Return the bytes a header arrived as."""
    return text.encode("utf-8", "surrogateescape")
