"""No apology is heard three times in a row."""

from itertools import groupby, pairwise

import pytest

from edge.errors import Code
from edge.speech import patience
from edge.speech.patience import Patience
from edge.speech.sentences import AGAIN, SENTENCES, again

THREE = ("One.", "Two.", "Three.")


def longest_run(words):
    return max(len(list(same)) for _, same in groupby(words))


@pytest.mark.parametrize("words", [*SENTENCES.values(), "El horno está frío."])
def test_the_same_words_are_said_twice_then_others(words):
    own = Patience()
    said = [own.vary("call", words) for _ in range(9)]
    assert said[:3] == [words, words, again(words)]
    assert longest_run(said) == 2


def test_whatever_fails_in_turn_nothing_is_heard_three_times_in_a_row():
    own = Patience()
    sentences = [SENTENCES[code] for code in Code] + ["Cold.", *AGAIN.values()]
    said = [own.vary("call", each) for each in sentences for _ in range(4)]
    assert longest_run(said) == 2


def test_variants_are_said_in_turn():
    own = Patience()
    said = [own.vary("call", "One.", THREE) for _ in range(4)]
    assert said == ["One.", "Two.", "Three.", "One."]
    assert all(first != second for first, second in pairwise(said))


def test_each_call_has_a_patience_of_its_own():
    own = Patience()
    assert {own.vary(f"{n}", "One.") for n in range(9)} == {"One."}


def test_a_call_without_an_id_is_not_remembered():
    own = Patience()
    assert {own.vary("", "One.") for _ in range(9)} == {"One."}


def test_other_words_in_between_begin_anew():
    own = Patience()
    said = [own.vary("call", words) for words in ("a", "a", "b", "a", "a")]
    assert said == ["a", "a", "b", "a", "a"]


def test_what_is_remembered_is_bounded():
    own = Patience()
    for n in range(patience.MOST_CALLS + 10):
        own.vary(f"{n}", "One.")
    assert len(own._said) == patience.MOST_CALLS
