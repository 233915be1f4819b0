"""What an examination found, in one line each."""

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct


class Verdict(Enum):
    """How bad it is; the value is what a terminal colours it with (ECMA-48, SGR)."""

    OK = "32"
    FAULT = "31;1"
    ADVICE = "33"
    UNSEEN = "2"


class Finding(Struct, frozen=True):
    """One thing that was looked at."""

    verdict: Verdict
    subject: str
    text: str
    mend: str = ""
    """What to do about it; empty where nothing need be done."""


Findings = Iterator[Finding]


def ok(subject: str, text: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(Verdict.OK, subject, text)


def fault(subject: str, text: str, mend: str) -> Finding:
    """Return what keeps calls from being answered, or strangers from being kept out."""
    return Finding(Verdict.FAULT, subject, text, mend)


def advice(subject: str, text: str, mend: str) -> Finding:
    """Return what works, and could be better."""
    return Finding(Verdict.ADVICE, subject, text, mend)


def unseen(subject: str, text: str) -> Finding:
    """Return what cannot be looked at from here."""
    return Finding(Verdict.UNSEEN, subject, text)


def line(finding: Finding, *, coloured: bool) -> str:
    """Return a finding as one line."""
    word = f"{finding.verdict.name.lower():<7}"
    if coloured:
        word = f"\033[{finding.verdict.value}m{word}\033[0m"
    mend = f" Mend: {finding.mend}." if finding.mend else ""
    return f"{word} {finding.subject:<22} {finding.text}.{mend}"
