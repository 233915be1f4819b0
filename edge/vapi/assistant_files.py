"""Assistants in files, in the format of Vapi's own gitops."""

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from edge.errors import ConfigError

FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)^---\s*$\n?(.*)\Z", re.DOTALL | re.MULTILINE)


class Model(Struct, rename="camel"):
    """What the edge reads or writes of a model."""

    messages: list[dict[str, Any]] | None = None
    tools: list[dict[str, Any]] | None = None
    tool_ids: list[str] | None = None


class Form(Struct):
    """What the edge reads of an assistant."""

    name: str | None = None
    model: Model | None = None
    server: dict[str, Any] | None = None


def read(path: Path) -> dict[str, Any]:
    """Read an assistant, or raise `ConfigError` naming the file.

    Markdown: the front matter is the assistant, the text its system prompt.
    YAML: the assistant alone.
    """
    try:
        text = path.read_text(encoding="utf-8")
        matter, prompt = parted(text) if path.suffix == ".md" else (text, "")
        assistant = yaml.safe_load(matter)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply") from None
    if not isinstance(assistant, dict):
        raise ConfigError(f"{path}: expected the assistant's keys in YAML")
    refuse_strange(path, assistant)
    return with_prompt(assistant, prompt.strip())


def refuse_strange(path: Path, assistant: dict[str, Any]) -> None:
    """Raise `ConfigError` for what could not be answered with when the phone rings."""
    try:
        msgspec.convert(assistant, Form)
        msgspec.json.encode(assistant)
    except RecursionError:
        raise ConfigError(f"{path}: no assistant: it contains itself") from None
    except (msgspec.ValidationError, TypeError) as error:
        raise ConfigError(f"{path}: no assistant: {error}") from error


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
