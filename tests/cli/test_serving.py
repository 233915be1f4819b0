"""How settings are followed while the edge runs."""

import argparse
import asyncio

from structlog.testing import capture_logs

from edge.app import App
from edge.cli.serving import UNCHANGED, follow, reload
from edge.config.settings import Config
from edge.server.tls import Identity


class Broken:
    """Settings that break whoever reads them, in a way that nobody expects."""

    loaded = ()

    def __init__(self):
        self.reads = 0
        self.read = asyncio.Event()

    def marks(self):
        return ()

    def load(self):
        self.reads += 1
        self.read.set()
        raise ZeroDivisionError


async def test_settings_that_break_the_edge_leave_the_old_ones_in_force():
    config, options = Config(), argparse.Namespace(source=Broken())
    with capture_logs() as logs:
        reload(App(config), Identity(config.server), options, config.server)
    (entry,) = logs
    assert (entry["event"], entry["log_level"]) == (UNCHANGED, "error")
    assert entry["exc_info"]


async def test_settings_are_followed_on_though_some_broke_the_edge():
    config, source, asked = Config(), Broken(), asyncio.Event()
    options = argparse.Namespace(source=source)
    app, identity = App(config), Identity(config.server)
    following = asyncio.create_task(
        follow(app, identity, options, config.server, asked)
    )
    for _ in range(2):
        source.read.clear()
        asked.set()
        await asyncio.wait_for(source.read.wait(), 5)
    following.cancel()
    assert source.reads == 2
