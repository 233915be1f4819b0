"""One phone call through containers, each confined as compose.yaml says."""

import json

import pytest

from edge.vapi.phone import PhoneCall
from tests.containers.composition import read

pytestmark = [pytest.mark.containers, pytest.mark.timeout(3600)]


def servers():
    """Yield what keeps running: everything but what leaves a contract and ends."""
    services = read({"VAPI_WEBHOOK_SECRET": "any"})["services"]
    return [
        name
        for name, service in services.items()
        if "restart" in service and "profiles" not in service
    ]


def test_the_assistant_greets_the_caller_by_name(line):
    answer = line.say(line.phone.assistant_request())
    assert answer["assistant"]["firstMessage"].startswith("Hello Dana")


def test_services_in_four_languages_answer_one_webhook(line):
    weather, customer, email, orders, calendar, stores = line.call_all(
        ("get_weather", {"location": "Paris"}),
        ("lookup_customer", {}),
        ("check_email", {}),
        ("track_order", {"order_number": "1042"}),
        ("find_slots", {"date": "next Tuesday"}),
        ("get_opening_hours", {"store": "Park Slope", "day": "Monday"}),
    )
    assert "Paris" in weather["result"]
    assert "Dana Reyes" in customer["result"]
    assert '"total":3' in email["result"]
    assert "a blue rain jacket" in orders["result"]
    assert "Tuesday" in calendar["result"]
    assert "Monday" in stores["result"]


def test_a_note_is_kept_in_the_volume(line):
    call = PhoneCall(caller=line.phone.caller)
    assert "result" in line.call("add_note", call, text="Prefers the afternoon.")
    assert "Prefers the afternoon." in line.call("lookup_customer")["result"]


def test_the_report_at_the_end_is_taken(line):
    assert line.say(line.phone.end_of_call_report()) == {}


def test_a_stranger_is_refused(line):
    body = line.phone.tool_calls([("call_1", "get_weather", {"location": "Oslo"})])
    assert line.post(body, headers={"x-vapi-secret": "a guess"}).status_code == 401


def test_every_tool_is_offered_with_the_comments_of_its_contract(composition, line):
    ready = line.until_complete()
    edge = composition.containers["edge"]
    tools = json.loads(composition.engine("exec", edge, "/opt/edge/bin/edge", "tools"))
    assert sorted(tool["function"]["name"] for tool in tools) == ready["tools"]
    assert all(len(tool["function"]["description"]) > 20 for tool in tools)
    assert not ready["problems"]


@pytest.mark.parametrize("name", servers())
def test_the_health_check_finds_it_healthy(composition, name):
    composition.engine.await_health(composition.containers[name])


@pytest.mark.parametrize("name", servers())
def test_it_runs_confined(composition, name):
    known = composition.engine.inspect(composition.containers[name])
    with open(f"/proc/{known['State']['Pid']}/status", encoding="utf-8") as file:  # noqa: PTH123  there is no Path on other systems either
        status = dict(line.split(":\t", 1) for line in file.read().splitlines())
    assert "0" not in status["Uid"].split()
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert known["HostConfig"]["ReadonlyRootfs"]


def test_nothing_but_the_edge_is_published(composition):
    inspect = composition.engine.inspect
    published = [
        name
        for name, container in composition.containers.items()
        if any((inspect(container)["HostConfig"]["PortBindings"] or {}).values())
    ]
    assert published == ["edge"]


def test_a_service_without_need_of_the_web_has_no_way_out(composition):
    customer = composition.containers["customer"]
    routes = composition.engine("exec", customer, "cat", "/proc/net/route")
    gateways = [line.split()[2] for line in routes.splitlines()[1:]]
    assert set(gateways) == {"00000000"}
