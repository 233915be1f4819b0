"""The two tools, as the contract `tools.weather.v1` has them."""

import asyncio
from typing import Any

from grpc import StatusCode
from grpc.aio import ServicerContext
from tools.weather.v1 import weather_pb2, weather_pb2_grpc

from weather_service import places, sky, speech, units
from weather_service.cache import Cache
from weather_service.failure import Failure, spoken
from weather_service.gazetteer import Gazetteer
from weather_service.place import Place
from weather_service.report import Day, Provider, Report

USUAL_DAYS = 3
MOST_DAYS = 7
LONGEST_SECONDS = 10.0  # for a client that sets no deadline
ANSWERING_SECONDS = 0.1  # of the deadline, in which the words can still arrive


class WeatherService(weather_pb2_grpc.WeatherServiceServicer):
    """Answers from the reports of one provider, each of which it remembers."""

    def __init__(self, *, gazetteer: Gazetteer, provider: Provider) -> None:
        self._gazetteer = gazetteer
        self._reports: Cache[Place, Report] = Cache(provider.report)

    async def GetWeather(
        self,
        request: weather_pb2.GetWeatherRequest,
        context: ServicerContext[Any, Any],
    ) -> weather_pb2.GetWeatherResponse:
        """Tell the weather of this moment; fails as the contract says."""
        async with spoken(context), asyncio.timeout(seconds_left(context)):
            place = places.resolve(self._gazetteer, request.location)
            chosen = units.chosen(request.units, place.country)
            report = await self._reports.get(place)
            return weather_pb2.GetWeatherResponse(
                speech=speech.of_now(report, place, chosen),
                location=place.label,
                conditions=sky.words(report.now.sky),
                temperature_celsius=report.now.temperature_celsius,
                apparent_temperature_celsius=report.now.apparent_temperature_celsius,
                humidity_percent=report.now.humidity_percent,
                wind_speed_kmh=report.now.wind_speed_kmh,
            )

    async def GetForecast(
        self,
        request: weather_pb2.GetForecastRequest,
        context: ServicerContext[Any, Any],
    ) -> weather_pb2.GetForecastResponse:
        """Tell the weather of the coming days; fails as the contract says."""
        async with spoken(context), asyncio.timeout(seconds_left(context)):
            count = day_count(request)
            place = places.resolve(self._gazetteer, request.location)
            chosen = units.chosen(request.units, place.country)
            report = await self._reports.get(place)
            days = report.days[:count]
            return weather_pb2.GetForecastResponse(
                speech=speech.of_days(report, days, place, chosen),
                location=place.label,
                days=map(forecast_day, days),
            )


def seconds_left(context: ServicerContext[Any, Any]) -> float:
    """Return how long the answer may take, which may be nothing: below zero."""
    left = context.time_remaining()
    if left is None:
        return LONGEST_SECONDS
    return min(float(left) - ANSWERING_SECONDS, LONGEST_SECONDS)


def day_count(request: weather_pb2.GetForecastRequest) -> int:
    """Return how many days are asked for, 1 to 7; raises `Failure` beyond."""
    days = request.days if request.HasField("days") else USUAL_DAYS
    if not 1 <= days <= MOST_DAYS:
        raise Failure(
            StatusCode.OUT_OF_RANGE,
            "I can tell the weather of 1 to 7 days, today included.",
            field="days",
        )
    return days


def forecast_day(day: Day) -> weather_pb2.ForecastDay:
    """Return a day as the contract has it."""
    return weather_pb2.ForecastDay(
        date=day.date.isoformat(),
        conditions=sky.words(day.sky),
        temperature_max_celsius=day.temperature_max_celsius,
        temperature_min_celsius=day.temperature_min_celsius,
        precipitation_probability_percent=day.precipitation_probability_percent,
    )
