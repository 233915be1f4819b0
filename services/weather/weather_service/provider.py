"""The provider that the settings name, opened and closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from weather_service.config import Config
from weather_service.openmeteo import OpenMeteo
from weather_service.report import Provider
from weather_service.sample import Sample

LONGEST_SECONDS = 10.0


@asynccontextmanager
async def open_provider(settings: Config) -> AsyncIterator[Provider]:
    """Yield the provider; Open-Meteo is asked by one client for all."""
    if settings.provider == "sample":
        yield Sample()
        return
    headers = {"user-agent": "protophone-weather"}
    async with httpx.AsyncClient(timeout=LONGEST_SECONDS, headers=headers) as client:
        yield OpenMeteo(client, settings.api_url)
