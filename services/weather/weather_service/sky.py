"""The state of the sky in words, from WMO weather codes (table 4677)."""

# Those that Open-Meteo uses: https://open-meteo.com/en/docs, at the foot of the page.
WORDS = {
    0: "clear skies",
    1: "mostly clear skies",
    2: "partly cloudy skies",
    3: "overcast skies",
    45: "fog",
    48: "freezing fog",
    51: "light drizzle",
    53: "drizzle",
    55: "heavy drizzle",
    56: "light freezing drizzle",
    57: "heavy freezing drizzle",
    61: "light rain",
    63: "rain",
    65: "heavy rain",
    66: "light freezing rain",
    67: "heavy freezing rain",
    71: "light snow",
    73: "snow",
    75: "heavy snow",
    77: "snow grains",
    80: "light rain showers",
    81: "rain showers",
    82: "violent rain showers",
    85: "light snow showers",
    86: "heavy snow showers",
    95: "thunderstorms",
    96: "thunderstorms with light hail",
    99: "thunderstorms with heavy hail",
}
# The table's own decades, for a provider that uses more of its codes.
DECADES = (
    "no rain or snow",
    "no rain or snow",
    "no rain or snow",
    "blowing dust or snow",
    "fog",
    "drizzle",
    "rain",
    "snow",
    "showers",
    "thunderstorms",
)
SNOW = frozenset({71, 73, 75, 77, 85, 86})


def words(code: int) -> str:
    """Return the sky of `code`, 0 to 99, so that "with ..." can be said."""
    return WORDS.get(code) or DECADES[code // 10]


def precipitation(code: int) -> str:
    """Return what may fall from the sky of `code`: "rain" or "snow"."""
    return "snow" if code in SNOW else "rain"
