"""Made-up weather is the same for all, and could be true."""

from datetime import UTC, date, datetime

import pytest

from weather_service.places import resolve
from weather_service.sample import Sample

JANUARY = datetime(2025, 1, 15, 12, tzinfo=UTC)
JULY = datetime(2025, 7, 15, 12, tzinfo=UTC)
PLACES = ["Paris", "Sydney, Australia", "Reykjavik", "Singapore", "Ushuaia"]


@pytest.fixture
def report(gazetteer):
    async def ask(location, moment):
        sample = Sample(clock=lambda: moment)
        return await sample.report(resolve(gazetteer, location))

    return ask


async def test_the_same_place_has_the_same_weather(report):
    assert await report("Paris", JULY) == await report("Paris, France", JULY)


async def test_other_places_and_other_days_have_other_weather(report):
    reports = [await report("Paris", JULY), await report("Rome", JULY)]
    reports.append(await report("Paris", JANUARY))
    assert len({report.now for report in reports}) == 3


async def test_a_forecast_made_tomorrow_agrees_with_today_s(report):
    today = await report("Paris", JULY)
    tomorrow = await report("Paris", JULY.replace(day=16))
    assert today.days[1:] == tomorrow.days[:-1]


@pytest.mark.parametrize("location", PLACES)
@pytest.mark.parametrize("moment", [JANUARY, JULY])
async def test_the_numbers_are_plausible(report, location, moment):
    told = await report(location, moment)
    assert len(told.days) == 7
    for day in told.days:
        assert -50 < day.temperature_min_celsius < day.temperature_max_celsius < 50
        assert 0 <= day.precipitation_probability_percent <= 100
    assert 0 <= told.now.humidity_percent <= 100
    assert told.now.temperature_celsius <= told.days[0].temperature_max_celsius


@pytest.mark.parametrize(("location", "warm"), [("Paris", JULY), ("Ushuaia", JANUARY)])
async def test_summer_is_warmer_than_winter_on_either_side(report, location, warm):
    cold = JANUARY if warm is JULY else JULY
    summer, winter = await report(location, warm), await report(location, cold)
    assert (
        summer.days[0].temperature_max_celsius > winter.days[0].temperature_max_celsius
    )


@pytest.mark.parametrize(
    ("location", "today"),
    [("Honolulu", date(2025, 7, 14)), ("Auckland", date(2025, 7, 15))],
)
async def test_today_is_the_place_s_own_day(report, location, today):
    told = await report(location, datetime(2025, 7, 14, 18, tzinfo=UTC))
    assert told.days[0].date == today


async def test_snow_falls_only_where_it_is_cold(report):
    told = [
        await report(place, moment) for place in PLACES for moment in (JANUARY, JULY)
    ]
    snowy = [day for report in told for day in report.days if 70 < day.sky < 80]
    assert snowy
    assert all(day.temperature_min_celsius < 0 for day in snowy)
