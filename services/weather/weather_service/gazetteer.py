"""The index of place names, made from GeoNames' data when the project is built."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from weather_service.place import Area, Place

INDEX = Path(__file__).with_name("places.sqlite")
COLUMNS = "id, name, area, country, region, latitude, longitude, capital"
PLACES_NAMED = f"""
    SELECT {COLUMNS}, likelihood FROM place_name JOIN place ON id = place
    WHERE folded = ? ORDER BY likelihood DESC"""  # noqa: S608  constants only
PLACES_INSIDE = f"""
    SELECT {COLUMNS}, prominence AS likelihood FROM place
    WHERE country = ? AND ? IN ('', region)
    ORDER BY prominence DESC LIMIT ?"""  # noqa: S608  constants only
AREAS_NAMED = "SELECT name, country, region FROM area_name WHERE folded = ?"
AREAS_IN_FULL = f"{AREAS_NAMED} AND NOT abbreviation"


class Gazetteer:
    """Finds places and areas by their folded names, in some 20 µs."""

    def __init__(self, index: Path = INDEX) -> None:
        """Open `index`; `ValueError` if the project has not been built."""
        if not index.is_file():
            raise ValueError(f"{index.name} is missing: build the project first")
        # Read-only and unchanging, so that SQLite neither locks nor writes.
        uri = f"{index.resolve().as_uri()}?mode=ro&immutable=1"
        self._index = sqlite3.connect(uri, uri=True)
        self._index.row_factory = sqlite3.Row

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def places(self, folded: str) -> list[Place]:
        """Return the places of that name in any language, the likeliest first."""
        return [Place(**row) for row in self._index.execute(PLACES_NAMED, (folded,))]

    def areas(self, folded: str, *, abbreviated: bool = True) -> list[Area]:
        """Return the areas of that name or, if `abbreviated`, of that abbreviation."""
        query = AREAS_NAMED if abbreviated else AREAS_IN_FULL
        return [Area(**row) for row in self._index.execute(query, (folded,))]

    def largest(self, areas: Iterable[Area], count: int) -> list[Place]:
        """Return the `count` most prominent places that lie in any of `areas`."""
        found: list[Place] = []
        for area in areas:
            key = (area.country, area.region, count)
            found += [Place(**row) for row in self._index.execute(PLACES_INSIDE, key)]
        found.sort(key=lambda place: place.likelihood, reverse=True)
        return found[:count]
