"""Text with Liquid tags, of which the edge renders its own and leaves Vapi's."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

RAW = r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}"
TAG = r"(?:\s*\{\{-|\{\{).*?(?:-\}\}\s*|\}\})"
PIECES = re.compile(f"({RAW}|{TAG})", re.DOTALL)
"""A tag with the white space that its dashes take away, or a block left alone."""

Piece = Callable[[Mapping[str, Any]], str]


def compile_tree(
    tree: Any,  # noqa: ANN401  any JSON
    names: Collection[str],
) -> Callable[[Mapping[str, Any]], Any]:
    """Return the function that renders every string in a tree of JSON."""
    if isinstance(tree, str):
        return compile_text(tree, names)
    if isinstance(tree, list):
        items = [compile_tree(item, names) for item in tree]
        return lambda values: [render(values) for render in items]
    if isinstance(tree, dict):
        members = {key: compile_tree(value, names) for key, value in tree.items()}
        return lambda values: {key: render(values) for key, render in members.items()}
    return lambda _: tree


def compile_text(text: str, names: Collection[str]) -> Piece:
    """Return the function that renders the tags whose names are all in `names`.

    Every other tag stays exactly as it stands, for Vapi to render.
    """
    pieces = [compile_piece(piece, names) for piece in PIECES.split(text) if piece]
    return lambda values: "".join(piece(values) for piece in pieces)


def compile_piece(piece: str, names: Collection[str]) -> Piece:
    """Compile one tag, or a piece of plain text."""
    tag = PIECES.fullmatch(piece) and not re.fullmatch(RAW, piece, re.DOTALL)
    if not (tag and names):
        return lambda _: piece
    from edge.vapi.tags import compile_tag  # noqa: PLC0415  a quarter of all imports

    return compile_tag(piece, names)


def harmless(value: Any) -> Any:  # noqa: ANN401  any JSON
    """Return a value in which no string can be a Liquid tag.

    What the edge renders, Vapi renders once more: a customer who is named
    "{{customer.number}}" shall stay so.
    """
    if isinstance(value, str):
        return re.sub(r"\{(?=[{%])", "{ ", value)
    if isinstance(value, list):
        return [harmless(item) for item in value]
    if isinstance(value, dict):
        return {key: harmless(item) for key, item in value.items()}
    return value
