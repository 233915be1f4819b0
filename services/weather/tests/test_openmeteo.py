"""The real client against a loopback server that speaks Open-Meteo's format."""

import json
import socket
from datetime import date

import httpx
import pytest
from aiohttp import web
from grpc import StatusCode

from weather_service.failure import Failure
from weather_service.openmeteo import OpenMeteo
from weather_service.places import resolve


@pytest.fixture
def paris(gazetteer):
    return resolve(gazetteer, "Paris")


def answering(**response):
    """Return a handler that always gives that response."""

    async def answer(request):
        return web.Response(**response)

    return answer


def telling(document):
    """Return a handler that always gives that JSON."""
    return answering(text=json.dumps(document), content_type="application/json")


async def test_one_request_asks_for_all_that_is_told(provider, open_meteo, paris):
    await provider.report(paris)
    (query,) = open_meteo.queries
    assert (query["latitude"], query["longitude"]) == ("48.85341", "2.3488")
    assert query["timezone"] == "auto"
    assert query["forecast_days"] == "7"
    assert "temperature_2m" in query["current"].split(",")
    assert "time" not in query["daily"].split(",")


async def test_this_moment_is_read(provider, paris):
    now = (await provider.report(paris)).now
    assert (now.sky, now.temperature_celsius) == (61, 18.4)
    assert now.apparent_temperature_celsius == 16.2
    assert (now.humidity_percent, now.wind_speed_kmh) == (71, 12.6)


async def test_the_days_are_read(provider, paris):
    days = (await provider.report(paris)).days
    assert len(days) == 7
    assert (days[0].date, days[0].sky) == (date(2025, 7, 14), 61)
    assert days[0].temperature_max_celsius == 19.6
    assert days[5].temperature_min_celsius == -4.6
    assert days[0].precipitation_probability_percent == 60
    assert days[6].precipitation_probability_percent is None


async def test_days_end_where_the_model_ends(provider, open_meteo, paris, reply):
    gap = [19.6, 22.1, None, None, None, None, None]
    open_meteo.answer = telling(reply(temperature_2m_max=gap))
    assert len((await provider.report(paris)).days) == 2


async def test_a_key_in_the_address_is_sent(open_meteo, paris):
    async with httpx.AsyncClient() as client:
        root = httpx.URL(f"{open_meteo.url}/?apikey=k")
        await OpenMeteo(client, root).report(paris)
    assert open_meteo.queries[0]["apikey"] == "k"


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ({"status": 500}, StatusCode.UNAVAILABLE),
        ({"status": 502, "text": "<html>Bad Gateway</html>"}, StatusCode.UNAVAILABLE),
        ({"status": 503}, StatusCode.UNAVAILABLE),
        (
            {
                "status": 429,
                "text": '{"error":true,"reason":"Minutely limit exceeded."}',
            },
            StatusCode.RESOURCE_EXHAUSTED,
        ),
        (
            {"status": 400, "text": '{"error":true,"reason":"No such variable."}'},
            StatusCode.INTERNAL,
        ),
        ({"status": 404}, StatusCode.INTERNAL),
        ({"status": 301, "headers": {"location": "/"}}, StatusCode.INTERNAL),
        ({"text": ""}, StatusCode.UNAVAILABLE),
        ({"text": "{"}, StatusCode.UNAVAILABLE),
        ({"text": "null"}, StatusCode.UNAVAILABLE),
        ({"text": "[]"}, StatusCode.UNAVAILABLE),
        ({"text": "{}"}, StatusCode.UNAVAILABLE),
        ({"text": "<html>Welcome to the hotel</html>"}, StatusCode.UNAVAILABLE),
        ({"text": '{"error":true,"reason":"No data."}'}, StatusCode.UNAVAILABLE),
        ({"body": b"\xff\xfe\x00"}, StatusCode.UNAVAILABLE),
        (
            {"body": b"not gzip", "headers": {"content-encoding": "gzip"}},
            StatusCode.UNAVAILABLE,
        ),
    ],
)
async def test_what_is_no_report_is_a_failure(
    provider, open_meteo, paris, response, code
):
    open_meteo.answer = answering(**response)
    with pytest.raises(Failure) as failed:
        await provider.report(paris)
    assert failed.value.code is code


@pytest.mark.parametrize(
    "changes",
    [
        {"current": {"temperature_2m": None}},
        {"current": {"temperature_2m": "warm"}},
        {"current": {"weather_code": 100}},
        {"current": {"weather_code": -1}},
        {"weather_code": [61, 2]},
        {"time": ["tomorrow"] * 7},
        {"temperature_2m_max": [None] * 7},
        {"temperature_2m_min": None},
        {"time": []},
    ],
)
async def test_a_report_that_makes_no_sense_is_a_failure(
    provider, open_meteo, paris, reply, changes
):
    open_meteo.answer = telling(reply(**changes))
    with pytest.raises(Failure) as failed:
        await provider.report(paris)
    assert failed.value.code is StatusCode.UNAVAILABLE


async def test_hanging_up_is_a_failure(provider, open_meteo, paris):
    async def hang_up(request):
        request.transport.close()
        return web.Response()

    open_meteo.answer = hang_up
    with pytest.raises(Failure) as failed:
        await provider.report(paris)
    assert failed.value.code is StatusCode.UNAVAILABLE


async def test_hanging_up_in_the_middle_is_a_failure(provider, open_meteo, paris):
    async def stop_short(request):
        response = web.StreamResponse(headers={"content-length": "1000"})
        await response.prepare(request)
        await response.write(b'{"current": {')
        request.transport.close()
        return response

    open_meteo.answer = stop_short
    with pytest.raises(Failure) as failed:
        await provider.report(paris)
    assert failed.value.code is StatusCode.UNAVAILABLE


async def test_silence_is_a_failure(open_meteo, paris):
    open_meteo.answer = open_meteo.slowly
    async with httpx.AsyncClient(timeout=0.05) as client:
        with pytest.raises(Failure) as failed:
            await OpenMeteo(client, httpx.URL(open_meteo.url)).report(paris)
    assert failed.value.code is StatusCode.DEADLINE_EXCEEDED


async def test_nobody_there_is_a_failure(paris):
    with socket.socket() as deaf:  # bound, so that nobody else takes the port
        deaf.bind(("127.0.0.1", 0))
        root = httpx.URL(f"http://127.0.0.1:{deaf.getsockname()[1]}")
        async with httpx.AsyncClient() as client:
            with pytest.raises(Failure) as failed:
                await OpenMeteo(client, root).report(paris)
    assert failed.value.code is StatusCode.UNAVAILABLE
