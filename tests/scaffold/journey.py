"""From nothing to a tool answered on the phone, counted step by step."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from demo.processes import START_SECONDS, Process, edge, edge_settings

SECRET = "the secret of the tests"
EDGE = (sys.executable, "-m", "edge")


@dataclass
class Journey:
    """What a developer does, in a repository of their own."""

    repository: Path
    environ: dict[str, str]
    commands: int = 0
    edited: list[str] = field(default_factory=list)

    def enter(self, *command):
        """Run a command to its end."""
        self.commands += 1
        self.ask(*command)

    def ask(self, *command):
        """Run a command that looks at things only; returns what it prints."""
        done = subprocess.run(
            command,
            cwd=self.repository,
            env=os.environ | self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def edit(self, path, old, new):
        """Write something of one's own into a file."""
        text = (self.repository / path).read_text()
        assert old in text
        (self.repository / path).write_text(text.replace(old, new))
        self.edited.append(path)

    def serving(self, *command):
        """Run the service, on a free port, while the context lasts."""
        self.commands += 1
        environ = {**self.environ, "SERVICE_ADDRESS": "127.0.0.1:0"}
        parts = [
            str(self.repository / part) if part.startswith("services/") else part
            for part in command
        ]
        return Process("parcels", parts, environ)

    def called(self, address, descriptors):
        """Return what a caller hears through a running edge, and the model is told."""
        settings = self.repository.parent / "edge.toml"
        settings.write_text(edge_settings([]))
        own = ("--config", str(settings), "--secret", SECRET)
        with edge(str(settings), {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
            url = f"http://{process.listening()}/vapi/webhook"
            authority = f'descriptors = "{self.repository / descriptors}"\n'
            settings.write_text(edge_settings([("parcels", address)]) + authority)
            await_line(process, '"service answers"')
            heard = self.ask(
                *EDGE, "call", "find_parcels", "query=PX-1042", "--url", url, *own
            )
            offered = self.ask(*EDGE, "tools", "--config", str(settings))
        return heard.partition("ms: ")[2].strip(), offered


def await_line(process, words):
    """Wait until a program has said something that holds these words."""
    while words not in process.lines.get(timeout=START_SECONDS):
        pass
