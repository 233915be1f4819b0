"""Vapi is asked to send again what failed, and told where this server is."""

from edge.config.definitions import Backoff, Definitions
from edge.config.settings import Config, Server
from edge.vapi.servers import server_of, with_server

RETRIES = {
    "type": "exponential",
    "maxRetries": 3,
    "baseDelaySeconds": 0.5,
}


def block(url="", **definitions):
    server = Server(public_url=url)
    return server_of(Config(server=server, definitions=Definitions(**definitions)))


def test_vapi_is_asked_for_retries_unless_the_edge_itself_refused():
    plan = dict(block()["backoffPlan"])
    excluded = plan.pop("excludedStatusCodes")
    assert plan == RETRIES
    assert {400, 401, 404, 413, 429} <= set(excluded)
    assert {code // 100 for code in excluded} == {4}


def test_no_retries_are_asked_for_where_none_are_wanted():
    assert block(backoff=Backoff(max_retries=0)) == {}


def test_every_setting_is_told():
    plan = Backoff(type="fixed", excluded_status_codes=(418,))
    assert block(
        "https://edge.example/",
        timeout=30,
        credential_id="c-1",
        static_ip_addresses=True,
        headers={"x-a": "b"},
        backoff=plan,
    ) == {
        "url": "https://edge.example/vapi/webhook",
        "timeoutSeconds": 30,
        "credentialId": "c-1",
        "staticIpAddressesEnabled": True,
        "headers": {"x-a": "b"},
        "backoffPlan": RETRIES | {"type": "fixed", "excludedStatusCodes": [418]},
    }


def test_an_assistants_own_server_wins():
    own = {"url": "https://edge.example/vapi/webhook", "timeoutSeconds": 9}
    told = with_server({"server": own}, block("https://edge.example", timeout=30))
    assert told["server"]["timeoutSeconds"] == 9
    assert told["server"]["backoffPlan"]["maxRetries"] == 3


def test_anothers_server_is_told_no_names_and_no_secrets():
    here = block("https://edge.example", credential_id="c-1", headers={"x": "s"})
    told = with_server({"server": {"url": "https://other.example"}}, here)["server"]
    assert told == {
        "url": "https://other.example",
        "backoffPlan": here["backoffPlan"],
    }


def test_who_has_no_server_gets_one_only_where_its_address_is_known():
    assert with_server({"name": "Atlas"}, block()) == {"name": "Atlas"}
    told = with_server({"name": "Atlas"}, block("https://edge.example"))
    assert told["server"]["url"] == "https://edge.example/vapi/webhook"
