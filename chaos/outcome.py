"""What a run has found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chaos import journal
from chaos.holding import Holding
from chaos.phones import Books
from chaos.vapi import Webhook
from chaos.world import Broken

MOST_MIB_MORE = 40.0
"""What a worker may hold more than at first: allocators keep what they had."""

MOST_FILES_MORE = 10
MOST_THREADS_MORE = 4
MOST_TASKS_MORE = 4
"""Those that look at a service just now: nobody calls at either moment."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """All that a run has to say."""

    seed: int
    budget: float
    webhooks: Sequence[Webhook]
    broken: Sequence[Broken]
    books: Books
    before: Sequence[Holding]
    after: Sequence[Holding]
    late: float
    """By how much the machine itself was late, at most, in seconds."""

    without: Sequence[str] = ()
    """What could not be broken here, and why."""

    bugs: Sequence[str] = ()
    status: int = 0
    """The exit status of the edge."""

    wrong: list[str] = field(default_factory=list)
    """What is wrong with the whole, not with one answer."""

    @property
    def faulted(self) -> int:
        """How many webhooks were sent or answered while something was broken."""
        return sum(1 for webhook in self.webhooks if webhook.faults)

    @property
    def excused(self) -> int:
        """How many answers were late by the clock, for want of a processor alone."""
        most = self.budget + 0.1
        return sum(1 for e in self.webhooks if e.seconds > most >= e.seconds - e.waited)

    @property
    def violations(self) -> list[str]:
        """Every broken promise, in words."""
        of_answers = [
            f"{said_of(each)}: {w}" for each in self.webhooks for w in each.wrong
        ]
        return of_answers + self.wrong


def said_of(webhook: Webhook) -> str:
    """Tell one webhook from the others, in words."""
    broken = ", ".join(webhook.faults) or "nothing"
    return (
        f"{webhook.began:.1f} s, {webhook.kind} of call {webhook.call_id}, sent "
        f"{webhook.sendings} times, {broken} broken"
    )


def of_effects(journals: Sequence[Path], books: Books) -> Iterator[str]:
    """Yield what is wrong with what services were made to do."""
    for path in journals:
        had, asked = journal.effects(path), journal.asked(path)
        for word, count in had.items():
            if count > 1:
                yield f"{word}: {count} effects of one tool call"
        for word, count in asked.items():
            if count > books.sendings.get(word, 0):
                yield f"{word}: asked {count} times, sent {books.sendings.get(word)}"
    everything = {word for path in journals for word in journal.effects(path)}
    for word in books.granted - everything:
        yield f"{word}: the caller was told of an effect that never was"


def of_holdings(before: Sequence[Holding], after: Sequence[Holding]) -> Iterator[str]:
    """Yield what workers hold more than they should."""
    if len(after) != len(before):
        yield f"{len(after)} workers instead of {len(before)}"
    if not before or not after:
        return
    for name, most in (
        ("files", MOST_FILES_MORE),
        ("threads", MOST_THREADS_MORE),
        ("tasks", MOST_TASKS_MORE),
        ("mebibytes", MOST_MIB_MORE),
    ):
        first = getattr(Holding.most_of(before), name)
        last = getattr(Holding.most_of(after), name)
        if last - first > most:
            yield f"a worker holds {last:.0f} {name}, {first:.0f} at first"
