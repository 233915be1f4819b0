"""A phone call as Vapi reports it: what `edge call`, demos and tests send."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import msgspec

encode = msgspec.json.Encoder().encode

PROMPT = (
    "You are the voice of a small company. Answer in one or two short sentences, "
    "as one speaks on the phone. Use a tool when it can answer better than you can, "
    "and never make up what a tool should tell you. "
)

TURNS = (
    ("user", "Hi there, I hope you can help me with a few things today."),
    ("bot", "Of course, I'm happy to help. What would you like to know first?"),
    ("user", "Well, to begin with I was wondering about something for tomorrow."),
    ("bot", "Sure. Give me a moment while I look that up for you."),
)

USUAL_TURNS = 30
"""With so many turns a body has some 20 KB, as real ones have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCall:
    """One inbound phone call, and the messages it makes Vapi send."""

    caller: str = "+12025550142"
    """E.164; empty for a web call."""
    called: str = "+12025550100"
    id: str = field(default_factory=lambda: str(uuid4()))
    turns: int = USUAL_TURNS
    """How much was said before: it makes the size of a body."""
    control_url: str = ""
    """Where it is controlled; empty: it cannot be."""
    began: float = field(default_factory=time.time)
    """When it was answered, in seconds since 1970."""

    def assistant_request(self) -> bytes:
        """Return the question that opens the call."""
        return self.message("assistant-request")

    def tool_calls(self, calls: Iterable[tuple[str, str, Mapping[str, Any]]]) -> bytes:
        """Return the webhook for calls given as id, tool and arguments."""
        items = [item(*call) for call in calls]
        return self.message(
            "tool-calls",
            toolCalls=items,
            toolCallList=items,
            toolWithToolCallList=[configured(entry) for entry in items],
            artifact=self.history(),
            assistant=self.assistant(),
        )

    def end_of_call_report(self) -> bytes:
        """Return the report that closes the call."""
        history = self.history()
        return self.message(
            "end-of-call-report",
            endedReason="customer-ended-call",
            artifact={**history, "transcript": transcript(self.turns)},
            analysis={"summary": "The caller asked a few questions."},
            startedAt=iso(self.began),
            endedAt=iso(self.began + self.turns),
            durationSeconds=float(self.turns),
            cost=0.08,
        )

    def message(self, kind: str, **fields: Any) -> bytes:  # noqa: ANN401  any JSON
        """Return a webhook's body of the given type."""
        common = {
            "timestamp": int(time.time() * 1000),
            "type": kind,
            "call": self.call(),
            "customer": self.customer(),
            "phoneNumber": {"id": "phone-number-1", "number": self.called},
        }
        return encode({"message": {**common, **fields}})

    def call(self) -> dict[str, Any]:
        """Return the `call` object."""
        return {
            "id": self.id,
            "orgId": "org-1",
            "createdAt": iso(self.began),
            "updatedAt": iso(self.began),
            "type": "inboundPhoneCall" if self.caller else "webCall",
            "status": "ringing",
            "phoneNumberId": "phone-number-1",
            "phoneCallProvider": "twilio",
            "customer": self.customer(),
            "assistant": self.assistant(),
            "monitor": self.monitor(),
        }

    def monitor(self) -> dict[str, str]:
        """Return where the call is watched and controlled, if it can be."""
        return {"controlUrl": self.control_url} if self.control_url else {}

    def customer(self) -> dict[str, str]:
        """Return who is calling."""
        return {"number": self.caller} if self.caller else {}

    def assistant(self) -> dict[str, Any]:
        """Return the assistant's configuration, which every message repeats."""
        model = {
            "provider": "openai",
            "model": "gpt-4.1",
            "temperature": 0.3,
            "messages": [{"role": "system", "content": PROMPT * 3}],
        }
        return {
            "name": "Atlas",
            "firstMessage": "Hello, this is Atlas. How can I help you?",
            "model": model,
            "voice": {"provider": "11labs", "voiceId": "sarah"},
        }

    def history(self) -> dict[str, Any]:
        """Return the conversation so far, in both of Vapi's forms."""
        turns = [TURNS[number % len(TURNS)] for number in range(self.turns)]
        start = self.began * 1000
        return {
            "messages": [
                turn(role, text, start + 4000 * number, 4.0 * number)
                for number, (role, text) in enumerate(turns)
            ],
            "messagesOpenAIFormatted": [
                {"role": "assistant" if role == "bot" else role, "content": text}
                for role, text in turns
            ],
        }


def item(tool_call_id: str, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tool call as it is on the wire."""
    function = {"name": tool, "arguments": arguments}
    return {"id": tool_call_id, "type": "function", "function": function}


def configured(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tool's configuration with its call."""
    function = {
        "name": entry["function"]["name"],
        "description": PROMPT,
        "parameters": {"type": "object", "properties": {}, "required": []},
    }
    return {"type": "function", "function": function, "toolCall": entry}


def turn(role: str, text: str, moment: float, seconds: float) -> dict[str, Any]:
    """Return one turn as Vapi records it."""
    return {
        "role": role,
        "message": text,
        "time": moment,
        "endTime": moment + 3200.5,
        "duration": 3200.5,
        "secondsFromStart": seconds,
        "source": "",
        "metadata": {"wordLevelConfidence": words(text)},
    }


def words(text: str) -> list[dict[str, Any]]:
    """Return the transcriber's view of the first words of a turn."""
    return [
        {"word": word, "start": 0.2 * n, "end": 0.2 * n + 0.18, "confidence": 0.99}
        for n, word in enumerate(text.split()[:4])
    ]


def transcript(turns: int) -> str:
    """Return the whole conversation as text."""
    spoken = (TURNS[number % len(TURNS)] for number in range(turns))
    return "\n".join(f"{role.title()}: {text}" for role, text in spoken)


def iso(moment: float) -> str:
    """Return a moment as Vapi writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(moment))
