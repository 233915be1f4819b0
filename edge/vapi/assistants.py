"""The assistants the edge answers assistant-request with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.config import settings
from edge.vapi import assistant_files
from edge.vapi.templates import compile_tree, harmless

NOBODY = "Sorry, this number is not in service."
NOT_NOW = "Sorry, nobody can take your call right now. Please try again later."


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """One answer to assistant-request, ready to be rendered."""

    numbers: frozenset[str]
    names: frozenset[str]
    """By what a message tells it: its id, or the name in its file."""
    tools: frozenset[str]
    """Names of the tools its calls may use; empty: all."""
    context: Mapping[str, str]
    """Variable name to the tool whose answer fills it."""
    body: Mapping[str, Any]
    """`assistantId`, or `assistant` as the file has it."""
    render: Callable[[Mapping[str, Any]], dict[str, Any]]

    def answer(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer for a call of which the context is `values`.

        A name without a value renders as empty: Liquid's `default` sees to it.
        """
        known = {name: harmless(value) for name, value in values.items()}
        body = self.render(known)
        if known:
            body["assistantOverrides"] = {"variableValues": flattened(known)}
        return body


def load(entries: Sequence[settings.Assistant]) -> tuple[Assistant, ...]:
    """Read every assistant, or raise `ConfigError` naming the file."""
    return tuple(map(load_one, entries))


def load_one(entry: settings.Assistant) -> Assistant:
    """Read and compile one entry of the settings."""
    body: dict[str, Any]
    if entry.id:
        body = {"assistantId": entry.id}
    else:
        body = {"assistant": assistant_files.read(Path(entry.file))}
    return Assistant(
        numbers=frozenset(entry.phone_numbers),
        names=names_of(body),
        tools=frozenset(entry.tools),
        context=entry.context,
        body=body,
        render=compile_tree(body, list(entry.context)),
    )


def names_of(body: Mapping[str, Any]) -> frozenset[str]:
    """Return the id of an assistant that Vapi keeps, or the name of one in a file."""
    name = body.get("assistantId") or body["assistant"].get("name")
    return frozenset({str(name)} if name else ())


def choose(assistants: Sequence[Assistant], called_number: str) -> Assistant | None:
    """Return the assistant that answers a number, else the one for every other."""
    for assistant in assistants:
        if called_number in assistant.numbers:
            return assistant
    return next((a for a in assistants if not a.numbers), None)


def flattened(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values nested, and every leaf again under its dotted path."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        flat[name] = value
        if isinstance(value, dict):
            inner = flattened(value)
            flat |= {f"{name}.{key}": leaf for key, leaf in inner.items()}
    return flat
