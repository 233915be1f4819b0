import pytest

from edge.errors import DiscoveryError
from edge.tools.definitions import definition
from edge.tools.schemas import DIALECTS, schema
from tests.tools.contracts import contract
from tests.tools.profiles import PROFILES, violations

WEATHER = contract("tools/weather/v1/weather.proto")
SHOP = contract("schemas_comments.proto")
RULES = contract("schemas_rules.proto")
OWN = ("weather", "customer", "email")


def tool(rpc, dialect="vapi", comments=SHOP.comments):
    method = SHOP.method(f"schemas.comments.ShopService.{rpc}")
    return definition(method, "shop", dialect=DIALECTS[dialect], comments=comments)


def description(rpc):
    return tool(rpc)["function"]["description"]


def own_methods():
    for name in OWN:
        own = contract(f"tools/{name}/v1/{name}.proto")
        for service in own.files[-1].service:
            for rpc in service.method:
                full_name = f"tools.{name}.v1.{service.name}.{rpc.name}"
                yield pytest.param(own, full_name, id=rpc.name)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("own", "rpc"), list(own_methods()))
def test_the_projects_own_tools_are_what_each_provider_documents(own, rpc, dialect):
    made = definition(
        own.method(rpc), "tool", dialect=DIALECTS[dialect], comments=own.comments
    )
    assert violations(made, PROFILES[dialect]) == []


def test_a_tool_carries_the_comments_of_its_fields_and_of_enum_values():
    get_weather = WEATHER.method("tools.weather.v1.WeatherService.GetWeather")
    made = definition(get_weather, "get_weather", comments=WEATHER.comments)
    assert made["type"] == "function"
    assert made["function"]["name"] == "get_weather"
    assert made["function"]["parameters"] == {
        "type": "object",
        "properties": {
            "location": {
                "type": "string",
                "description": "The place as the caller said it: a city, or a city "
                'with its state or country. For example "Paris" or "Paris, Texas".',
            },
            "units": {
                "type": "string",
                "enum": ["celsius", "fahrenheit"],
                "description": "The units to answer in. Left out: those of the place's "
                "country. celsius: Degrees Celsius and kilometres per hour. "
                "fahrenheit: Degrees Fahrenheit and miles per hour.",
            },
        },
        "required": ["location"],
    }


@pytest.mark.parametrize(
    ("dialect", "keys", "parameters"),
    [
        ("vapi", {"type", "function"}, ("function", "parameters")),
        ("openai", {"type", "function"}, ("function", "parameters")),
        ("anthropic", {"name", "description", "input_schema"}, ("input_schema",)),
        (
            "gemini",
            {"name", "description", "parametersJsonSchema"},
            ("parametersJsonSchema",),
        ),
    ],
)
def test_each_provider_has_its_form(dialect, keys, parameters):
    made = tool("Overridden", dialect)
    assert set(made) == keys
    for key in parameters:
        made = made[key]
    shop = SHOP.message("schemas.comments.Shop")
    omit = frozenset({"caller"})
    assert made == schema(
        shop, omit=omit, dialect=DIALECTS[dialect], comments=SHOP.comments
    )


def test_the_comments_of_rpc_and_service_say_when_to_use_a_tool():
    assert description("GetOpeningHours") == (
        "Tells the opening hours of a Shop, see the docs and Shop. "
        "It knows: the week; the weekend. "
        "About the service: Knows when the shop is open."
    )


def test_without_comments_the_name_of_the_rpc_is_spaced_into_words():
    method = SHOP.method("schemas.comments.ShopService.FindShopByURL")
    assert definition(method, "find")["function"]["description"] == "Find shop by URL"


def test_an_option_stands_in_for_the_comments():
    assert description("Overridden") == "Reserves a table."


def test_a_deprecated_rpc_says_so():
    assert description("Retired").startswith("Deprecated: use another tool")


def test_what_rules_demand_of_a_request_is_said_of_the_tool():
    made = definition(RULES.method("schemas.rules.Checked.Check"), "check")
    assert made["function"]["description"] == (
        "Check. The first must not come after the last."
    )


def test_what_the_edge_fills_in_is_not_shown():
    properties = tool("Overridden")["function"]["parameters"]["properties"]
    assert "name" in properties
    assert "caller" not in properties


def test_a_tool_without_settings_has_none_of_vapis():
    assert set(tool("Overridden")) == {"type", "function"}
    assert "strict" not in tool("Overridden")["function"]


def test_vapi_is_told_what_to_say_at_each_moment_of_an_async_tool():
    made = tool("Announce")
    assert made["async"] is True
    assert made["messages"] == [
        {"type": "request-start", "content": "One moment.", "blocking": True},
        {
            "type": "request-response-delayed",
            "contents": [
                {"type": "text", "text": "Still looking.", "language": "en"},
                {"type": "text", "text": "Ich suche noch.", "language": "de"},
            ],
            "timingMilliseconds": 2500,
        },
        {
            "type": "request-complete",
            "content": "Ask whether that suits.",
            "role": "system",
        },
        {
            "type": "request-failed",
            "content": "That did not work.",
            "role": "assistant",
            "endCallAfterSpokenEnabled": True,
            "conditions": [{"param": "kind", "operator": "neq", "value": "bakery"}],
        },
    ]


@pytest.mark.parametrize("dialect", ["openai", "anthropic", "gemini"])
def test_vapis_settings_are_told_to_nobody_else(dialect):
    assert not tool("Announce", dialect).keys() & {"async", "messages"}


def test_a_message_without_a_moment_is_refused():
    with pytest.raises(DiscoveryError, match="shop: a message needs a moment"):
        tool("Mute")


def test_a_strict_tool_of_vapi_has_parameters_that_openai_takes_to_the_letter():
    made = tool("Strict")["function"]
    assert made["strict"] is True
    assert made["parameters"] == tool("Strict", "openai")["function"]["parameters"]


def test_anthropic_is_strict_only_where_it_is_asked_for():
    assert tool("Strict", "anthropic")["strict"] is True
    assert "strict" not in tool("Overridden", "anthropic")
