"""Callers who want things, and remember what they were promised."""

import asyncio
import random
import time
from dataclasses import dataclass, field

import httpx

from edge.vapi.phone import PhoneCall
from edge.work.behind import UNCERTAIN
from tests.work.replicas import controlled, post

BUDGET_SECONDS = 3.0
SPARE_SECONDS = 0.3
"""What the machine of the trials may add, for all of it runs on two cores."""


@dataclass
class Promises:
    """What was acknowledged, and how long it took."""

    jobs: dict = field(default_factory=dict)
    """When each was acknowledged, by its key."""
    uncertain: set = field(default_factory=set)
    events: set = field(default_factory=set)
    sync: list = field(default_factory=list)
    silent: list = field(default_factory=list)
    """Calls without words, or too late."""
    refused: int = 0
    unreached: int = 0


class Caller:
    """One phone call after the other, each on whatever replica answers."""

    def __init__(self, stage, client, promises, seed):
        self.stage, self.client, self.promises = stage, client, promises
        self.rng = random.Random(seed)
        self.phone = PhoneCall(turns=4)
        self.number = 0

    async def run(self):
        while True:
            self.number += 1
            if self.number % 40 == 0:
                self.phone = PhoneCall(turns=4)
            act = self.rng.choice([self.count, self.count, self.brew, self.tell])
            await act()
            await asyncio.sleep(self.rng.uniform(0.02, 0.08))

    async def count(self):
        name = f"c{self.number}"
        body = self.phone.tool_calls([(name, "count_leaves", {"tea": "x"})])
        status, answer = await self.sent(body, once=True)
        spent = time.monotonic() - self.begun
        if status is None:
            return
        words = answer["results"][0].get("result") if answer else None
        if status != 200 or not answer or spent > BUDGET_SECONDS + SPARE_SECONDS:
            self.promises.silent.append((status, round(spent, 2), words))
        self.promises.sync.append(spent)

    async def brew(self):
        name = f"b{self.number}"
        url = self.stage.vapi.url
        body = controlled(self.phone, url, (name, "brew_tea", {"tea": self.tea(name)}))
        status, answer = await self.sent(body)
        if status != 200:
            self.promises.silent.append((status, 0, "brew"))
            return
        words = answer["results"][0].get("result", "")
        key = f"{self.phone.id}/{name}"
        if words == "The kettle is on.":
            self.promises.jobs[key] = time.time()
        elif words == UNCERTAIN:
            self.promises.uncertain.add(key)

    def tea(self, name):
        return f"<{self.phone.id}/{name}>"

    async def tell(self):
        name = f"e{self.number}"
        body = self.phone.message("status-update", status=name)
        for _ in range(200):  # Vapi sends it again, where told to
            status, _ = await self.sent(body)
            if status == 200:
                self.promises.events.add((self.phone.id, name))
                return
            self.promises.refused += 1
            await asyncio.sleep(0.2)

    async def sent(self, body, *, once=False):
        """Send a webhook until a replica answers, or until one hung up on us."""
        while True:
            living = [edge for edge in self.stage.edges if edge.up]
            if not living:
                await asyncio.sleep(0.05)
                continue
            edge, self.begun = self.rng.choice(living), time.monotonic()
            try:
                return await post(self.client, edge, body)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                await asyncio.sleep(0.05)
            except httpx.HTTPError:
                self.promises.unreached += 1
                if once:
                    return None, None
