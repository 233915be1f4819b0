"""The settings, from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from phonenumbers import SUPPORTED_REGIONS
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}
PARAMETERS = {"postgresql": {"host", "port", "ssl", "sslmode"}, "sqlite": set[str]()}
FLAGS = {"0": False, "1": True}


class ConfigError(ValueError):
    """A setting cannot be used: names the setting and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the service is told from outside."""

    address: str
    """Where it listens, `host:port`; port 0 takes a free one."""
    database: URL
    """Where the records are, with the driver that is used."""
    region: str
    """The ISO 3166-1 country of numbers written without `+`."""
    sample: bool
    """Whether an empty database is given sample customers."""


def read(environ: Mapping[str, str]) -> Config:
    """Return the settings; empty counts as unset. Raises `ConfigError`."""
    url = environ.get("CUSTOMER_DATABASE_URL") or "sqlite:///data/customer.db"
    return Config(
        address=address(environ.get("SERVICE_ADDRESS") or "127.0.0.1:50052"),
        database=database(url),
        region=region(environ.get("CUSTOMER_REGION") or "US"),
        sample=flag("CUSTOMER_SAMPLE", environ.get("CUSTOMER_SAMPLE") or "0"),
    )


def address(text: str) -> str:
    """Return `text` if it is `host:port`; raises `ConfigError`."""
    found = re.fullmatch(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})", text)
    if not found or int(found[1]) > 65535:  # noqa: PLR2004  the last TCP port
        raise ConfigError(f"SERVICE_ADDRESS is {text!r}, not host:port")
    return text


def region(text: str) -> str:
    """Return the country in upper case; raises `ConfigError`."""
    if text.upper() not in SUPPORTED_REGIONS:
        raise ConfigError(f"CUSTOMER_REGION is {text!r}, not a country such as US")
    return text.upper()


def flag(name: str, text: str) -> bool:
    """Return whether the setting is on; raises `ConfigError`."""
    if text not in FLAGS:
        raise ConfigError(f"{name} is {text!r}, neither 0 nor 1")
    return FLAGS[text]


def database(text: str) -> URL:
    """Return the database's URL with its driver; raises `ConfigError`.

    No message repeats the URL, which may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ConfigError("CUSTOMER_DATABASE_URL is not a URL") from None
    if url.drivername not in DRIVERS:
        raise ConfigError("CUSTOMER_DATABASE_URL is not postgresql:// or sqlite:///")
    url = url.set(drivername=DRIVERS[url.drivername])
    unknown = url.query.keys() - PARAMETERS[url.get_backend_name()]
    if unknown:
        raise ConfigError(f"CUSTOMER_DATABASE_URL has an unknown {min(unknown)!r}")
    return with_file(url) if url.get_backend_name() == "sqlite" else with_ssl(url)


def with_file(url: URL) -> URL:
    """Return the URL of an SQLite file; raises `ConfigError`.

    A database in memory is refused: its notes would not outlive the process.
    """
    if not url.database or ":memory:" in url.database:
        raise ConfigError("CUSTOMER_DATABASE_URL names no file")
    return url


def with_ssl(url: URL) -> URL:
    """Return the URL with libpq's `sslmode` under the name asyncpg gives it."""
    mode = url.query.get("sslmode")
    if mode is None:
        return url
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
