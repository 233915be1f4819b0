"""Encrypted arguments, from the webhook to the service and no further."""

import pytest
from msgspec.structs import replace

from edge.config.secrets import Secret
from edge.config.store import Store
from edge.errors import ConfigError
from tests.conftest import SECRET, lifted, settings
from tests.keys import encrypt, made, pem
from tests.probe import Probe, start

KEY = made()
READING = replace(SECRET, private_key=Secret(pem(KEY)))
SAID = "my number is 4111"


@pytest.fixture
async def vault():
    """A service whose tool wants its argument encrypted; `.target` is its address."""
    vault = Probe("vault.proto")
    server, port = await start(vault)
    vault.target = f"127.0.0.1:{port}"
    yield vault
    await server.stop(None)


async def test_the_service_reads_what_vapi_encrypted(vault, tmp_path):
    config = settings(tmp_path, vault.target, credentials=(READING,))
    async with lifted(config) as line:
        said = await line.call("secret", text=encrypt(KEY, SAID))
    assert vault.requests[0].text == SAID
    assert said["result"] == "A secret."


@pytest.mark.parametrize("text", [SAID, "", "AAAA", encrypt(made(), SAID)])
async def test_what_is_not_encrypted_for_us_is_refused_in_words(vault, tmp_path, text):
    config = settings(tmp_path, vault.target, credentials=(READING,))
    async with lifted(config) as line:
        said = await line.call("secret", text=text)
    assert "text cannot be read" in said["result"]
    assert not vault.requests


async def test_a_credential_without_a_key_reads_nothing(vault, tmp_path):
    async with lifted(settings(tmp_path, vault.target)) as line:
        said = await line.call("secret", text=encrypt(KEY, SAID))
    assert "cannot be read here" in said["result"]
    assert not vault.requests


async def test_what_was_encrypted_is_not_written_down_in_plain_text(vault, tmp_path):
    data = tmp_path / "data"
    store = Store(data=str(data))
    config = settings(tmp_path, vault.target, credentials=(READING,), store=store)
    async with lifted(config) as line:
        await line.call("secret", text=encrypt(KEY, "4333"))
    written = b"".join(p.read_bytes() for p in data.rglob("*") if p.is_file())
    assert b"secret" in written
    assert b'"text": "4333"' not in written
    assert b'"text":"4333"' not in written


async def test_a_bad_key_leaves_the_old_settings_in_force(vault, tmp_path):
    config = settings(tmp_path, vault.target, credentials=(READING,))
    bad = replace(SECRET, private_key=Secret("garbage"))
    async with lifted(config) as line:
        with pytest.raises(ConfigError, match="private_key"):
            line.app.adopt(replace(config, credentials=(bad,), services=()))
        said = await line.call("secret", text=encrypt(KEY, SAID))
    assert said["result"] == "A secret."
