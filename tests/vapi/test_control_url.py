"""A webhook may name where its call is controlled, but only at Vapi."""

import pytest

from edge.vapi.control_url import checked, is_public

HOSTS = ("vapi.ai",)


@pytest.mark.parametrize(
    "url",
    [
        "https://vapi.ai/x/control",
        "https://phone-call-websocket.aws-us-west-2-backend-production1.vapi.ai/7420f27a-30fd/control",
        "https://a.vapi.ai:8443/c/control?x=1&y=%20",
    ],
)
def test_a_host_of_vapis_is_accepted(url):
    assert checked(url, HOSTS).value == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://vapi.ai/c",
        "wss://vapi.ai/c",
        "https://vapi.ai.example.com/c",
        "https://notvapi.ai/c",
        "https://example.com/vapi.ai",
        "https://example.com/?.vapi.ai",
        "https://example.com#.vapi.ai",
        "https://example.com\\@vapi.ai/c",
        "https://example.com\\.vapi.ai/c",
        "https://user:password@vapi.ai/c",
        "https://127.0.0.1/c",
        "https://[::1]/c",
        "https://2130706433/c",
        "https://169.254.169.254/latest/meta-data",
        "https://vapi.ai/c\r\nhost: example.com",
        "https://vapi.ai /c",
        "https://vapi.ai./c",
        "https://VAPI.AI@example.com/",
        "https://vаpi.ai/c",  # noqa: RUF001  a Cyrillic letter is the point
        "file:///etc/passwd",
        "https://vapi.ai/" + "x" * 5000,
    ],
)
def test_everything_else_is_refused(url):
    assert checked(url, HOSTS) is None


def test_the_address_does_not_show_itself():
    assert "abc" not in repr(checked("https://vapi.ai/abc", HOSTS))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("52.10.20.30", True),
        ("2600:1f14::1", True),
        ("64:ff9b::340a:141e", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2002:0a00:0001::1", False),
    ],
)
def test_only_the_open_internet_is_public(address, public):
    assert is_public(address) is public
