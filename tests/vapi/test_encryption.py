"""Arguments that only the edge can read."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from edge.config.secrets import Secret
from edge.errors import ConfigError, InvalidArguments
from edge.vapi.encryption import PrivateKey, decrypted
from tests.keys import encrypt, made, pem

KEY = made()
READER = PrivateKey(Secret(pem(KEY)))


@pytest.mark.parametrize(
    ("path", "arguments", "expected"),
    [
        ("ssn", {"ssn": "123", "name": "Dana"}, {"ssn": "123", "name": "Dana"}),
        ("$.ssn", {"ssn": "ü 7"}, {"ssn": "ü 7"}),
        ("card.number", {"card": {"number": "4"}}, {"card": {"number": "4"}}),
        ("pins.*", {"pins": ["1", "2"]}, {"pins": ["1", "2"]}),
        ("pins[*]", {"pins": ["1", "2"]}, {"pins": ["1", "2"]}),
        ("cards.pin", {"cards": [{"pin": "1"}]}, {"cards": [{"pin": "1"}]}),
        ("cards[0].pin", {"cards": [{"pin": "1"}]}, {"cards": [{"pin": "1"}]}),
    ],
)
def test_what_lies_at_a_path_is_read(path, arguments, expected):
    names = {"ssn", "number", "pin", "pins"}

    def hidden(tree, name=""):
        if isinstance(tree, dict):
            return {key: hidden(value, key) for key, value in tree.items()}
        if isinstance(tree, list):
            return [hidden(item, name) for item in tree]
        return encrypt(KEY, tree) if name in names else tree

    assert decrypted(hidden(arguments), [path], READER) == expected


@pytest.mark.parametrize(
    "arguments", [{}, {"ssn": None}, {"card": None}, {"card": {}}, {"card": "x"}]
)
def test_what_is_not_there_is_not_missed(arguments):
    assert decrypted(arguments, ["ssn", "card.number"], READER) == arguments


def sealed_otherwise(digest):
    scheme = padding.OAEP(padding.MGF1(digest), digest, None)
    return base64.b64encode(KEY.public_key().encrypt(b"123", scheme)).decode()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "123-45-6789",
        "not base64!",
        base64.b64encode(b"short").decode(),
        base64.b64encode(bytes(256)).decode(),
        base64.b64encode(b"\xff" * 256).decode(),
        encrypt(KEY, "123")[:-8] + "AAAAAAA=",
        encrypt(made(), "123"),
        encrypt(KEY, b"\xff\xfe"),
        sealed_otherwise(hashes.SHA1()),  # noqa: S303  what the edge must refuse
        12345,
        ["123"],
        {"a": 1},
        "x" * 100_000,
    ],
)
def test_anything_else_is_refused_in_words_that_do_not_repeat_it(value):
    with pytest.raises(InvalidArguments) as refused:
        decrypted({"ssn": value}, ["ssn"], READER)
    assert refused.value.problems == (
        "ssn cannot be read: it is not encrypted with the key agreed upon.",
    )


def test_without_a_key_an_encrypted_argument_is_refused():
    with pytest.raises(InvalidArguments, match="cannot be read here"):
        decrypted({"ssn": encrypt(KEY, "1")}, ["ssn"], None)


UNKNOWN = base64.b64encode(bytes.fromhex("3013020100300706052b0e03020304053003020101"))
"""A key of a kind that nobody knows (RFC 5958)."""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        f"-----BEGIN PRIVATE KEY-----\n{UNKNOWN.decode()}\n-----END PRIVATE KEY-----",
        pem(KEY)[:-50],
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)),  # noqa: S505  what the edge must refuse
        KEY.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"password"),
        ).decode(),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_without_showing_it(text):
    with pytest.raises(ConfigError) as refused:
        PrivateKey(Secret(text))
    assert "private_key" in str(refused.value)
    assert not text or text[:40] not in str(refused.value)
