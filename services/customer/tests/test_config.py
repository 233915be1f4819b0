"""The settings, and what is refused."""

import pytest

from customer_service.config import ConfigError, read


@pytest.mark.parametrize(
    "environ", [{}, {"SERVICE_ADDRESS": "", "CUSTOMER_SAMPLE": ""}]
)
def test_everything_has_a_default(environ):
    settings = read(environ)
    assert settings.address == "127.0.0.1:50052"
    assert str(settings.database) == "sqlite+aiosqlite:///data/customer.db"
    assert settings.region == "US"
    assert not settings.sample


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("sqlite:////var/c.db", "sqlite+aiosqlite:////var/c.db"),
        ("sqlite+aiosqlite:///c.db", "sqlite+aiosqlite:///c.db"),
        ("postgresql://u@h:5433/c", "postgresql+asyncpg://u@h:5433/c"),
        ("postgresql+asyncpg://u@h/c", "postgresql+asyncpg://u@h/c"),
        ("postgres://u@h/c", "postgresql+asyncpg://u@h/c"),
        ("postgres://h/c?sslmode=require", "postgresql+asyncpg://h/c?ssl=require"),
    ],
)
def test_a_database_gets_its_driver(given, taken):
    assert str(read({"CUSTOMER_DATABASE_URL": given}).database) == taken


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SERVICE_ADDRESS", "50052"),
        ("SERVICE_ADDRESS", "localhost:http"),
        ("SERVICE_ADDRESS", "localhost:65536"),
        ("CUSTOMER_DATABASE_URL", "customer.db"),
        ("CUSTOMER_DATABASE_URL", "postgresql://u:s3cret@h:port/c"),
        ("CUSTOMER_DATABASE_URL", "mysql://u:s3cret@h/c"),
        ("CUSTOMER_DATABASE_URL", "postgresql://u:s3cret@h/c?color=red"),
        ("CUSTOMER_DATABASE_URL", "sqlite://"),
        ("CUSTOMER_DATABASE_URL", "sqlite:///:memory:"),
        ("CUSTOMER_REGION", "Atlantis"),
        ("CUSTOMER_SAMPLE", "maybe"),
    ],
)
def test_a_bad_setting_is_named_without_secrets(name, value):
    with pytest.raises(ConfigError) as error:
        read({name: value})
    assert str(error.value).startswith(name)
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize("address", ["[::1]:50052", "0.0.0.0:0", "tools.example:80"])
def test_an_address_is_a_host_and_a_port(address):
    assert read({"SERVICE_ADDRESS": address}).address == address


def test_a_region_may_be_written_small():
    assert read({"CUSTOMER_REGION": "de"}).region == "DE"
