"""The server as the edge and the system around it see it."""

import asyncio
import signal
import socket
import sqlite3
import time
from contextlib import asynccontextmanager
from dataclasses import replace

import grpc.aio
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from sqlalchemy import text
from tools.customer.v1 import customer_pb2_grpc
from tools.customer.v1.customer_pb2 import AddNoteRequest, LookupCustomerRequest

from customer_service import config
from customer_service import health as asked
from customer_service.database import Database
from customer_service.readiness import reach
from customer_service.server import SERVICE, serving

DANA = LookupCustomerRequest(caller_number="+12025550142")
ONLY_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def listening(process) -> str:
    """Return the address in the line that says where the process listens."""
    line = process.stdout.readline()
    assert line.startswith("customer listens on 127.0.0.1:"), process.stderr.read()
    return line.split()[-1]


async def health(channel, service="") -> str:
    stub = health_pb2_grpc.HealthStub(channel)
    answer = await stub.Check(health_pb2.HealthCheckRequest(service=service))
    return health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)


@asynccontextmanager
async def watching(channel):
    """Give a function that returns once the tools have a certain health."""
    asked = health_pb2.HealthCheckRequest(service=SERVICE)
    watch = health_pb2_grpc.HealthStub(channel).Watch(asked)

    async def becomes(status: str) -> None:
        wanted = health_pb2.HealthCheckResponse.ServingStatus.Value(status)
        while (await watch.read()).status != wanted:
            pass

    yield becomes
    watch.cancel()


@pytest.mark.parametrize("service", ["", SERVICE])
async def test_is_healthy_once_the_tables_are_there(channel, service):
    assert await health(channel, service) == "SERVING"


async def test_shows_its_contract_by_reflection(channel):
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    asked = reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE)
    async for answer in stub.ServerReflectionInfo(iter([asked])):
        files = answer.file_descriptor_response.file_descriptor_proto
        names = {FileDescriptorProto.FromString(file).name for file in files}
    assert "tools/customer/v1/customer.proto" in names


async def test_a_process_serves_and_drains(run):
    process = run(CUSTOMER_SAMPLE="1")
    async with grpc.aio.insecure_channel(listening(process)) as channel:
        assert await health(channel) == "SERVING"
        tools = customer_pb2_grpc.CustomerServiceStub(channel)
        dana = await tools.LookupCustomer(DANA, timeout=5)
    process.send_signal(signal.SIGTERM)
    assert dana.first_name == "Dana"
    assert process.wait(10) == 0


async def test_a_note_outlives_the_server_and_its_key_too(settings, records):
    note = AddNoteRequest(caller_number="+12025550142", text="A.", idempotency_key="k")
    for _ in range(2):
        async with (
            serving(settings) as address,
            grpc.aio.insecure_channel(address) as channel,
        ):
            tools = customer_pb2_grpc.CustomerServiceStub(channel)
            await tools.AddNote(note)
            dana = await tools.LookupCustomer(DANA)
    assert [note.text for note in dana.notes] == ["A."]


async def test_several_may_start_on_an_empty_database_at_once(settings):
    databases = [Database(settings.database) for _ in range(6)]
    await asyncio.gather(*(reach(database, sample=True) for database in databases))
    async with databases[0].engine.connect() as connection:
        rows = await connection.scalar(text("SELECT count(*) FROM customer"))
    for database in databases:
        await database.close()
    assert rows == 5


async def test_a_sample_goes_into_an_empty_database_only(settings, records):
    await reach(records.database, sample=True)
    assert (await records.find("+12025550142")).email == "dana@example.com"


@ONLY_SQLITE
async def test_finishes_a_call_before_it_stops(run, tmp_path):
    process = run(CUSTOMER_SAMPLE="1")
    note = AddNoteRequest(caller_number="+12025550142", text="A.")
    async with (
        grpc.aio.insecure_channel(listening(process)) as channel,
        watching(channel) as becomes,
    ):
        await becomes("SERVING")
        writer = sqlite3.connect(tmp_path / "customer.db")
        writer.execute("BEGIN IMMEDIATE")
        call = customer_pb2_grpc.CustomerServiceStub(channel).AddNote(note, timeout=5)
        assert await health(channel) == "SERVING"  # so the call has arrived as well
        process.terminate()
        await becomes("NOT_SERVING")
        writer.close()
        assert "added the note" in (await call).speech
    assert process.wait(10) == 0


@ONLY_POSTGRESQL
async def test_waits_for_a_database_that_is_away(settings, postgres):
    postgres.stop(mode="fast")
    try:
        async with (
            serving(settings) as address,
            grpc.aio.insecure_channel(address) as channel,
            watching(channel) as becomes,
        ):
            assert await health(channel, SERVICE) == "NOT_SERVING"
            assert not await asked.serving(address)
            assert await health(channel) == "SERVING"
            postgres.start()
            await becomes("SERVING")
            assert await asked.serving(address)
        assert not await asked.serving(address)
    finally:
        postgres.ensure()


@ONLY_POSTGRESQL
def test_exits_in_time_when_the_database_is_silent(run, postgres):
    process = run()
    listening(process)
    postgres.signal(signal.SIGSTOP)
    start = time.monotonic()
    try:
        process.terminate()
        assert process.wait(10) == 0
    finally:
        postgres.signal(signal.SIGCONT)
    assert time.monotonic() - start < 10


@ONLY_SQLITE
def test_a_bad_setting_ends_it_with_one_line(run):
    process = run(CUSTOMER_DATABASE_URL="mysql://root:s3cret@db/x")
    _, said = process.communicate(timeout=10)
    assert process.returncode == 1
    assert (
        said == "customer: CUSTOMER_DATABASE_URL is not postgresql:// or sqlite:///\n"
    )


@ONLY_SQLITE
def test_a_port_that_is_taken_ends_it_with_one_line(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = run(SERVICE_ADDRESS=f"127.0.0.1:{port}")
        _, said = process.communicate(timeout=10)
    assert process.returncode == 1
    assert said.startswith(f"customer: SERVICE_ADDRESS 127.0.0.1:{port}: ")
    assert said.count("\n") == 1


@ONLY_SQLITE
@pytest.mark.parametrize("address", ["192.0.2.1:1", "nowhere.invalid:1"])
async def test_an_address_elsewhere_is_refused(settings, address):
    with pytest.raises(config.ConfigError, match=address):
        async with serving(replace(settings, address=address)):
            pass


@pytest.mark.parametrize("folder", ["/proc/none", "/proc/sys"])
async def test_a_folder_that_cannot_be_used_is_refused(folder):
    settings = config.read({"CUSTOMER_DATABASE_URL": f"sqlite:///{folder}/x.db"})
    with pytest.raises(OSError, match=folder):
        async with serving(settings):
            pass
