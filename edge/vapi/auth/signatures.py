"""Signatures by a shared secret, in every form of Vapi's plan."""

import base64
import binascii
import hmac
import re
from collections.abc import Callable

from multidict import istr

from edge.config.credentials import PLACEHOLDERS, Hmac
from edge.vapi.auth.origins import Origin
from edge.vapi.auth.requests import Request, raw

HOLES = re.compile("({})".format("|".join(map(re.escape, sorted(PLACEHOLDERS)))))

Sign = Callable[[Request, bytes, str], bytes]
"""Returns the signature of a request, its raw body and its timestamp."""

Fill = Callable[[Request, str], bytes]
"""Returns what stands before or after the body, by request and timestamp."""


def signer(credential: Hmac, origin: Origin) -> Sign:
    """Compile the credential's format and key into the signature's computation."""
    begun = hmac.new(key_of(credential), digestmod=credential.algorithm)
    first, *others = credential.signed.split("{body}")
    before = filler(first, credential, origin)
    after = [filler(text, credential, origin) for text in others]

    def sign(request: Request, body: bytes, timestamp: str) -> bytes:
        mac = begun.copy()  # the key's part is done once, not per webhook
        mac.update(before(request, timestamp))
        for fill in after:
            mac.update(body)
            mac.update(fill(request, timestamp))
        return mac.digest()

    return sign


def filler(text: str, credential: Hmac, origin: Origin) -> Fill:
    """Compile what stands before or after the body."""
    if not HOLES.search(text):
        fixed = raw(text)
        return lambda *_: fixed
    message_id = istr(credential.message_id_header)
    read: dict[str, Callable[[Request], str]] = {
        "{method}": lambda request: request.method,
        "{url}": origin.url,
        "{svix-id}": lambda request: request.headers.get(message_id, ""),
    }
    asked = [name for name in read if name in text]

    def fill(request: Request, timestamp: str) -> bytes:
        values = {name: read[name](request) for name in asked}
        values["{timestamp}"] = timestamp
        return raw(HOLES.sub(lambda hole: values[hole[0]], text))

    if asked or text.count("{timestamp}") != 1:
        return fill
    head, tail = text.split("{timestamp}", 1)  # spares the usual format the pattern
    return lambda _, timestamp: raw(head + timestamp + tail)


def key_of(credential: Hmac) -> bytes:
    """Return the key's bytes."""
    if credential.secret_is_base64:
        return credential.secret.decode_base64()
    return raw(credential.secret.value)


def encoder_of(credential: Hmac) -> Callable[[bytes], str]:
    """Return the encoding of a signature, as its header has it."""
    prefix = credential.signature_prefix
    if credential.signature_encoding == "hex":
        return lambda signature: prefix + signature.hex()
    return lambda signature: prefix + base64.b64encode(signature).decode()


def decoder_of(credential: Hmac) -> Callable[[str], list[bytes]]:
    """Return the decoding of a signature header; malformed ones are left out.

    Standard Webhooks puts several in one header, parted by spaces, while a secret
    is rotated.
    """
    prefix = credential.signature_prefix
    alone = " " in prefix
    decode = (
        bytes.fromhex
        if credential.signature_encoding == "hex"
        else lambda text: base64.b64decode(text, validate=True)
    )

    def signatures(header: str) -> list[bytes]:
        found = []
        for text in [header] if alone else header.split():
            if not text.startswith(prefix):
                continue
            try:
                found.append(decode(text[len(prefix) :]))
            except (ValueError, binascii.Error):
                continue
        return found

    return signatures
