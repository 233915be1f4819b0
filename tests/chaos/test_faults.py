"""Faults come when they may."""

import random
import time

from chaos.faults import worker_killed
from chaos.names import Names
from chaos.world import World


class Killed:
    """An edge that only notes when a worker of it is killed."""

    def kill_worker(self, chance):
        self.at = time.monotonic()


async def test_no_worker_is_killed_that_answers_what_was_just_cut():
    edge = Killed()
    world = World(edge, {}, Names(), random.Random(1))
    world.excused_until = may = time.monotonic() + 0.25
    await worker_killed(world, 0.05)
    assert edge.at >= may
    assert world.excuses()
    (broken,) = world.broken
    assert broken.ended - broken.began < 0.25
