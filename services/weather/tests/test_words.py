"""What is said aloud: skies, units and sentences."""

from datetime import date

import pytest
from tools.weather.v1 import weather_pb2

from weather_service import sky, speech, units
from weather_service.places import resolve
from weather_service.report import Day, Now, Report

OPEN_METEO_CODES = [
    *(0, 1, 2, 3, 45, 48, 51, 53, 55, 56, 57, 61, 63, 65, 66, 67),
    *(71, 73, 75, 77, 80, 81, 82, 85, 86, 95, 96, 99),
]


@pytest.mark.parametrize("code", range(100))
def test_every_code_of_the_table_has_words(code):
    assert sky.words(code).replace(" ", "").isalpha()


def test_each_code_of_open_meteo_has_words_of_its_own():
    assert len({sky.words(code) for code in OPEN_METEO_CODES}) == len(OPEN_METEO_CODES)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "clear skies"),
        (61, "light rain"),
        (95, "thunderstorms"),
        (97, "thunderstorms"),
    ],
)
def test_the_sky_is_said_in_a_few_words(code, words):
    assert sky.words(code) == words


@pytest.mark.parametrize(
    ("country", "scale"),
    [
        ("US", "Fahrenheit"),
        ("PR", "Fahrenheit"),
        ("BS", "Fahrenheit"),
        ("KY", "Fahrenheit"),
        ("CA", "Celsius"),
        ("GB", "Celsius"),
        ("FR", "Celsius"),
    ],
)
def test_a_country_has_its_units(country, scale):
    assert units.chosen(weather_pb2.UNITS_UNSPECIFIED, country).scale == scale


@pytest.mark.parametrize(
    ("celsius", "fahrenheit"), [(0, 32), (100, 212), (-40, -40), (18.4, 65), (-17.8, 0)]
)
def test_celsius_becomes_fahrenheit(celsius, fahrenheit):
    assert units.FAHRENHEIT.temperature(celsius) == fahrenheit


def test_kilometres_become_miles():
    assert units.FAHRENHEIT.wind(100) == 62
    assert units.CELSIUS.wind(99.6) == 100


def moment(temperature, *, felt, wind=10.0):
    now = Now(
        sky=3,
        temperature_celsius=temperature,
        apparent_temperature_celsius=felt,
        humidity_percent=50,
        wind_speed_kmh=wind,
    )
    return Report(now=now, days=())


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (moment(1, felt=1), "1 degree Celsius with overcast skies, and"),
        (moment(-1, felt=-1), "minus 1 degree Celsius"),
        (moment(-4.6, felt=-9.8), "minus 5 degrees Celsius"),
        (moment(-4.6, felt=-9.8), "feels like minus 10,"),
        (moment(-0.2, felt=-0.2), "it is 0 degrees"),
        (moment(20, felt=20, wind=0.4), "and there is hardly any wind."),
        (moment(20, felt=20, wind=30), "and the wind blows at 30 kilometres per hour."),
    ],
)
def test_the_moment_is_said_as_people_say_it(gazetteer, report, said):
    place = resolve(gazetteer, "Paris")
    assert said in speech.of_now(report, place, units.CELSIUS)


@pytest.mark.parametrize(
    ("code", "chance", "said"),
    [
        (61, 60, "light rain, minus 3 to 1, chance of rain 60 percent"),
        (73, 90, "snow, minus 3 to 1, chance of snow 90 percent"),
        (0, 19, "clear skies, minus 3 to 1"),
        (0, None, "clear skies, minus 3 to 1"),
    ],
)
def test_a_day_is_said_with_what_may_fall(code, chance, said):
    day = Day(
        date=date(2025, 1, 6),
        sky=code,
        temperature_max_celsius=1.4,
        temperature_min_celsius=-3.3,
        precipitation_probability_percent=chance,
    )
    assert speech.of_day(day, units.CELSIUS) == said


@pytest.mark.parametrize(
    ("offset", "name"), [(0, "today"), (1, "tomorrow"), (2, "on Wednesday")]
)
def test_a_day_is_called_by_its_name(offset, name):
    assert speech.name(date(2025, 7, 14 + offset), offset) == name
