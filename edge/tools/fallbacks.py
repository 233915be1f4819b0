"""What a tool's author has the caller hear when it fails, as options."""

from collections.abc import Iterator, Mapping

from protophone.v1 import options_pb2

Sentences = tuple[str, ...]


def fallbacks_of(
    options: options_pb2.ToolOptions,
) -> Mapping[tuple[int, str], Sentences]:
    """Return the sentences by status code and language, in lower case.

    0 is every other code, "" every other language. Of two for one, the first counts.
    """
    found: dict[tuple[int, str], Sentences] = {}
    for code, language, sentences in entries(options):
        lines = tuple(" ".join(sentence.split()) for sentence in sentences)
        if any(lines):
            found.setdefault((code, language), tuple(filter(None, lines)))
    return found


def entries(
    options: options_pb2.ToolOptions,
) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield each code, language, and what is said."""
    for fallback in options.fallbacks:
        language = fallback.language.lower().replace("_", "-")
        for code in fallback.statuses or (0,):
            yield code, language, tuple(fallback.sentences)
    yield 0, "", (options.fallback,)
