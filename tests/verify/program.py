"""A kettle as a process of its own: `python -m tests.verify.program [DEFECT]`."""

import os
import re
import signal
import sys
from collections.abc import Callable

from grpc_health.v1.health_pb2 import HealthCheckResponse

from tests.verify import answers
from tests.verify.kettle import GOOD, Defect, Kettle

GRACE_SECONDS = 5
STOP = {signal.SIGTERM}
DEFECTS = {
    "early": Defect(health=lambda h: h.set("", HealthCheckResponse.NOT_SERVING)),
    "busy": Defect(answer=answers.frozen),
}
REFUSALS = {"content": 0, "silent": 3}
"""Exit statuses without a word."""

ENDINGS: dict[str, Callable[[], None]] = {
    "stubborn": signal.pause,
    "abrupt": lambda: os._exit(0),
}
"""What follows SIGTERM in place of a drain."""


def main(defect: str) -> int:
    """Serve until told to stop, but for the defect; returns the exit status."""
    # Blocked before there are threads, so that only `sigwait` sees it.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    kettle = Kettle(DEFECTS.get(defect, GOOD))
    healthy, port = kettle.assemble(address(defect))
    kettle.server.start()
    if defect == "mumbling":
        say("I am up.")
        return 0
    name = "pot" if defect == "misnamed" else "kettle"
    say(f"{name} listens on 127.0.0.1:{port}")
    signal.sigwait(STOP)
    ENDINGS.get(defect, healthy.enter_graceful_shutdown)()
    kettle.server.stop(GRACE_SECONDS).wait()
    return 3 if defect == "failing" else 0


def address(defect: str) -> str:
    """Return where to listen; an address that is none ends the process."""
    text = os.environ["SERVICE_ADDRESS"]
    if re.fullmatch(r"\S+:\d+", text):
        return text
    if defect == "deaf":
        return "127.0.0.1:0"
    if defect == "tracing":
        raise ValueError(text)
    if defect == "chatty":
        say("SERVICE_ADDRESS?")
    sys.exit(REFUSALS.get(defect, f"SERVICE_ADDRESS must be host:port, not {text!r}"))


def say(line: str) -> None:
    """Print a line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:])))
