"""A place on earth, and an area that holds places."""

from dataclasses import dataclass, field
from math import cos, hypot, radians

NEAR_DEGREES = 0.3  # across a large city


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A country, or a region of one."""

    name: str
    """In English. For example "France" or "Texas"."""
    country: str
    """ISO 3166-1, two letters."""
    region: str
    """GeoNames' code of the region in its country; empty: the whole country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city or town."""

    id: int
    """GeoNames' number."""
    name: str
    area: str
    """The region's name where callers use it ("Texas"), else the country's."""
    country: str
    """ISO 3166-1, two letters."""
    region: str
    """GeoNames' code of the region in its country."""
    latitude: float
    """Degrees north."""
    longitude: float
    """Degrees east."""
    capital: bool
    """Whether it is its country's capital."""
    likelihood: int = field(compare=False)
    """How likely it is meant by the name it was found by; larger is likelier."""

    @property
    def label(self) -> str:
        """The name to tell it by: "Paris, Texas", but "Singapore"."""
        return self.name if self.name == self.area else f"{self.name}, {self.area}"

    def near(self, other: "Place") -> bool:
        """Say whether `other` is within 0.3 degrees of arc, some 33 kilometres."""
        north = self.latitude - other.latitude
        east = (self.longitude - other.longitude) * cos(radians(self.latitude))
        return hypot(north, east) < NEAR_DEGREES

    def inside(self, area: Area) -> bool:
        """Say whether the place lies in `area`."""
        return self.country == area.country and area.region in ("", self.region)
