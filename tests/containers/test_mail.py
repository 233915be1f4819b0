"""The emails of a mail server in a container of its own: the profile mail."""

import pytest

from tests.containers.composition import Composition
from tests.containers.engine import ROOT

pytestmark = [pytest.mark.containers, pytest.mark.timeout(3600)]

EMAIL = """\
From: Anna Lindqvist <anna@example.com>
To: caller@example.com
Subject: Dinner on Friday
Date: Fri, 20 Nov 2026 09:30:00 +0000

Shall we meet at seven?
"""


@pytest.fixture(scope="module")
def composition(engine, tmp_path_factory):
    """The edge, every service, and the mail server."""
    engine.build("protophone-dovecot", "Dockerfile", ROOT / "deploy/dovecot")
    folder = tmp_path_factory.mktemp("composition")
    composition = Composition(engine, folder, "mail", EMAIL_IMAP_PASSWORD="Tr0ub4dor")
    try:
        composition.up()
        yield composition
    finally:
        composition.down()


def test_an_email_that_arrives_is_told_of(composition, line):
    server = composition.containers["dovecot"]
    save = ("doveadm", "save", "-u", "anna")
    composition.engine("exec", "--interactive", server, *save, told=EMAIL)
    heard = line.call("check_email")["result"]
    assert "Dinner on Friday" in heard


def test_the_mail_server_is_reached_by_no_one_else(composition):
    known = composition.engine.inspect(composition.containers["dovecot"])
    assert not any((known["HostConfig"]["PortBindings"] or {}).values())
