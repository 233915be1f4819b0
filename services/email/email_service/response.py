"""What an IMAP server says of emails, as lists (RFC 3501, section 9)."""

import re
from collections.abc import Iterable, Iterator

Node = bytes | None | list["Node"]
"""A string, NIL, or a list in parentheses."""

TOKEN = re.compile(
    rb'\s*(?:(?P<mark>[()])|"(?P<quoted>(?:[^"\\]|\\.)*)"'
    rb'|(?P<atom>[^\s()"\[]+(?:\[[^\]]*\][^\s()"]*)?|\S))',
    re.DOTALL,
)
LITERAL = re.compile(rb"\{\d+\}$")
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)

Line = bytes | tuple[bytes, bytes]
"""As imaplib has it: what precedes a literal, and the literal; or the rest."""


def emails(lines: Iterable[Line | None]) -> dict[int, dict[str, Node]]:
    """Return what the answer to a fetch says of each email, by UID.

    What comes unasked, of emails without a UID, is left out.
    """
    said = [attributes(node) for node in nested(lines) if isinstance(node, list)]
    return {number(one.get("UID")): one for one in said if "UID" in one}


def attributes(node: list[Node]) -> dict[str, Node]:
    """Return a list of names and values in turn by upper-case name."""
    pairs = zip(node[::2], node[1::2], strict=False)
    return {string(name).upper(): value for name, value in pairs}


def string(node: Node) -> str:
    """Return the node as text, empty for NIL and for a list."""
    return node.decode("utf-8", "replace") if isinstance(node, bytes) else ""


def number(node: Node) -> int:
    """Return the node as a number, 0 if it is none."""
    return int(node) if isinstance(node, bytes) and node.isdigit() else 0


def nested(lines: Iterable[Line | None]) -> list[Node]:
    """Return the lists within the lines; a parenthesis left open closes at the end."""
    open_lists: list[list[Node]] = [[]]
    for token in tokens(lines):
        put(token, open_lists)
    return open_lists[0]


def put(token: bytes | str | None, open_lists: list[list[Node]]) -> None:
    """Open a list, close the innermost, or put a string into it."""
    inner: list[Node] = []
    if token == "(":  # noqa: S105  a token of syntax, no password
        open_lists[-1].append(inner)
        open_lists.append(inner)
    elif isinstance(token, str):
        # One too many closes nothing: the outermost list stays.
        del open_lists[max(1, len(open_lists) - 1) :]
    else:
        open_lists[-1].append(token)


def tokens(lines: Iterable[Line | None]) -> Iterator[bytes | str | None]:
    """Yield every string and NIL, and each parenthesis as a `str`."""
    for item in lines:
        if isinstance(item, tuple):
            yield from scanned(LITERAL.sub(b"", item[0]))
            yield item[1]
        elif item is not None:
            yield from scanned(item)


def scanned(data: bytes) -> Iterator[bytes | str | None]:
    """Yield the tokens of what holds no literal."""
    return map(token_of, TOKEN.finditer(data))


def token_of(match: re.Match[bytes]) -> bytes | str | None:
    """Return what the scanner found."""
    if mark := match["mark"]:
        return mark.decode()
    if (quoted := match["quoted"]) is not None:
        return ESCAPED.sub(rb"\1", quoted)
    return None if match["atom"].upper() == b"NIL" else match["atom"]
