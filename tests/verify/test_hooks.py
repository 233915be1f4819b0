"""A service of hooks alone is examined like any other."""

import pytest
from protophone.v1.call_pb2 import Destination
from protophone.v1.events_pb2 import ListEventTypesResponse
from protophone.v1.transfer_pb2 import ChooseTransferDestinationResponse

from edge.verify.examination import examine, made
from edge.verify.findings import Finding, Note, Unseen
from edge.verify.hooks import answered, subscribed
from edge.verify.peer import Peer, Times, open_channel
from tests.hooks.desk import Desk, served


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
async def peer(desk):
    async with (
        served(desk, "TransferService", "CallEventService") as target,
        open_channel(target) as channel,
    ):
        yield Peer(address=target, channel=channel, times=Times(call=1))


async def remarks(peer, check=answered):
    return (await made(check, peer)).remarks


async def test_it_is_no_error_to_offer_no_tool(peer, desk):
    desk.answers["ListEventTypes"] = ListEventTypesResponse(types=["*", "hang"])
    results = [result async for result in examine(peer)]
    assert not [result for result in results if result.findings]


async def test_an_rpc_that_is_left_out_is_worth_a_note(peer):
    transfer, handoff = await remarks(peer)
    assert isinstance(transfer, Note)
    assert handoff.subject == "ChooseHandoffDestination"


async def test_an_answer_that_vapi_would_not_understand_is_found(desk, peer):
    destination = Destination(number="911")
    desk.answers["ChooseTransferDestination"] = ChooseTransferDestinationResponse(
        destination=destination
    )
    finding, _ = await remarks(peer)
    assert isinstance(finding, Finding)
    assert "has no number" in finding.problem


async def test_an_answer_that_comes_too_late_is_found(desk, peer):
    desk.answers["ChooseTransferDestination"] = desk.sleep
    finding, _ = await remarks(peer)
    assert finding.problem == "is not answered in time"


async def test_a_status_shows_nothing(desk, peer):
    desk.answers["ChooseTransferDestination"] = desk.fail
    unseen, _ = await remarks(peer)
    assert isinstance(unseen, Unseen)


async def test_a_subscriber_that_does_not_say_to_what_is_found(desk, peer):
    (finding,) = await remarks(peer, subscribed)
    assert finding.problem == "fails with UNIMPLEMENTED"


async def test_a_type_nobody_knows_is_worth_a_note(desk, peer):
    desk.answers["ListEventTypes"] = ListEventTypesResponse(types=["moon-phase"])
    (note,) = await remarks(peer, subscribed)
    assert (note.subject, type(note)) == ("moon-phase", Note)
