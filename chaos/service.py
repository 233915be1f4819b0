"""A service that misbehaves as it is told: `python -m chaos.service NAME …`."""

import argparse
import asyncio
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grpc.aio
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from chaos import mood
from chaos.contract import pool_of
from chaos.journal import Journal

MEGABYTE = 1 << 20
HUGE = (3 * MEGABYTE, 10 * MEGABYTE)
"""Below and above what gRPC takes by default."""

GARBAGE = (b"\xff\xff\xff\xff", b"\x0a\x02\xc3\x28", b"\x10\x01\x18\x02", b"")
"""No message, no UTF-8, another message, an empty one."""

DETAILS = "grpc-status-details-bin"

Context = grpc.aio.ServicerContext[Any, Any]
Handler = Any
"""What gRPC calls for one rpc; its class takes no parameters at run time."""

Words = Callable[[Any], str]


class Service:
    """Says words back, and writes them down once."""

    def __init__(self, name: str, variant: int, journal: Journal) -> None:
        self.pool = pool_of(name, variant)
        self.service = self.pool.FindServiceByName(
            f"tools.{name}.v1.{name.title()}Service"
        )
        self._journal = journal
        self._mood = mood.WELL
        self._words: dict[str, Words] = {"Book": self._book, "Greet": self._greet}

    def handlers(self) -> list[grpc.GenericRpcHandler]:
        """Return what a server serves it by: its rpcs, and how its mood is set."""
        own = {method.name: self._rpc(method) for method in self.service.methods}
        admin: dict[str, Handler] = {
            "Behave": grpc.unary_unary_rpc_method_handler(self._behave)
        }
        return [
            grpc.method_handlers_generic_handler(self.service.full_name, own),
            grpc.method_handlers_generic_handler("chaos.Admin", admin),
        ]

    async def _behave(self, request: bytes, _: Context) -> bytes:
        self._mood = mood.decode(request)
        return b""

    def _rpc(self, method: MethodDescriptor) -> Handler:
        response = message_factory.GetMessageClass(method.output_type)
        field = method.output_type.fields[0].name
        words = self._words.get(method.name.removesuffix(self._title), self._echo)

        async def answer(request: Message, context: Context) -> bytes:
            said = words(request)
            return await self._moody(response(**{field: said}), field, context)

        return grpc.unary_unary_rpc_method_handler(
            answer,
            request_deserializer=message_factory.GetMessageClass(
                method.input_type
            ).FromString,
        )

    @property
    def _title(self) -> str:
        return str(self.service.name).removesuffix("Service")

    def _echo(self, request: Any) -> str:  # noqa: ANN401  dynamic messages
        return f"{request.word} for {request.caller_number}."

    def _book(self, request: Any) -> str:  # noqa: ANN401  as above
        self._journal.have(request.idempotency_key, request.word)
        return self._echo(request)

    def _greet(self, request: Any) -> str:  # noqa: ANN401  as above
        return str(request.caller_number)

    async def _moody(self, response: Message, field: str, context: Context) -> bytes:
        """Answer as the mood has it."""
        now = self._mood
        if happens(now.stalls):
            await asyncio.sleep(now.stall_seconds)
        if happens(now.errors):
            await self._fail(now.code, context)
        if happens(now.huge):
            said = str(getattr(response, field))
            setattr(response, field, said.ljust(random.choice(HUGE), "x"))  # noqa: S311  chance, not secrecy
        if happens(now.wrong):
            return random.choice(GARBAGE)  # noqa: S311  as above
        return response.SerializeToString()

    async def _fail(self, code: int, context: Context) -> None:
        """Fail with a status, or with any; half the time with details that are none."""
        if happens(0.5):
            context.set_trailing_metadata(((DETAILS, GARBAGE[0]),))
        chosen = code or random.randint(1, len(grpc.StatusCode) - 1)  # noqa: S311  chance, not secrecy
        codes = (each for each in grpc.StatusCode if each.value[0] == chosen)
        await context.abort(next(codes), "as told")


def happens(share: float) -> bool:
    """Tell whether it happens this time."""
    return random.random() < share  # noqa: S311  chance, not secrecy


async def serve(options: argparse.Namespace) -> None:
    """Serve until told to stop."""
    service = Service(options.name, options.variant, Journal(options.journal))
    server = grpc.aio.server(options=[("grpc.max_send_message_length", -1)])
    server.add_generic_rpc_handlers(service.handlers())
    health_pb2_grpc.add_HealthServicer_to_server(health.aio.HealthServicer(), server)
    names = [service.service.full_name, health.SERVICE_NAME, reflection.SERVICE_NAME]
    reflection.enable_server_reflection(names, server, pool=service.pool)
    port = server.add_insecure_port(f"127.0.0.1:{options.port}")
    await server.start()
    sys.stdout.write(f"{options.name} listens on 127.0.0.1:{port}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await server.stop(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--variant", type=int, default=0)
    parser.add_argument("--journal", type=Path, required=True)
    asyncio.run(serve(parser.parse_args()))
