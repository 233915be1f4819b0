"""What the assistant is saying, and how far its voice is."""

from collections.abc import Iterator
from itertools import zip_longest

from google.protobuf.duration_pb2 import Duration
from protophone.v1.events_pb2 import (
    AssistantSpeech,
    TimedWord,
    WordAlignment,
    WordProgress,
)

from edge.vapi.typed.fields import Tree, items, number_of, part, text, texts, whole
from edge.vapi.typed.turns import set_seconds


def assistant_speech(fields: Tree) -> AssistantSpeech:
    """Read "assistant.speechStarted"."""
    timing = part(fields, "timing")
    return AssistantSpeech(
        text=text(fields, "text"),
        turn=whole(fields, "turn"),
        source=text(fields, "source"),
        word_alignment=alignment_of(timing) if "wordsStartTimesMs" in timing else None,
        word_progress=progress_of(timing) if "wordsSpoken" in timing else None,
    )


def alignment_of(timing: Tree) -> WordAlignment:
    """Return the time of each word; Vapi sends words and times in lists apart."""
    lists = (timing.get(key) for key in ("wordsStartTimesMs", "wordsEndTimesMs"))
    starts, ends = (one if isinstance(one, list) else [] for one in lists)
    words = texts(timing, "words")
    rows = list(zip_longest(words, starts, ends))[: len(words)]
    return WordAlignment(words=(timed(*row) for row in rows))


def progress_of(timing: Tree) -> WordProgress:
    """Return how many words are spoken."""
    progress = WordProgress(
        words_spoken=whole(timing, "wordsSpoken") or 0,
        total_words=whole(timing, "totalWords") or 0,
        segment=text(timing, "segment"),
        words=timed_words(timing),
    )
    set_milliseconds(progress.segment_duration, timing.get("segmentDurationMs"))
    return progress


def timed_words(timing: Tree) -> Iterator[TimedWord]:
    """Yield each word with its time."""
    for item in items(timing, "words"):
        yield timed(text(item, "word"), item.get("startMs"), item.get("endMs"))


def timed(word: str, start: object, end: object) -> TimedWord:
    """Return a word and its time, given in milliseconds."""
    found = TimedWord(word=word)
    set_milliseconds(found.start, start)
    set_milliseconds(found.end, end)
    return found


def set_milliseconds(duration: Duration, given: object) -> None:
    """Set a duration given in milliseconds, where it is."""
    milliseconds = number_of(given)
    set_seconds(duration, None if milliseconds is None else milliseconds / 1000)
