"""A cluster of real nats-servers on this machine."""

import socket
import subprocess
import sysconfig
from contextlib import contextmanager
from pathlib import Path

SERVER = str(Path(sysconfig.get_path("scripts"), "nats-server"))

NODE = """\
server_name: {name}
listen: "127.0.0.1:{port}"
max_payload: 8MB
logtime_utc: true
jetstream {{ store_dir: "{folder}/{name}", sync_interval: always }}
cluster {{ name: tests, listen: "127.0.0.1:{route}", routes: [{routes}] }}
"""


class Node:
    """One server, which can be killed and started again."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.port, self.route = free_port(), free_port()
        self.url = f"nats://127.0.0.1:{self.port}"

    def configure(self, nodes):
        routes = ",".join(f'"nats://127.0.0.1:{node.route}"' for node in nodes)
        self.file = self.folder / f"{self.name}.conf"
        self.file.write_text(NODE.format(**vars(self), routes=routes))

    def start(self):
        log = str(self.folder / f"{self.name}.log")
        self.process = subprocess.Popen([SERVER, "-c", str(self.file), "-l", log])

    def kill(self):
        self.process.kill()
        self.process.wait()


class Cluster:
    """Its nodes, and where they listen."""

    def __init__(self, folder, size):
        self.nodes = [Node(f"n{number}", folder) for number in range(size)]
        for node in self.nodes:
            node.configure(self.nodes)
            node.start()

    @property
    def url(self):
        return ",".join(node.url for node in self.nodes)

    def node(self, name):
        return next(node for node in self.nodes if node.name == name)


@contextmanager
def cluster(folder, size=3):
    """Run a cluster over a folder."""
    running = Cluster(folder, size)
    try:
        yield running
    finally:
        for node in running.nodes:
            node.kill()


@contextmanager
def alone(folder):
    """Run one server that is no cluster's."""
    node = Node("n0", folder)
    node.file = folder / "n0.conf"
    lines = NODE.format(**vars(node), routes="").splitlines()
    node.file.write_text("\n".join(lines[:-1]))
    node.start()
    try:
        yield node
    finally:
        node.kill()


def free_port():
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
