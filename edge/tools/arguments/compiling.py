"""The entry: JSON to the request of one message type."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.errors import InvalidArguments
from edge.tools.arguments.exact import ExactDialect
from edge.tools.arguments.forgiving import ForgivingDialect
from edge.tools.arguments.objects import made
from edge.tools.arguments.refusals import Refused, Unusual, sentences
from edge.tools.arguments.scalars import Convert

DEEPEST = 98
"""How many levels of messages may lie within each other. protobuf reads 100; what
has no fields of the contract's own, such as a Timestamp, is not counted."""


def compile_arguments(
    message: Descriptor,
    *,
    omit: frozenset[str] = frozenset(),
    exact: bool = False,
    on_ignored: Callable[[str], None] | None = None,
) -> Callable[[Any], Message]:
    """Return the function that converts decoded JSON to a new `message`.

    It raises `InvalidArguments` with a sentence for each of the first few problems.
    What is sent for the fields that `omit` names is ignored. With `exact` it takes
    ProtoJSON (https://protobuf.dev/programming-guides/json) and nothing else;
    otherwise what a model writes, as `docs/arguments.md` says. `on_ignored` is told
    of every name that is not declared and resembles none that is.
    """
    dialect = ExactDialect if exact else partial(ForgivingDialect, on_ignored)
    quick = dialect(quick=True).whole(message, omit)
    make = GetMessageClass(message)

    @cache  # made when first needed: most tools are never called wrongly
    def careful() -> Convert:
        return dialect(quick=False).whole(message, omit)

    def read(value: Any) -> Message:  # noqa: ANN401  any JSON
        try:
            tree = quick(value, DEEPEST)
            return make(**tree) if type(tree) is dict else tree
        except (Refused, Unusual, TypeError, ValueError):
            return explain(value)

    def explain(value: Any) -> Message:  # noqa: ANN401  any JSON
        try:
            return made(make, careful()(value, DEEPEST))
        except Refused as refused:
            raise InvalidArguments(*sentences(refused.problems)) from None
        except UnicodeEncodeError:
            raise InvalidArguments("A text is not valid Unicode.") from None

    return read
