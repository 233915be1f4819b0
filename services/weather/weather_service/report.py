"""The weather in a place, as every provider reports it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from weather_service.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The weather at this moment."""

    sky: int
    """A WMO code: see `weather_service.sky`."""
    temperature_celsius: float
    apparent_temperature_celsius: float
    humidity_percent: float
    wind_speed_kmh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The weather of one day."""

    date: date
    """In the place's own time zone."""
    sky: int
    """A WMO code: see `weather_service.sky`."""
    temperature_max_celsius: float
    temperature_min_celsius: float
    precipitation_probability_percent: float | None
    """The day's highest; `None` where the provider has no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is known of a place's weather: one report answers every question."""

    now: Now
    days: tuple[Day, ...]
    """Today first, at least that, up to seven."""
    caveat: str = ""
    """A sentence the caller must hear before the report."""


class Provider(Protocol):
    """Where reports come from."""

    async def report(self, place: Place) -> Report:
        """Return the weather in `place`; raises `Failure` when it is not to be had."""
        ...
