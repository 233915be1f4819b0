"""Descriptions: names spaced into words, sentences, and the room there is."""

import re
from collections.abc import Iterable, Sequence

MOST = 999
"""How long a description may be, in characters: from 1,000 on Vapi takes it without
an error and serves the tool badly (Vapi's gitops notes on tools)."""

ENOUGH = 600
"""What the notes leave to the text, where both are long."""

WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+|[0-9]+")
SENTENCE = re.compile(r"[.!?](?=\s|$)")


def spaced(name: str) -> str:
    """Return a name as words: ``GetOpeningHours`` becomes "Get opening hours"."""
    words = [word if _is_acronym(word) else word.lower() for word in WORD.findall(name)]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def describe(text: str, notes: Sequence[str] = ()) -> str:
    """Join a text and the notes on it, within `MOST`; what is too long is cut."""
    if not notes:
        return cut(text, MOST)
    text = sentence(text) if text else ""
    added = cut(" ".join(notes), MOST - min(len(text), ENOUGH) - 1)
    return f"{cut(text, MOST - len(added) - 1)} {added}".strip()


def cut(text: str, most: int) -> str:
    """Return at most `most` characters of `text`: whole sentences, or whole words."""
    if len(text) <= most:
        return text
    head = text[: most + 1]
    ends = [match.end() for match in SENTENCE.finditer(head) if match.end() <= most]
    if ends and ends[-1] > most // 2:
        return text[: ends[-1]]
    words = head[: most - 1].rpartition(" ")[0] or head[: most - 1]
    return f"{words.rstrip(',;:')}…"


def sentence(text: str) -> str:
    """Return words that somebody wrote as a sentence, with a capital and a stop."""
    stop = "" if text.endswith((".", "!", "?", '"', ")")) else "."
    return f"{text[:1].upper()}{text[1:]}{stop}"


def count(number: int, unit: str) -> str:
    """Return "1 byte", "2 bytes"."""
    plural = f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
    return f"{number} {unit if number == 1 else plural}"


def listed(words: Iterable[object]) -> str:
    """Return the words parted by commas."""
    return ", ".join(map(str, words))
