"""What a service did: a line for each effect, and for each that it was asked again."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

EFFECT, AGAIN = "effect", "again"


class Journal:
    """A file of lines, each written whole before the service answers."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._keys = {key for kind, key, _ in lines(path) if kind == EFFECT}

    def have(self, key: str, word: str) -> None:
        """Have an effect, unless the key says that it was had already."""
        kind = AGAIN if key and key in self._keys else EFFECT
        self._keys.add(key)
        os.write(self._file, f"{kind}\t{key}\t{word}\n".encode())


def lines(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield kind, key and word of each line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, key, word = line.split("\t")
        yield kind, key, word


def effects(path: Path) -> Counter[str]:
    """Return how often each word was written down."""
    return Counter(word for kind, _, word in lines(path) if kind == EFFECT)


def asked(path: Path) -> Counter[str]:
    """Return how often a service was asked to write each word down."""
    return Counter(word for _, _, word in lines(path))
