"""Settings that are understood, and settings that are refused."""

import re
import ssl

import pytest

from email_service import config

IMAP = {"EMAIL_IMAP_URL": "imaps://anna@mail.example", "EMAIL_IMAP_PASSWORD": "secret"}


def test_without_settings_there_is_a_maildir_for_nobody():
    settings = config.read({})
    assert str(settings.mailbox) == "data/maildir"
    assert settings.address == "127.0.0.1:50053"
    assert not settings.owners
    assert settings.connections == 4


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("imaps://a@mail.example", ("a", "mail.example", 993, "INBOX")),
        (
            "imaps://a%40b.example@c.example:1/",
            ("a@b.example", "c.example", 1, "INBOX"),
        ),
        (
            "imaps://a@b.example@c.example/X%20Y",
            ("a@b.example", "c.example", 993, "X Y"),
        ),
    ],
)
def test_a_url_names_a_server(url, server):
    told = config.read(IMAP | {"EMAIL_IMAP_URL": url}).mailbox
    assert (told.user, told.host, told.port, told.folder) == server
    assert told.tls.verify_mode == ssl.CERT_REQUIRED


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_on_this_machine_a_server_may_speak_in_the_clear(host):
    told = config.read(IMAP | {"EMAIL_IMAP_URL": f"imap://a@{host}"}).mailbox
    assert (told.tls, told.port) == (None, 143)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "https://a@mail.example",
        "imaps://mail.example",
        "imaps://a@",
        "imaps://a@mail.example:port",
        "imaps://a@mail.example:70000",
        "imaps://a@mail.example?x=y",
        "imaps://a@[mail",
        "imaps://a:hunter2@mail.example",
        "imap://a@mail.example",
        "imap://a@10.0.0.1",
        "imaps://a%0d%0ab@mail.example",
        "imaps://a@mail.example/a%0d%0ab",
    ],
)
def test_a_url_of_another_kind_is_refused_without_repeating_it(url):
    with pytest.raises(ValueError, match=r"^EMAIL_IMAP_URL") as raised:
        config.read(IMAP | {"EMAIL_IMAP_URL": url})
    assert "hunter2" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"EMAIL_MAILDIR": "x"}, "two mailboxes"),
        ({"EMAIL_IMAP_PASSWORD": ""}, "set one of EMAIL_IMAP_PASSWORD"),
        ({"EMAIL_IMAP_PASSWORD_FILE": "x"}, "set one of EMAIL_IMAP_PASSWORD"),
        ({"EMAIL_IMAP_PASSWORD": "a\r\nb"}, "more than one line"),
        (
            {"EMAIL_IMAP_PASSWORD": "", "EMAIL_IMAP_PASSWORD_FILE": "/none"},
            "No such file",
        ),
        ({"EMAIL_IMAP_CA": "/none"}, "EMAIL_IMAP_CA cannot be used: No such file"),
        ({"EMAIL_SAMPLE": "1"}, "EMAIL_SAMPLE is for a Maildir"),
        ({"EMAIL_SAMPLE": "yes"}, "neither 0 nor 1"),
        ({"EMAIL_OWNERS": "+15550100,bob"}, "EMAIL_OWNERS: 'bob' is not a number"),
        ({"EMAIL_OWNERS": "15550100"}, "is not a number such as"),
        ({"EMAIL_CONNECTIONS": "0"}, "between 1 and 32"),
        ({"EMAIL_CONNECTIONS": "33"}, "between 1 and 32"),
        ({"EMAIL_CONNECTIONS": "many"}, "between 1 and 32"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(changes, why):
    with pytest.raises(ValueError, match=re.escape(why)) as raised:
        config.read(IMAP | changes)
    assert "secret" not in str(raised.value)


def test_a_file_that_holds_no_certificate_is_refused(tmp_path):
    file = tmp_path / "ca.pem"
    file.write_text("nothing")
    with pytest.raises(ValueError, match=r"^EMAIL_IMAP_CA cannot be used"):
        config.read(IMAP | {"EMAIL_IMAP_CA": str(file)})


def test_a_folder_that_is_no_maildir_is_refused(tmp_path):
    with pytest.raises(ValueError, match="EMAIL_MAILDIR is not a Maildir"):
        config.read({"EMAIL_MAILDIR": str(tmp_path)})


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_password_is_read_from_a_file(tmp_path, end):
    file = tmp_path / "password"
    file.write_bytes(f" sé cret{end}".encode())
    named = {"EMAIL_IMAP_PASSWORD": "", "EMAIL_IMAP_PASSWORD_FILE": str(file)}
    assert config.read(IMAP | named).mailbox.password == " sé cret"


def test_the_password_is_not_shown():
    assert "secret" not in repr(config.read(IMAP))


def test_owners_are_named_as_people_write_numbers():
    owners = config.read({"EMAIL_OWNERS": "+1 (555) 01-00, +44.20.7946.0000,"}).owners
    assert owners.admit("+15550100") is None
    assert owners.admit("+442079460000") is None
