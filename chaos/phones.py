"""Phone calls, each with a rhythm of its own, one after the other on each phone."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from chaos import judge
from chaos.judge import Asked, Heard
from chaos.vapi import Line, Vapi, opened
from edge.vapi.phone import PhoneCall

EVENTS = ("speech-update", "transcript", "conversation-update", "status-update")
TOOLS = ("echo", "echo", "book", "recall")
RECALLED = tuple(f"word-{number:016x}" for number in range(3))
"""The words that every caller has recalled: their answers differ by caller alone."""

MOST_CALLS = 4
"""Tool calls of one webhook."""


@dataclass(slots=True)
class Books:
    """What callers asked to have written down, and what they were told of it."""

    sendings: dict[str, int] = field(default_factory=dict)
    """By word, how often its webhook was sent."""

    granted: set[str] = field(default_factory=set)
    """The words of which the caller was told that it was done."""

    outcomes: Counter[str] = field(default_factory=Counter)


class Phone:
    """One phone, on which call follows upon call."""

    def __init__(
        self, vapi: Vapi, services: Sequence[str], chance: random.Random, books: Books
    ) -> None:
        self._vapi = vapi
        self._services = services
        self._chance = chance
        self._books = books

    async def ring(self, stop: asyncio.Event) -> None:
        """Make calls until told to stop; the last one is ended properly."""
        await asyncio.sleep(self._chance.random() * 2)
        while not stop.is_set():
            await self._call(stop)

    async def _call(self, stop: asyncio.Event) -> None:
        """Make one call: it rings, turns are taken, it ends."""
        chance = self._chance
        phone = PhoneCall(
            caller=f"+1555{chance.randrange(10**7):07}", turns=chance.randrange(20)
        )
        pace = chance.uniform(0.1, 0.8)
        async with opened() as session:
            line = Line(session, phone.id)
            await self._ask_for_assistant(line, phone)
            for _ in range(chance.randrange(2, 9)):
                if stop.is_set():
                    break
                await self._take_turn(line, phone, pace)
            await self._tell(line, phone.end_of_call_report(), "end-of-call-report")

    async def _ask_for_assistant(self, line: Line, phone: PhoneCall) -> None:
        judging = partial(judge.of_assistant_request, phone.caller)
        body = phone.assistant_request()
        await self._vapi.send(line, "assistant-request", body, judging)

    async def _take_turn(self, line: Line, phone: PhoneCall, pace: float) -> None:
        """Speak, and have the model use some tools."""
        for kind in self._chance.sample(EVENTS, self._chance.randrange(3)):
            await self._tell(line, phone.message(kind, status="started"), kind)
            await asyncio.sleep(pace * self._chance.random() / 4)
        await self._use_tools(line, phone)
        await asyncio.sleep(pace * self._chance.random() * 2)

    async def _tell(self, line: Line, body: bytes, kind: str) -> None:
        await self._vapi.send(line, kind, body, judge.of_event)

    async def _use_tools(self, line: Line, phone: PhoneCall) -> None:
        """Have the model use one tool, or several in parallel."""
        count = self._chance.choice((1, 1, 1, 2, MOST_CALLS))
        asked = [self._asked(number) for number in range(count)]
        calls = [(call.id, call.tool, {"word": call.word}) for call in asked]
        found: list[Heard] = []

        def judging(body: bytes) -> list[str]:
            found.extend(judge.heard(asked, body))
            return list(judge.of_tool_calls(asked, phone.caller, body))

        body = phone.tool_calls(calls)
        webhook = await self._vapi.send(line, "tool-calls", body, judging)
        for call in asked:
            if call.tool.startswith("book"):
                self._books.sendings[call.word] = webhook.sendings
        self._keep(found)

    def _asked(self, number: int) -> Asked:
        chance = self._chance
        tool = chance.choice(TOOLS)
        service = chance.choice(self._services)
        identity = f"call_{number}_{chance.getrandbits(32):08x}"
        word = f"word-{chance.getrandbits(64):016x}"
        if tool == "recall":
            word = chance.choice(RECALLED)
        return Asked(identity, f"{tool}_{service}", word)

    def _keep(self, found: Sequence[Heard]) -> None:
        """Remember what the caller was told."""
        for each in found:
            self._books.outcomes["granted" if each.granted else "in other words"] += 1
            if each.granted and each.asked.tool.startswith("book"):
                self._books.granted.add(each.asked.word)
