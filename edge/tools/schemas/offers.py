"""Which of a message's fields a model is offered, under which names."""

from collections.abc import Iterator

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from edge.tools.fields import NULL, enum_words, is_output_only, required

UNSAFE = frozenset({"__proto__"})
"""Names that vanish from the objects of a JavaScript program on the way."""

LONGEST = 64
"""How long a property's name may be, in characters (Gemini, FunctionDeclaration)."""


def offered(message: Descriptor) -> Iterator[FieldDescriptor]:
    """Yield the fields a model may set.

    Left out are those only the service sets, those that leave no choice because their
    enum has nothing to choose from, and deprecated ones unless they are required.
    """
    for field in message.fields:
        retired = field.GetOptions().deprecated and not required(field)
        if not (retired or is_output_only(field) or is_empty(field)):
            yield field


def is_empty(field: FieldDescriptor) -> bool:
    """Tell whether the field is of an enum without a choice."""
    enum = field.enum_type
    return enum is not None and (enum.full_name == NULL or not enum_words(enum))


def offered_name(field: FieldDescriptor) -> str:
    """Return the property's name: the field's own, or else its JSON spelling."""
    fits = field.name not in UNSAFE and len(field.name) <= LONGEST
    return field.name if fits else field.json_name
