"""The examination of one service: check after check."""

from collections.abc import AsyncIterator

from edge.errors import DiscoveryError
from edge.speech import line
from edge.verify.checks import ALWAYS, LEARNED, PROCESSES, Check, name_of
from edge.verify.findings import Remark, Unseen
from edge.verify.health import is_gone
from edge.verify.learning import learned
from edge.verify.peer import Peer
from edge.verify.report import Result


async def examine(peer: Peer) -> AsyncIterator[Result]:
    """Make every check there is, and yield what each has to say.

    Raises `DiscoveryError` when nobody answers.
    """
    if await is_gone(peer):
        raise DiscoveryError(f"nobody answers at {peer.address}")
    for check in ALWAYS:
        yield await made(check, peer)
    try:
        known = await learned(peer)
    except DiscoveryError as error:
        reason = f"the contract is not known: {line(str(error))}"
        for check in LEARNED:
            yield result_of(check, Unseen(name_of(check), reason))
        known = peer
    else:
        for check in LEARNED:
            yield await made(check, known)
    if peer.command:
        for check in PROCESSES:
            yield await made(check, known)


async def made(check: Check, peer: Peer) -> Result:
    """Make one check, as far as it can be made."""
    remarks: list[Remark] = []
    try:
        async for remark in check(peer):
            remarks.append(remark)  # noqa: PERF401  kept, should the check break off
    except DiscoveryError as error:
        remarks.append(Unseen(name_of(check), line(str(error))))
    return result_of(check, *remarks)


def result_of(check: Check, *remarks: Remark) -> Result:
    """Return what a check had to say, beside what it is about."""
    about = (check.__doc__ or "").partition("\n")[0]
    return Result(name_of(check), about, remarks)
