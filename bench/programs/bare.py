"""A tool's call and nothing else: grpc.aio as the edge uses it, without the edge.

`python -m bench.programs.bare TARGET CONCURRENCY SECONDS` prints, in JSON, each call's
seconds, and the processor seconds of all.
"""

import asyncio
import json
import sys
import time

import grpc.aio
import uvloop

from bench.programs.floor import CALL, METADATA, REQUEST, SECONDS


async def calls(target: str, concurrency: int, seconds: float) -> None:
    """Make calls for so long, and print what they took."""
    async with grpc.aio.insecure_channel(target) as channel:
        call = channel.unary_unary(CALL)
        latencies: list[float] = []

        async def caller(end: float) -> None:
            while (began := time.perf_counter()) < end:
                await call(REQUEST, timeout=SECONDS, metadata=METADATA)
                latencies.append(time.perf_counter() - began)

        await caller(time.perf_counter() + seconds / 4)
        latencies.clear()
        spent = time.process_time()
        end = time.perf_counter() + seconds
        await asyncio.gather(*(caller(end) for _ in range(concurrency)))
        spent = time.process_time() - spent
    sys.stdout.write(json.dumps({"latencies": latencies, "cpu_seconds": spent}))


if __name__ == "__main__":
    uvloop.run(calls(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
