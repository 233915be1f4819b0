from edge.tools.definitions import definition
from tests.tools.contracts import contract

WEATHER = contract("tools/weather/v1/weather.proto")
GET_WEATHER = WEATHER.method("tools.weather.v1.WeatherService.GetWeather")


def test_a_tool_of_vapi_has_the_form_of_its_api():
    tool = definition(GET_WEATHER, "get_weather", comments=WEATHER.comments)
    assert tool["type"] == "function"
    assert set(tool["function"]) == {"name", "description", "parameters"}
    assert tool["function"]["name"] == "get_weather"


def test_the_parameters_carry_the_comments_of_fields_and_of_enum_values():
    tool = definition(GET_WEATHER, "get_weather", comments=WEATHER.comments)
    assert tool["function"]["parameters"] == {
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
