"""A name server that fails, and whose names move."""

import asyncio
import struct
from ipaddress import IPv4Address

HEAD = struct.Struct("!6H")
FOUND, FAILED = 0x8180, 0x8182
"""Flags of an answer, and of SERVFAIL (RFC 1035, 4.1.1)."""

A, INTERNET, LIFE_SECONDS = 1, 1, 1
POINTER = 0xC00C
"""To the name in the question."""


class Names(asyncio.DatagramProtocol):
    """Answers every question for IPv4 addresses with the same ones."""

    def __init__(self) -> None:
        self.addresses = [IPv4Address("127.0.0.1")]
        self.failing = False
        self.port = 0
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self._transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def close(self) -> None:
        """Listen no more."""
        if self._transport:
            self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer one question."""
        if self._transport and len(data) > HEAD.size:
            self._transport.sendto(self.answer(data), addr)

    def answer(self, query: bytes) -> bytes:
        """Return the answer to a query's first question."""
        identity = HEAD.unpack_from(query)[0]
        end = query.index(b"\0", HEAD.size) + 5
        question = query[HEAD.size : end]
        kind = int.from_bytes(question[-4:-2])
        if self.failing:
            return HEAD.pack(identity, FAILED, 1, 0, 0, 0) + question
        if kind != A:
            return HEAD.pack(identity, FOUND, 1, 0, 0, 0) + question
        record = struct.pack("!3HIH", POINTER, A, INTERNET, LIFE_SECONDS, 4)
        head = HEAD.pack(identity, FOUND, 1, len(self.addresses), 0, 0)
        records = (record + address.packed for address in self.addresses)
        return head + question + b"".join(records)
