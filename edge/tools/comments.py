"""The comments of a contract, cleaned for a model to read."""

import re
from collections.abc import Iterable, Iterator

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FileDescriptorProto,
    ServiceDescriptorProto,
    SourceCodeInfo,
)

Path = tuple[int, ...]

DIRECTIVE = re.compile(
    r"^(buf:lint:|@ignore-comment|@exclude|nolint|protolint:|prettier-ignore"
    r"|clang-format (on|off))",
    re.IGNORECASE,
)
HEADING = re.compile(r"^\s*\*?\s*#{1,6}\s+(.*)$", re.MULTILINE)
DECORATION = re.compile(r"^\s*(\*+(?!\S)|>\s?|```\w*|~~~\w*)\s*")
BULLET = re.compile(r"^[-*+]\s+")

MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!?\[([^\]\n]+)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\[[^\]\n]*\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^>\s]+)>"), r"\1"),
    (re.compile(r"</?(?:a|b|code|em|i|strong)(?:\s[^>]*)?>", re.IGNORECASE), ""),
    (re.compile(r"</?(?:br|li|ol|p|pre|ul)(?:\s[^>]*)?/?>", re.IGNORECASE), " "),
    (re.compile(r"`+([^`]*)`+"), r"\1"),
    (re.compile(r"(\*{1,3}|~~)(?=\S)([^*~\n]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]+)(?<=\S)_(?!\w)"), r"\1"),
)
"""What Markdown and HTML wrap around words; `snake_case` is left as it is."""

INTERNAL = re.compile(r"\(--.*?--\)", re.DOTALL)
"""A comment for the authors of an API alone (https://google.aip.dev/192)."""


class Comments:
    """What the authors of some contracts wrote beside each element."""

    def __init__(self, files: Iterable[FileDescriptorProto] = ()) -> None:
        """Take the comments of `files`; one without source info has none."""
        self._texts = {
            name: text for file in files for name, text in _of_file(file) if text
        }

    def of(self, full_name: str) -> str:
        """Return the cleaned comment of an element in one line, or ``""``.

        The name is that of a service, rpc, message, field, oneof or enum. The values
        of an enum are named below it: ``pkg.Color.COLOR_RED``.
        """
        return self._texts.get(full_name, "")


NONE = Comments()


def clean(comment: str) -> str:
    """Return `comment` in one line, without marks, directives and internal notes."""
    text = HEADING.sub(r"\n\n\1\n\n", INTERNAL.sub("", comment))
    paragraphs = re.split(r"\n\s*\n", text)
    return " ".join(filter(None, map(_paragraph, paragraphs)))


def _paragraph(text: str) -> str:
    lines = [DECORATION.sub("", line).strip() for line in text.splitlines()]
    kept = [line for line in lines if line and not DIRECTIVE.match(line)]
    return _stopped(" ".join(_unmarked(_joined(kept)).split()))


def _joined(lines: list[str]) -> str:
    """Return lines as running text: the items of a list are parted by semicolons."""
    text = ""
    for line in lines:
        item = BULLET.sub("", line)
        if text and item != line and text[-1] not in ".,:;!?":
            text += ";"
        text += f" {item}"
    return text.strip()


def _unmarked(text: str) -> str:
    for mark, words in MARKS:
        text = mark.sub(words, text)
    return "".join(c if c.isprintable() else " " for c in text)


def _stopped(text: str) -> str:
    return text if not text or text[-1] in ".,:;!?)\"'" else f"{text}."


def _of_file(file: FileDescriptorProto) -> Iterator[tuple[str, str]]:
    names = dict(_paths(file))
    for location in file.source_code_info.location:
        if name := names.get(tuple(location.path)):
            yield name, clean(_written(location))


def _written(location: SourceCodeInfo.Location) -> str:
    return f"{location.leading_comments}\n\n{location.trailing_comments}"


def _paths(file: FileDescriptorProto) -> Iterator[tuple[Path, str]]:
    """Yield each element's path and full name (SourceCodeInfo.Location.path)."""
    for i, message in enumerate(file.message_type):
        yield from _of_message(message, (4, i), file.package)
    for i, enum in enumerate(file.enum_type):
        yield from _of_enum(enum, (5, i), file.package)
    for i, service in enumerate(file.service):
        yield from _of_service(service, (6, i), file.package)


def _of_message(
    message: DescriptorProto, path: Path, scope: str
) -> Iterator[tuple[Path, str]]:
    name = _below(scope, message.name)
    yield path, name
    for i, field in enumerate(message.field):
        yield (*path, 2, i), f"{name}.{field.name}"
    for i, nested in enumerate(message.nested_type):
        yield from _of_message(nested, (*path, 3, i), name)
    for i, enum in enumerate(message.enum_type):
        yield from _of_enum(enum, (*path, 4, i), name)
    for i, oneof in enumerate(message.oneof_decl):
        yield (*path, 8, i), f"{name}.{oneof.name}"


def _of_enum(
    enum: EnumDescriptorProto, path: Path, scope: str
) -> Iterator[tuple[Path, str]]:
    name = _below(scope, enum.name)
    yield path, name
    for i, value in enumerate(enum.value):
        yield (*path, 2, i), f"{name}.{value.name}"


def _of_service(
    service: ServiceDescriptorProto, path: Path, scope: str
) -> Iterator[tuple[Path, str]]:
    name = _below(scope, service.name)
    yield path, name
    for i, method in enumerate(service.method):
        yield (*path, 2, i), f"{name}.{method.name}"


def _below(scope: str, name: str) -> str:
    return f"{scope}.{name}" if scope else name
