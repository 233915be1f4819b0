"""Reports from Open-Meteo: https://open-meteo.com/en/docs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from typing import Annotated

import httpx
import msgspec
from grpc import StatusCode

from weather_service.failure import Failure, broken, late
from weather_service.place import Place
from weather_service.report import Day, Now, Report

logger = logging.getLogger("weather.openmeteo")
Code = Annotated[int, msgspec.Meta(ge=0, le=99)]


class Current(msgspec.Struct, frozen=True):
    """The reply's part about this moment; its fields are the ones asked for."""

    weather_code: Code
    temperature_2m: float
    apparent_temperature: float
    relative_humidity_2m: float
    wind_speed_10m: float

    def now(self) -> Now:
        """Return it in the service's own terms."""
        return Now(
            sky=self.weather_code,
            temperature_celsius=self.temperature_2m,
            apparent_temperature_celsius=self.apparent_temperature,
            humidity_percent=self.relative_humidity_2m,
            wind_speed_kmh=self.wind_speed_10m,
        )


class Daily(msgspec.Struct, frozen=True):
    """The reply's part about the days: columns of equal length, with gaps."""

    time: list[date]
    weather_code: list[Code | None]
    temperature_2m_max: list[float | None]
    temperature_2m_min: list[float | None]
    precipitation_probability_max: list[float | None]

    def days(self) -> Iterator[Day]:
        """Yield the days up to the first gap, which a model's end leaves.

        Raises `ValueError` when the columns are not of one length.
        """
        rows = zip(*msgspec.structs.astuple(self), strict=True)
        for day, sky, highest, lowest, chance in rows:
            if sky is None or highest is None or lowest is None:
                return
            yield Day(
                date=day,
                sky=sky,
                temperature_max_celsius=highest,
                temperature_min_celsius=lowest,
                precipitation_probability_percent=chance,
            )


class Reply(msgspec.Struct, frozen=True):
    """What Open-Meteo answers; it is asked for no more, in its own default units."""

    current: Current
    daily: Daily

    def report(self) -> Report:
        """Return the report it makes; raises `ValueError` when it has no today."""
        days = tuple(self.daily.days())
        if not days:
            raise ValueError("nothing about today")
        return Report(now=self.current.now(), days=days)


QUERY = {
    "current": ",".join(Current.__struct_fields__),
    "daily": ",".join(Daily.__struct_fields__[1:]),
    "timezone": "auto",  # days begin at the place's own midnight
    "forecast_days": "7",
}


class OpenMeteo:
    """Asks one Open-Meteo server for the weather."""

    def __init__(self, client: httpx.AsyncClient, root: httpx.URL) -> None:
        """Ask below `root` with `client`; a query in `root`, say a key, is kept."""
        self._client = client
        path = root.path.rstrip("/") + "/v1/forecast"
        self._url = root.copy_with(path=path).copy_merge_params(QUERY)

    async def report(self, place: Place) -> Report:
        """Return the weather in `place`.

        Raises `Failure`: UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, or
        INTERNAL when Open-Meteo refuses what it was asked.
        """
        where = {"latitude": place.latitude, "longitude": place.longitude}
        with translated():
            response = await self._client.get(self._url.copy_merge_params(where))
            if response.status_code != HTTPStatus.OK:
                raise refusal(response)
            return msgspec.json.decode(response.content, type=Reply).report()


@contextmanager
def translated() -> Iterator[None]:
    """Turn what httpx and msgspec raise into `Failure`; the log keeps the cause."""
    try:
        yield
    except httpx.TimeoutException as error:
        logger.warning("Open-Meteo is late: %r", error)
        raise late() from error
    except httpx.RequestError as error:
        logger.warning("Open-Meteo cannot be asked: %r", error)
        raise unavailable() from error
    except (msgspec.MsgspecError, ValueError) as error:
        logger.warning("Open-Meteo's answer makes no sense: %r", error)
        raise unavailable() from error


def refusal(response: httpx.Response) -> Failure:
    """Return the failure that an answer other than 200 stands for.

    Open-Meteo explains itself in JSON, {"error": true, "reason": "..."}, which is
    for the log and not for the caller.
    """
    status = response.status_code
    logger.warning("Open-Meteo answered %d: %.200r", status, response.text)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Failure(
            StatusCode.RESOURCE_EXHAUSTED,
            "I have asked for the weather too often. Please try again later.",
        )
    return unavailable() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else broken()


def unavailable() -> Failure:
    """Return the failure of a provider that is down or makes no sense."""
    return Failure(
        StatusCode.UNAVAILABLE,
        "I can't reach the weather service right now. Please try again in a moment.",
    )
