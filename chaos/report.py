"""A run as a page: what was broken, how callers were answered meanwhile."""

from collections.abc import Iterable, Iterator, Sequence

from chaos.figures import quantile
from chaos.holding import Holding
from chaos.outcome import Outcome
from chaos.vapi import Webhook

UNITS = {
    "mebibytes": "MiB",
    "files": "files",
    "threads": "threads",
    "tasks": "tasks",
}
SHARES = (0.5, 0.99, 1.0)
MOST_SHOWN = 50
"""Violations that are spelt out."""


def report(outcome: Outcome) -> str:
    """Return the page's part about one run, in Markdown."""
    return "\n".join([*summary(outcome), "", *table(outcome), "", *violations(outcome)])


def summary(outcome: Outcome) -> Iterator[str]:
    """Yield what there is to say of the whole."""
    cut = sum(1 for each in outcome.webhooks if each.sendings > 1)
    last = max((each.began for each in outcome.webhooks), default=0.0)
    told = outcome.books.outcomes
    yield (
        f"Seed {outcome.seed}: {len(outcome.webhooks)} webhooks in {last:.0f} seconds, "
        f"{outcome.faulted} of them while something was broken, {cut} cut and sent "
        f"once more; **{len(outcome.violations)} violations**."
    )
    yield ""
    yield (
        f"Of the tool calls {told['granted']} got the service's own answer and "
        f"{told['in other words']} other words; {len(outcome.books.granted)} effects "
        f"were granted. {held(outcome.before, outcome.after)} "
        f"{outcome.excused} answers were late by the clock only because the edge, or "
        "this program, waited for a processor "
        f"({outcome.late * 1000:.0f} ms at a time at most)."
    )
    for each in outcome.without:
        yield f"Not broken here: {each}."


def held(before: Sequence[Holding], after: Sequence[Holding]) -> str:
    """Say what workers held before and after, while no phone rang."""
    if not before or not after:
        return ""
    words = []
    for name, unit in UNITS.items():
        first = getattr(Holding.most_of(before), name)
        last = getattr(Holding.most_of(after), name)
        words.append(f"{last:.0f} {unit} ({first:.0f} at first)")
    return f"At the end a worker held {', '.join(words)}."


def table(outcome: Outcome) -> Iterator[str]:
    """Yield a row for each kind of fault, and one for when nothing was broken."""
    yield "| broken | times | webhooks | p50 ms | p99 ms | slowest ms | violations |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    webhooks = outcome.webhooks
    yield row("nothing", "", [each for each in webhooks if not each.faults])
    for name in sorted({fault.name for fault in outcome.broken}):
        times = sum(1 for fault in outcome.broken if fault.name == name)
        met = [each for each in webhooks if name in each.faults]
        yield row(name, str(times), met)


def row(name: str, times: str, webhooks: Sequence[Webhook]) -> str:
    """Return one row."""
    seconds = [each.seconds for each in webhooks]
    latencies = (f"{quantile(seconds, share) * 1000:.0f}" for share in SHARES)
    wrong = sum(len(each.wrong) for each in webhooks)
    cells: Iterable[str] = (name, times, str(len(webhooks)), *latencies, str(wrong))
    return f"| {' | '.join(cells)} |"


def violations(outcome: Outcome) -> Iterator[str]:
    """Yield each broken promise."""
    for each in outcome.violations[:MOST_SHOWN]:
        yield f"* {each}"
