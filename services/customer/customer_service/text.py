"""Texts that people say or write, made fit to keep."""

import unicodedata


def clean(text: str) -> str:
    """Return `text` on one line, without control characters."""
    kept = (c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
    return " ".join("".join(kept).split())


def fold(email: str) -> str:
    """Return the email address as it is compared: no white space, no capitals."""
    return "".join(clean(email).split()).casefold()
