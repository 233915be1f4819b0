"""Text from strangers, made harmless: no markup, nothing invisible, bounded."""

import re
import unicodedata

TAG = re.compile(r"<!--[^<>]*-->|<[/!?]?[a-z][\w:-]*(?:\s[^<>]*)?[/?]?>", re.IGNORECASE)
"""Markup, that of speech synthesis too; an address in angle brackets is none."""

INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f"
    "\ufff9-\ufffc\U000e0000-\U000e0fff]"
)
"""What shows nothing but is no control or format character: Unicode's
Default_Ignorable_Code_Point, the blank Braille pattern, the annotation marks."""

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's categories of controls (bidi overrides, zero widths) and non-characters."""

BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
QUOTES = str.maketrans(
    dict.fromkeys('"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02', "'")
)


def lines(value: str) -> str:
    """Return the text, clean, its lines trimmed, at most one empty line in a row."""
    value = TAG.sub(" ", visible(value))
    trimmed = (" ".join(line.split()) for line in value.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(trimmed)).strip()


def line(value: str, limit: int) -> str:
    """Return the text, clean, on one line, of at most `limit` characters."""
    # Far more than can be kept is not worth cleaning.
    return cut(" ".join(lines(value[: 20 * limit]).split()), limit)


def quoted(value: str, limit: int) -> str:
    """Return the text on one line between double quotes which it cannot close."""
    return f'"{line(value, limit).translate(QUOTES)}"'


def cut(value: str, limit: int) -> str:
    """Return at most `limit` characters; one ellipsis stands for what is left out."""
    if len(value) <= limit:
        return value
    kept = value[: limit - 1]
    word = kept.rfind(" ", limit - 40)
    return kept[: word if word > 0 else None].rstrip() + "\u2026"


def visible(value: str) -> str:
    """Return what a reader sees, with a newline for every line break."""
    value = value.replace("\r\n", "\n").translate(BREAKS).replace("\t", " ")
    return "".join(filter(shows, INVISIBLE.sub("", value)))


def shows(character: str) -> bool:
    """Tell whether the character is a line break or one that can be seen."""
    return character == "\n" or unicodedata.category(character) not in HIDDEN
