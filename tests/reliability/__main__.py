"""Play the trials: python -m tests.reliability [--seed N] [--faults N] [TRIAL …]."""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from edge.config.settings import Config
from edge.config.store import Store
from edge.state.backlog import items
from edge.state.parking import decode
from edge.state.reading import read
from edge.state.streams import PARKED
from edge.state.visit import visiting
from tests.controllable import controllable
from tests.reliability.load import Caller, Promises
from tests.reliability.stage import Stage
from tests.reliability.verdict import entries, held, verdict

CALLERS = 6
SETTLE_SECONDS = 60
HEAL_SECONDS = 60

TRIALS = {
    "embedded": (1, "embedded", ["kill_edge", "kill_server", "kill_service"]),
    "cluster": (
        2,
        "cluster",
        ["kill_edge", "kill_node", "kill_leader", "kill_service"],
    ),
    "replicas": (
        2,
        "cluster",
        ["kill_edge", "kill_node", "kill_leader", "kill_leader_and_edge"],
    ),
    "cut": (2, "cut", ["cut", "cut_leader", "kill_edge"]),
    "disk": (1, "disk", ["fill_disk"]),
    "clock": (2, "clock", ["step_clock", "kill_edge"]),
}
"""How many edges, over which store, and what befalls them."""

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


def staged(name, folder, vapi):
    """Return the stage of a trial."""
    replicas, where, _ = TRIALS[name]
    if where == "disk":
        disk = folder / "disk"
        disk.mkdir()
        options = ["-o", "size=128m", "tmpfs", str(disk)]
        subprocess.run(["mount", "-t", "tmpfs", *options], check=True)
        return Stage(folder, vapi, replicas=replicas, where=where, data=disk)
    if where == "clock":
        stage = Stage(folder, vapi, replicas=replicas, where="cluster")
        (folder / "clock").write_text("+0s")
        stage.edges[0].environ |= {
            "LD_PRELOAD": FAKETIME,
            "FAKETIME_TIMESTAMP_FILE": str(folder / "clock"),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        return stage
    return Stage(folder, vapi, replicas=replicas, where=where)


async def play(name, seed, faults, folder):
    """Play one trial; return its figures."""
    rng = random.Random(f"{name} {seed}")
    promises = Promises()
    async with controllable(folder) as vapi, httpx.AsyncClient() as client:
        stage = staged(name, folder, vapi)
        try:
            await stage.start()
            callers = [
                Caller(stage, client, promises, rng.random()) for _ in range(CALLERS)
            ]
            tasks = [asyncio.create_task(caller.run()) for caller in callers]
            struck = []
            for _ in range(faults):
                await asyncio.sleep(rng.uniform(1, 4))
                struck.append(await getattr(stage, rng.choice(TRIALS[name][2]))(rng))
                await healed(stage, promises)
            await asyncio.sleep(3)
            for task in tasks:
                task.cancel()
            broken = await asyncio.gather(*tasks, return_exceptions=True)
            seconds = await settled(stage, promises)
            parked = await parked_keys(stage)
        finally:
            await stage.close()
            if name == "disk":
                unmounted(folder / "disk")
        figures = verdict(stage, promises, parked, struck)
    figures["settled after s"] = seconds
    errors = [repr(e) for e in broken if not isinstance(e, asyncio.CancelledError)]
    return figures | ({"callers broke": errors} if errors else {})


def unmounted(disk):
    """Take a small disk away."""
    subprocess.run(["umount", str(disk)], check=False)


async def healed(stage, promises):
    """Wait until all is there again, and what was promised until now is kept.

    One thing fails at a time: that is what three replicas are for, and more at once
    would measure how long two of them are away.
    """
    async with asyncio.timeout(HEAL_SECONDS):
        await stage.whole()
        before = set(promises.jobs)
        while True:
            if before <= {key for key, _ in entries(stage.ledger)["effect"]}:
                return
            await asyncio.sleep(0.1)


async def settled(stage, promises):
    """Wait until every promise is kept, but not for ever."""
    started = time.monotonic()
    while time.monotonic() - started < SETTLE_SECONDS:
        figures = verdict(stage, promises, await parked_keys(stage))
        open_promises = ("jobs lost", "results never told", "events lost")
        if not any(figures[name] for name in open_promises):
            break
        await asyncio.sleep(0.5)
    return round(time.monotonic() - started, 1)


async def parked_keys(stage):
    """Return the keys of the results that were parked."""
    text = dict(part.split(" = ") for part in [stage.store])
    url = json.loads(text["url"]) if "url" in text else ""
    config = Config(store=Store(data=str(stage.data), url=url))
    async with visiting(config) as visit:
        found = [decode(e.data) async for e in read(visit.connection, PARKED)]
        waiting = [item async for item in items(visit.connection)]
    left = Counter(item.state for item in waiting)
    print("in the store:", dict(left), flush=True)
    return {f"{parked.call_id}/{parked.tool_call_id}" for parked in found}


def main():
    parser = argparse.ArgumentParser(prog="reliability", description=__doc__)
    parser.add_argument("trials", nargs="*", default=list(TRIALS))
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--faults", type=int, default=12)
    options = parser.parse_args()
    good = True
    for name in options.trials:
        folder = Path(tempfile.mkdtemp(prefix=f"reliability-{name}-"))
        print(f"{name}, seed {options.seed}, in {folder}", flush=True)
        figures = asyncio.run(play(name, options.seed, options.faults, folder))
        good &= held(figures)
        print(json.dumps({"held": held(figures), **figures}, indent=1), flush=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
