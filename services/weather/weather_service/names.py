"""Names as they are compared: without case, accents or punctuation."""

import unicodedata

SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


class Plain(dict[int, str]):
    """What is left of each character, for `str.translate`; learned as they come."""

    def __missing__(self, code: int) -> str:
        """Keep letters and digits, drop accents, make a space of the rest."""
        character = chr(code)
        kept = unicodedata.category(character)[0] in "LNM"
        accent = unicodedata.combining(character)
        self[code] = "" if accent else character if kept else " "
        return self[code]


PLAIN = Plain({ord(silent): "" for silent in "'’‘ʻʼ`."})  # noqa: RUF001  as people write them


def fold(name: str) -> str:
    """Return `name` for comparison: "The Saint-Étienne" and "St. Etienne" are one."""
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(PLAIN)
    return " ".join(SHORT.get(word, word) for word in letters.split() if word != "the")
