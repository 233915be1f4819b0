"""Settings are read once, and a bad one is named."""

import pytest

from weather_service import config


def test_nothing_needs_to_be_set():
    settings = config.load({})
    assert settings.address == "127.0.0.1:50051"
    assert settings.provider == "open-meteo"
    assert settings.api_url == "https://api.open-meteo.com"


def test_an_empty_setting_counts_as_unset():
    names = ("SERVICE_ADDRESS", "WEATHER_PROVIDER", "WEATHER_API_URL")
    assert config.load(dict.fromkeys(names, "")) == config.load({})


def test_every_setting_is_heeded():
    settings = config.load(
        {
            "SERVICE_ADDRESS": "[::]:0",
            "WEATHER_PROVIDER": "sample",
            "WEATHER_API_URL": "http://weather.internal:8080/api",
        }
    )
    assert (settings.address, settings.provider) == ("[::]:0", "sample")
    assert settings.api_url == "http://weather.internal:8080/api"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SERVICE_ADDRESS", "localhost"),
        ("SERVICE_ADDRESS", ":50051"),
        ("SERVICE_ADDRESS", "localhost:65536"),
        ("SERVICE_ADDRESS", "localhost:http"),
        ("WEATHER_PROVIDER", "crystal-ball"),
        ("WEATHER_API_URL", "api.open-meteo.com"),
        ("WEATHER_API_URL", "ftp://api.open-meteo.com"),
        ("WEATHER_API_URL", "http://"),
        ("WEATHER_API_URL", "http://host:port"),
        ("WEATHER_API_URL", "http://[::1"),
    ],
)
def test_a_bad_setting_is_named(name, value):
    with pytest.raises(ValueError, match=name):
        config.load({name: value})
