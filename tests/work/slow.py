"""A service that takes its time, and counts what it did."""

import asyncio
from collections import Counter

import grpc

from tests.probe import SERVICES, Probe

CONTRACT = "slow.proto"
SERVICES[CONTRACT] = "tools.slow.v1.SlowService"


class Slow(Probe):
    """Brews when it may; what was poured by one key is not poured again."""

    def __init__(self):
        super().__init__(CONTRACT)
        self.may = asyncio.Event()
        self.may.set()
        self.failures = 0
        self.code = grpc.StatusCode.UNAVAILABLE
        self.effects = Counter()

    async def BrewTea(self, request, context):
        if self.failures:
            self.failures -= 1
            await context.abort(self.code, "the water is cold")
        await self.may.wait()
        self.effects[request.idempotency_key] += 1
        return self.make("BrewTeaResponse", speech=f"The {request.tea} is ready.")

    CountLeaves = SmellTea = PourTea = BrewTea
