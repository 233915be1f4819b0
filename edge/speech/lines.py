"""Words on one line, and not too many."""

import re

MAX_CHARACTERS = 8000
"""Longer results cost the model more than they tell it."""

BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def line(text: str) -> str:
    """Return text on one line, bounded: Vapi cannot parse a result that spans lines.

    Vapi docs, tools/custom-tools-troubleshooting.
    """
    flat = text if text.isprintable() else BREAKS.sub(" ", text).strip()
    if len(flat) <= MAX_CHARACTERS:
        return flat
    return flat[: MAX_CHARACTERS - 1] + "…"
