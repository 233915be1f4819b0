"""What the tests talk to: a loopback Open-Meteo, the service, its process."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc.aio
import httpx
import pytest
from aiohttp import web
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from tools.weather.v1 import weather_pb2_grpc

from weather_service.gazetteer import Gazetteer
from weather_service.openmeteo import OpenMeteo
from weather_service.sample import Sample
from weather_service.server import assemble
from weather_service.service import WeatherService

TODAY = datetime(2025, 7, 14, 10, tzinfo=UTC)  # a Monday
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def document(*, current: dict[str, Any] | None = None, **daily: Any) -> dict[str, Any]:
    """Return a reply in Open-Meteo's format, with some of its values replaced."""
    days = [f"{TODAY + timedelta(days=offset):%Y-%m-%d}" for offset in range(7)]
    return {
        "latitude": 48.86,
        "longitude": 2.35,
        "generationtime_ms": 0.11,
        "utc_offset_seconds": 7200,
        "timezone": "Europe/Paris",
        "timezone_abbreviation": "CEST",
        "elevation": 38.0,
        "current_units": {"temperature_2m": "°C", "wind_speed_10m": "km/h"},
        "current": {
            "time": f"{days[0]}T12:00",
            "interval": 900,
            "weather_code": 61,
            "temperature_2m": 18.4,
            "apparent_temperature": 16.2,
            "relative_humidity_2m": 71,
            "wind_speed_10m": 12.6,
            **(current or {}),
        },
        "daily_units": {"temperature_2m_max": "°C"},
        "daily": {
            "time": days,
            "weather_code": [61, 2, 95, 0, 3, 71, 45],
            "temperature_2m_max": [19.6, 22.1, 24.0, 25.5, 21.0, 1.2, 9.0],
            "temperature_2m_min": [11.7, 12.0, 15.2, 14.9, 13.3, -4.6, 2.0],
            "precipitation_probability_max": [60, 5, 80, 0, 10, 90, None],
            **daily,
        },
    }


@dataclass
class Peer:
    """An Open-Meteo on loopback; `answer` decides what the next request gets."""

    url: str = ""
    queries: list[dict[str, str]] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client goes away before it is answered."""
    resume: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer as Open-Meteo does; a test replaces it."""
        del request
        return web.json_response(document())

    async def slowly(self, request: web.Request) -> web.StreamResponse:
        """Answer when `resume` is set."""
        await self.resume.wait()
        return await Peer.answer(self, request)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note what is asked, and answer it."""
        self.queries.append(dict(request.query))
        self.asked.set()
        try:
            return await self.answer(request)
        except asyncio.CancelledError:
            self.hung_up.set()
            raise


@pytest.fixture
def reply() -> Callable[..., dict[str, Any]]:
    return document


@pytest.fixture
async def open_meteo() -> AsyncIterator[Peer]:
    peer = Peer()
    app = web.Application()
    app.router.add_get("/v1/forecast", peer.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    peer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield peer
    await runner.cleanup()


@pytest.fixture
async def provider(open_meteo: Peer) -> AsyncIterator[OpenMeteo]:
    async with httpx.AsyncClient(timeout=5) as client:
        yield OpenMeteo(client, httpx.URL(open_meteo.url))


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    with closing(Gazetteer()) as opened:
        yield opened


@asynccontextmanager
async def served(service: WeatherService) -> AsyncIterator[Any]:
    server, _ = assemble(service)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield weather_pb2_grpc.WeatherServiceStub(channel)
    await server.stop(None)


@pytest.fixture
def serving() -> Callable[[WeatherService], Any]:
    return served


@pytest.fixture
async def weather(gazetteer: Gazetteer, provider: OpenMeteo) -> AsyncIterator[Any]:
    """Return a client of the service, which asks the loopback Open-Meteo."""
    service = WeatherService(gazetteer=gazetteer, provider=provider)
    async with served(service) as stub:
        yield stub


@pytest.fixture
async def sample_weather(gazetteer: Gazetteer) -> AsyncIterator[Any]:
    """Return a client of the service with the embedded provider."""
    provider = Sample(clock=lambda: TODAY)
    service = WeatherService(gazetteer=gazetteer, provider=provider)
    async with served(service) as stub:
        yield stub


@dataclass(frozen=True)
class Refused:
    """What a client sees of a failed call."""

    code: grpc.StatusCode
    words: str
    fields: list[str]


@pytest.fixture
def refused() -> Callable[[Awaitable[Any]], Awaitable[Refused]]:
    """Return what awaits a call that must fail, and reads its status details."""

    async def read(call: Any) -> Refused:
        with pytest.raises(grpc.aio.AioRpcError):
            await call
        status = await rpc_status.aio.from_call(call)
        words, faults = (
            error_details_pb2.LocalizedMessage(),
            error_details_pb2.BadRequest(),
        )
        for detail in status.details:
            detail.Unpack(words) or detail.Unpack(faults)
        fields = [fault.field for fault in faults.field_violations]
        return Refused(await call.code(), words.message, fields)

    return read


@dataclass
class Process:
    """A running `python -m weather_service`."""

    handle: asyncio.subprocess.Process
    address: str


@asynccontextmanager
async def started(**settings: str) -> AsyncIterator[Process]:
    environ = os.environ | {"SERVICE_ADDRESS": "127.0.0.1:0"} | settings
    handle = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "weather_service",
        env=environ,
        stdout=asyncio.subprocess.PIPE,
    )
    line = (await handle.stdout.readline()).decode()
    yield Process(handle, line.rpartition(" ")[2].strip())
    with suppress(ProcessLookupError):
        handle.kill()
    await handle.wait()


@pytest.fixture
def start() -> Callable[..., Any]:
    return started


@pytest.fixture
def run() -> Callable[..., Awaitable[tuple[int, str]]]:
    """Return what runs a module to its end: its exit code and what it complained of."""

    async def to_end(module: str, **settings: str) -> tuple[int, str]:
        handle = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            env=os.environ | settings,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await handle.communicate()
        return await handle.wait(), said.decode()

    return to_end
