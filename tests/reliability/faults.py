"""What befell a trial, and how soon its work was taken over."""

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime

TAKE_OVER_SECONDS = 5.0
WITH_LEADER_SECONDS = 7.0
AFTER_ELECTION_SECONDS = 1.0
"""What the edges may add where the cluster itself had no leader for that long."""

LEADERS = re.compile(
    r"\] (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d+) \[INF\] JetStream cluster new "
    r"(stream|consumer) leader for '\S+ > (JOBS|JOBS > tool)'"
)
"""How nats-server says in its log that what slow tools need is led again."""


@dataclass
class Fault:
    """One thing that died, or was cut off."""

    kind: str
    at: float
    """Seconds since 1970, as all moments here."""
    limit: float = 0.0
    """Seconds until the work must be taken over; 0: nobody can, or need not."""
    since: float = 0.0
    """From when on there was somebody to take over."""
    wait: float = 0.0
    """How long the longest of what was in flight waited for a new start."""
    jobs: int = 0
    """How many were in flight, and begun anew."""
    elected: float = 0.0
    """After how many seconds the cluster had all its leaders again."""

    @property
    def late(self):
        bound = max(self.limit, self.elected + AFTER_ELECTION_SECONDS)
        return bool(self.limit) and self.wait > bound

    def __str__(self):
        led = f", led after {self.elected:.1f} s" if self.elected else ""
        return f"{self.kind}: {self.jobs} after {self.wait:.1f} s{led}"


def struck(kind, limit=0.0):
    """Return a fault of this moment."""
    return Fault(kind, time.time(), limit)


def measure(faults, promises, done, elections):
    """Work out how soon the jobs that were in flight were begun anew."""
    ran = {key: float(at) for key, at in done["effect"]}
    asked = {}
    for key, at in done["asked"]:
        asked.setdefault(key, []).append(float(at))
    ends = [fault.at for fault in faults[1:]] + [float("inf")]
    for fault, end in zip(faults, ends, strict=False):
        led = [at - fault.at for at in elections if fault.at < at < end]
        fault.elected = max(led, default=0.0)
        anew = [
            start(asked.get(key, ()), fault.at, ran.get(key, float("inf")))
            for key, acknowledged in promises.jobs.items()
            if acknowledged <= fault.at
        ]
        waits = [max(0.0, at - (fault.since or fault.at)) for at in anew if at]
        fault.jobs, fault.wait = len(waits), max(waits, default=0.0)


def start(asked, after, until):
    """Return when a job was first begun between two moments; None: it was not."""
    return next((at for at in asked if after < at <= until), None)


def elections(folder):
    """Return when the nodes of a cluster took the lead of what slow tools need."""
    lines = (log.read_text(errors="replace") for log in folder.glob("n*.log"))
    return [moment(found[1]) for text in lines for found in LEADERS.finditer(text)]


def moment(text):
    """Return a moment of a node's log, which writes UTC where told to."""
    at = datetime.strptime(text, "%Y/%m/%d %H:%M:%S.%f").replace(tzinfo=UTC)
    return at.timestamp()
