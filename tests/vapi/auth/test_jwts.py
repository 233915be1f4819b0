"""Tokens of an authorization server, with keys that change."""

import asyncio
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from multidict import CIMultiDict

from edge.errors import Unauthenticated
from edge.vapi.auth import Sent, jwks, verifier, verify_later
from tests.issuer import AUDIENCE, ISSUER, credential


class Receiver:
    """Verifies tokens as the route does."""

    def __init__(self, credential):
        self.now = time.time()
        self._verify = verifier([credential], lambda: self.now)

    async def take(self, token, prefix="Bearer "):
        request = Sent(CIMultiDict({"Authorization": prefix + token}))
        try:
            return self._verify(request, b"")
        except Unauthenticated as error:
            return await verify_later(self._verify, error, request, b"")


async def test_a_token_is_verified_and_the_keys_are_asked_for_once(issuer):
    receiver = Receiver(credential(issuer))
    for _ in range(3):
        assert (await receiver.take(issuer.token())).rank == 0
    assert issuer.asked == 1


async def test_where_no_loop_ran_the_first_webhook_waits_for_the_keys(issuer):
    receiver = await asyncio.to_thread(Receiver, credential(issuer))
    assert (await receiver.take(issuer.token())).rank == 0


async def test_many_at_once_ask_for_the_keys_once(issuer):
    receiver = Receiver(credential(issuer))
    tokens = [issuer.token(n=n) for n in range(20)]
    await asyncio.gather(*map(receiver.take, tokens))
    assert issuer.asked == 1


async def test_elliptic_curves_will_do(issuer):
    issuer.keys = {"two": "ES256"}
    await Receiver(credential(issuer)).take(issuer.token("two"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"iss": "https://else.example/"}, "issuer"),
        ({"iss": None}, "iss"),
        ({"aud": "https://else.example"}, "[Aa]udience"),
        ({"aud": None}, "aud"),
        ({"exp": 1}, "expired"),
        ({"exp": None}, "exp"),
        ({"nbf": time.time() + 3600}, "not yet valid"),
    ],
)
async def test_a_token_for_others_or_of_another_time_is_refused(issuer, change, reason):
    with pytest.raises(Unauthenticated, match=reason):
        await Receiver(credential(issuer)).take(issuer.token(**change))


async def test_a_clock_a_little_apart_is_forgiven(issuer):
    token = issuer.token(exp=time.time() - 30)
    await Receiver(credential(issuer, leeway=60)).take(token)
    with pytest.raises(Unauthenticated, match="expired"):
        await Receiver(credential(issuer, leeway=5)).take(token)


async def test_a_token_runs_out_though_it_was_verified_before(issuer):
    receiver = Receiver(credential(issuer, leeway=0))
    end = time.time() + 2
    token = issuer.token(exp=end)
    await receiver.take(token)
    await asyncio.sleep(end - time.time() + 0.1)  # PyJWT reads the system's own clock
    receiver.now = time.time()
    with pytest.raises(Unauthenticated, match="expired"):
        await receiver.take(token)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 10, "." * 1000])
async def test_garbage_is_no_token(issuer, token):
    with pytest.raises(Unauthenticated):
        await Receiver(credential(issuer)).take(token)
    assert issuer.asked <= 1


async def test_a_token_signed_by_somebody_else_is_refused(issuer):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(Unauthenticated, match="Signature"):
        await Receiver(credential(issuer)).take(issuer.token(key=other))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_a_token_cannot_choose_how_it_is_verified(issuer, algorithm):
    claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": time.time() + 60}
    key = None if algorithm == "none" else "s" * 64
    token = jwt.encode(claims, key, algorithm, headers={"kid": "one"})
    with pytest.raises(Unauthenticated):
        await Receiver(credential(issuer)).take(token)


async def test_a_new_key_is_learned_and_an_old_one_forgotten(issuer):
    receiver = Receiver(credential(issuer))
    old = issuer.token()
    await receiver.take(old)
    issuer.keys = {"two": "ES256"}
    receiver.now += jwks.PAUSE_SECONDS + 1
    await receiver.take(issuer.token("two"))
    with pytest.raises(Unauthenticated, match="unknown key"):
        await receiver.take(old)


async def test_strangers_key_ids_do_not_make_the_edge_flood_the_issuer(issuer):
    receiver = Receiver(credential(issuer))
    await receiver.take(issuer.token())
    for number in range(20):
        with pytest.raises(Unauthenticated, match="unknown key"):
            await receiver.take(issuer.token(f"stranger-{number}"))
    assert issuer.asked == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"text": "not JSON"},
        {"text": "{}"},
        {"text": "null"},
        {"text": "[" * 100_000},
        {"text": '{"keys": []}'},
        {"body": b"\xff"},
        {"body": b" " * (jwks.MOST_BYTES + 1)},
        {"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}},
    ],
)
async def test_while_the_issuer_is_broken_nobody_new_gets_in(issuer, answer):
    issuer.answer = answer
    with pytest.raises(Unauthenticated, match="unknown key"):
        await Receiver(credential(issuer)).take(issuer.token())


async def test_what_is_no_address_shows_no_keys(issuer):
    nowhere = credential(issuer, jwks_url="https://\0")
    with pytest.raises(Unauthenticated, match="unknown key"):
        await Receiver(nowhere).take(issuer.token())


async def test_old_keys_are_asked_for_again_without_anybody_waiting(issuer):
    receiver = Receiver(credential(issuer, refresh=10))
    token = issuer.token()
    await receiver.take(token)
    receiver.now += 11
    issuer.answer = {"status": 500}
    await receiver.take(token)
    await asyncio.wait_for(issuer.asked_again.wait(), 5)
    await receiver.take(token)
