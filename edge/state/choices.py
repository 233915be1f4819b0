"""Which release each phone call keeps to, known to every worker and replica."""

import asyncio
from contextlib import suppress

import msgspec
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from edge.errors import StoreLost
from edge.state.connection import Connection, converted
from edge.state.places import NOBODY, Place
from edge.state.reading import read
from edge.state.streams import LIVE
from edge.state.tasks import Tasks
from edge.tools.releases import Choice, Choices

PUT_SECONDS = 5.0
AGAIN_SECONDS = 1.0

EVERY = f"{LIVE}.{NOBODY}.*.release.*"
"""The subjects of all choices."""

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Choice).decode


class SharedChoices:
    """Tells the others what is chosen here, and follows what they choose.

    Nothing of it is waited for: a tool call goes by what is known when it comes.
    """

    def __init__(self, connection: Connection, tasks: Tasks, choices: Choices) -> None:
        self._connection = connection
        self._tasks = tasks
        self._choices = choices
        self._listening: Subscription | None = None
        choices.tell = self._tell

    async def run(self) -> None:
        """Follow what others choose, and what they have chosen already."""
        await self._connection.ready.wait()
        while True:
            try:
                await self._listen()
                async for entry in read(self._connection, LIVE, EVERY):
                    self._learn(entry.data, anew=False)
            except StoreLost:
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return

    async def _listen(self) -> None:
        """Hear of every choice from now on; the client sees to it that it stays so."""
        if self._listening is None:
            with converted():
                client = self._connection.client
                self._listening = await client.subscribe(EVERY, cb=self._hear)

    def _tell(self, choice: Choice) -> None:
        self._tasks.add(self._put(choice))

    async def _put(self, choice: Choice) -> None:
        path = ("release", choice.service)
        subject = Place(NOBODY, choice.call_id, path).subject(LIVE)
        await self._connection.put(subject, encode(choice), seconds=PUT_SECONDS)

    async def _hear(self, message: Msg) -> None:
        self._learn(message.data, anew=True)

    def _learn(self, data: bytes, *, anew: bool) -> None:
        with suppress(msgspec.DecodeError):
            self._choices.learn(decode(data), anew=anew)
