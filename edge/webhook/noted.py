"""What is noted of a webhook, for the record of its call."""

from collections.abc import Callable, Mapping

from edge.context import Context
from edge.errors import InvalidArguments
from edge.state.answer import Answer
from edge.state.interactions import Interaction
from edge.state.parts import NOTHING, Notes
from edge.tools.tool import Tool
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.tool_calls import ToolCall
from edge.vapi.typed.fields import Tree, fields_of, text
from edge.vapi.typed.kinds import FINAL_TRANSCRIPT


def tool_call(
    record: Notes,
    context: Context,
    call: ToolCall,
    tool: Tool | None,
    *,
    said: Answer,
    spent: float,
) -> None:
    """Note a tool call, and how many milliseconds it took."""
    given = call.arguments
    record.note(
        context,
        Interaction(
            at=context.arrived,
            kind="tool call",
            name=call.name,
            id=call.id,
            service=tool.service if tool else "",
            rpc=tool.method.full_name if tool else "",
            target=tool.target if tool else "",
            arguments={} if isinstance(given, InvalidArguments) else given,
            words=said.words,
            outcome=said.outcome,
            failed=said.failed,
            attempts=said.attempts,
            ms=spent,
        ),
        tool.hidden if tool else NOTHING,
    )


def message(record: Notes, message: Message) -> None:
    """Note a message; of those that tell of the call as a whole, what they tell."""
    context = context_of(message)
    interaction = Interaction(
        at=context.arrived, kind="message", name=message.type[:64]
    )
    tell = TELLING.get(message.type)
    if tell:
        tell(interaction, fields_of(message.body))
    record.note(context, interaction)


def status(interaction: Interaction, fields: Tree) -> None:
    """Note which status a call has now."""
    reason = text(fields, "endedReason")
    interaction.outcome = reason or text(fields, "status")


def report(interaction: Interaction, fields: Tree) -> None:
    """Note how a call ended, and what it was about."""
    interaction.outcome = text(fields, "endedReason")
    interaction.more = {
        name: fields[name] for name in ("durationSeconds", "cost") if name in fields
    }
    analysis = fields.get("analysis")
    summary = text(analysis, "summary") if isinstance(analysis, dict) else ""
    interaction.words = summary or text(fields, "summary")


def transcript(interaction: Interaction, fields: Tree) -> None:
    """Note who said what."""
    interaction.more = {"role": text(fields, "role")}
    interaction.words = text(fields, "transcript")


TELLING: Mapping[str, Callable[[Interaction, Tree], None]] = {
    "status-update": status,
    "end-of-call-report": report,
    FINAL_TRANSCRIPT: transcript,
}
"""The messages of which more is noted than that they came."""

UNNOTED = frozenset(
    {"tool-calls", "function-call", "conversation-update", "speech-update"}
    | {"model-output", "transcript", "voice-input", "user-interrupted"}
    | {"assistant.speechStarted", "call.endpointing.request", "voice-request"}
)
"""What has notes of its own, or comes so often that it would hide the rest."""
