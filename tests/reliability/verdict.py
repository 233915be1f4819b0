"""Was every promise kept."""

import re
from collections import Counter, defaultdict

from tests.reliability.faults import elections, measure


def entries(ledger):
    """Return what the service wrote, by kind."""
    found = defaultdict(list)
    for line in ledger.read_text().splitlines():
        kind, *rest = line.split()
        found[kind].append(rest)
    return found


def told(vapi):
    """Return how often each result was told."""
    said = " ".join(str(command) for command in vapi.commands)
    return Counter(re.findall(r"<([^>]+)>", said))


def verdict(stage, promises, parked, faults=()):
    """Return the figures of a trial."""
    done = entries(stage.ledger)
    measure(faults, promises, done, elections(stage.folder))
    effects = Counter(key for key, _ in done["effect"])
    ran = {key: float(at) for key, at in done["effect"]}
    waits = [ran[key] - at for key, at in promises.jobs.items() if key in ran]
    asked = Counter(key for key, _ in done["asked"])
    events = Counter((call, name) for call, _, name in done["event"])
    numbers = defaultdict(set)
    for call, number, name in done["event"]:
        numbers[call].add((int(number), name))
    heard = told(stage.vapi)
    spoken = set(heard) | parked
    sync = sorted(promises.sync)
    return {
        "jobs acknowledged": len(promises.jobs),
        "jobs lost": sum(key not in effects for key in promises.jobs),
        "slowest job s": round(max(waits, default=0), 1),
        "begun anew": [str(fault) for fault in faults],
        "taken over too late": [str(fault) for fault in faults if fault.late],
        "effects twice": sum(count > 1 for count in effects.values()),
        "asked again by the same key": sum(count > 1 for count in asked.values()),
        "uncertain, of them run": [
            len(promises.uncertain),
            sum(key in effects for key in promises.uncertain),
        ],
        "results never told": sum(key not in spoken for key in promises.jobs),
        "results told twice": sum(count > 1 for count in heard.values()),
        "events acknowledged": len(promises.events),
        "events lost": sum(event not in events for event in promises.events),
        "events brought twice": sum(count > 1 for count in events.values()),
        "numbers given twice": sum(
            len({n for n, _ in each}) < len(each) for each in numbers.values()
        ),
        "events refused (503)": promises.refused,
        "tool calls answered": len(sync),
        "without words or late": promises.silent,
        "p50 ms": round(sync[len(sync) // 2] * 1000, 1) if sync else None,
        "slowest ms": round(sync[-1] * 1000) if sync else None,
        "cut off by a kill": promises.unreached,
    }


def held(figures):
    """Tell whether all held that must hold."""
    never = ("jobs lost", "effects twice", "results never told", "events lost")
    late = ("numbers given twice", "without words or late", "taken over too late")
    return not any(figures[name] for name in (*never, *late))
