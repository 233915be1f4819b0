"""What /readyz says of the services, in the doctor's words."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from edge.config.settings import Config, Service
from edge.doctor.deployment import Deployment
from edge.doctor.findings import fault, line
from edge.doctor.services import services

CONFIG = Config(services=(Service(name="weather", target="127.0.0.1:1"),))
READY = {"status": "ready", "tools": ["get_weather"], "missing": {}, "problems": []}


async def found(**answer):
    """Return the lines on an edge that answers /readyz so."""

    async def say(_):
        return web.json_response(**answer)

    app = web.Application()
    app.router.add_get("/readyz", say)
    async with TestServer(app) as server:
        url = f"http://127.0.0.1:{server.port}/vapi/webhook"
        with Deployment(url, "/vapi/webhook") as deployment:
            look = asyncio.to_thread(lambda: list(services(deployment, CONFIG)))
            return [line(each, coloured=False) for each in await look]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "ok      service weather        it answers."),
        (
            {"status": "starting"},
            "the edge is starting.",
        ),
        ({"status": "draining"}, "the edge is draining."),
        ({"missing": {"weather": "UNAVAILABLE"}}, "it does not answer: UNAVAILABLE."),
        ({"problems": ["a clash"]}, "fault   services               a clash. Mend:"),
    ],
)
async def test_each_service_and_each_problem_has_a_line(changes, said):
    lines = await found(
        data=READY | changes, status=503 if "status" in changes else 200
    )
    assert any(said in each for each in lines), lines


@pytest.mark.parametrize(
    "answer", [{"text": "Not Found", "status": 404}, {"text": "[]"}, {"body": b"\xff"}]
)
async def test_where_a_proxy_hides_them_it_is_said(answer):
    (only,) = await found(**answer)
    assert only.startswith("unseen  services")
    assert "/readyz" in only


def test_on_a_terminal_a_fault_is_red():
    text = line(fault("TLS", "none is spoken", "speak it"), coloured=True)
    assert text.startswith("\033[31;1mfault")
