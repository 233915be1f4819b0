"""What the environment may say, read once at the start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

PROVIDERS = ("open-meteo", "sample")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one running service."""

    address: str
    """`host:port` to serve on; port 0 takes any free one."""
    provider: str
    """Where the weather comes from: one of `PROVIDERS`."""
    api_url: httpx.URL
    """The root of an Open-Meteo server; `/v1/forecast` is found below it."""


def load(environ: Mapping[str, str]) -> Config:
    """Read the settings; empty counts as unset, `ValueError` says what is wrong."""
    return Config(
        address=address(environ.get("SERVICE_ADDRESS") or "127.0.0.1:50051"),
        provider=provider(environ.get("WEATHER_PROVIDER") or PROVIDERS[0]),
        api_url=url(environ.get("WEATHER_API_URL") or "https://api.open-meteo.com"),
    )


def address(text: str) -> str:
    """Return `text` if it is `host:port`, the port up to 65535, or `ValueError`."""
    found = re.fullmatch(r"\S+:(\d{1,5})", text)
    if not found or int(found[1]) > 65535:  # noqa: PLR2004  the last port there is
        raise ValueError(f"SERVICE_ADDRESS must be host:port, not {text!r}")
    return text


def provider(text: str) -> str:
    """Return `text` if it names a provider, or raise `ValueError`."""
    if text not in PROVIDERS:
        known = " or ".join(PROVIDERS)
        raise ValueError(f"WEATHER_PROVIDER must be {known}, not {text!r}")
    return text


def url(text: str) -> httpx.URL:
    """Return the HTTP address in `text`, or raise `ValueError`."""
    try:
        parsed = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise ValueError(f"WEATHER_API_URL is no address: {error}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ValueError("WEATHER_API_URL must begin with http:// or https://")
    return parsed
