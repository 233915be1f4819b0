"""A definition carries every setting that Vapi documents for a tool."""

import pytest
from google.protobuf.duration_pb2 import Duration
from protophone.v1.options_pb2 import (
    StaticParameter,
    ToolOptions,
    VariableAlias,
    VariableExtraction,
)

from edge.errors import DiscoveryError
from edge.tools.building import speaks
from edge.tools.definitions import definition
from edge.tools.particulars import particulars
from edge.tools.schemas import DIALECTS
from tests.tools.contracts import contract

SHOP = contract("particulars.proto")
TAKE_ORDER = SHOP.method("particulars.v1.OrderService.TakeOrder")


def test_vapi_is_told_every_setting():
    told = definition(TAKE_ORDER, "take_order")
    assert {key: told[key] for key in told if key not in {"function", "type"}} == {
        "parameters": [
            {"key": "shop", "value": "{{ shop.id }}"},
            {"key": "limit", "value": 12},
            {"key": "elsewhere", "value": [True, {"a": None}]},
        ],
        "variableExtractionPlan": {
            "schema": {"type": "object", "properties": {"id": {"type": "string"}}},
            "aliases": [{"key": "order", "value": "{{ $.id }}"}],
        },
        "rejectionPlan": {"conditions": [{"type": "liquid", "liquid": "true"}]},
        "server": {"timeoutSeconds": 45, "encryptedPaths": ["card"]},
    }


@pytest.mark.parametrize("dialect", sorted(set(DIALECTS) - {"vapi"}))
def test_nobody_else_is(dialect):
    told = definition(TAKE_ORDER, "take_order", dialect=DIALECTS[dialect])
    assert not {"variableExtractionPlan", "rejectionPlan", "server"} & told.keys()


def test_the_model_does_not_see_what_vapi_adds():
    told = definition(TAKE_ORDER, "take_order")
    assert set(told["function"]["parameters"]["properties"]) == {"item", "card"}


def test_variables_are_taken_from_the_whole_response():
    assert not speaks(TAKE_ORDER)


@pytest.mark.parametrize(
    "options",
    [
        ToolOptions(static_parameters=[StaticParameter(key="a")]),
        ToolOptions(static_parameters=[StaticParameter(text="a")]),
        ToolOptions(static_parameters=[StaticParameter(key="a", json="{")]),
        ToolOptions(static_parameters=[StaticParameter(key="a", json="[" * 9999)]),
        ToolOptions(variable_extraction=VariableExtraction(schema="[]")),
        ToolOptions(
            variable_extraction=VariableExtraction(aliases=[VariableAlias(key="a")])
        ),
        ToolOptions(
            variable_extraction=VariableExtraction(
                aliases=[VariableAlias(key="a" * 41, value="b")]
            )
        ),
        ToolOptions(rejection_plan="never"),
        ToolOptions(vapi_timeout=Duration(nanos=1)),
        ToolOptions(vapi_timeout=Duration(seconds=301)),
    ],
)
def test_what_vapi_would_not_understand_is_refused(options):
    with pytest.raises(DiscoveryError, match="shop"):
        particulars(options, "shop")
