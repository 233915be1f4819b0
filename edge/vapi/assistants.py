"""The assistants the edge answers assistant-request with."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
import yaml

from edge.config import settings
from edge.errors import ConfigError
from edge.vapi.templates import compile_tree, harmless

FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)^---\s*$\n?(.*)\Z", re.DOTALL | re.MULTILINE)
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EVERY_TOOL = "*"

NOBODY = "Sorry, this number is not in service."
NOT_NOW = "Sorry, nobody can take your call right now. Please try again later."

Definitions = Mapping[str, Mapping[str, Any]]
"""The tools on offer, as Vapi wants them defined, by name."""

log = structlog.get_logger(__name__)


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

    def answer(
        self, values: Mapping[str, Any], definitions: Definitions
    ) -> dict[str, Any]:
        """Return the answer for a call of which the context is `values`.

        A name without a value renders as empty: Liquid's `default` sees to it.
        """
        known = {name: harmless(value) for name, value in values.items()}
        body = with_tools(self.render(known), definitions)
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
        body = {"assistant": read_file(Path(entry.file))}
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


def read_file(path: Path) -> dict[str, Any]:
    """Read an assistant in the format of Vapi's gitops.

    Markdown: the front matter is the assistant, the text its system prompt.
    YAML: the assistant alone.
    """
    try:
        text = path.read_text(encoding="utf-8")
        matter, prompt = parted(text) if path.suffix == ".md" else (text, "")
        assistant = yaml.safe_load(matter)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    if not isinstance(assistant, dict):
        raise ConfigError(f"{path}: expected the assistant's keys in YAML")
    return with_prompt(assistant, prompt.strip())


def parted(text: str) -> tuple[str, str]:
    """Part front matter and prompt; raises `ValueError` where there is no matter."""
    match = FRONT_MATTER.match(text)
    if not match:
        raise ValueError("expected YAML front matter between two lines of ---")
    return match[1], match[2]


def with_prompt(assistant: dict[str, Any], prompt: str) -> dict[str, Any]:
    """Put the system prompt where Vapi reads it: first of the model's messages."""
    if not prompt:
        return assistant
    model = assistant.get("model") or {}
    messages = [{"role": "system", "content": prompt}, *(model.get("messages") or ())]
    return {**assistant, "model": {**model, "messages": messages}}


def with_tools(body: dict[str, Any], definitions: Definitions) -> dict[str, Any]:
    """Replace the names in `model.toolIds` by the definitions of the tools.

    The ids of tools that Vapi keeps stay; a name nobody offers is left out, for
    with it Vapi would refuse the assistant and end the call.
    """
    model = body.get("assistant", {}).get("model")
    if not isinstance(model, dict) or not model.get("toolIds"):
        return body
    names = list(expanded(model["toolIds"], definitions))
    ids = [name for name in names if UUID.fullmatch(name)]
    inline = [definitions[name] for name in names if name in definitions]
    for name in set(names) - set(ids) - set(definitions):
        log.warning("assistant names no tool on offer", tool=name)
    tools = [*(model.get("tools") or ()), *inline]
    rest = {key: value for key, value in model.items() if key != "toolIds"}
    chosen = {"toolIds": ids} if ids else {}
    model = {**rest, "tools": tools, **chosen}
    return {**body, "assistant": {**body["assistant"], "model": model}}


def expanded(ids: Sequence[object], definitions: Definitions) -> Iterator[str]:
    """Yield the names meant: "*" is every tool, "get-weather" is get_weather."""
    for entry in map(str, ids):
        if entry == EVERY_TOOL:
            yield from definitions
        elif entry in definitions or UUID.fullmatch(entry):
            yield entry
        else:
            yield entry.replace("-", "_")


def flattened(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values nested, and every leaf again under its dotted path."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        flat[name] = value
        if isinstance(value, dict):
            inner = flattened(value)
            flat |= {f"{name}.{key}": leaf for key, leaf in inner.items()}
    return flat
