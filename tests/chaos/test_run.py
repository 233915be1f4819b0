"""A short run of the whole: the edge, its services, and what breaks them."""

import pytest

from chaos.faults import OF_SERVICES, OF_THE_EDGE
from chaos.report import report
from chaos.run import Plan, run


@pytest.mark.timeout(120)
async def test_callers_notice_nothing_that_they_should_not(tmp_path):
    plan = Plan(seed=11, webhooks=60, most_seconds=10, phones=6)
    outcome = await run(plan, tmp_path)
    assert outcome.violations == [], report(outcome)
    assert outcome.faulted > 0
    assert outcome.books.granted
    assert (tmp_path / "edge.log").read_text()


def test_there_is_a_fault_of_each_kind():
    faults = (*OF_SERVICES, *OF_THE_EDGE)
    assert len({fault.__name__ for fault in faults}) == len(faults) == 20
