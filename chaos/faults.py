"""The faults: each breaks something for a while, and mends it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from ipaddress import IPv4Address

from chaos.mood import WELL, Mood
from chaos.proxy import Weather
from chaos.served import Served
from chaos.world import World

STEPS = (-240, 240)
"""Seconds of a clock's step: within what signatures may be old."""

HOGS = 2
ADDRESSES = (IPv4Address("127.0.0.1"), IPv4Address("127.0.0.2"))

Fault = Callable[[World, float], Awaitable[None]]
"""Breaks something for so many seconds."""


async def service_killed(world: World, seconds: float) -> None:
    """Kill a service, and bring it back."""
    service = world.victim()
    with world.breaking("service killed", service.name):
        await service.kill()
        await asyncio.sleep(seconds)
        await service.start()


async def service_frozen(world: World, seconds: float) -> None:
    """Have a service stand still."""
    service = world.victim()
    with world.breaking("service frozen", service.name):
        service.freeze()
        await asyncio.sleep(seconds)
        service.thaw()


async def new_release(world: World, seconds: float) -> None:
    """Replace a service by another release, whose descriptor is another."""
    service = world.victim()
    with world.breaking("new release", service.name):
        await service.release()
        await asyncio.sleep(seconds)


async def behaving(world: World, seconds: float, name: str, mood: Mood) -> None:
    """Put a service in a mood for a while."""
    service = world.victim()
    with world.breaking(name, service.name):
        await service.behave(mood)
        await asyncio.sleep(seconds)
        await service.behave(WELL)


async def errors(world: World, seconds: float) -> None:
    """Have a service fail a share of its calls, with every status."""
    share = world.chance.uniform(0.01, 0.5)
    await behaving(world, seconds, "errors", Mood(errors=share))


async def stalls(world: World, seconds: float) -> None:
    """Have a service take ten seconds for a share of its calls."""
    share = world.chance.uniform(0.1, 0.6)
    await behaving(world, seconds, "stalls of 10 s", Mood(stalls=share))


async def huge_answers(world: World, seconds: float) -> None:
    """Have a service answer megabytes."""
    await behaving(world, seconds, "answers of 10 MB", Mood(huge=0.2))


async def wrong_messages(world: World, seconds: float) -> None:
    """Have a service answer what is no message, or another one."""
    await behaving(world, seconds, "wrong messages", Mood(wrong=0.5))


async def weathering(world: World, seconds: float, weather: Weather) -> None:
    """Have bad weather between the edge and a service for a while."""
    service: Served = world.victim()
    if not service.proxy:
        return
    with world.breaking(weather.value, service.name):
        service.proxy.change(weather)
        await asyncio.sleep(seconds)
        service.proxy.change(Weather.FAIR)
        service.proxy.reset()


async def half_open(world: World, seconds: float) -> None:
    """Have connections to a service swallow all that is sent."""
    await weathering(world, seconds, Weather.HALF_OPEN)


async def resets(world: World, seconds: float) -> None:
    """Reset connections to a service in the middle of answers."""
    await weathering(world, seconds, Weather.RESETS)


async def drip(world: World, seconds: float) -> None:
    """Have the answers of a service come byte by byte."""
    await weathering(world, seconds, Weather.DRIP)


async def refused(world: World, seconds: float) -> None:
    """Have a service take no connections, and lose those it has."""
    await weathering(world, seconds, Weather.REFUSED)


async def names_fail(world: World, seconds: float) -> None:
    """Have no name be found, while connections to a service are lost."""
    service = world.victim()
    with world.breaking("names fail", service.name):
        world.names.failing = True
        if service.proxy:
            service.proxy.reset()
        await asyncio.sleep(seconds)
        world.names.failing = False


async def names_move(world: World, seconds: float) -> None:
    """Have every service be at another address, which its name then tells."""
    with world.breaking("names move"):
        address = next(each for each in ADDRESSES if each not in world.names.addresses)
        world.names.addresses = [address]
        for service in world.services.values():
            if service.proxy:
                await service.proxy.move(str(address))
        await asyncio.sleep(seconds)


async def worker_killed(world: World, seconds: float) -> None:
    """Kill a worker of the edge; none that answers what was just cut and sent again."""
    await asyncio.sleep(max(0.0, world.excused_until - time.monotonic()))
    with world.breaking("worker killed"), world.cutting():
        world.edge.kill_worker(world.chance)
        await asyncio.sleep(min(seconds, 1.0))


async def workers_replaced(world: World, seconds: float) -> None:
    """Replace the workers of the edge, one after the other."""
    with world.breaking("workers replaced"), world.cutting():
        world.edge.roll()
        await asyncio.sleep(seconds)


async def files_used_up(world: World, seconds: float) -> None:
    """Let the workers of the edge open no more files, and so take no connections."""
    with world.breaking("files used up"):
        world.edge.limit_files(spare=0)
        await asyncio.sleep(min(seconds, 2.0))
        world.edge.limit_files(spare=None)


async def busy_machine(world: World, seconds: float) -> None:
    """Keep every processor busy with other programs."""
    command = [sys.executable, "-c", "while True: pass"]
    hogs = [subprocess.Popen(command) for _ in range(HOGS)]  # noqa: ASYNC220, S603  a fork's time, our own command
    with world.breaking("busy machine"):
        await asyncio.sleep(min(seconds, 2.0))
        for hog in hogs:
            hog.kill()
            hog.wait()


async def clock_stepped(world: World, seconds: float) -> None:
    """Step the clock of the edge, and back."""
    with world.breaking("clock stepped"):
        world.edge.step_clock(world.chance.choice(STEPS))
        await asyncio.sleep(seconds + 1)
        world.edge.step_clock(0)
        await asyncio.sleep(1)


async def store_killed(world: World, seconds: float) -> None:
    """Kill the store's server."""
    await store_signalled(world, seconds, "store killed", signal.SIGKILL)


async def store_frozen(world: World, seconds: float) -> None:
    """Have the store's server stand still."""
    await store_signalled(world, seconds, "store frozen", signal.SIGSTOP)


async def store_signalled(
    world: World, seconds: float, name: str, number: signal.Signals
) -> None:
    """Send the store's server a signal, and let it go on after a while."""
    pid = world.edge.store()
    with world.breaking(name):
        if pid:
            os.kill(pid, number)
        await asyncio.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


OF_SERVICES: tuple[Fault, ...] = (
    service_killed,
    service_frozen,
    new_release,
    errors,
    stalls,
    huge_answers,
    wrong_messages,
    half_open,
    resets,
    drip,
    refused,
    names_fail,
    names_move,
)

OF_THE_EDGE: tuple[Fault, ...] = (
    worker_killed,
    workers_replaced,
    files_used_up,
    busy_machine,
    clock_stepped,
    store_killed,
    store_frozen,
)
