"""The two tools, called through a real gRPC server and a loopback Open-Meteo."""

import asyncio

import pytest
from aiohttp import web
from grpc import StatusCode
from tools.weather.v1 import weather_pb2

from weather_service.service import WeatherService


def now(location, **fields):
    return weather_pb2.GetWeatherRequest(location=location, **fields)


def days(location, **fields):
    return weather_pb2.GetForecastRequest(location=location, **fields)


async def test_the_weather_is_told_in_words_and_in_numbers(weather):
    told = await weather.GetWeather(now("paris"))
    assert told.speech == (
        "In Paris, France, it is 18 degrees Celsius with light rain, feels like 16,"
        " and the wind blows at 13 kilometres per hour."
    )
    assert (told.location, told.conditions) == ("Paris, France", "light rain")
    assert (told.temperature_celsius, told.humidity_percent) == (18.4, 71)


async def test_the_forecast_is_told_in_words_and_day_by_day(weather):
    told = await weather.GetForecast(days("paris", days=2))
    assert told.speech == (
        "In Paris, France, in degrees Celsius: today, light rain, 12 to 20, chance"
        " of rain 60 percent; tomorrow, partly cloudy skies, 12 to 22."
    )
    assert [day.date for day in told.days] == ["2025-07-14", "2025-07-15"]
    assert told.days[0].precipitation_probability_percent == 60


async def test_an_unknown_probability_is_left_out(weather):
    told = await weather.GetForecast(days("paris", days=7))
    known = [day.HasField("precipitation_probability_percent") for day in told.days]
    assert known == [True] * 6 + [False]


@pytest.mark.parametrize(
    ("fields", "count"), [({}, 3), ({"days": 1}, 1), ({"days": 7}, 7)]
)
async def test_as_many_days_are_told_as_are_asked_for(weather, fields, count):
    told = await weather.GetForecast(days("paris", **fields))
    assert len(told.days) == count


@pytest.mark.parametrize("count", [0, -1, 8, 2**31 - 1])
async def test_other_numbers_of_days_are_out_of_range(weather, refused, count):
    failure = await refused(weather.GetForecast(days("paris", days=count)))
    assert failure.code is StatusCode.OUT_OF_RANGE
    assert failure.words == "I can tell the weather of 1 to 7 days, today included."
    assert failure.fields == ["days"]


@pytest.mark.parametrize(
    ("location", "units", "spoken"),
    [
        ("Paris, Texas", weather_pb2.UNITS_UNSPECIFIED, "65 degrees Fahrenheit"),
        ("Paris, Texas", weather_pb2.UNITS_CELSIUS, "18 degrees Celsius"),
        ("Paris", weather_pb2.UNITS_UNSPECIFIED, "18 degrees Celsius"),
        ("Paris", weather_pb2.UNITS_FAHRENHEIT, "65 degrees Fahrenheit"),
    ],
)
async def test_units_are_those_asked_for_or_the_country_s(
    weather, location, units, spoken
):
    told = await weather.GetWeather(now(location, units=units))
    assert spoken in told.speech
    assert told.temperature_celsius == 18.4


async def test_units_that_do_not_exist_are_refused(weather, refused):
    failure = await refused(weather.GetWeather(now("Paris", units=9)))
    assert (failure.code, failure.fields) == (StatusCode.INVALID_ARGUMENT, ["units"])


@pytest.mark.parametrize(
    ("location", "code", "words"),
    [
        ("", StatusCode.INVALID_ARGUMENT, "Which place do you mean?"),
        ("Springfield", StatusCode.INVALID_ARGUMENT, "Springfield, Illinois;"),
        ("Qwxyz", StatusCode.NOT_FOUND, "I don't know a place called Qwxyz."),
    ],
)
async def test_a_place_that_is_not_understood_is_asked_for(
    weather, refused, location, code, words
):
    for call in (
        weather.GetWeather(now(location)),
        weather.GetForecast(days(location)),
    ):
        failure = await refused(call)
        assert (failure.code, failure.fields) == (code, ["location"])
        assert words in failure.words


async def test_one_request_serves_both_tools_and_all_who_ask(weather, open_meteo):
    open_meteo.answer = open_meteo.slowly
    calls = [weather.GetWeather(now("Paris")), weather.GetWeather(now("paris france"))]
    calls.append(weather.GetForecast(days("Paris, FR")))
    await open_meteo.asked.wait()
    open_meteo.resume.set()
    await asyncio.gather(*calls)
    await weather.GetWeather(now("Paris"))
    assert len(open_meteo.queries) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (500, StatusCode.UNAVAILABLE),
        (429, StatusCode.RESOURCE_EXHAUSTED),
        (400, StatusCode.INTERNAL),
        (200, StatusCode.UNAVAILABLE),
    ],
)
async def test_the_provider_s_trouble_is_told_cleanly(
    weather, open_meteo, refused, status, code
):
    async def trouble(request):
        return web.Response(status=status, text='{"error":true,"reason":"at 10.1.2.3"}')

    open_meteo.answer = trouble
    failure = await refused(weather.GetWeather(now("Paris")))
    assert failure.code is code
    assert failure.words.endswith(".")
    leaks = ("10.1.2.3", "127.0.0.1", "http", "Error", "Exception", "<")
    assert not [leak for leak in leaks if leak in failure.words]


async def test_after_a_failure_the_provider_is_asked_again(
    weather, open_meteo, refused
):
    healthy = open_meteo.answer

    async def down(request):
        return web.Response(status=503)

    open_meteo.answer = down
    await refused(weather.GetWeather(now("Paris")))
    open_meteo.answer = healthy
    assert (await weather.GetWeather(now("Paris"))).temperature_celsius == 18.4


async def test_the_deadline_of_the_call_ends_the_request(weather, open_meteo, refused):
    open_meteo.answer = open_meteo.slowly
    failure = await refused(weather.GetWeather(now("Paris"), timeout=0.4))
    assert failure.code is StatusCode.DEADLINE_EXCEEDED
    assert "taking too long" in failure.words
    await asyncio.wait_for(open_meteo.hung_up.wait(), 1)


async def test_a_hurried_caller_does_not_spoil_it_for_a_patient_one(
    weather, open_meteo, refused
):
    open_meteo.answer = open_meteo.slowly
    patient = weather.GetWeather(now("Paris"), timeout=5)
    await open_meteo.asked.wait()
    await refused(weather.GetWeather(now("Paris"), timeout=0.2))
    open_meteo.resume.set()
    assert (await patient).temperature_celsius == 18.4


async def test_a_cancelled_call_stops_the_request(weather, open_meteo):
    open_meteo.answer = open_meteo.slowly
    call = weather.GetWeather(now("Paris"))
    await open_meteo.asked.wait()
    call.cancel()
    await asyncio.wait_for(open_meteo.hung_up.wait(), 1)


async def test_a_defect_is_heard_as_an_apology(gazetteer, serving, refused):
    class Defective:
        async def report(self, place):
            raise LookupError("/srv/secret at 10.1.2.3")

    async with serving(
        WeatherService(gazetteer=gazetteer, provider=Defective())
    ) as stub:
        failure = await refused(stub.GetWeather(now("Paris")))
    assert failure.code is StatusCode.INTERNAL
    assert failure.words == "Something went wrong while I looked up the weather."


async def test_sample_data_says_that_it_is(sample_weather):
    told = await sample_weather.GetWeather(now("Paris"))
    forecast = await sample_weather.GetForecast(days("Paris"))
    for speech in (told.speech, forecast.speech):
        assert speech.startswith("This is sample data, not the real weather. In Paris")
