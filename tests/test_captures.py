"""Bodies captured by others, tried out where a collection of them lies at hand."""

from pathlib import Path

import pytest

from edge.vapi.messages import parse
from edge.vapi.tool_calls import tool_calls

FOLDER = Path(__file__).parents[2] / "shared" / "payloads"
BODIES = sorted(FOLDER.glob("*.json"))

REFUSED = {"odd-body": 400, "custom-llm-request": 400, "-voice-request__": 503}
"""Those that are no message, and that which wants a voice where there is none."""


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
async def test_a_captured_body_is_answered(line, path):
    body = path.read_bytes()
    response = await line.post(body)
    (status,) = {s for kind, s in REFUSED.items() if kind in path.name} or {200}
    assert response.status == status
    if "-tool-calls__" in path.name:
        asked = [call.id for call in tool_calls(parse(body))]
        answered = [r["toolCallId"] for r in (await response.json())["results"]]
        assert answered == asked != []
