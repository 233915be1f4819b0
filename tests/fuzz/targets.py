"""What is looked at, and what must hold of it whatever comes."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st
from multidict import CIMultiDict

from edge.config.credentials import Bearer, Hmac
from edge.config.secrets import Secret
from edge.errors import InvalidArguments, MalformedMessage, Unauthenticated
from edge.hooks.questions import QUESTIONS
from edge.tools.arguments import compile_arguments
from edge.tools.results import compile_result
from edge.vapi import answers, auth
from edge.vapi.auth.origins import within
from edge.vapi.auth.timestamps import seconds_of
from edge.vapi.calls import context_of
from edge.vapi.encryption import PrivateKey, decrypted
from edge.vapi.messages import Message, parse
from edge.vapi.tool_calls import ToolCall, tool_calls
from edge.vapi.typed.events import event_of
from tests.contracts import pool
from tests.fuzz.bodies import BODIES, MESSAGES, TREES
from tests.keys import made, pem

SECRET = Secret("the secret of the fuzzer")
FORMATS = [
    "{timestamp}.{body}",
    "{body}",
    "{svix-id}.{timestamp}.{body}",
    "{url}{body}",
]
SIGNED = [
    Hmac(secret=SECRET, payload_format=each, message_id_header="svix-id")
    for each in FORMATS
] + [
    Hmac(secret=SECRET, signature_prefix="v1,", signature_encoding="base64"),
    Bearer(secret=SECRET, network=("10.0.0.0/8", "::/0")),
]
KEY = PrivateKey(Secret(pem(made())))
URL = "https://edge.example/hook"

HEADERS = st.sampled_from(
    [
        *("x-signature", "x-timestamp", "svix-id", "authorization", "host"),
        *("x-forwarded-for", "x-forwarded-proto"),
    ]
)
VALUES = (
    st.text(st.characters(codec="latin-1"), max_size=60)
    | st.sampled_from(["1764000000", "Bearer ", "v1,AAAA", "00" * 32, "10.1.1.1, ::1"])
    | st.integers(0, 10**17).map(str)
)
REQUESTS = st.builds(
    lambda headers, path, remote: auth.Sent(
        CIMultiDict(headers), raw_path=path, remote=remote
    ),
    st.lists(st.tuples(HEADERS, VALUES), max_size=6),
    st.text(max_size=10),
    st.none() | st.sampled_from(["10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "x"]),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A property, and what it is asked to hold for."""

    values: st.SearchStrategy
    check: Callable


def outcome(kind, work, *arguments):
    """Return what work returns, and the refusal it raises; one of them is None."""
    try:
        return work(*arguments), None
    except kind as error:
        return None, error


def parses(body: bytes) -> None:
    """A body is a message, or is refused in one plain sentence."""
    message, refusal = outcome(MalformedMessage, parse, body)
    if message is None:
        assert re.fullmatch(r"[^.]+\.", str(refusal))
    else:
        assert message.type
        answered(message)


def answered(message: Message) -> None:
    """Whatever a message says, each tool call in it gets its answer."""
    context = context_of(message)
    assert isinstance(context.read_variables(), Mapping)
    calls = tool_calls(message)
    answers.of_tool_calls([result(call) for call in calls])
    for question in QUESTIONS.values():
        question.payload(message)
    event_of(message)


def result(call: ToolCall) -> answers.ToolCallResult:
    """Return an answer to a call."""
    return answers.ToolCallResult(call.id, call.name, result="x")


def keeps_out(request: auth.Sent, body: bytes) -> None:
    """Nobody gets in who does not know the secret, nor is it told."""
    origin = auth.Origin(("10.0.0.0/8",))
    for credential in SIGNED:
        verify = auth.verifier([credential], origin=origin)
        _, refusal = outcome(Unauthenticated, verify, request, body)
        assert refusal, f"let in by {credential}: {request}"
        assert SECRET.value not in str(refusal)


def lets_in(number: int, body: bytes, other: bytes) -> None:
    """What was signed gets in, once for what it is, and nothing else by it."""
    credential = SIGNED[number]
    headers = auth.sign_headers(credential, body, time.time(), url=URL, message_id="m")
    request = auth.Sent(CIMultiDict(headers), raw_path="", remote="10.0.0.1")
    verify = auth.verifier([credential], origin=auth.Origin(public_url=URL))
    assert not verify(request, body).again
    if isinstance(credential, Hmac):
        assert verify(request, body).again
        assert other == body or outcome(Unauthenticated, verify, request, other)[1]


def reads(text: str) -> None:
    """Headers that say when and whence are read, or are as good as absent."""
    moment = seconds_of(text)
    assert moment is None or moment < 1e13
    assert within(("10.0.0.0/8",))(text) in {True, False}


def decrypts(arguments: object, paths: list[str]) -> None:
    """What is encrypted is read, or refused in words."""
    given = arguments if isinstance(arguments, dict) else {}
    _, refusal = outcome(InvalidArguments, decrypted, given, paths, KEY)
    assert refusal is None or refusal.problems


KINDS_OF_ARGUMENTS = {
    f"{name}.{kind}": pool(f"arguments_{name}.proto").FindMessageTypeByName(
        f"arguments.{name}.{kind}"
    )
    for name, kinds in {
        "shapes": ("Scalars", "Lists", "Maps", "Oneofs", "Known", "Tree", "Enums"),
        "legacy": ("Legacy", "Scope"),
        "editions": ("Edition",),
    }.items()
    for kind in kinds
}
NAMES = sorted(
    {field.name for kind in KINDS_OF_ARGUMENTS.values() for field in kind.fields}
)
ARGUMENTS = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), TREES)
CONVERTERS = {
    name: (compile_arguments(kind), compile_result(kind))
    for name, kind in KINDS_OF_ARGUMENTS.items()
}


def converts(name: str, arguments: dict) -> None:
    """Arguments become a message that can be sent and told, or words."""
    request_of, fields_of = CONVERTERS[name]
    request, refusal = outcome(InvalidArguments, request_of, arguments)
    if request is None:
        assert all(isinstance(problem, str) for problem in refusal.problems)
        return
    kind = GetMessageClass(KINDS_OF_ARGUMENTS[name])
    answers.encode(fields_of(kind.FromString(request.SerializeToString())))


def tells(name: str, content: bytes) -> None:
    """Whatever a service answers, it is garbage, or can be told."""
    kind = GetMessageClass(KINDS_OF_ARGUMENTS[name])
    response, _ = outcome(DecodeError, kind.FromString, content)
    if response is not None:
        answers.encode(CONVERTERS[name][1](response))


STEPS = st.sampled_from(["id", "a.b", "$.x", "l[0].y", "l[*]", ""])
PATHS = st.lists(STEPS | st.text())
CHOICES = st.sampled_from(sorted(KINDS_OF_ARGUMENTS))

TARGETS: Mapping[str, Target] = {
    "parse": Target(st.tuples(BODIES), parses),
    "strangers": Target(st.tuples(REQUESTS, BODIES), keeps_out),
    "signed": Target(
        st.tuples(st.integers(0, len(SIGNED) - 1), BODIES, BODIES), lets_in
    ),
    "headers": Target(st.tuples(VALUES | st.text()), reads),
    "decrypt": Target(st.tuples(TREES | MESSAGES, PATHS), decrypts),
    "arguments": Target(st.tuples(CHOICES, ARGUMENTS), converts),
    "results": Target(st.tuples(CHOICES, st.binary(max_size=60)), tells),
}
