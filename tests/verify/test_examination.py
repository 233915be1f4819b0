"""A service that keeps all it owes passes, and what cannot be seen is said."""

import pytest

from edge.errors import DiscoveryError
from edge.verify.checks import ALWAYS, LEARNED
from edge.verify.examination import examine
from edge.verify.findings import Finding, Note, Unseen
from edge.verify.report import Result, lines, summary
from tests.verify import answers, edits
from tests.verify.conftest import peer_of
from tests.verify.kettle import GOOD, Defect

CALLER = "+12025550142"


async def results(defect=GOOD, **changes):
    async with peer_of(defect, **changes) as peer:
        return {result.check: result async for result in examine(peer)}


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
async def test_a_service_that_keeps_all_it_owes_passes(version):
    found = await results(Defect(versions=(version,)), effects=True, caller=CALLER)
    assert {result.verdict for result in found.values()} == {"ok"}
    assert len(found) == len(ALWAYS) + len(LEARNED)


async def test_without_leave_nothing_with_effects_is_called():
    def never(kettle, request, context):
        assert not hasattr(request, "cups")

    found = await results(Defect(answer=never))
    assert found["effects.repeated"].verdict == "unseen"
    assert not [r for r in found.values() if r.findings]


async def test_what_was_done_twice_cannot_be_seen_from_outside():
    (note,) = (await results(effects=True))["effects.repeated"].remarks
    assert isinstance(note, Note)
    assert "not to be seen from outside" in note.text


@pytest.mark.parametrize(
    ("answer", "verdict"), [(answers.refusing, "unseen"), (answers.garbled_twice, "ok")]
)
async def test_repetition_is_looked_at_as_far_as_it_shows(examined, answer, verdict):
    result = await examined("effects.repeated", Defect(answer=answer), effects=True)
    assert result.verdict == verdict


async def test_what_cannot_be_filled_is_called_all_the_same(examined):
    result = await examined("errors.empty", Defect(contract=edits.badly_filled))
    assert result.verdict == "ok"
    result = await examined("answers.decoded", Defect(contract=edits.badly_filled))
    assert result.verdict == "ok"


async def test_reflection_shows_no_comments_which_is_no_fault_of_the_service():
    found = await results(given=None)
    remarks = [*found["comments.rpcs"].remarks, *found["comments.fields"].remarks]
    assert {type(remark) for remark in remarks} == {Note}
    assert found["reflection.equal"].verdict == "unseen"


async def test_without_reflection_the_descriptor_set_tells_the_contract():
    found = await results(Defect(versions=()))
    assert found["reflection.present"].findings
    assert found["answers.decoded"].verdict == "ok"


async def test_without_any_contract_the_checks_that_take_one_are_not_made():
    found = await results(Defect(versions=()), given=None)
    learned = list(found.values())[len(ALWAYS) :]
    assert {result.verdict for result in learned} == {"unseen"}
    assert "has no reflection" in learned[0].remarks[0].reason


async def test_a_caller_may_be_what_a_service_decides_by():
    seen = set()

    def who(kettle, request, context):
        seen.add(getattr(request, "caller_number", CALLER))

    await results(Defect(answer=who), caller=CALLER)
    assert seen == {CALLER, ""}  # "": the empty request is filled by nobody


@pytest.mark.parametrize(
    ("check", "defect", "words"),
    [
        ("names.valid", Defect(contract=edits.long_named), "has 42 characters"),
        ("reflection.complete", Defect(shown=edits.ownless), "the edge has it"),
        ("errors.empty", Defect(answer=answers.wordless), "NOT_FOUND without words"),
    ],
)
async def test_advice_is_no_finding(examined, check, defect, words):
    result = await examined(check, defect)
    assert result.verdict == "ok"
    assert words in "\n".join(lines(result))


async def test_nobody_answering_is_no_examination(silent):
    with pytest.raises(DiscoveryError, match="nobody answers at"):
        await anext(examine(silent))


def test_a_report_has_a_line_per_check_and_one_per_remark():
    remarks = (
        Finding("Boil", "gets UNKNOWN", "catch it"),
        Note("Boil", "is short"),
        Unseen("Pour", "has effects"),
    )
    assert list(lines(Result("errors.empty", "Answer.", remarks))) == [
        "finding  errors.empty             Answer.",
        "         - Boil: gets UNKNOWN. Mend: catch it.",
        "           note: Boil: is short.",
        "           unseen: Pour: has effects.",
    ]


def test_the_last_line_counts():
    held, unseen = Result("a.b", ""), Result("a.c", "", (Unseen("x", "y"),))
    assert summary([held, held, unseen]) == "3 checks: 2 ok, 0 finding, 1 unseen."
