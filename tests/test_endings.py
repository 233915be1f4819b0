"""Tasks that are told to end."""

import asyncio

from edge.endings import ended


async def test_a_task_that_swallows_a_cancellation_is_ended_all_the_same():
    swallowed = []

    async def deaf():
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed.append(True)
                if len(swallowed) > 1:
                    raise

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await asyncio.wait_for(ended([task], again=0.01), 5)
    assert task.cancelled()


async def test_what_a_task_ends_with_is_nobody_s_surprise():
    async def broken():
        raise ValueError("broken")

    task = asyncio.create_task(broken())
    await asyncio.sleep(0)
    await ended([task])
    assert task.done()
