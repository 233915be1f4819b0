"""The parts of an email on an IMAP server, before any of them is fetched."""

from itertools import islice, takewhile
from typing import TypeGuard

from email_service.message import MAX_NESTED, MAX_PARTS, Part
from email_service.response import Node, string

MISSING: tuple[Node, ...] = (None,) * 8
"""What stands for the fields of a part that a server leaves out."""

SUBJECT = 1
"""Position in an envelope: RFC 3501, section 7.4.2, as all of the order below."""


def tree(node: list[Node], section: str = "", depth: int = 0) -> Part:
    """Return the email whose BODYSTRUCTURE is `node`, its bodies left empty."""
    if not node or not isinstance(node[0], list):
        return leaf(node, section or "1")
    inner = list(takewhile(lambda child: isinstance(child, list), node))
    part = Part()
    part["Content-Type"] = f"multipart/{''.join(map(string, node[len(inner) :][:1]))}"
    prefix = f"{section}." if section else ""
    part.set_payload(
        [
            tree(child, f"{prefix}{position}", depth + 1)
            for position, child in enumerate(islice(inner, MAX_PARTS), 1)
            if isinstance(child, list) and depth < MAX_NESTED
        ]
    )
    return part


def leaf(node: list[Node], section: str) -> Part:
    """Return a part that holds no others, with the headers that tell what it is."""
    padded = [*node, *MISSING]
    kind, subtype, parameters, _, _, encoding, _, *extensions = padded
    part = Part()
    part.section = section
    describe(part, "Content-Type", f"{string(kind)}/{string(subtype)}", parameters)
    part["Content-Transfer-Encoding"] = string(encoding)
    for extension in extensions:
        if is_disposition(extension):
            describe(part, "Content-Disposition", string(extension[0]), extension[-1])
    if part.get_content_type() == "message/rfc822":
        part.set_payload([attached(extensions[0])])
    return part


def is_disposition(node: Node) -> TypeGuard[list[Node]]:
    """Tell whether the extension is the Content-Disposition (RFC 2183)."""
    if not isinstance(node, list) or not node:
        return False
    return string(node[0]).lower() in {"attachment", "inline"}


def describe(part: Part, name: str, value: str, parameters: Node) -> None:
    """Give the part a header with parameters."""
    given = parameters if isinstance(parameters, list) else []
    pairs = zip(given[::2], given[1::2], strict=False)
    part.add_header(name, value, **{string(key): string(word) for key, word in pairs})


def attached(envelope: Node) -> Part:
    """Return what is known of an attached email: its subject."""
    part = Part()
    if isinstance(envelope, list):
        part["Subject"] = "".join(map(string, envelope[SUBJECT : SUBJECT + 1]))
    return part
