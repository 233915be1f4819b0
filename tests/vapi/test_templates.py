"""Which Liquid tags the edge renders, and which it leaves to Vapi."""

import pytest

from edge.vapi.templates import compile_text, compile_tree, harmless

CALLER = {"caller": {"name": "Dana", "notes": [{"text": "Calls late."}]}}
NOBODY = {}


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Hello {{ caller.name }}!", "Hello Dana!"),
        ('Hello {{ caller.name | default: "there" }}!', "Hello Dana!"),
        ("{{caller.name|upcase}}", "DANA"),
        ("{{ caller['name'] }}", "Dana"),
        ("{{ caller.notes[0].text }}", "Calls late."),
        ("a {{- caller.name -}} b", "aDanab"),
        ("{{ caller.name }}{{ now }}", "Dana{{ now }}"),
        ("{{ caller.unknown }}", ""),
    ],
)
def test_a_tag_of_the_contexts_names_alone_is_rendered(text, rendered):
    assert compile_text(text, ["caller"])(CALLER) == rendered


@pytest.mark.parametrize(
    "text",
    [
        "{{now}}",
        "{{ customer.number }}",
        '{{ "now" | date: "%b %d", "America/New_York" }}',
        "{{ customer.number | default: caller.name }}",
        "{{ caller.name | a_filter_of_vapis }}",
        "{{ caller.name",
        "{{ }}",
        '{{ "plain" }}',
        "{% if caller.name %}x{% endif %}",
        "{% raw %}{{ caller.name }}{% endraw %}",
        "  {{- now -}}  ",
        "no tag at all { } }}",
        "",
    ],
)
def test_every_other_tag_stays_exactly_as_it_stands(text):
    assert compile_text(text, ["caller"])(CALLER) == text


@pytest.mark.parametrize("values", [NOBODY, {"caller": None}, {"caller": {}}])
def test_an_unknown_caller_renders_as_the_default(values):
    render = compile_text('Hello {{ caller.name | default: "there" }}!', ["caller"])
    assert render(values) == "Hello there!"


def test_every_string_of_a_tree_is_rendered():
    tree = {"a": ["{{ caller.name }}", 1, None], "b": {"c": "{{ now }}"}}
    assert compile_tree(tree, ["caller"])(CALLER) == {
        "a": ["Dana", 1, None],
        "b": {"c": "{{ now }}"},
    }


@pytest.mark.parametrize("evil", ["{{customer.number}}", "{% raw %}", "{{{{x}}"])
def test_a_value_cannot_become_a_tag_when_vapi_renders_once_more(evil):
    safe = harmless({"name": [evil, 7]})["name"]
    assert "{{" not in safe[0]
    assert "{%" not in safe[0]
    assert safe[1] == 7
