"""The jobs of slow tools: one to run it, one to tell what came of it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from edge.context import Context
from edge.state.jobs import JobId
from edge.tools.background import Background
from edge.vapi.tool_calls import ToolCall


class ToolJob(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A tool call that any replica may run."""

    tool: str
    tool_call_id: str
    arguments: Mapping[str, Any]
    call_id: str
    assistant_id: str = ""
    caller: str = ""
    called: str = ""
    variables: Mapping[str, Any] = msgspec.field(default_factory=dict)
    language: str = ""
    arrived: float = 0.0
    """When the webhook arrived, in seconds since 1970."""
    answer_by: float = 0.0
    """Until when the caller waits, in seconds since 1970; 0: not at all."""

    @property
    def id(self) -> JobId:
        """What it is for."""
        return JobId(self.caller, self.call_id, self.tool_call_id)

    @property
    def context(self) -> Context:
        """The call as the webhook knew it."""
        return Context(
            call_id=self.call_id,
            assistant_id=self.assistant_id,
            caller_number=self.caller,
            called_number=self.called,
            read_variables=lambda: self.variables,
            read_language=lambda: self.language,
            arrived=self.arrived,
        )


class Telling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A result that is to be told in a call that is running."""

    tool: str
    tool_call_id: str
    call_id: str
    caller: str = ""
    words: str
    failed: bool
    outcome: str
    says: bool = False
    next_call: bool = False
    answer_by: float = 0.0
    earlier: str = ""
    """The call in which it was asked for, if that was an earlier one."""

    @property
    def id(self) -> JobId:
        """What it is for."""
        own = f"{self.earlier}/{self.tool_call_id}" if self.earlier else ""
        return JobId(self.caller, self.call_id, own or self.tool_call_id)

    @property
    def context(self) -> Context:
        """The call."""
        return Context(call_id=self.call_id, caller_number=self.caller)


encode = msgspec.json.Encoder(enc_hook=str).encode
read_job = msgspec.json.Decoder(ToolJob).decode
read_telling = msgspec.json.Decoder(Telling).decode


def job_of(
    call: ToolCall,
    arguments: Mapping[str, Any],
    context: Context,
    terms: Background,
    answer_by: float,
) -> ToolJob:
    """Return the job of a tool call, with what its request is filled with."""
    variables = context.read_variables() if terms.variables else {}
    return ToolJob(
        tool=call.name,
        tool_call_id=call.id,
        arguments=arguments,
        call_id=context.call_id,
        assistant_id=context.assistant_id,
        caller=context.caller_number,
        called=context.called_number,
        variables={n: v for n, v in variables.items() if n in terms.variables},
        language=context.read_language(),
        arrived=context.arrived,
        answer_by=answer_by,
    )
