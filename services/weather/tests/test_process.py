"""The program: it starts, shows itself, drains and exits."""

import asyncio
import signal

import grpc.aio
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from tools.weather.v1 import weather_pb2, weather_pb2_grpc

NAME = "tools.weather.v1.WeatherService"
PARIS = weather_pb2.GetWeatherRequest(location="Paris")


@pytest.fixture
async def sample(start):
    async with start(WEATHER_PROVIDER="sample") as process:
        yield process


@pytest.fixture
async def channel(sample):
    async with grpc.aio.insecure_channel(sample.address) as opened:
        yield opened


@pytest.mark.parametrize("name", ["", NAME])
async def test_it_is_healthy_as_a_whole_and_by_name(channel, name):
    request = health_pb2.HealthCheckRequest(service=name)
    reply = await health_pb2_grpc.HealthStub(channel).Check(request)
    assert reply.status == health_pb2.HealthCheckResponse.SERVING


async def test_it_shows_its_service(channel):
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    async for reply in stub.ServerReflectionInfo(iter([request])):
        shown = [service.name for service in reply.list_services_response.service]
    assert NAME in shown


async def test_it_answers_without_a_network(channel):
    told = await weather_pb2_grpc.WeatherServiceStub(channel).GetWeather(PARIS)
    assert told.location == "Paris, France"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_exits_cleanly_when_told_to(sample, number):
    sample.handle.send_signal(number)
    assert await asyncio.wait_for(sample.handle.wait(), 10) == 0


async def test_it_finishes_what_it_has_before_it_exits(start, open_meteo):
    open_meteo.answer = open_meteo.slowly
    async with start(WEATHER_API_URL=open_meteo.url) as process:
        async with grpc.aio.insecure_channel(process.address) as channel:
            call = weather_pb2_grpc.WeatherServiceStub(channel).GetWeather(PARIS)
            await open_meteo.asked.wait()
            watching = watch(channel)
            await anext(watching)
            process.handle.terminate()
            assert await anext(watching) == health_pb2.HealthCheckResponse.NOT_SERVING
            open_meteo.resume.set()
            assert (await call).temperature_celsius == 18.4
        assert await asyncio.wait_for(process.handle.wait(), 10) == 0


async def watch(channel):
    """Yield the health of the service as it changes."""
    stub = health_pb2_grpc.HealthStub(channel)
    async for reply in stub.Watch(health_pb2.HealthCheckRequest(service=NAME)):
        yield reply.status


async def test_it_can_be_asked_for_its_health_from_beside_it(run, sample):
    assert (await run("weather_service.health", SERVICE_ADDRESS=sample.address))[0] == 0
    sample.handle.terminate()
    await sample.handle.wait()
    assert (await run("weather_service.health", SERVICE_ADDRESS=sample.address))[0] == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEATHER_PROVIDER", "crystal-ball"),
        ("WEATHER_API_URL", "nonsense"),
        ("SERVICE_ADDRESS", "nonsense"),
    ],
)
async def test_a_bad_setting_exits_with_one_line_that_names_it(run, name, value):
    code, said = await run("weather_service", **{name: value})
    assert code != 0
    assert said.count("\n") == 1
    assert name in said


async def test_a_port_that_is_taken_exits_with_a_line_that_says_so(run, sample):
    code, said = await run("weather_service", SERVICE_ADDRESS=sample.address)
    assert code != 0
    assert f"weather: cannot listen on {sample.address}" in said
