"""What is said of each outcome."""

import pytest

from edge import speech
from edge.errors import CallFailed, Code, InvalidArguments, ToolError, UnknownTool
from edge.speech import SENTENCES, Speech, of_error

SPEAKING = {
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "FAILED_PRECONDITION",
    "OUT_OF_RANGE",
}
CLOSED = (("en", "We are closed."), ("es-MX", "Está cerrado."))
COLD = {
    (0, ""): ("The oven is cold.",),
    (0, "es"): ("El horno está frío.",),
    (14, ""): ("There is no oven.",),
    (14, "es-mx"): ("No hay horno.",),
}

TELLING = {*SPEAKING, "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "ABORTED", "OK"}


def test_there_are_words_for_every_code():
    assert len(Code) == 17
    assert set(SENTENCES) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_the_status_message_is_spoken_by_the_codes_that_speak(code):
    words = of_error(CallFailed(code, "You have no such order.")).words
    said = "You have no such order." if code.name in SPEAKING else SENTENCES[code]
    assert words == said


@pytest.mark.parametrize("code", Code)
def test_what_the_service_says_for_the_caller_is_always_spoken(code):
    said = of_error(CallFailed(code, "x", localized=CLOSED), fallbacks=COLD)
    assert said == Speech("We are closed.", failed=code.name not in TELLING)


@pytest.mark.parametrize("code", Code)
def test_the_tools_fallback_comes_before_the_edges_own_words(code):
    words = of_error(CallFailed(code), fallbacks={(0, ""): ("The oven is cold.",)})
    assert words.words == "The oven is cold."


@pytest.mark.parametrize(
    ("code", "language", "words"),
    [
        (Code.INTERNAL, "", "The oven is cold."),
        (Code.INTERNAL, "de", "The oven is cold."),
        (Code.INTERNAL, "es", "El horno está frío."),
        (Code.INTERNAL, "es_AR", "El horno está frío."),
        (Code.UNAVAILABLE, "", "There is no oven."),
        (Code.UNAVAILABLE, "es", "El horno está frío."),
        (Code.UNAVAILABLE, "es-MX", "No hay horno."),
    ],
)
def test_fallbacks_go_by_language_then_by_status(code, language, words):
    said = of_error(CallFailed(code), fallbacks=COLD, language=language)
    assert said.words == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "We are closed."),
        ("en-US", "We are closed."),
        ("es", "Está cerrado."),
        ("es-MX", "Está cerrado."),
        ("e", "We are closed."),
        ("fr", "We are closed."),
    ],
)
def test_a_service_that_speaks_several_languages_is_heard_in_the_callers(
    language, words
):
    error = CallFailed(Code.NOT_FOUND, localized=CLOSED)
    assert of_error(error, language=language).words == words


@pytest.mark.parametrize("code", Code)
def test_a_failed_service_is_an_error_and_a_speaking_status_a_result(code):
    assert of_error(CallFailed(code, "m")).failed == (code.name not in SPEAKING)


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("is ambiguous", "Which one? (location: is ambiguous)"),
        ("Which one?", "Which one? (location)"),
        ("", "Which one? (location)"),
    ],
)
def test_a_bad_request_names_the_argument(description, words):
    error = CallFailed(
        Code.INVALID_ARGUMENT, "Which one?", fields=(("location", description),)
    )
    assert of_error(error).words == words


@pytest.mark.parametrize(
    "message",
    [
        'Traceback (most recent call last):\n  File "/srv/app.py", line 3',
        "java.lang.NullPointerException: x\n\tat com.acme.Foo(Foo.java:3)",
        "dial tcp 10.0.0.7:5432: connect: connection refused",
        "db:5432 is gone",
        "<class 'KeyError'>",
        "KeyError: 'id'",
    ],
)
def test_a_message_meant_for_a_log_is_not_spoken(message):
    assert (
        of_error(CallFailed(Code.NOT_FOUND, message)).words == "I couldn't find that."
    )


@pytest.mark.parametrize(
    "message", ["We open at 9:30.", "From 09:00 to 17:00, ratio 3:10."]
)
def test_a_time_of_day_is_no_address(message):
    assert of_error(CallFailed(Code.OUT_OF_RANGE, message)).words == message


def test_an_unknown_tool_is_the_models_mistake_once_all_services_are_known():
    said = of_error(UnknownTool("get_wether", nearest="get_weather"))
    assert said == Speech(
        "There is no tool named 'get_wether'. Did you mean get_weather?"
    )


def test_an_unknown_tool_may_be_a_service_not_seen_yet():
    said = of_error(UnknownTool("get_weather"), complete=False)
    assert said == Speech(speech.UNREACHABLE, failed=True)


def test_wrong_arguments_are_for_the_model_to_correct():
    said = of_error(InvalidArguments("Say when.", "Say where."))
    assert said == Speech("Say when. Say where.")


def test_an_error_nobody_foresaw_has_words_too():
    assert of_error(ToolError()) == Speech(speech.BROKEN, failed=True)


@pytest.mark.parametrize("text", ["a\nb", "a\r\n\tb", " a \x00\x1b b ", "a\u2028b"])
def test_words_are_one_line(text):
    assert speech.line(text) == "a b"
