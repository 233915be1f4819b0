"""What protovalidate's rules (`buf/validate/validate.proto`) say of a value."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from edge.tools.fields import rules_of
from edge.tools.schemas.constraints import ORDERED, TABLES, Rule
from edge.tools.schemas.shapes import Shape
from edge.tools.schemas.words import sentence

IGNORE_ALWAYS = 3
"""`buf.validate.Ignore`: the rules of the field are switched off."""


def of_field(field: FieldDescriptor) -> Message | None:
    """Return the rules of a field, None where there are none or none that count."""
    rules = rules_of(field, "field")
    ignored = rules is None or rules.ignore == IGNORE_ALWAYS
    return None if ignored else cast("Message", rules)


def part(rules: Message | None, *path: str) -> Message | None:
    """Return the rules below rules, such as ``repeated``, ``items``; None if unset."""
    for name in path:
        if rules is None or not rules.HasField(name):
            return None
        rules = getattr(rules, name)
    return rules


def narrow(shape: Shape, rules: Message | None) -> Shape:
    """Return the shape of the values that obey `rules` (a `FieldRules`)."""
    if rules is None:
        return shape
    kind = rules.WhichOneof("type")
    if kind:
        shape = narrow_by(TABLES.get(kind, ORDERED), shape, getattr(rules, kind))
    return shape.noted(*expressions(rules))


def narrow_by(table: Mapping[str, Rule], shape: Shape, rules: Message) -> Shape:
    """Apply each rule that is set and that the table knows."""
    for field, value in rules.ListFields():
        if field.name in table and value is not False:
            shape = table[field.name](shape, value)
    return outside(shape)


def outside(shape: Shape) -> Shape:
    """Return the shape in which bounds that exclude each other mean "not between"."""
    keys = shape.keywords
    low = next((side for side in ("minimum", "exclusiveMinimum") if side in keys), "")
    high = next((side for side in ("maximum", "exclusiveMaximum") if side in keys), "")
    if not (low and high) or order(keys[low]) <= order(keys[high]):
        return shape
    words = f"{SIDES[high]} {keys[high]}, or {SIDES[low]} {keys[low]}."
    return shape.without(low, high).noted(sentence(words))


SIDES = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "more than",
    "exclusiveMaximum": "less than",
}


def order(bound: Any) -> Any:  # noqa: ANN401  a number, or what sorts like one
    """Return what a bound is compared by: "9s" is less than "10s"."""
    if not isinstance(bound, str):
        return bound
    return float(bound[:-1]) if bound.endswith("s") else bound.removesuffix("Z")


def expressions(rules: Message) -> Iterator[str]:
    """Yield what the CEL rules of a field or a message demand, in their own words."""
    written: Any = rules
    for rule in written.cel:
        yield sentence(rule.message or f"Must hold: {rule.expression}")
    for expression in getattr(written, "cel_expression", ()):
        yield sentence(f"Must hold: {expression}")


def allows(rules: Message | None, number: int) -> bool:
    """Tell whether an enum's rules allow the value of that number."""
    enum: Any = part(rules, "enum")
    if enum is None:
        return True
    wanted = {enum.const} if enum.HasField("const") else set(getattr(enum, "in"))
    return (number in wanted or not wanted) and number not in enum.not_in
