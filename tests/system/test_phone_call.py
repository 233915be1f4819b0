"""One phone call, through processes."""

import threading
import time

from demo.processes import service
from edge.vapi.phone import PhoneCall


def test_the_assistant_greets_the_caller_by_name(line):
    answer = line.say(line.phone.assistant_request())
    assert answer["assistant"]["firstMessage"].startswith("Hello Dana")
    tools = answer["assistant"]["model"]["tools"]
    names = {tool["function"]["name"] for tool in tools if "function" in tool}
    assert {"get_weather", "lookup_customer", "add_note", "check_email"} <= names
    assert answer["assistantOverrides"]["variableValues"]["caller.first_name"] == "Dana"


def test_three_services_answer_one_webhook(line):
    weather, customer, email = line.call_all(
        ("get_weather", {"location": "Paris"}),
        ("lookup_customer", {}),
        ("check_email", {}),
    )
    assert "Paris" in weather["result"]
    assert "Dana Reyes" in customer["result"]
    assert '"total":3' in email["result"]


def test_a_place_nobody_knows_is_answered_in_words(line):
    assert "Narnia" in line.call("get_weather", location="Narnia")["result"]


def test_a_note_is_added_once_however_often_it_is_sent(line):
    call = PhoneCall(caller=line.phone.caller)
    for _ in range(2):
        result = line.call("add_note", call, text="Likes to be called by noon.")
        assert "result" in result
    record = line.say(call.assistant_request())
    notes = record["assistantOverrides"]["variableValues"]["caller"]["notes"]
    texts = [note["text"] for note in notes]
    assert texts.count("Likes to be called by noon.") == 1


def test_nobody_hears_a_record_without_a_number(line):
    stranger = PhoneCall(caller="")
    for tool in ("lookup_customer", "check_email"):
        result = line.call(tool, stranger, caller_number=line.phone.caller)
        assert "Dana" not in result["result"]
        assert "who is calling" in result["result"]


def test_nobody_but_its_owner_hears_the_mailbox(line):
    result = line.call("check_email", PhoneCall(caller="+12025550199"))
    assert "total" not in result["result"]


def test_the_report_at_the_end_is_taken(line):
    assert line.say(line.phone.end_of_call_report()) == {}


def test_a_service_killed_in_mid_call_costs_only_its_own_answer(line):
    weather = line.services["weather"]
    started = time.monotonic()
    killer = threading.Timer(0.05, weather.kill)
    killer.start()
    results = line.call_all(
        *[("get_weather", {"location": "Oslo"})] * 20, ("lookup_customer", {})
    )
    killer.join()
    assert time.monotonic() - started < 3.1
    assert "Dana Reyes" in results[-1]["result"]
    line.until(lambda ready: "weather" in ready["missing"])
    said = {result["error"] for result in results[:-1] if "error" in result}
    said.add(line.call("get_weather", location="Bergen")["error"])
    assert "I can't get the weather right now. Please try again in a moment." in said


def test_a_service_that_returns_is_found_again(line):
    address = line.services["weather"].address
    environ = {"SERVICE_ADDRESS": address, "WEATHER_PROVIDER": "sample"}
    with service("weather", environ) as weather:
        weather.listening()
        line.until(lambda ready: not ready["missing"])
        assert "Oslo" in line.call("get_weather", location="Oslo")["result"]
