"""One Liquid tag: the edge's own to render, or Vapi's."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from liquid import Environment
from liquid.exceptions import LiquidError

LIQUID = Environment(strict_filters=True)


def compile_tag(tag: str, names: Collection[str]) -> Callable[[Mapping[str, Any]], str]:
    """Return the function that renders a tag, as it stands where it is Vapi's."""
    try:
        template = LIQUID.from_string(tag.strip())
        used = template.global_variables()
    except LiquidError:  # Vapi may know how to read it
        return lambda _: tag
    if not used or not set(used) <= set(names):
        return lambda _: tag

    def render(values: Mapping[str, Any]) -> str:
        try:
            return template.render(**{name: values.get(name) for name in names})
        except LiquidError:  # a filter of Vapi's own, or one given what it can't take
            return tag

    return render
