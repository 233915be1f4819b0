"""Reports made up for demonstrations: no network, and the same for all who ask."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from weather_service.place import Place
from weather_service.report import Day, Now, Report

CAVEAT = "This is sample data, not the real weather."
DRY, WET, FROZEN = (0, 1, 2, 3), (51, 61, 63, 80), (71, 73, 85)
RAINY_DAYS = 0.35
WARMEST_DAY = 200  # of the year, north of the equator


class Sample:
    """Makes up weather that suits the latitude and the season."""

    def __init__(
        self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._clock = clock

    async def report(self, place: Place) -> Report:
        """Return the weather of `place`, which depends on it and the date alone."""
        today = local_date(self._clock(), place)
        days = tuple(made_up(place, today))
        return Report(now=at_noon(days[0], place), days=days, caveat=CAVEAT)


def local_date(moment: datetime, place: Place) -> date:
    """Return the date in `place` by the sun: an hour for every 15 degrees east."""
    return (moment + timedelta(hours=place.longitude / 15)).date()


def made_up(place: Place, today: date) -> Iterator[Day]:
    """Yield seven days, today first."""
    for offset in range(7):
        day = today + timedelta(days=offset)
        chance = seeded(place, day)
        mean = usual(place.latitude, day) + chance.uniform(-3, 3)
        wet = chance.random() < RAINY_DAYS
        codes = DRY if not wet else FROZEN if mean < 0 else WET
        yield Day(
            date=day,
            sky=chance.choice(codes),
            temperature_max_celsius=round(mean + chance.uniform(2, 6), 1),
            temperature_min_celsius=round(mean - chance.uniform(2, 6), 1),
            precipitation_probability_percent=chance.randrange(50, 100)
            if wet
            else chance.randrange(20),
        )


def at_noon(day: Day, place: Place) -> Now:
    """Return a moment of `day`, in whose weather it stays."""
    chance = seeded(place, day.date)
    wind = round(chance.uniform(2, 30), 1)
    warmth = round(day.temperature_max_celsius - 1, 1)
    return Now(
        sky=day.sky,
        temperature_celsius=warmth,
        apparent_temperature_celsius=round(warmth - wind / 10, 1),
        humidity_percent=chance.randrange(35, 95),
        wind_speed_kmh=wind,
    )


def seeded(place: Place, day: date) -> Random:
    """Return the chance that rules `place` on `day`, the same each time."""
    return Random(f"{place.id} {day}")  # noqa: S311  weather, not cryptography


def usual(latitude: float, day: date) -> float:
    """Return the mean temperature of a day at that latitude, in degrees Celsius."""
    mean = 28 - 0.0075 * latitude**2
    swing = 0.25 * latitude  # negative in the south, whose summer is our winter
    turn = math.tau * (day.timetuple().tm_yday - WARMEST_DAY) / 365
    return mean + swing * math.cos(turn)
