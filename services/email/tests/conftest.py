"""Real mailboxes, a Dovecot's and a Maildir, and the service in front of them."""

import grp
import itertools
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import grpc.aio
import pytest
from google.rpc.error_details_pb2 import BadRequest, LocalizedMessage
from grpc_status import rpc_status
from tools.email.v1 import email_pb2, email_pb2_grpc

from email_service import maildir
from email_service.__main__ import assemble
from email_service.connection import Server
from email_service.imap import ImapMailbox
from email_service.mailbox import Mailbox
from email_service.maildir import Maildir
from email_service.owners import Owners
from email_service.service import EmailService

OWNER = "+15550100"
PASSWORD = 'pa"ss\\word'
CONNECTIONS = 4
NUMBERS = itertools.count(1)

DOVECOT_CONF = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 50
auth_username_chars =
auth_failure_delay = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
"""

CERTIFICATE = (
    *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=mail.example"),
    *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
    *("-addext", "subjectAltName=IP:127.0.0.1"),
)


@dataclass(frozen=True)
class Dovecot:
    """An IMAP server of our own; each user name has a mailbox of its own."""

    folder: Path
    port: int
    account: pwd.struct_passwd

    def server(self, user: str) -> Server:
        tls = ssl.create_default_context(cafile=self.folder / "cert.pem")
        return Server(
            host="127.0.0.1", port=self.port, tls=tls, user=user, password=PASSWORD
        )

    def maildir(self, user: str, name: str = "") -> Path:
        """Return the folder where the user's emails arrive, made if it is not there."""
        home = self.folder / "home" / user
        folder = home / "Maildir" / name
        maildir.create(folder)
        for path in (home, *home.glob("**")):
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        return folder

    def kick(self, user: str) -> None:
        """Have the server hang up on the user."""
        command = ("doveadm", "-c", self.folder / "conf", "kick", user)
        subprocess.run(command, check=True, capture_output=True)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


def configure(folder: Path, account: pwd.struct_passwd) -> int:
    """Leave a certificate and a configuration in the folder; return the port."""
    files = ("-keyout", folder / "key.pem", "-out", folder / "cert.pem")
    subprocess.run((*CERTIFICATE, *files), check=True, capture_output=True)
    (folder / "home").mkdir()
    port = free_port()
    settings = DOVECOT_CONF.format(
        folder=folder,
        port=port,
        password=PASSWORD,
        user=account.pw_name,
        group=grp.getgrgid(account.pw_gid).gr_name,
        uid=account.pw_uid,
        gid=account.pw_gid,
    )
    (folder / "conf").write_text(settings)
    for path in (folder, *folder.glob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)
    return port


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once something listens there."""
    for _ in range(200):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "Dovecot ended"
        time.sleep(0.02)
    pytest.fail("Dovecot does not listen")


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot that runs as nobody where the tests run as root."""
    path = "/usr/sbin:/usr/local/sbin:" + os.environ["PATH"]
    program = shutil.which("dovecot", path=path)
    if not program or not shutil.which("openssl"):
        pytest.skip("no Dovecot or OpenSSL (Debian: dovecot-imapd, openssl)")
    account = (
        pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    )
    folder = Path(tempfile.mkdtemp(prefix="dovecot"))
    port = configure(folder, account)
    command = [program, "-F", "-c", str(folder / "conf")]
    ids = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    process = subprocess.Popen(command, **(ids if os.geteuid() == 0 else {}))
    try:
        await_port(port, process)
        yield Dovecot(folder, port, account)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


@dataclass(frozen=True)
class Box:
    """A mailbox, and the folder in which its emails arrive."""

    mailbox: Mailbox
    folder: Path

    def post(self, raw: bytes, *, seen: bool = False) -> None:
        """Have an email arrive, after all others."""
        number = next(NUMBERS)
        name = f"{1_700_000_000 + number}.M{number}P1.test"
        path = self.folder / ("cur" if seen else "new") / name
        path.with_name(name + (":2,S" if seen else "")).write_bytes(raw)

    def unread(self) -> int:
        """Return how many emails are not marked as seen."""
        files = [*self.folder.glob("new/*"), *self.folder.glob("cur/*")]
        return sum("S" not in file.name.partition(":2,")[2] for file in files)


@pytest.fixture
def maildir_box(tmp_path: Path) -> Box:
    """An empty Maildir."""
    maildir.create(tmp_path)
    return Box(Maildir(tmp_path), tmp_path)


@pytest.fixture
def user() -> str:
    """A name that no other test uses."""
    return f"user{next(NUMBERS)}"


@pytest.fixture
def imap_box(dovecot: Dovecot, user: str) -> Iterator[Box]:
    """An empty mailbox on an IMAP server."""
    folder = dovecot.maildir(user)
    with closing(ImapMailbox(dovecot.server(user), CONNECTIONS)) as mailbox:
        yield Box(mailbox, folder)


@pytest.fixture(params=["maildir", "imap"])
def box(request: pytest.FixtureRequest) -> Box:
    """An empty mailbox of either kind."""
    return request.getfixturevalue(f"{request.param}_box")


class Caller:
    """Somebody on the phone whose assistant uses the tools."""

    def __init__(self, stub: email_pb2_grpc.EmailServiceStub) -> None:
        self._stub = stub

    async def check(self, *, caller=OWNER, timeout=5.0, **fields):
        request = email_pb2.CheckEmailRequest(caller_number=caller, **fields)
        return await self._stub.CheckEmail(request, timeout=timeout)

    async def read(self, mail_id, *, caller=OWNER, timeout=5.0):
        request = email_pb2.ReadEmailRequest(caller_number=caller, id=mail_id)
        return await self._stub.ReadEmail(request, timeout=timeout)

    async def open_newest(self):
        """Check the mailbox and read the newest email."""
        listing = await self.check(limit=1)
        return await self.read(listing.emails[0].id)

    async def refusal(self, call):
        """Return the code, the words for the caller and the wrong field, if any."""
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await call
        words, violation = LocalizedMessage(), BadRequest.FieldViolation()
        for detail in rpc_status.from_call(raised.value).details:
            detail.Unpack(words)
            if detail.Is(BadRequest.DESCRIPTOR):
                violation = BadRequest.FromString(detail.value).field_violations[0]
        return raised.value.code().name, words.message, violation.field


@asynccontextmanager
async def serve(mailbox: Mailbox, owners: str = OWNER) -> AsyncIterator[Caller]:
    """Serve the mailbox on a port of its own."""
    service = EmailService(mailbox, Owners.parse(owners), at_once=CONNECTIONS)
    server, _ = assemble(service)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield Caller(email_pb2_grpc.EmailServiceStub(channel))
    await server.stop(None)


@pytest.fixture
def serving():
    """Serve a mailbox: `async with serving(mailbox) as caller`."""
    return serve


@pytest.fixture
async def caller(box: Box) -> AsyncIterator[Caller]:
    """Somebody who calls the service in front of the box."""
    async with serve(box.mailbox) as caller:
        yield caller


def write(text: str = "Hello.", **headers: str) -> bytes:
    """Return an email; `from_="Anna <anna@example.com>"` and so on."""
    email = EmailMessage()
    given = {"from_": "Anna <anna@example.com>", "subject": "Hello"} | headers
    for name, value in given.items():
        email[name.rstrip("_")] = value
    email.set_content(text)
    return email.as_bytes()


@pytest.fixture
def letter():
    """Write an email: `letter("text", subject="Hello")`."""
    return write
