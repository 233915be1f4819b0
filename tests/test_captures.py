"""Bodies captured by others, tried out where a collection of them lies at hand."""

from pathlib import Path

import pytest

from edge.vapi.messages import parse
from edge.vapi.tool_calls import tool_calls

FOLDER = Path(__file__).parents[2] / "shared" / "payloads"
BODIES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
async def test_a_captured_body_is_answered(line, path):
    body = path.read_bytes()
    response = await line.post(body)
    odd = "odd-body" in path.name or "custom-llm-request" in path.name
    assert response.status == (400 if odd else 200)
    if "-tool-calls__" in path.name:
        asked = [call.id for call in tool_calls(parse(body))]
        answered = [r["toolCallId"] for r in (await response.json())["results"]]
        assert answered == asked != []
