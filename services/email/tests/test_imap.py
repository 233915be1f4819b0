"""What only an IMAP server can do, or fail to do."""

import asyncio
import logging
import ssl
import threading
import time
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace

import pytest

from email_service import client
from email_service.connection import Server
from email_service.imap import ImapMailbox

LATE = (
    "DEADLINE_EXCEEDED",
    "The mailbox is taking too long to answer. Please try again in a moment.",
    "",
)
GONE = (
    "UNAVAILABLE",
    "I can't get to the mailbox right now. Please try again in a moment.",
    "",
)
WRONG = ("INTERNAL", "The mailbox is not set up correctly, so I can't get to it.", "")


class Relay:
    """A wire to a server that can be cut, or go dead without a word."""

    def __init__(self, port):
        self._port = port
        self._ends = []
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.accepted = 0

    async def connect(self, reader, writer):
        self.accepted += 1
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends += [writer, back]
        flowing = self.flowing
        await asyncio.gather(
            self.pump(reader, back, flowing), self.pump(there, writer, flowing)
        )

    async def pump(self, reader, writer, flowing):
        with closing(writer), suppress(OSError):
            while data := await reader.read(65536):
                await flowing.wait()
                writer.write(data)
                await writer.drain()

    def cut(self):
        for end in self._ends:
            end.transport.abort()

    def deaden(self):
        """Carry nothing over today's connections; new ones are as good as ever."""
        self.flowing.clear()
        self.flowing = asyncio.Event()
        self.flowing.set()


@pytest.fixture
async def relay(dovecot):
    relay = Relay(dovecot.port)
    listener = await asyncio.start_server(relay.connect, "127.0.0.1", 0)
    relay.port = listener.sockets[0].getsockname()[1]
    yield relay
    listener.close()
    relay.cut()
    await listener.wait_closed()


@asynccontextmanager
async def peer(behave):
    """Run `behave(reader, writer)` as a server in the clear; yield how to reach it."""

    async def handle(reader, writer):
        with closing(writer), suppress(OSError):
            await behave(reader, writer)

    listener = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    yield Server(host="127.0.0.1", port=port, tls=None, user="anna", password="secret")
    listener.close()


@pytest.fixture
async def relayed(relay, dovecot, user, asking):
    """Somebody whose mailbox is at the other end of the relay."""
    dovecot.maildir(user)
    server = replace(dovecot.server(user), port=relay.port)
    async with asking(server) as caller:
        yield caller


@pytest.fixture
def asking(serving):
    """Serve the mailbox on a server: `async with asking(server) as caller`."""

    @asynccontextmanager
    async def ask(server):
        with closing(ImapMailbox(server, 4)) as mailbox:
            async with serving(mailbox) as caller:
                yield caller

    return ask


@pytest.fixture
def outcome(asking):
    """Check the mailbox on a server; return how that fails."""

    async def check(server, timeout=1.0):
        async with asking(server) as caller:
            return await caller.refusal(caller.check(timeout=timeout))

    return check


async def silence(reader, writer):
    await reader.read()


async def test_one_connection_serves_one_call_after_the_other(relay, relayed):
    for _ in range(5):
        await relayed.check()
    assert relay.accepted == 1


async def test_calls_at_once_have_connections_of_their_own(relay, relayed):
    for _ in range(3):
        await asyncio.gather(*[relayed.check() for _ in range(4)])
    assert 1 <= relay.accepted <= 4


async def test_a_dropped_connection_is_replaced(relay, relayed):
    await relayed.check()
    relay.cut()
    assert (await relayed.check()).total == 0
    assert relay.accepted == 2


async def test_a_server_that_hangs_up_is_called_again(dovecot, user, imap_box, serving):
    async with serving(imap_box.mailbox) as caller:
        await caller.check()
        dovecot.kick(user)
        assert (await caller.check()).total == 0


async def test_a_connection_gone_dead_is_replaced_in_time(relay, relayed):
    await relayed.check()
    relay.deaden()
    assert (await relayed.check(timeout=2.5)).total == 0
    assert relay.accepted == 2


async def test_a_refused_connection_is_unavailable(dovecot, user, relay, outcome):
    server = replace(dovecot.server(user), port=1)
    assert await outcome(server) == GONE


async def test_a_wrong_password_is_nobodys_fault_on_the_phone(
    dovecot, user, outcome, caplog
):
    caplog.set_level(logging.DEBUG)
    server = replace(dovecot.server(user), password="wr0ng")
    assert await outcome(server, timeout=5.0) == WRONG
    assert "refuses the user or the password" in caplog.text
    assert "wr0ng" not in caplog.text


async def test_a_folder_that_is_not_there_is_a_mistake_in_the_settings(
    dovecot, user, outcome
):
    dovecot.maildir(user)
    server = replace(dovecot.server(user), folder="Nowhere")
    assert await outcome(server) == WRONG


async def test_a_certificate_of_unknown_origin_is_refused(dovecot, user, outcome):
    server = replace(dovecot.server(user), tls=ssl.create_default_context())
    assert await outcome(server) == WRONG


async def test_a_certificate_of_another_host_is_refused(dovecot, user, outcome):
    server = replace(dovecot.server(user), host="localhost")
    assert await outcome(server) == WRONG


async def test_a_name_beyond_ascii_logs_in(dovecot, user, asking):
    name = f"jörg-{user}"
    dovecot.maildir(name)
    async with asking(dovecot.server(name)) as caller:
        assert (await caller.check()).total == 0


async def test_another_folder_can_be_the_mailbox(dovecot, user, asking, letter):
    file = dovecot.maildir(user, ".Gr&APw-n") / "new" / "1.M1P1.test"
    file.write_bytes(letter(subject="Green"))
    server = replace(dovecot.server(user), folder="Grün")
    async with asking(server) as caller:
        assert (await caller.check()).emails[0].subject == "Green"


async def test_an_id_from_before_the_folder_was_made_anew_means_nothing(
    imap_box, serving, letter
):
    imap_box.post(letter())
    async with serving(imap_box.mailbox) as caller:
        validity, uid = (await caller.check()).emails[0].id.split("-")
        assert (await caller.read(f"{validity}-{uid}")).subject == "Hello"
        for wrong in (f"{int(validity) - 1}-{uid}", f"{validity}-{int(uid) + 1}"):
            assert (await caller.refusal(caller.read(wrong)))[0] == "NOT_FOUND"


@pytest.mark.parametrize("tls", [None, ssl.create_default_context()])
async def test_a_server_that_hangs_is_given_up_in_time(outcome, tls):
    async with peer(silence) as server:
        began = time.perf_counter()
        assert await outcome(replace(server, tls=tls), timeout=0.5) == LATE
        assert time.perf_counter() - began < 0.6


async def test_a_server_that_drips_is_given_up_in_time(outcome):
    async def drip(reader, writer):
        while True:
            writer.write(b"*")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with peer(drip) as server:
        assert await outcome(server, timeout=0.5) == LATE


async def test_the_threads_of_calls_given_up_end(outcome):
    async with peer(silence) as server:
        await outcome(server, timeout=0.3)
        await asyncio.to_thread(join_workers)
    assert not workers()


def workers():
    return [thread for thread in threading.enumerate() if thread.name == "mailbox"]


def join_workers():
    for thread in workers():
        thread.join(5)


async def test_more_calls_than_workers_are_refused_at_once(asking):
    arrivals = asyncio.Queue()

    async def hang(reader, writer):
        arrivals.put_nowait(writer)
        await reader.read()

    async with peer(hang) as server, asking(server) as caller:
        hung = [asyncio.ensure_future(caller.check(timeout=1.0)) for _ in range(4)]
        for _ in hung:
            await arrivals.get()
        began = time.perf_counter()
        code, words, _ = await caller.refusal(caller.check())
        assert time.perf_counter() - began < 0.5
        assert [await caller.refusal(call) for call in hung] == [LATE] * 4
    assert (code, words[:20]) == ("RESOURCE_EXHAUSTED", "The mailbox is busy ")


async def test_a_caller_who_hangs_up_leaves_no_thread_behind(asking):
    connected = asyncio.Event()

    async def drip(reader, writer):
        connected.set()
        while True:
            writer.write(b"*")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with peer(drip) as server, asking(server) as caller:
        call = asyncio.ensure_future(caller.check(timeout=8.0))
        await connected.wait()
        call.cancel()
        await asyncio.wait([call])
        await asyncio.to_thread(join_workers)
    assert not workers()


def scripted(**answers):
    """Return a server that answers each command as told, with OK if not told."""
    known = {"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK so\r\n"} | answers

    async def behave(reader, writer):
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, verb, *rest = line.split()
            verb = rest[0] if verb == b"UID" else verb
            writer.write(
                known.get(verb.decode(), b"TAG OK so\r\n").replace(b"TAG", tag)
            )

    return behave


async def hang_up(reader, writer):
    writer.close()


def saying(greeting):
    async def behave(reader, writer):
        writer.write(greeting)
        await writer.drain()
        await reader.readline()

    return behave


@pytest.mark.parametrize(
    "behave",
    [
        hang_up,
        saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        saying(b"* BYE too many connections\r\n"),
        saying(b"* OK {99999999999}\r\n"),
        saying(b"\xff\xfe\r\n"),
        saying(b"* OK hello\r\n"),
        saying(b"x" * client.MAX_BYTES),
        scripted(CAPABILITY=b"TAG BAD no\r\n"),
        scripted(LOGIN=b"* BYE too many connections\r\n"),
        scripted(LOGIN=b"TAG NO [UNAVAILABLE] come back later\r\n"),
        scripted(SEARCH=b"TAG NO [BADCHARSET] no\r\n"),
        scripted(SEARCH=b"* SEARCH 1 two\r\nTAG OK so\r\n"),
        scripted(SEARCH=b"* SEARCH 1\r\nTAG OK so\r\n", FETCH=b"TAG NO so\r\n"),
        scripted(SEARCH=b"* SEARCH 1\r\nTAG OK so\r\n", FETCH=b"* BYE\r\n"),
    ],
)
async def test_a_server_that_makes_no_sense_is_unavailable(outcome, behave):
    async with peer(behave) as server:
        assert await outcome(server) == GONE


async def test_a_server_may_answer_in_its_own_order_and_way(asking):
    fetched = (
        b"* 9 FETCH (FLAGS (\\Seen))\r\n"
        b'* 1 FETCH (BODY[HEADER.FIELDS ("FROM")]<0> "From: \\"A\\" <a@example.com>" '
        b"UID 7 FLAGS ())\r\n"
        b"* 2 FETCH (UID 8 BODY[HEADER.FIELDS (FROM)]<0> {17}\r\nFrom: b@x.example"
        b" FLAGS (\\Seen \\Flagged))\r\nTAG OK so\r\n"
    )
    server_of = scripted(SEARCH=b"* SEARCH 8 7 9\r\nTAG OK so\r\n", FETCH=fetched)
    async with peer(server_of) as server, asking(server) as caller:
        response = await caller.check()
    assert [(e.sender, e.unread) for e in response.emails] == [
        ("b@x.example", False),
        ("A", True),
    ]
