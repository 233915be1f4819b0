"""Who leads in a cluster, and whether anybody is missing."""

import asyncio
from contextlib import suppress

import nats
import nats.errors


async def leader(url):
    """Return the name of the node that leads the stream of jobs."""
    client = await nats.connect(url.split(","), error_cb=quiet)
    try:
        while True:
            with suppress(nats.errors.Error):  # they are electing
                info = await client.jetstream().stream_info("JOBS")
                if info.cluster.leader:
                    return info.cluster.leader
    finally:
        await client.close()


async def current(url):
    """Wait until every stream and consumer has a leader and two who have all it has."""
    client = await nats.connect(url.split(","), error_cb=quiet)
    try:
        while True:
            with suppress(nats.errors.Error):  # they are electing
                if all([led(each) async for each in replicated(client.jetstream())]):
                    return
            await asyncio.sleep(0.2)
    finally:
        await client.close()


async def replicated(jetstream):
    """Yield what there is of every stream, and of its consumers."""
    for stream in await jetstream.streams_info():
        yield await jetstream.stream_info(stream.config.name)
        for consumer in await jetstream.consumers_info(stream.config.name):
            if consumer.config.durable_name:
                yield consumer


def led(info):
    """Tell whether all three replicas of something have all of it."""
    replicas = info.cluster.replicas or []
    return bool(info.cluster.leader) and sum(bool(r.current) for r in replicas) == 2


async def quiet(error):
    """Say nothing: nodes are dead here now and then."""
