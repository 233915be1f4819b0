"""Three nodes, each in a network of its own, that can be cut off. Wants root."""

import asyncio
import subprocess
from secrets import token_hex

from tests.state.cluster import NODE, SERVER


class Network:
    """A bridge, and a namespace per node (ip-netns(8))."""

    def __init__(self, folder):
        self.mark = token_hex(2)
        self.net = f"10.{200 + int(self.mark[:1], 16)}.{int(self.mark[1:3], 16)}"
        self.bridge = f"pb{self.mark}"
        run("ip", "link", "add", self.bridge, "type", "bridge")
        run("ip", "addr", "add", f"{self.net}.254/24", "dev", self.bridge)
        run("ip", "link", "set", self.bridge, "up")
        self.processes = [self._node(folder, number) for number in range(3)]

    @property
    def url(self):
        return ",".join(f"nats://{self.net}.{n + 1}:4222" for n in range(3))

    def _node(self, folder, number):
        space, outer = f"pn{self.mark}{number}", f"pv{self.mark}{number}"
        inside = ("ip", "netns", "exec", space)
        run("ip", "netns", "add", space)
        pair = ("type", "veth", "peer", "name", "eth0", "netns", space)
        run("ip", "link", "add", outer, *pair)
        run("ip", "link", "set", outer, "master", self.bridge, "up")
        address = f"{self.net}.{number + 1}"
        run(*inside, "ip", "addr", "add", f"{address}/24", "dev", "eth0")
        run(*inside, "ip", "link", "set", "eth0", "up")
        run(*inside, "ip", "link", "set", "lo", "up")
        routes = ",".join(f'"nats://{self.net}.{n + 1}:6222"' for n in range(3))
        text = NODE.format(
            name=f"n{number}", port=4222, route=6222, folder=folder, routes=routes
        )
        path = folder / f"n{number}.conf"
        path.write_text(text.replace("127.0.0.1", address))
        log = str(folder / f"n{number}.log")
        return subprocess.Popen([*inside, SERVER, "-c", str(path), "-l", log])

    async def cut(self, number, seconds):
        """Cut one node off, for a while."""
        outer = f"pv{self.mark}{number}"
        run("ip", "link", "set", outer, "down")
        await asyncio.sleep(seconds)
        run("ip", "link", "set", outer, "up")

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()
        for number in range(3):
            run("ip", "netns", "del", f"pn{self.mark}{number}")
        run("ip", "link", "del", self.bridge)


def run(*command):
    """Run a command that must succeed."""
    subprocess.run(command, check=True)
