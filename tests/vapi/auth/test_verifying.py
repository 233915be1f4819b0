"""Who may send a webhook."""

import hashlib
import hmac

import pytest

from edge.config.credentials import Bearer, Hmac
from edge.config.secrets import Secret
from edge.errors import Unauthenticated
from edge.vapi.auth import Sent, sign_headers, verifier
from edge.vapi.auth.timestamps import seconds_of

NOW = 1_764_000_000.0
BODY = b'{"message": {"type": "hang"}}'
SECRET = Secret("s3cret")


def verify(credentials, headers, body=BODY, now=NOW):
    return verifier(credentials, lambda: now)(Sent(headers), body)


@pytest.mark.parametrize(
    "credential",
    [
        Hmac(secret=SECRET),
        Hmac(secret=SECRET, algorithm="sha512", signature_encoding="base64"),
        Hmac(secret=SECRET, algorithm="sha1", signature_prefix="sha1="),
        Hmac(secret=SECRET, secret_is_base64=False, payload_format="{body}"),
        Hmac(secret=Secret("c2VjcmV0"), secret_is_base64=True),
        Hmac(secret=SECRET, payload_format="v0:{timestamp}:{body}"),
        Hmac(
            secret=SECRET,
            signature_header="x-vapi-signature",
            payload_format="{body}",
        ),
        Bearer(secret=SECRET),
        Bearer(secret=SECRET, header="x-vapi-secret", prefix=""),
    ],
)
def test_what_a_credential_signs_it_verifies(credential):
    headers = sign_headers(credential, BODY, NOW)
    verify([credential], headers)
    if isinstance(credential, Hmac):
        with pytest.raises(Unauthenticated):
            verify([credential], headers, body=BODY + b" ")


def test_the_default_signature_is_vapis():
    signature = hmac.new(b"s3cret", b"%d.%s" % (NOW, BODY), hashlib.sha256).hexdigest()
    headers = {"x-signature": signature, "x-timestamp": str(int(NOW))}
    verify([Hmac(secret=SECRET)], headers)


def test_the_tutorials_signature_is_of_the_body_alone():
    signature = hmac.new(b"s3cret", BODY, hashlib.sha256).hexdigest()
    tutorial = Hmac(
        secret=SECRET, signature_header="x-vapi-signature", payload_format="{body}"
    )
    verify([tutorial], {"x-vapi-signature": signature})


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "no x-signature"),
        ({"x-signature": ""}, "malformed x-signature"),
        ({"x-signature": "zz"}, "malformed x-signature"),
        ({"x-signature": "\udcff"}, "malformed x-signature"),
        ({"x-signature": "ab"}, "no x-timestamp"),
        ({"x-signature": "ab", "x-timestamp": "now"}, "malformed x-timestamp"),
        ({"x-signature": "ab", "x-timestamp": "1"}, "too far"),
        ({"x-signature": "ab", "x-timestamp": str(NOW)}, "wrong x-signature"),
    ],
)
def test_a_refusal_says_why(headers, reason):
    with pytest.raises(Unauthenticated, match=reason):
        verify([Hmac(secret=SECRET)], headers)


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer s3cre", "s3cret", "Bearer é"])
def test_a_wrong_token_is_refused(token):
    with pytest.raises(Unauthenticated):
        verify([Bearer(secret=SECRET)], {"authorization": token})


def test_without_a_credential_everything_is_refused():
    with pytest.raises(Unauthenticated):
        verify([], {})


def test_any_one_of_several_credentials_suffices():
    old, new = Hmac(secret=Secret("old")), Hmac(secret=Secret("new"))
    for sender in (old, new):
        verify([old, new], sign_headers(sender, BODY, NOW))


@pytest.mark.parametrize("drift", [-299, 299])
def test_a_timestamp_near_our_clock_is_accepted(drift):
    headers = sign_headers(Hmac(secret=SECRET), BODY, NOW)
    verify([Hmac(secret=SECRET)], headers, now=NOW + drift)


@pytest.mark.parametrize("drift", [-301, 301])
def test_a_signature_of_another_time_is_refused(drift):
    headers = sign_headers(Hmac(secret=SECRET), BODY, NOW)
    with pytest.raises(Unauthenticated, match="too far"):
        verify([Hmac(secret=SECRET)], headers, now=NOW + drift)


def test_a_tolerance_of_zero_accepts_any_time():
    headers = sign_headers(Hmac(secret=SECRET), BODY, NOW)
    verify([Hmac(secret=SECRET, tolerance=0)], headers, now=NOW + 1e6)


@pytest.mark.parametrize(
    ("timestamp", "seconds"),
    [
        ("1764000000", NOW),
        ("1764000000.5", NOW + 0.5),
        ("1764000000000", NOW),
        ("2025-11-24T16:00:00Z", NOW),
        ("2025-11-24T17:00:00.000+01:00", NOW),
        ("2025-11-24T16:00:00", None),
        ("", None),
        ("1e9", None),
        ("-5", None),
        ("٣", None),
        ("9" * 400, None),
    ],
)
def test_a_timestamp_may_be_seconds_milliseconds_or_iso(timestamp, seconds):
    assert seconds_of(timestamp) == seconds
