"""The service misbehaves as it is told, and no otherwise."""

import random

import grpc.aio
import pytest
from google.protobuf import message_factory

from chaos.contract import pool_of
from chaos.journal import effects
from chaos.mood import WELL, Mood
from chaos.served import Served


@pytest.fixture
async def service(tmp_path):
    served = Served("alpha", tmp_path, random.Random(1))
    await served.start()
    yield served
    await served.stop()


async def ask(service, rpc="Echo", **fields):
    pool = pool_of("alpha", service.variant)
    method = pool.FindMethodByName(f"tools.alpha.v1.AlphaService.{rpc}Alpha")
    request = message_factory.GetMessageClass(method.input_type)(**fields)
    response = message_factory.GetMessageClass(method.output_type)
    async with grpc.aio.insecure_channel(f"127.0.0.1:{service.proxy.port}") as channel:
        call = channel.unary_unary(f"/tools.alpha.v1.AlphaService/{rpc}Alpha")
        data = await call(request.SerializeToString(), timeout=5, wait_for_ready=True)
    return response.FromString(data)


async def test_it_says_back_and_writes_down_once(service):
    said = await ask(service, word="a", caller_number="+1")
    assert said.speech == "a for +1."
    for _ in range(2):
        await ask(service, "Book", word="b", idempotency_key="k")
    assert effects(service.journal) == {"b": 1}


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        (Mood(errors=1.0, code=9), grpc.StatusCode.FAILED_PRECONDITION),
        (Mood(stalls=1.0, stall_seconds=30), grpc.StatusCode.DEADLINE_EXCEEDED),
    ],
)
async def test_it_fails_as_it_is_told_until_told_otherwise(service, mood, code):
    await service.behave(mood)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await ask(service, word="a")
    assert caught.value.code() is code
    await service.behave(WELL)
    assert (await ask(service, word="a")).speech


async def test_it_fails_with_every_status(service):
    await service.behave(Mood(errors=1.0))
    codes = set()
    while len(codes) < len(grpc.StatusCode) - 1:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await ask(service, word="a")
        codes.add(caught.value.code())
    assert grpc.StatusCode.OK not in codes


async def test_it_returns_at_its_address_and_remembers_its_effects(service):
    await ask(service, "Book", word="b", idempotency_key="k")
    await service.kill()
    await service.start()
    await ask(service, "Book", word="b", idempotency_key="k")
    assert effects(service.journal) == {"b": 1}


async def test_another_release_has_another_contract(service):
    await service.release()
    assert (await ask(service, "Wave", word="a", loudness=3)).speech
    await service.release()
    with pytest.raises(KeyError):
        await ask(service, "Wave", word="a")
