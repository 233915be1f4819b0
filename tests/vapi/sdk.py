"""The official SDK's types, read from its sources: to import them takes seconds."""

import ast
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TYPES = Path(find_spec("vapi").submodule_search_locations[0]) / "types"


@cache
def tree(module):
    """Return a module's syntax tree."""
    return ast.parse((TYPES / f"{module}.py").read_text("utf-8"))


def classes(module):
    """Yield the classes a module defines."""
    return [node for node in tree(module).body if isinstance(node, ast.ClassDef)]


def fields(module):
    """Return the names, on the wire, of the fields of a module's first class."""
    members = (
        node for node in classes(module)[0].body if isinstance(node, ast.AnnAssign)
    )
    names = {
        wire_name(member) for member in members if member.target.id != "model_config"
    }
    return names - {"model_config"}


def wire_name(member):
    """Return a field's alias, else its own name."""
    for node in ast.walk(member.annotation):
        if isinstance(node, ast.Call) and node.func.id == "FieldMetadata":
            return node.keywords[0].value.value
    return member.target.id


def literals(module):
    """Return the texts of a union of literals."""
    return {
        node.value
        for statement in tree(module).body
        if isinstance(statement, ast.Assign)
        for node in ast.walk(statement.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def union(module):
    """Return the modules that a union is imported from."""
    return [
        node.module
        for node in tree(module).body
        if isinstance(node, ast.ImportFrom) and node.level == 1
    ]


def messages():
    """Return the fields of each message, by its type."""
    return {
        kind: fields(module)
        for module in union("server_message_message")
        for kind in literals(f"{module}_type")
    }


def responses():
    """Return the fields of each response, by its module."""
    modules = union("server_message_response_message_response")
    return {module: fields(module) for module in modules}
