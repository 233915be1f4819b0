"""Where a webhook comes from, and who may say so."""

import pytest
from multidict import CIMultiDict

from edge.config.credentials import Bearer
from edge.config.secrets import Secret
from edge.errors import Unauthenticated
from edge.vapi.auth import Origin, Sent, verifier

PROXIES = ("10.0.0.0/8", "::1/128")
VAPI = "167.150.225.7"
TOKEN = Bearer(secret=Secret("s3cret"), network=("167.150.224.0/23", "2001:db8::/32"))


def sent(remote, *forwarded, **headers):
    headers = [*headers.items(), *(("X-Forwarded-For", each) for each in forwarded)]
    return Sent(CIMultiDict(headers), raw_path="/hook?a=b", remote=remote)


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("10.1.1.1", [VAPI], VAPI),
        ("::1", [VAPI], VAPI),
        ("::ffff:10.1.1.1", [VAPI], VAPI),
        ("10.1.1.1", [f"{VAPI}, 10.2.2.2"], VAPI),
        ("10.1.1.1", [VAPI, "10.2.2.2"], VAPI),
        ("10.1.1.1", [f"{VAPI}, 6.6.6.6"], "6.6.6.6"),
        ("10.1.1.1", [VAPI, "6.6.6.6"], "6.6.6.6"),
        ("10.1.1.1", [], "10.1.1.1"),
        ("10.1.1.1", ["garbage"], "garbage"),
        ("6.6.6.6", [VAPI], "6.6.6.6"),
        (None, [VAPI], ""),
    ],
)
def test_only_proxies_of_ours_say_for_whom_they_speak(remote, forwarded, address):
    assert Origin(PROXIES).address(sent(remote, *forwarded)) == address


def test_without_proxies_nobody_speaks_for_another():
    assert Origin().address(sent("10.1.1.1", VAPI)) == "10.1.1.1"


@pytest.mark.parametrize(
    ("remote", "proto", "url"),
    [
        ("10.1.1.1", "https", "https://edge.example/hook?a=b"),
        ("10.1.1.1", "http, https", "https://edge.example/hook?a=b"),
        ("6.6.6.6", "https", "http://edge.example/hook?a=b"),
    ],
)
def test_only_proxies_of_ours_say_how_they_were_reached(remote, proto, url):
    headers = {"Host": "edge.example", "X-Forwarded-Proto": proto}
    assert Origin(PROXIES).url(sent(remote, **headers)) == url


def test_the_public_url_wins_over_what_the_request_says():
    origin = Origin(PROXIES, "https://voice.example/edge")
    assert (
        origin.url(sent("1.1.1.1", Host="x")) == "https://voice.example/edge/hook?a=b"
    )


@pytest.mark.parametrize(
    ("remote", "inside"),
    [
        ("167.150.224.1", True),
        (VAPI, True),
        (f"::ffff:{VAPI}", True),
        ("2001:db8::1", True),
        ("167.150.226.1", False),
        ("127.0.0.1", False),
        ("garbage", False),
        (None, False),
    ],
)
def test_a_credential_may_be_of_one_network_alone(remote, inside):
    request = sent(remote, authorization="Bearer s3cret")
    if inside:
        assert verifier([TOKEN])(request, b"").rank == 0
    else:
        with pytest.raises(Unauthenticated, match="network"):
            verifier([TOKEN])(request, b"")


def test_a_stranger_cannot_forward_himself_into_the_network():
    request = sent("6.6.6.6", VAPI, authorization="Bearer s3cret")
    with pytest.raises(Unauthenticated, match="network"):
        verifier([TOKEN], origin=Origin(PROXIES))(request, b"")
