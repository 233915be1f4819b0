"""A real database of each kind, and a real server in front of it."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import grpc.aio
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from tools.customer.v1 import customer_pb2_grpc

from customer_service import config, roster
from customer_service.database import Database
from customer_service.records import Records
from customer_service.server import serving

CUSTOMERS = """phone,name,email,tier,since
+12025550142,Dana Reyes,dana@example.com,gold,2021-03-15
+12025550119,Ada Lindqvist,ada@example.com,,
+12025550177,Priya Nair,priya@example.com,silver,2019-11-02
+12025550177,Tom Nair,tom@example.com,basic,2023-06-20
+12025550177,Old Nair,,,
"""
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
NAMES = count()


@dataclass
class Postgres:
    """A PostgreSQL server of the tests' own, which forgets nothing but its safety."""

    binaries: Path
    folder: Path
    port: int
    user: str

    def run(self, program: str, *arguments: str) -> None:
        # Not by `user=`: a forked child of a process that uses gRPC may crash, while
        # without it Python starts children by vfork.
        owner = ("runuser", "-u", self.user, "--") if os.geteuid() == 0 else ()
        subprocess.run(
            [*owner, self.binaries / program, *arguments],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=30,
        )

    def make(self) -> None:
        self.run("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "--no-sync")

    def start(self) -> None:
        options = f"-F -h 127.0.0.1 -p {self.port} -k {self.folder}"
        self.run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self, *, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")

    def ensure(self) -> None:
        """Start it, unless it runs."""
        if not (self.folder / "data/postmaster.pid").exists():
            self.start()

    def signal(self, number: signal.Signals) -> None:
        """Signal every process of the server."""
        first = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for process in [first, *map(int, children)]:
            os.kill(process, number)

    def database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"test{next(NAMES)}"
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")
        self.run("createdb", *where, name)
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    # Not below pytest's own folder, into which another user may not look.
    folder = Path(tempfile.mkdtemp(prefix="customer-", dir=memory()))
    shutil.chown(folder, user)
    server = Postgres(BINARIES[-1], folder, free_port(), user)
    server.make()
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def memory() -> Path | None:
    """Where a database of every test is made four times as fast, if there is room."""
    shared = Path("/dev/shm")  # noqa: S108  the folder is made unguessable below it
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > 2 * 1024**3
    return shared if roomy else None


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/customer.db"
    return request.getfixturevalue("postgres").database()


@pytest.fixture
def settings(url) -> config.Config:
    return config.read({"CUSTOMER_DATABASE_URL": url, "SERVICE_ADDRESS": "127.0.0.1:0"})


@pytest.fixture
def opened():
    """Open the records in a database, as one process has them."""
    return opening


@asynccontextmanager
async def opening(url):
    database = Database(config.database(url))
    try:
        await database.prepare()
        yield Records(database)
    finally:
        await database.close()


@pytest.fixture
async def records(url):
    """The records of the sample above."""
    async with opening(url) as records:
        await records.put(roster.read(CUSTOMERS.splitlines(), region="US"))
        yield records


@pytest.fixture
async def others(url, records):
    """The same records, as a second process has them open."""
    async with opening(url) as same:
        yield same


@pytest.fixture
async def channel(settings, records):
    """A channel to a server of the records."""
    async with (
        serving(settings) as address,
        grpc.aio.insecure_channel(address) as channel,
    ):
        yield channel


@pytest.fixture
def customers(channel):
    """The tools, as the edge calls them."""
    return customer_pb2_grpc.CustomerServiceStub(channel)


@dataclass
class Refusal:
    code: str
    speech: str
    fields: list[str]


@pytest.fixture
def refused():
    """Await a call that fails, and return what it says."""

    async def refusal(call) -> Refusal:
        with pytest.raises(grpc.aio.AioRpcError) as failure:
            await call
        spoken, wrong = (
            error_details_pb2.LocalizedMessage(),
            error_details_pb2.BadRequest(),
        )
        for detail in rpc_status.from_call(failure.value).details:
            detail.Unpack(spoken)
            detail.Unpack(wrong)
        fields = [violation.field for violation in wrong.field_violations]
        return Refusal(failure.value.code().name, spoken.message, fields)

    return refusal


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory) -> dict[str, str]:
    """Let processes compile SQLAlchemy once, even where bytecode is not kept."""
    folder = str(tmp_path_factory.mktemp("bytecode"))
    return {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}


@pytest.fixture
def run(bytecode, url, tmp_path):
    """Start `python -m customer_service`, and stop it in the end."""
    processes = []

    def start(*arguments, **environ):
        default = {"CUSTOMER_DATABASE_URL": url, "SERVICE_ADDRESS": "127.0.0.1:0"}
        process = subprocess.Popen(
            [sys.executable, "-m", "customer_service", *arguments],
            cwd=tmp_path,
            env={**os.environ, **bytecode, **default, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()
