"""Weather as sentences fit to be read aloud."""

from collections.abc import Sequence
from datetime import date

from weather_service import sky
from weather_service.place import Place
from weather_service.report import Day, Now, Report
from weather_service.units import Units

WORTH_SAYING = 20  # percent: a smaller chance of rain is left out


def of_now(report: Report, place: Place, units: Units) -> str:
    """Return one sentence on the weather in `place` at this moment."""
    now = report.now
    measured = units.temperature(now.temperature_celsius)
    felt = units.temperature(now.apparent_temperature_celsius)
    degree = "degree" if abs(measured) == 1 else "degrees"
    sentence = (
        f"In {place.label}, it is {said(measured)} {degree} {units.scale}"
        f" with {sky.words(now.sky)}"
        + (f", feels like {said(felt)}" if felt != measured else "")
        + f", and {of_wind(now, units)}."
    )
    return f"{report.caveat} {sentence}".strip()


def of_wind(now: Now, units: Units) -> str:
    """Return what the wind does."""
    speed = units.wind(now.wind_speed_kmh)
    if speed <= 1:
        return "there is hardly any wind"
    return f"the wind blows at {speed} {units.speed}"


def of_days(report: Report, days: Sequence[Day], place: Place, units: Units) -> str:
    """Return one sentence on the weather of `days`, of which the first is today."""
    told = "; ".join(
        f"{name(day.date, offset)}, {of_day(day, units)}"
        for offset, day in enumerate(days)
    )
    sentence = f"In {place.label}, in degrees {units.scale}: {told}."
    return f"{report.caveat} {sentence}".strip()


def of_day(day: Day, units: Units) -> str:
    """Return what a day brings: "rain, 12 to 18, chance of rain 60 percent"."""
    lowest = said(units.temperature(day.temperature_min_celsius))
    highest = said(units.temperature(day.temperature_max_celsius))
    told = f"{sky.words(day.sky)}, {lowest} to {highest}"
    chance = day.precipitation_probability_percent
    if chance is None or chance < WORTH_SAYING:
        return told
    return f"{told}, chance of {sky.precipitation(day.sky)} {chance:.0f} percent"


def said(number: int) -> str:
    """Return a number as it is said: "minus 3"."""
    return f"minus {-number}" if number < 0 else f"{number}"


def name(day: date, offset: int) -> str:
    """Return how a day is called that is `offset` days from today."""
    return ("today", "tomorrow")[offset] if offset <= 1 else f"on {day:%A}"
