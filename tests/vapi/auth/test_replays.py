"""A webhook that was seen before."""

import asyncio

import pytest
from multidict import CIMultiDict

from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.errors import Unauthenticated
from edge.vapi.auth import Replays, Sent, sign_headers, verifier
from edge.vapi.auth.replays import Handled

NOW = 1_764_000_000.0
BODY = b'{"message": {"type": "hang"}}'
SIGNED = Hmac(secret=Secret("s3cret"))
NAMED = Hmac(secret=Secret("s3cret"), message_id_header="svix-id")


class Receiver:
    """Verifies what is delivered to it, at a time of its own."""

    def __init__(self, *credentials, **limits):
        self.now = NOW
        self.replays = Replays(**limits)
        self._verify = verifier(credentials, lambda: self.now, replays=self.replays)

    def take(self, body=BODY, headers=None, credential=SIGNED, **given):
        headers = headers or sign_headers(credential, body, NOW)
        return self._verify(Sent(CIMultiDict(headers | given)), body)


def test_a_redelivery_is_known_by_its_signature():
    receiver = Receiver(SIGNED)
    assert not receiver.take().again
    assert receiver.take().again


def test_another_webhook_is_no_redelivery():
    receiver = Receiver(SIGNED)
    receiver.take()
    assert not receiver.take(body=BODY + b" ").again


def test_writing_the_signature_otherwise_makes_no_new_webhook():
    receiver = Receiver(SIGNED)
    receiver.take()
    headers = sign_headers(SIGNED, BODY, NOW)
    headers["x-signature"] = headers["x-signature"].upper()
    assert receiver.take(headers=headers).again


def test_a_redelivery_signed_anew_is_known_by_its_id():
    receiver = Receiver(NAMED)
    first = sign_headers(NAMED, BODY, NOW, message_id="msg_1")
    second = sign_headers(NAMED, BODY, NOW + 60, message_id="msg_1")
    assert not receiver.take(headers=first).again
    assert receiver.take(headers=second).again


@pytest.mark.parametrize(
    ("body", "message_id"), [(BODY, "msg_2"), (BODY + b" ", "msg_1")]
)
def test_a_signature_under_another_id_or_an_id_on_another_body_is_refused(
    body, message_id
):
    receiver = Receiver(NAMED)
    receiver.take(headers=sign_headers(NAMED, BODY, NOW, message_id="msg_1"))
    headers = sign_headers(NAMED, body, NOW, message_id=message_id)
    with pytest.raises(Unauthenticated, match="tampered"):
        receiver.take(body=body, headers=headers)


def test_one_tenants_message_id_is_not_anothers():
    other = Hmac(secret=Secret("other"), message_id_header="svix-id")
    receiver = Receiver(NAMED, other)
    for credential in (NAMED, other):
        headers = sign_headers(credential, BODY, NOW, message_id="msg_1")
        assert not receiver.take(headers=headers).again


def test_after_the_window_a_webhook_is_forgotten():
    eternal = Hmac(secret=Secret("s3cret"), tolerance=0, replay_window=60)
    receiver = Receiver(eternal)
    receiver.take()
    receiver.now += 61
    assert not receiver.take().again


def test_a_window_of_zero_remembers_nothing():
    receiver = Receiver(Hmac(secret=Secret("s3cret"), replay_window=0))
    receiver.take()
    assert not receiver.take().again
    assert len(receiver.replays) == 0


def test_of_too_many_webhooks_the_oldest_are_forgotten():
    receiver = Receiver(SIGNED, most=100)
    for number in range(1000):
        receiver.take(body=b"%d" % number)
    assert len(receiver.replays) == 100
    assert receiver.take(body=b"999").again
    assert not receiver.take(body=b"0").again


def test_of_too_long_answers_the_oldest_are_forgotten():
    receiver = Receiver(SIGNED, most_bytes=10_000)
    for number in range(100):
        receiver.take(body=b"%d" % number).handled.settle(b"x" * 1000)
    assert len(receiver.replays) < 13
    assert receiver.take(body=b"99").again


def test_what_no_credential_verifies_fills_no_memory():
    receiver = Receiver(SIGNED)
    for _ in range(10):
        with pytest.raises(Unauthenticated):
            receiver.take(headers={"x-signature": "ab", "x-timestamp": str(int(NOW))})
    assert len(receiver.replays) == 0


async def test_a_redelivery_waits_for_the_first_answer():
    receiver = Receiver(SIGNED)
    first, second = receiver.take(), receiver.take()
    waiting = asyncio.create_task(second.handled.answer())
    await asyncio.sleep(0)
    with first.handled as handled:
        handled.settle(b"words")
    assert await waiting == b"words"
    assert await receiver.take().handled.answer() == b"words"


async def test_a_webhook_that_failed_may_come_again():
    receiver = Receiver(SIGNED)
    first, second = receiver.take(), receiver.take()
    waiting = asyncio.create_task(second.handled.answer())
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError), first.handled:
        raise RuntimeError
    assert await waiting is None
    assert not receiver.take().again


async def test_one_redelivery_that_is_given_up_leaves_the_others():
    receiver = Receiver(SIGNED)
    first, second = receiver.take(), receiver.take()
    waiting = [asyncio.create_task(second.handled.answer()) for _ in range(2)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    first.handled.settle(b"words")
    assert await waiting[1] == b"words"


async def test_a_webhook_forgotten_while_it_runs_is_still_answered():
    replays = Replays(most=1)
    handled = [Handled(replays, b"%d" % n, None, 0) for n in range(2)]
    for each in handled:
        replays.admit(each, now=NOW, seconds=60)
    handled[0].settle(b"words")
    assert await handled[0].answer() == b"words"
    assert len(replays) == 1
