"""The rules a contract sets with protovalidate (`buf/validate/validate.proto`)."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.errors import DiscoveryError, InvalidArguments
from edge.tools import fields
from edge.tools.arguments.refusals import ENOUGH, harmless, shown

if TYPE_CHECKING:
    from protovalidate import FieldPathElementPb as FieldPathElement
    from protovalidate import Violation

LONGEST = 300
"""How much of a rule's own message is told, in characters."""


def compile_rules(
    message: Descriptor, *, omit: frozenset[str] = frozenset()
) -> Callable[[Message], None] | None:
    """Return the function that checks a `message` by its rules; None: it has none.

    It raises `InvalidArguments` with a sentence for each of the first few that are
    broken, but not for the fields that `omit` names: the model cannot mend those.
    Raises `DiscoveryError` for rules that cannot be compiled.
    """
    if not any(map(has_rules, fields.kinds_within(message))):
        return None
    collect = collector(message)

    def check(request: Message) -> None:
        violations = (v for v in collect(request) if first_name(v) not in omit)
        if problems := [sentence(violation) for violation in violations]:
            raise InvalidArguments(*problems[:ENOUGH])

    return check


def collector(message: Descriptor) -> Callable[[Message], list["Violation"]]:
    """Return what lists the violations of a message's rules."""
    # It takes 16 MiB and 0.2 s, which only contracts with rules are to pay for.
    import protovalidate  # noqa: PLC0415

    validator = protovalidate.Validator()

    def collect(request: Message) -> list["Violation"]:
        try:
            return validator.collect_violations(request)
        except protovalidate.EvaluationError:
            return []  # the rule is at fault, not the request: the service may know

    try:
        collect(GetMessageClass(message)())
    except protovalidate.CompilationError as error:
        raise DiscoveryError(f"{message.full_name}: {error}") from error
    return collect


def has_rules(message: Descriptor) -> bool:
    """Tell whether a message type, or anything in it, has rules."""
    kinds = chain(
        (("message", message),),
        (("oneof", oneof) for oneof in message.oneofs),
        (("field", field) for field in message.fields),
    )
    return any(fields.rules_of(each, kind) is not None for kind, each in kinds)


def sentence(violation: "Violation") -> str:
    """Return what is wrong, in one line: which argument, and what is right."""
    said = harmless(violation.proto.message or violation.proto.rule_id, LONGEST)
    path = path_of(violation)
    if not path:
        return f"{said[:1].upper()}{said[1:]}."
    if violation.proto.for_key:
        return f"{path} has a key that {said}."
    value = violation.field_value
    if said.startswith("must ") and isinstance(value, str | int | float):
        return f"{path} is {shown(value)}, but {said}."
    return f"{path}: {said}."


def path_of(violation: "Violation") -> str:
    """Return where a violation is, such as `items[2].name`; empty: everywhere."""
    return ".".join(map(step, elements(violation)))


def step(element: "FieldPathElement") -> str:
    """Return one step of a path."""
    if element.subscript is None:
        return element.field_name
    return f"{element.field_name}[{harmless(str(element.subscript.value))}]"


def first_name(violation: "Violation") -> str:
    """Return the field of the request that a violation lies in, "" if in none."""
    return next((element.field_name for element in elements(violation)), "")


def elements(violation: "Violation") -> Sequence["FieldPathElement"]:
    """Return the steps to what is wrong."""
    return violation.proto.field.elements if violation.proto.field else ()
