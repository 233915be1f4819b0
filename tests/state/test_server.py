"""The embedded server lives as long as its edge, and no other may have its files."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from edge.config.secrets import Secret
from edge.errors import ConfigError
from edge.state.complaints import complain
from edge.state.reading import read
from edge.state.streams import PARKED
from tests.state.conftest import kept

PATIENCE_SECONDS = 10


async def until(met):
    end = time.monotonic() + PATIENCE_SECONDS
    while not met():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_it_is_ready_within_a_second(tmp_path):
    started = time.perf_counter()
    async with kept(tmp_path) as store:
        assert store.connection.up
        assert time.perf_counter() - started < 3


async def test_what_was_put_survives_a_restart(tmp_path):
    async with kept(tmp_path) as store:
        await store.connection.put("PARKED.a.b.c", b"here", seconds=5)
    async with kept(tmp_path) as store:
        found = [entry.data async for entry in read(store.connection, PARKED)]
    assert found == [b"here"]


async def test_a_copy_of_the_folder_is_a_backup(tmp_path):
    async with kept(tmp_path / "first") as store:
        await store.connection.put("PARKED.a.b.c", b"here", seconds=5)
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    async with kept(tmp_path / "second") as store:
        found = [entry.data async for entry in read(store.connection, PARKED)]
    assert found == [b"here"]


async def test_a_killed_server_comes_back_with_all_it_had(store):
    await store.connection.put("PARKED.a.b.c", b"here", seconds=5)
    killed = store.server.pid
    os.kill(killed, signal.SIGKILL)
    await until(lambda: not store.connection.up)
    started = time.monotonic()
    await store.connection.put("PARKED.a.b.d", b"there", seconds=5)
    assert time.monotonic() - started < 5
    assert store.server.pid != killed
    found = [entry.data async for entry in read(store.connection, PARKED)]
    assert found == [b"here", b"there"]


async def test_a_server_that_is_complained_of_is_started_again(store):
    stuck = store.server.pid
    complain(store.server.folder.path)
    await until(lambda: store.server.pid != stuck)
    await store.connection.put("PARKED.a.b.c", b"here", seconds=5)


async def test_a_second_edge_over_the_same_folder_is_refused_in_words(store, tmp_path):
    with pytest.raises(ConfigError, match="another edge keeps its store there"):
        async with kept(tmp_path):
            pass
    assert store.connection.up


async def test_the_folder_is_free_again_when_the_edge_has_stopped(tmp_path):
    for _ in range(2):
        async with kept(tmp_path) as store:
            assert store.connection.up


async def test_nobody_else_may_read_the_address(store):
    for name in ("url", "nats.conf"):
        mode = (store.server.folder.path / name).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


async def test_a_stranger_without_the_token_is_not_let_in(store):
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", store.server.folder.port
    )
    writer.write(b'CONNECT {"verbose":true}\r\nPING\r\n')
    said = await reader.read(4096)
    while b"Authorization" not in said and (more := await reader.read(4096)):
        said += more
    writer.close()
    assert b"Authorization Violation" in said


async def test_the_files_can_be_encrypted(tmp_path):
    key = Secret("a key that is long enough to be one")
    async with kept(tmp_path, encryption_key=key) as store:
        await store.connection.put("PARKED.a.b.c", b"a secret word", seconds=5)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"a secret word" in path.read_bytes() for path in files)


@pytest.mark.parametrize("files", ["PARKED/msgs/*.blk", "*/meta.inf", "*/*.*"])
async def test_spoilt_files_keep_nothing_new_from_being_stored(tmp_path, files):
    async with kept(tmp_path) as store:
        for number in range(20):
            await store.connection.put(f"PARKED.a.b.{number}", b"here", seconds=5)
    for path in tmp_path.rglob(f"streams/{files}"):
        if path.is_file():
            half = path.stat().st_size // 2
            path.write_bytes(path.read_bytes()[:half] + b"spoilt" * 10)
    async with kept(tmp_path) as store:
        await store.connection.put("PARKED.a.b.new", b"there", seconds=5)
        found = [entry.data async for entry in read(store.connection, PARKED)]
    assert found[-1] == b"there"


KEEPER = """
import asyncio, sys
from edge.config.store import Store as Settings
from edge.state.store import Store

async def main():
    store = Store(Settings(data=sys.argv[1]))
    async with store.running():
        print(store.server.pid, file=sys.stderr, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can promise it")
def test_the_server_of_a_killed_edge_dies_too(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as edge:
        pid = int(edge.stderr.readline())
        edge.kill()
        edge.wait()
    end = time.monotonic() + PATIENCE_SECONDS
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
