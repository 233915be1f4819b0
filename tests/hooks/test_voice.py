"""Speech reaches Vapi as the service makes it."""

import asyncio
import json

import aiohttp
import pytest

from edge.config.hooks import Hooks
from edge.config.policies import Policies

TOLD = {"type": "voice-request", "text": "Hello.", "sampleRate": 24000.0}


def body_of(call_id):
    return json.dumps({"message": {**TOLD, "call": {"id": call_id}}}).encode()


BODY = body_of("call-1")


def spoken(desk, *pieces, then=None):
    """Have a desk speak pieces, then do something else."""

    async def speak(context):
        for piece in pieces:
            yield piece
        if then:
            await then(context)

    desk.answers["SynthesizeSpeech"] = speak


async def test_speech_is_passed_on_to_the_byte(edge, target, desk):
    spoken(desk, b"", b"\x00\x01\x02", b"\xff" * 70_000, b"\x03")
    async with edge(target) as line:
        response = await line.post(BODY)
        audio = await response.read()
    assert response.status == 200
    assert response.content_type == "application/octet-stream"
    assert audio == b"\x00\x01\x02" + b"\xff" * 70_000 + b"\x03"
    (request,) = desk.requests
    assert (request.text, request.sample_rate_hertz) == ("Hello.", 24000)
    assert request.context.call_id == "call-1"


async def test_a_piece_is_passed_on_before_the_next_is_made(edge, target, desk):
    heard = asyncio.Event()

    async def wait(_):
        await heard.wait()

    spoken(desk, b"one", then=wait)
    async with edge(target, budget=5) as line:
        response = await line.post(BODY)
        assert await response.content.readexactly(3) == b"one"
        heard.set()
        assert await response.read() == b""


async def nothing(_):
    """Say no more."""


@pytest.mark.parametrize("then", ["fail", "sleep", "nothing"])
async def test_speech_that_never_begins_is_no_answer(edge, target, desk, then):
    spoken(desk, then=getattr(desk, then, nothing))
    async with edge(target, budget=0.4) as line:
        response = await line.post(BODY)
        assert (response.status, await response.read()) == (503, b"")


@pytest.mark.parametrize("hooks", [Hooks(), Hooks(voice="desk")])
async def test_without_a_voice_there_is_no_answer(edge, hooks):
    async with edge("127.0.0.1:1", hooks=hooks, ready=False) as line:
        response = await line.post(BODY)
        assert response.status == 503


@pytest.mark.parametrize("then", ["fail", "sleep"])
async def test_half_a_speech_is_not_taken_for_a_whole_one(edge, target, desk, then):
    spoken(desk, b"one", then=getattr(desk, then))
    async with edge(target, budget=0.4) as line:
        response = await line.post(BODY)
        with pytest.raises(aiohttp.ClientError):
            await response.read()


async def test_a_voice_nobody_listens_to_is_told_to_stop(edge, target, desk):
    async def forever(_):
        while True:
            yield b"x" * 65536

    desk.answers["SynthesizeSpeech"] = forever
    async with edge(target, budget=5) as line:
        response = await line.post(BODY)
        await response.content.readexactly(10)
        response.close()
        await asyncio.wait_for(desk.cancelled.wait(), 5)


async def test_a_voice_that_stays_silent_is_left_alone(edge, target, desk):
    spoken(desk, then=desk.sleep)
    policies = Policies(trip_after=2, probe_pause=60)
    async with edge(target, budget=0.3, policies=policies) as line:
        for number in range(4):
            response = await line.post(body_of(f"call-{number}"))
            assert response.status == 503
    assert len(desk.requests) == 2
