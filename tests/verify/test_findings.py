"""Each check finds the service that does not keep what it looks at."""

from dataclasses import replace

import grpc
import pytest
from grpc_health.v1.health import HealthServicer
from grpc_health.v1.health_pb2 import HealthCheckResponse

from edge.verify.checks import ALWAYS, LEARNED, name_of
from edge.verify.examination import made
from edge.verify.learning import learned
from edge.verify.peer import Times
from edge.verify.report import lines
from tests.verify import answers, edits
from tests.verify.conftest import BY_NAME, SHORT
from tests.verify.kettle import SERVICE, Defect

NOT_SERVING = HealthCheckResponse.NOT_SERVING


class Watchless(HealthServicer):
    """Knows how to answer, but not how to stream."""

    def Watch(self, request, context, send_response_callback=None):
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "")


class Listless(HealthServicer):
    """Streams no status, and ends."""

    def Watch(self, request, context, send_response_callback=None):
        send_response_callback(None)


HEALTH = [
    ("overall", Defect(health=lambda h: h.set("", NOT_SERVING)), 'Check(""): answers'),
    ("named", Defect(health=lambda h: h.set(SERVICE, NOT_SERVING)), "NOT_SERVING"),
    ("watch", Defect(servicer=Watchless), 'Watch(""): answers UNIMPLEMENTED'),
    ("watch", Defect(servicer=Listless), 'Watch(""): answers nothing'),
]

REFLECTION = [
    ("present", Defect(versions=()), "reflection: is not served"),
    ("present", Defect(names=()), "lists no service"),
    ("complete", Defect(shown=edits.fileless), "verify_scale.proto is missing"),
    ("complete", Defect(shown=edits.importless), "Node's above all, lose imports"),
    ("equal", Defect(shown=edits.optionless), "caller_number: loses its `fill`"),
    ("equal", Defect(shown=edits.optionless), "BoilWater: loses its options"),
    ("equal", Defect(shown=edits.older), "kettle: has another type"),
    ("equal", Defect(shown=edits.older), "remark: is not shown"),
    (
        "equal",
        Defect(contract=edits.older, shown=edits.newer),
        "remark: is not in the descriptor set",
    ),
    (
        "equal",
        Defect(names=(SERVICE, "tools.tea.v1.TeaService")),
        "TeaService: is missing in the descriptor set",
    ),
    ("equal", Defect(names=()), "is missing in reflection"),
]

CONTRACT = [
    ("names.unary", edits.streaming, "KettleService.BoilWater: streams"),
    ("names.valid", edits.badly_named, "'tell the warmth!' is no tool name"),
    ("names.unique", edits.twice_named, "is named boil_water, as"),
    ("schemas.defined", edits.wordless, "TellWarmth for vapi: TellWarmth: a message"),
    ("schemas.accepted", edits.long_field, "for gemini: has a property of the name"),
    (
        "comments.rpcs",
        edits.uncommented(edits.RPC),
        "TellWarmth: has neither comment",
    ),
    ("comments.rpcs", edits.sourceless, "Mend: build it with --include_source_info"),
    (
        "comments.fields",
        edits.uncommented(edits.FIELD),
        "TellWarmthRequest.kettle: has neither comment",
    ),
    ("filling.usable", edits.badly_filled, "readings: only a string can be filled"),
    (
        "memory.usable",
        edits.remembered,
        "has the edge fill in what differs",
    ),
    ("memory.usable", edits.remembered, "BoilWater: asks for its answers to be"),
    ("filling.guarded", edits.unfilled, "caller_number: is the model's to write"),
    ("answers.shape", edits.mute, "TellWarmthResponse.speech: cannot be spoken"),
]

ANSWERS = [
    ("answers.decoded", answers.garbled, "answers bytes that are no response"),
    ("answers.decoded", answers.speaking("It\nis"), "speaks in more than one line"),
    ("answers.decoded", answers.speaking("hot " * 3000), "speaks 12000 characters"),
    ("answers.tolerant", answers.strict, "answers INVALID_ARGUMENT instead of OK"),
    ("errors.empty", answers.raising, "an empty request gets UNKNOWN"),
    ("errors.empty", answers.telling, "gets words meant for a log: 'Traceback"),
    ("errors.empty", answers.blaming, "is blamed on 'pot.colour', which is no field"),
    (
        "errors.hostile_values",
        answers.internal,
        "control characters in kettle gets INTERNAL",
    ),
    ("errors.hostile_values", answers.hanging, "a very long kettle gets no answer"),
    ("errors.hostile_values", answers.deadly, "in kettle ends the service"),
    ("effects.repeated", answers.forgetful, "same call differently: both OK"),
    ("effects.repeated", answers.boiling_once, "differently: OK, then ALREADY_EXISTS"),
]

HANGING = (answers.hanging, answers.frozen)

FROZEN = [
    ("deadlines.obeyed", "after such a deadline, the service answers nothing"),
    ("deadlines.cancelled", "after a cancelled call, the service answers nothing"),
]

MOVED = Defect(contract=edits.moved, service="kettle.v1.KettleService")

TABLE = [
    *((f"health.{check}", *rest) for check, *rest in HEALTH),
    *((f"reflection.{check}", *rest) for check, *rest in REFLECTION),
    ("names.package", MOVED, "KettleService: is in the package 'kettle.v1'"),
    *((check, Defect(contract=edit), words) for check, edit, words in CONTRACT),
    *((check, Defect(answer=answer), words) for check, answer, words in ANSWERS),
    *(
        (check, Defect(answer=answers.frozen, workers=1), words)
        for check, words in FROZEN
    ),
]
NAMES = [f"{check} {words[:30]}" for check, _, words in TABLE]


def told(result):
    """Return the findings, in the lines that are printed of them."""
    return "\n".join(line for line in lines(result) if "Mend:" in line)


@pytest.mark.parametrize(("check", "defect", "words"), TABLE, ids=NAMES)
async def test_a_defect_is_found(examined, check, defect, words):
    effects = check.startswith("effects.")
    times = SHORT if defect.answer in HANGING else Times()
    result = await examined(check, defect, effects=effects, times=times)
    assert words in told(result)


OF_TOOLS = {name_of(check) for check in (*ALWAYS, *LEARNED)} - {
    "hooks.answered",
    "hooks.subscribed",
}
"""A kettle has no hooks: tests/verify/test_hooks.py has services that do."""


@pytest.mark.parametrize("check", sorted(OF_TOOLS))
def test_each_check_has_a_service_that_it_finds(check):
    assert check in {row[0] for row in TABLE}


async def test_a_service_whose_reflection_fails_is_found(silent):
    result = await made(BY_NAME["reflection.present"], silent)
    assert "reflection: fails with DEADLINE_EXCEEDED" in told(result)


async def test_a_service_that_ends_no_call_is_found(silent, described):
    peer = replace(silent, given=described)
    result = await made(BY_NAME["deadlines.obeyed"], await learned(peer))
    assert "TellWarmth: goes on long after a deadline of 20 ms" in told(result)
