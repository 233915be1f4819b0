"""What strangers do is told, but not as often as they like."""

import asyncio
import time

from structlog.testing import capture_logs

from edge.policies import load
from edge.policies.mentions import MOST, Mentions
from edge.vapi.auth import sign_headers
from tests.abuse.wire import wire
from tests.conftest import SECRET

PAST = 0.3


def flood(mentions, count, status=401):
    for number in range(count):
        mentions.tell(load.log.warning, "refused", status=status, number=number)


async def test_of_a_flood_the_first_are_told_and_the_rest_is_counted():
    with capture_logs() as logs:
        flood(Mentions(most=3, seconds=0.05), 100)
        await asyncio.sleep(PAST)
    assert [entry.get("number") for entry in logs] == [0, 1, 2, None]
    assert logs[-1] == {
        "event": "refused",
        "log_level": "warning",
        "status": 401,
        "more": 97,
    }


async def test_few_are_all_told_and_each_second_begins_anew():
    mentions = Mentions(most=3, seconds=0.05)
    with capture_logs() as logs:
        for _ in range(3):
            flood(mentions, 3)
            await asyncio.sleep(PAST)
    assert [entry["number"] for entry in logs] == [0, 1, 2] * 3


async def test_a_flood_of_one_kind_hides_no_other():
    mentions = Mentions(most=3, seconds=60)
    with capture_logs() as logs:
        flood(mentions, 100)
        flood(mentions, 1, status=503)
    assert [entry["status"] for entry in logs] == [401, 401, 401, 503]


async def lines_of(event, count, act):
    """Return what is logged of an event while `act` causes it so many times."""
    with capture_logs() as logs:
        started = asyncio.get_running_loop().time()
        for _ in range(count):
            await act()
        spent = asyncio.get_running_loop().time() - started
        while sum(entry.get("more", 1) for entry in of(logs, event)) < count:  # noqa: ASYNC110  a log tells nobody
            await asyncio.sleep(0.05)
    assert len(of(logs, event)) <= (MOST + 1) * (spent + 2)
    return of(logs, event)


def of(logs, event):
    return [entry for entry in logs if entry["event"] == event]


async def test_a_flood_of_strangers_does_not_fill_the_log(line):
    lines = await lines_of("webhook refused", 200, lambda: line.post(b"x", headers={}))
    assert {entry["status"] for entry in lines} == {401}


async def test_a_flood_of_what_was_recorded_does_not_fill_the_log(line):
    body = line.phone.message("hang")
    headers = sign_headers(SECRET, body, time.time())
    await line.post(body, headers)
    await lines_of("webhook delivered again", 100, lambda: line.post(body, headers))


async def test_a_flood_of_what_is_no_http_does_not_fill_the_log(line):
    async def act():
        async with wire(line) as stranger:
            stranger.send(b"garbage\r\n\r\n")
            await stranger.answer()

    lines = await lines_of("request refused", 100, act)
    assert {entry["status"] for entry in lines} == {400}
