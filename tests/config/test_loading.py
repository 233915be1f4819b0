"""The settings: strict, and plain about what is wrong."""

import pytest

from edge.config.credentials import Bearer, Hmac
from edge.config.loading import load
from edge.errors import ConfigError

OAUTH2 = """
[[credentials]]
kind = "oauth2"
jwks_url = "https://issuer.example/jwks"
issuer = "x"
audience = "y"
"""
ENVIRON = {"SECRET": "s3cret"}
SERVICE = '[[services]]\nname = "a"\ntarget = "x"\n'
HMAC = '[[credentials]]\nkind = "hmac"\nsecret = "env:SECRET"\n'


def write(tmp_path, text):
    path = tmp_path / "edge.toml"
    path.write_text(text)
    return str(path)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


def test_an_empty_file_means_every_default(tmp_path):
    config = load(write(tmp_path, ""), {})
    assert (config.server.host, config.server.port) == ("127.0.0.1", 8095)
    assert config.server.path == "/vapi/webhook"
    assert config.server.budget == 3.0
    assert config.server.max_body == 5 * 1024 * 1024


def test_the_whole_file_is_read(tmp_path):
    text = """
        [server]
        host = "0.0.0.0"
        port = 80
        path = "/hook"
        budget = 2

        [[credentials]]
        kind = "hmac"
        secret = "env:SECRET"
        signature_header = "x-vapi-signature"
        payload_format = "{body}"

        [[services]]
        name = "weather"
        target = "dns:///weather:50051"
        descriptors = "weather.binpb"
        only = ["get_weather"]

        [[assistants]]
        file = "atlas.md"
        phone_numbers = ["+12025550100"]
        context = { caller = "lookup_customer" }

        [store]
        data = "/var/lib/edge"
    """
    config = load(write(tmp_path, text), ENVIRON)
    assert config.server.budget == 2.0
    assert config.credentials[0].secret.value == "s3cret"
    assert config.services[0].descriptors == str(tmp_path / "weather.binpb")
    assert config.assistants[0].file == str(tmp_path / "atlas.md")
    assert config.store.data == "/var/lib/edge"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[serve]", "serve"),
        ("[server]\nprt = 1", "prt"),
        ('[server]\nport = "80"', "server.port: Expected `int`"),
        ("[server]\nport = 70000", "server.port"),
        ("[server]\nbudget = 0", "server.budget"),
        ('[server]\npath = "hook"', "server.path"),
        ("[server\n", "not valid TOML"),
        ('[hooks]\ntransfer = "desk"', "hooks.transfer names no service: desk"),
        ('[hooks]\ntransfer_number = "911"', "hooks.transfer_number"),
        ("[hooks]\nassistant_seconds = 7", "hooks.assistant_seconds"),
        ("[hooks]\nknowledge_seconds = 11", "hooks.knowledge_seconds"),
        ("[definitions]\ntimeout = 301", "definitions.timeout"),
        ('[definitions]\nbackoff.type = "linear"', "definitions.backoff.type"),
        ("[definitions]\nbackoff.max_retries = 11", "definitions.backoff.max_retries"),
        ('[server]\ntrusted_proxies = ["nginx"]', "does not appear to be an IPv4"),
        ('[server]\npublic_url = "edge.example"', "server.public_url"),
        ('[server]\ntls = { certificate = "a.pem" }', "server.tls"),
        ("[server.connections]\nmost = 0", "server.connections.most"),
        (HMAC + 'network = ["167.150.225.0/23"]', "has host bits set"),
        (HMAC + 'payload_format = "{svix-id}{body}"', "name message_id_header"),
        ('[[credentials]]\nkind = "oauth2"\nissuer = "x"\naudience = "y"', "jwks_url"),
        (OAUTH2 + 'algorithms = ["HS256"]', "algorithms"),
        (OAUTH2.replace("https", "http"), "jwks_url"),
        ('[[credentials]]\nkind = "magic"', "credentials"),
        ('[[credentials]]\nkind = "hmac"', "secret"),
        ('[[credentials]]\nkind = "hmac"\nsecret = "s3cret"', "env:NAME"),
        ('[[credentials]]\nkind = "hmac"\nsecret = "env:NONE"', "NONE is not set"),
        ('[[credentials]]\nkind = "hmac"\nsecret = "file:/none"', "/none cannot be"),
        (HMAC + 'algorithm = "md5"', "algorithm"),
        (HMAC + 'payload_format = "{timestamp}"', "payload_format"),
        (HMAC + 'payload_format = "{body}{nonce}"', "payload_format"),
        (HMAC + "secret_is_base64 = true", "secret_is_base64"),
        ('[[services]]\nname = "weather"', "target"),
        ('[[services]]\nname = "a b"\ntarget = "x"', "services[0].name"),
        ('[[services]]\nname = "a"\ntarget = "x"\n' * 2, "named twice"),
        (SERVICE + 'token = "env:SECRET"', "over TLS alone"),
        (SERVICE + 'tls = { key = "k.pem" }', "certificate needs its key"),
        (SERVICE + "weight = -1", "services[0].weight"),
        ("x = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("[[assistants]]", "either a file or an id"),
        ('[[assistants]]\nid = "x"\nfile = "y"', "either a file or an id"),
        ('[[assistants]]\nid = "x"\ncontext = {customer = "t"}', "customer"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path, text, complaint):
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load(path, ENVIRON)
    assert str(raised.value).startswith(path)
    assert complaint in str(raised.value)
    assert "s3cret" not in str(raised.value)


def test_a_name_that_no_file_can_have_is_said(tmp_path):
    with pytest.raises(ConfigError, match="no file has the name"):
        load(write(tmp_path, SERVICE + 'descriptors = "a\\u0000"'), ENVIRON)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load("none.toml", {})


def test_the_file_may_be_named_by_the_environment(tmp_path):
    path = write(tmp_path, "[server]\nport = 1234")
    assert load(None, {"EDGE_CONFIG": path}).server.port == 1234


def test_an_edge_toml_in_the_working_directory_is_read(tmp_path, monkeypatch):
    write(tmp_path, "[server]\nport = 1234")
    monkeypatch.chdir(tmp_path)
    assert load(None, {}).server.port == 1234


def test_without_a_file_the_environment_suffices():
    config = load(
        None,
        {"EDGE_SERVICES": "weather=w:1, 127.0.0.1:2", "VAPI_WEBHOOK_SECRET": "s"},
    )
    assert [(s.name, s.target) for s in config.services] == [
        ("weather", "w:1"),
        ("service-2", "127.0.0.1:2"),
    ]


def test_one_secret_in_the_environment_is_accepted_in_each_of_vapis_forms():
    signature, token, old = load(None, {"VAPI_WEBHOOK_SECRET": "s"}).credentials
    assert isinstance(signature, Hmac)
    assert isinstance(token, Bearer)
    assert (old.header, old.prefix) == ("x-vapi-secret", "")


def test_a_secret_may_lie_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("s3cret\n")
    text = f'[[credentials]]\nkind = "bearer"\nsecret = "file:{tmp_path}/secret"'
    assert load(write(tmp_path, text), {}).credentials[0].secret.value == "s3cret"


def test_an_empty_secret_file_is_refused(tmp_path):
    (tmp_path / "secret").write_text("\n")
    text = f'[[credentials]]\nkind = "bearer"\nsecret = "file:{tmp_path}/secret"'
    with pytest.raises(ConfigError, match="is empty"):
        load(write(tmp_path, text), {})


def test_no_secret_is_shown_by_accident(tmp_path):
    assert "s3cret" not in repr(load(write(tmp_path, HMAC), ENVIRON))
