"""The rules a contract sets with protovalidate (`buf/validate/validate.proto`)."""

from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message_factory import GetMessageClass


def rules_of(field: FieldDescriptor) -> Any:  # noqa: ANN401  a message of the pool
    """Return the field's `buf.validate.FieldRules`, or None where it has none.

    A contract that uses the rules brings their definition in its own pool.
    """
    try:
        extension = field.file.pool.FindExtensionByName("buf.validate.field")
    except KeyError:
        return None
    options = GetMessageClass(extension.containing_type).FromString(
        field.GetOptions().SerializeToString()
    )
    return options.Extensions[extension] if options.HasExtension(extension) else None


def requires(field: FieldDescriptor) -> bool:
    """Tell whether `(buf.validate.field).required` is set."""
    rules = rules_of(field)
    return rules is not None and bool(rules.required)
