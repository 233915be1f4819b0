"""Several workers that serve by one set of settings."""

import argparse
import gc
import socket
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from edge.cli.loop import run_in_loop
from edge.cli.serving import load, serve
from edge.cli.stores import keeping
from edge.config.settings import Config
from edge.errors import ConfigError
from edge.logs.lines import Lines
from edge.vapi import assistants
from edge.workers.child import Lifeline, Work
from edge.workers.parent import Parent

if TYPE_CHECKING:
    from edge.state.server import Server

UNCHANGED = "settings not adopted, workers stay"

log = structlog.get_logger(__name__)


class Crew:
    """Workers, and the settings that the next one of them begins with."""

    def __init__(
        self,
        config: Config,
        options: argparse.Namespace,
        lines: Lines,
        store: "Server | None",
    ) -> None:
        self._config = config
        self._options = options
        self._lines = lines
        self._store = store

    def run(self, sockets: Sequence[Sequence[socket.socket]]) -> int:
        """Keep a worker for each group of sockets; returns the exit status."""
        preload(self._config)
        gc.collect()
        gc.freeze()  # what the collector does not touch stays shared
        parent = Parent(
            sockets,
            self._employ,
            keep=keeping(self._store, self._lines) if self._store else None,
            reload=self._reload,
            drain=self._config.patience,
        )
        return parent.run()

    def _employ(self, sockets: Sequence[socket.socket]) -> Work:
        def work(lifeline: Lifeline) -> int:
            url = ""
            if self._store:
                self._store.folder.release()  # to who keeps it
                url = self._store.folder.url
            try:
                run_in_loop(
                    serve(self._config, self._options, sockets, lifeline, store_url=url)
                )
            finally:
                self._lines.close()
            return 0

        return work

    def _reload(self) -> bool:
        """Read the settings anew; tells whether workers may begin with them."""
        before = self._config.server
        try:
            config = load(self._options)
        except ConfigError as error:
            log.error(UNCHANGED, why=str(error))  # noqa: TRY400  an operator's mistake, not ours
            return False
        except Exception:  # a mistake of ours must not end the parent, and all of them
            log.exception(UNCHANGED)
            return False
        self._config = config
        if (before.host, before.port) != (config.server.host, config.server.port):
            log.warning("another host or port wants a restart")
        log.info("workers are replaced, one after the other")
        return True


def preload(config: Config) -> None:
    """Import what workers will need: they share it, and a successor has it at once.

    Raises `ConfigError` where an assistant's file cannot be used.
    """
    if config.store:
        import_module("edge.work.room")
    assistants.load(config.assistants)
