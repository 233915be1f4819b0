"""What a tool's author has the caller hear when it fails."""

from collections.abc import Iterator, Mapping, Sequence

from edge.errors import Code

Fallbacks = Mapping[tuple[int, str], Sequence[str]]
"""Sentences by status code and language; 0 stands for every other code, "" for every
other language. Languages are in lower case."""

NO_FALLBACKS: Fallbacks = {}


def sentences_for(fallbacks: Fallbacks, code: Code, language: str) -> Sequence[str]:
    """Return the sentences that fit best: the language counts for more than the status.

    `language` is as in BCP 47, or empty where it is unknown. None where none fit.
    """
    if not fallbacks:
        return ()
    keys = ((c, spoken) for spoken in tongues(language) for c in (code, 0))
    return next((fallbacks[key] for key in keys if key in fallbacks), ())


def tongues(language: str) -> Iterator[str]:
    """Yield a language, then wider ones, then any: pt-br, pt, ""."""
    tag = language.lower().replace("_", "-")
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
    yield ""
