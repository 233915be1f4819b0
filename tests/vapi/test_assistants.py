"""Assistant files, in the format of Vapi's gitops."""

import pytest

from edge.config.settings import Assistant
from edge.errors import ConfigError
from edge.vapi.assistants import flattened, load
from edge.vapi.takers import completed
from edge.vapi.tool_ids import with_tools

DEFINITIONS = {"get_weather": {"n": 1}, "add_note": {"n": 2}}


def answer(tmp_path, text, name="a.md"):
    (tmp_path / name).write_text(text)
    (assistant,) = load([Assistant(file=str(tmp_path / name))])
    return completed(assistant.answer({}), lambda own: with_tools(own, DEFINITIONS))


def test_the_text_becomes_the_first_system_message(tmp_path):
    text = (
        "---\nmodel:\n  messages: [{role: user, content: Hi}]\n---\n\n# Who\n\nYou.\n"
    )
    messages = answer(tmp_path, text)["assistant"]["model"]["messages"]
    assert messages[0] == {"role": "system", "content": "# Who\n\nYou."}
    assert messages[1]["role"] == "user"


def test_a_file_without_a_prompt_is_the_assistant_alone(tmp_path):
    assert answer(tmp_path, "---\nname: A\n---\n") == {"assistant": {"name": "A"}}


def test_yaml_alone_is_taken_too(tmp_path):
    assert answer(tmp_path, "name: A", "a.yml") == {"assistant": {"name": "A"}}


def test_a_star_means_every_tool(tmp_path):
    text = '---\nmodel: {provider: openai, toolIds: ["*"]}\n---\n'
    tools = answer(tmp_path, text)["assistant"]["model"]["tools"]
    assert tools == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("No front matter.", "front matter"),
        ("---\n- a list\n---\n", "keys in YAML"),
        ("---\na: [\n---\n", "cannot be read"),
        ("---\nmodel: gpt-4.1\n---\nYou.", r"model"),
        ("---\nmodel: {messages: Hi}\n---\nYou.", r"model\.messages"),
        ("---\nmodel: {toolIds: 3}\n---\n", r"model\.toolIds"),
        ("---\nmodel: {tools: 3}\n---\n", r"model\.tools"),
        ("---\nmetadata: {null: 3}\n---\n", "keys"),
        ("---\nmetadata: &a {b: *a}\n---\n", "contains itself"),
        (f"---\na: {'[' * 3000}{']' * 3000}\n---\n", "nested too deeply"),
    ],
)
def test_a_file_that_is_no_assistant_is_named(tmp_path, text, complaint):
    with pytest.raises(ConfigError, match=complaint) as raised:
        answer(tmp_path, text)
    assert "a.md" in str(raised.value)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(ConfigError, match=r"none\.md"):
        load([Assistant(file="none.md")])


def test_values_are_given_nested_and_flattened():
    assert flattened({"a": {"b": {"c": 1}, "d": [2]}}) == {
        "a": {"b": {"c": 1}, "d": [2]},
        "a.b": {"c": 1},
        "a.b.c": 1,
        "a.d": [2],
    }
