"""Who may ask, what may be asked, and how the service shows itself."""

import pytest

STRANGER = "+15550199"
UNKNOWN = (
    "FAILED_PRECONDITION",
    "I can't tell who is calling, so I can't open the mailbox.",
    "",
)
PRIVATE = (
    "PERMISSION_DENIED",
    "This mailbox is private, and I can't open it for this phone number.",
    "",
)


@pytest.mark.parametrize("number", ["", "anonymous", "+1", "15550100", "+15550100 "])
async def test_who_cannot_be_told_hears_nothing(maildir_box, serving, number):
    async with serving(maildir_box.mailbox) as caller:
        assert await caller.refusal(caller.check(caller=number)) == UNKNOWN
        assert await caller.refusal(caller.read("x", caller=number)) == UNKNOWN


async def test_a_stranger_hears_nothing(maildir_box, serving):
    async with serving(maildir_box.mailbox) as caller:
        assert await caller.refusal(caller.check(caller=STRANGER)) == PRIVATE
        assert await caller.refusal(caller.read("x", caller=STRANGER)) == PRIVATE


async def test_a_stranger_is_told_nothing_of_mistakes(maildir_box, serving):
    async with serving(maildir_box.mailbox) as caller:
        call = caller.check(caller=STRANGER, limit=0)
        assert await caller.refusal(call) == PRIVATE


async def test_without_owners_nobody_hears_anything(maildir_box, serving):
    async with serving(maildir_box.mailbox, owners="") as caller:
        assert await caller.refusal(caller.check()) == PRIVATE


async def test_every_owner_hears_the_mailbox(maildir_box, serving):
    async with serving(maildir_box.mailbox, owners="+15550100,+15550199") as caller:
        assert (await caller.check(caller=STRANGER)).total == 0


@pytest.mark.parametrize("limit", [-1, 0, 21, 2**31 - 1])
async def test_a_limit_out_of_range_is_refused_in_words(maildir_box, serving, limit):
    async with serving(maildir_box.mailbox) as caller:
        assert await caller.refusal(caller.check(limit=limit)) == (
            "OUT_OF_RANGE",
            "I can tell about 1 to 20 emails at a time.",
            "limit",
        )


@pytest.mark.parametrize("limit", [1, 20])
async def test_a_limit_in_range_is_obeyed(maildir_box, serving, letter, limit):
    for _ in range(25):
        maildir_box.post(letter())
    async with serving(maildir_box.mailbox) as caller:
        response = await caller.check(limit=limit)
    assert (len(response.emails), response.total) == (limit, 25)


async def test_a_sender_too_long_to_be_one_is_refused(maildir_box, serving):
    async with serving(maildir_box.mailbox) as caller:
        code, _, field = await caller.refusal(caller.check(**{"from": "x" * 201}))
    assert (code, field) == ("INVALID_ARGUMENT", "from")


async def test_a_maildir_that_went_away_is_unavailable(maildir_box, serving):
    maildir_box.folder.joinpath("new").rmdir()
    async with serving(maildir_box.mailbox) as caller:
        assert (await caller.refusal(caller.check()))[0] == "UNAVAILABLE"
        assert (await caller.refusal(caller.read("x")))[0] == "UNAVAILABLE"


async def test_a_mailbox_that_breaks_says_nothing_of_how(serving):
    async with serving(object()) as caller:
        code, words, _ = await caller.refusal(caller.check())
    assert code == "INTERNAL"
    assert words == "Something went wrong with the mailbox, on our side."
