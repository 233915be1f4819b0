"""An IMAP client whose every wait ends by a deadline."""

import imaplib
import io
import socket
import ssl
from contextlib import ExitStack
from typing import TYPE_CHECKING

from imap_tools.mailbox import BaseMailBox

from email_service.deadline import Deadline

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAX_BYTES = 16 * 1024 * 1024
"""Longer lines and literals are refused: a search in two million emails fits."""


class Wire(io.RawIOBase):
    """The receiving end of a socket; raises `TooLate` or `TimeoutError` in time."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._socket = sock
        self.deadline = deadline

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer with what has come; 0 once the peer hung up."""
        self._socket.settimeout(self.deadline.left())
        return self._socket.recv_into(buffer)


class Client(imaplib.IMAP4):
    """Speaks IMAP over TLS, or in the clear where `tls` is none.

    Overrides the five methods imaplib offers for it.
    """

    def __init__(
        self, host: str, port: int, tls: ssl.SSLContext | None, deadline: Deadline
    ) -> None:
        self._tls, self._deadline = tls, deadline
        super().__init__(host, port)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Connect, and verify the server's certificate."""
        del timeout
        self.host, self.port = host, port
        with ExitStack() as stack:
            sock = socket.create_connection((host, port), self._deadline.left())
            stack.enter_context(sock)
            sock.settimeout(self._deadline.left())
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_hostname=host)
            stack.pop_all()
        self.sock = sock
        self._wire = Wire(self.sock, self._deadline)
        self._received = io.BufferedReader(self._wire)

    def begin(self, deadline: Deadline) -> None:
        """Have every wait from now on end by the deadline."""
        self._deadline = self._wire.deadline = deadline

    def read(self, size: int) -> bytes:
        """Return a literal of `size` bytes."""
        if size > MAX_BYTES:
            raise self.abort("a literal too long")
        return self._received.read(size)

    def readline(self) -> bytes:
        """Return a line; empty once the peer hung up."""
        line = self._received.readline(MAX_BYTES)
        if len(line) == MAX_BYTES:
            raise self.abort("a line too long")
        return line

    def send(self, data: "ReadableBuffer") -> None:
        """Send the data, all of it."""
        self.sock.settimeout(self._deadline.left())
        self.sock.sendall(data)

    def shutdown(self) -> None:
        """Hang up, without a word that could block."""
        self._received.close()
        self.sock.close()


class Folders(BaseMailBox):
    """What imap-tools knows of IMAP, on such a client."""

    def __init__(self, client: Client) -> None:
        self._client = client
        super().__init__()

    def _get_mailbox_client(self) -> Client:
        return self._client
