"""Signatures in every form that Vapi's plan can describe."""

import hashlib
import hmac

import pytest
from multidict import CIMultiDict

from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.errors import Unauthenticated
from edge.vapi.auth import Origin, Sent, sign_headers, verifier

NOW = 1_764_000_000.0
BODY = b'{"message": {"type": "hang"}}'
SECRET = Secret("s3cret")
URL = "https://edge.example/hook?tenant=a"


def sent(credential, *, body=BODY, url=URL, method="POST", **changes):
    headers = sign_headers(
        credential, body, NOW, url=url, method=method, message_id="msg_1"
    )
    fields = {"method": method, "raw_path": "/hook?tenant=a"} | changes
    return Sent(CIMultiDict(headers), **fields)


def verify(credential, request, body=BODY):
    origin = Origin(public_url="https://edge.example")
    return verifier([credential], lambda: NOW, origin=origin)(request, body)


@pytest.mark.parametrize(
    "payload_format",
    [
        "{body}",
        "{timestamp}.{body}",
        "{body}{timestamp}",
        "{method} {url}\n{timestamp}\n{body}",
        "{svix-id}.{timestamp}.{body}",
        "{timestamp}{timestamp}{body}",
        "{body}|{body}",
        "v0:{timestamp}:{body}:end",
    ],
)
def test_what_is_signed_is_as_configured(payload_format):
    credential = Hmac(
        secret=SECRET, payload_format=payload_format, message_id_header="svix-id"
    )
    plain = payload_format
    for hole, value in {
        "{body}": BODY.decode(),
        "{timestamp}": str(int(NOW)),
        "{method}": "POST",
        "{url}": URL,
        "{svix-id}": "msg_1",
    }.items():
        plain = plain.replace(hole, value)
    request = sent(credential)
    expected = hmac.new(b"s3cret", plain.encode(), hashlib.sha256).hexdigest()
    assert request.headers["x-signature"] == expected
    verify(credential, request)


@pytest.mark.parametrize(
    ("payload_format", "change"),
    [
        ("{method}{body}", {"method": "PUT"}),
        ("{url}{body}", {"raw_path": "/hook?tenant=b"}),
    ],
)
def test_a_signature_holds_for_one_method_and_one_url(payload_format, change):
    credential = Hmac(secret=SECRET, payload_format=payload_format)
    signed = sent(credential).headers
    request = Sent(signed, **{"raw_path": "/hook?tenant=a"} | change)
    with pytest.raises(Unauthenticated, match="wrong x-signature"):
        verify(credential, request)


def test_a_body_that_looks_like_a_hole_is_no_hole():
    credential = Hmac(secret=SECRET)
    body = b'{"a": "{timestamp}{url}{body}"}'
    verify(credential, sent(credential, body=body), body)


def test_without_its_timestamp_the_body_alone_is_signed():
    credential = Hmac(secret=SECRET, include_timestamp=False)
    signature = hmac.new(b"s3cret", BODY, hashlib.sha256).hexdigest()
    verify(credential, Sent(CIMultiDict({"X-Signature": signature})))


def test_one_right_signature_of_several_suffices():
    credential = Hmac(secret=SECRET, signature_prefix="v1,")
    request = sent(credential)
    right = request.headers["x-signature"]
    several = CIMultiDict(request.headers)
    several["x-signature"] = f"v2,abc v1,{'0' * 64} {right}"
    verify(credential, Sent(several))


def test_the_same_signature_in_capitals_is_the_same():
    credential = Hmac(secret=SECRET)
    request = sent(credential)
    several = CIMultiDict(request.headers)
    several["x-signature"] = several["x-signature"].upper()
    verify(credential, Sent(several))


WEBHOOK = b'{"test": 2432232314}'
PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
"""The example of the Standard Webhooks specification's reference libraries."""

STANDARD = Hmac(
    secret=Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    secret_is_base64=True,
    signature_header="webhook-signature",
    signature_prefix="v1,",
    signature_encoding="base64",
    timestamp_header="webhook-timestamp",
    message_id_header="webhook-id",
    payload_format="{svix-id}.{timestamp}.{body}",
)


def standard(**changes):
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": PUBLISHED,
    }
    return Sent(CIMultiDict(headers | changes))


def verify_standard(request, *, body=WEBHOOK, now=1_614_265_330.0, secret=None):
    credential = STANDARD
    if secret:
        credential = Hmac(**{**struct(STANDARD), "secret": Secret(secret)})
    return verifier([credential], lambda: now)(request, body)


def struct(credential):
    return {name: getattr(credential, name) for name in credential.__struct_fields__}


@pytest.mark.parametrize("prefix", ["whsec_", ""])
def test_standard_webhooks_published_signature_is_verified(prefix):
    verify_standard(standard(), secret=prefix + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def test_standard_webhooks_old_and_new_signature_come_together():
    others = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1a,hnO3f9T8Ytu9HwrX"
    verify_standard(standard(**{"webhook-signature": f"{others} {PUBLISHED}"}))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"webhook-id": "msg_other"}, "wrong webhook-signature"),
        ({"webhook-timestamp": "1614265331"}, "wrong webhook-signature"),
        ({"webhook-timestamp": "1614265030"}, "wrong webhook-signature"),
        ({"webhook-timestamp": "1614265029"}, "too far"),
        ({"webhook-timestamp": "hello"}, "malformed webhook-timestamp"),
        ({"webhook-signature": "v2," + PUBLISHED[3:]}, "malformed webhook-signature"),
        ({"webhook-signature": "v1,dawfeoifkpqwoekfpqoekf"}, "malformed"),
        ({"webhook-signature": ""}, "malformed webhook-signature"),
    ],
)
def test_standard_webhooks_anything_else_is_refused(change, reason):
    with pytest.raises(Unauthenticated, match=reason):
        verify_standard(standard(**change))
