"""What travels when there is no answer."""

import grpc.aio
import pytest

from customer_service import refusal
from customer_service.refusal import Refusal, Refused
from customer_service.status import answered

REFUSALS = [each for each in vars(refusal).values() if isinstance(each, Refusal)]


@pytest.fixture
async def failing():
    """A server whose one method fails as the test says; returns the call."""
    failures = []

    async def fail():
        raise failures.pop()

    async def method(request, context):
        return await answered(context, fail())

    handlers = {"Fail": grpc.unary_unary_rpc_method_handler(method)}
    server = grpc.aio.server()
    server.add_generic_rpc_handlers(
        [grpc.method_handlers_generic_handler("test.Test", handlers)]
    )
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:

        def call(failure):
            failures.append(failure)
            return channel.unary_unary("/test.Test/Fail")(b"")

        yield call
    await server.stop(None)


@pytest.mark.parametrize("given", REFUSALS, ids=lambda given: given.speech)
async def test_a_refusal_travels_with_its_words_and_its_field(failing, refused, given):
    told = await refused(failing(Refused(given)))
    assert told.code == given.code.name
    assert told.speech == given.speech
    assert told.fields == ([given.field] if given.field else [])
    assert told.speech.endswith((".", "?"))


@pytest.mark.parametrize("failure", [RuntimeError, KeyError, OSError, TimeoutError])
async def test_nothing_of_another_failure_is_told(failing, refused, failure):
    call = failing(failure("postgresql://root:s3cret@10.0.0.7"))
    told = await refused(call)
    assert (told.code, told.speech) == ("INTERNAL", refusal.BROKEN.speech)
    sent = repr(await call.trailing_metadata()) + await call.details()
    assert "s3cret" not in sent
    assert failure.__name__ not in sent
