"""What a description says of a field, a message or an rpc, and from where."""

import json
from collections.abc import Iterable, Iterator

from google.protobuf.descriptor import Descriptor, FieldDescriptor, OneofDescriptor

from edge.tools.comments import Comments
from edge.tools.fields import PACKAGE, enum_words, required, rules_of
from edge.tools.options import field_options
from edge.tools.schemas import rules
from edge.tools.schemas.constraints import plain
from edge.tools.schemas.offers import offered, offered_name
from edge.tools.schemas.words import listed, spaced


def text_of(field: FieldDescriptor, comments: Comments) -> str:
    """Return the text on a field: the option's, else a comment's, else its name's."""
    return (
        field_options(field).description
        or comments.of(field.full_name)
        or comments.of(own_type(field))
        or spaced(field.name)
    )


def own_type(field: FieldDescriptor) -> str:
    """Return the name of a field's type, unless it is one of Google's.

    Their comments are long, and for programmers.
    """
    kind = field.message_type or field.enum_type
    name = kind.full_name if kind else ""
    return "" if name.startswith(PACKAGE) else name


def notes_on(field: FieldDescriptor) -> Iterator[str]:
    """Yield what there is to know of a field beside the form of its value."""
    if field.GetOptions().deprecated:
        yield "Deprecated."
    if field.has_default_value and not required(field):
        yield f"Left out: {default_of(field)}."
    yield from choices_of(field)


def default_of(field: FieldDescriptor) -> str:
    """Return the default that a contract states, in the words offered."""
    if field.enum_type is None:
        return json.dumps(plain(field.default_value))
    name = field.enum_type.values_by_number[field.default_value].name
    words = {name: word for word, name in enum_words(field.enum_type).items()}
    return words.get(name, name)


def choices_of(field: FieldDescriptor) -> Iterator[str]:
    """Yield the choices between fields that a field takes part in."""
    oneof = field.containing_oneof
    if oneof is not None and len(members := members_of(oneof)) > 1:
        yield choice(members, needed=is_needed(oneof))
    message = rules_of(field.containing_type, "message")
    for group in message.oneof if message is not None else ():
        if field.name in group.fields:
            yield choice(group.fields, needed=group.required)


def members_of(oneof: OneofDescriptor) -> list[str]:
    """Return the members of a oneof that a model may choose from."""
    every = frozenset(member.name for member in oneof.fields)
    fields = offered(oneof.containing_type)
    return [offered_name(field) for field in fields if field.name in every]


def is_needed(oneof: OneofDescriptor) -> bool:
    """Tell whether `(buf.validate.oneof).required` is set."""
    found = rules_of(oneof, "oneof")
    return found is not None and bool(found.required)


def choice(names: Iterable[str], *, needed: bool) -> str:
    """Return the sentence on fields of which no two may be given."""
    count = "exactly" if needed else "only"
    return f"Give {count} one of {listed(names)}."


def demands_of(message: Descriptor) -> tuple[str, ...]:
    """Return what a message's own rules demand of its fields together."""
    found = rules_of(message, "message")
    return () if found is None else tuple(rules.expressions(found))
