"""The units weather is spoken in."""

from dataclasses import dataclass

from grpc import StatusCode
from tools.weather.v1 import weather_pb2

from weather_service.failure import Failure

# Unicode CLDR, unitPreferences of temperature for weather; with the territories of the
# United States.
FAHRENHEIT_COUNTRIES = frozenset(
    {"AS", "BS", "BZ", "GU", "KY", "MP", "PR", "PW", "UM", "US", "VI"}
)
KILOMETRES_PER_MILE = 1.609344


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A scale of temperature and a unit of speed, by the words for them."""

    scale: str
    speed: str

    def temperature(self, celsius: float) -> int:
        """Return whole degrees of this scale."""
        return round(celsius * 9 / 5 + 32 if self is FAHRENHEIT else celsius)

    def wind(self, kmh: float) -> int:
        """Return whole units of this speed."""
        return round(kmh / KILOMETRES_PER_MILE if self is FAHRENHEIT else kmh)


CELSIUS = Units(scale="Celsius", speed="kilometres per hour")
FAHRENHEIT = Units(scale="Fahrenheit", speed="miles per hour")


SCALES = {weather_pb2.UNITS_CELSIUS: CELSIUS, weather_pb2.UNITS_FAHRENHEIT: FAHRENHEIT}


def chosen(units: weather_pb2.Units, country: str) -> Units:
    """Return the units asked for, or those of `country` (ISO 3166-1) if none are.

    Raises `Failure` for a number that names no units.
    """
    if units == weather_pb2.UNITS_UNSPECIFIED:
        return FAHRENHEIT if country in FAHRENHEIT_COUNTRIES else CELSIUS
    if units not in SCALES:
        words = "I can tell the weather in Celsius or in Fahrenheit."
        raise Failure(StatusCode.INVALID_ARGUMENT, words, field="units")
    return SCALES[units]
