"""Bytes of whatever encoding as text; it never fails."""

import codecs

SUPERSETS = {
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "shift_jis": "cp932",
}
"""What is meant by what is said: WHATWG, Encoding Standard, section 4.2."""

UNUSABLE = frozenset(
    {"ascii", "base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib"}
    | {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
"""Codecs that say too little, are none of text, or take too long on long input."""


def decode(data: bytes, charset: str | None) -> str:
    """Return the text; what the charset cannot read becomes U+FFFD.

    Without a charset that can be used it is UTF-8, or else Windows-1252, as mail
    programs take it.
    """
    if codec := usable(charset or "ascii"):
        return data.decode(codec, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def usable(charset: str) -> str:
    """Return the name of the codec to read the charset with, empty for none."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return "" if name in UNUSABLE else SUPERSETS.get(name, name)
