"""What only a Maildir does."""

import os

import pytest

from email_service import maildir, skim
from email_service.deadline import Deadline
from email_service.errors import NoSuchEmail, Unreachable


async def test_other_files_are_no_emails(maildir_box, serving, letter, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(letter(subject="Outside"))
    maildir_box.folder.joinpath("cur", "2.M1P1.link").symlink_to(outside)
    maildir_box.folder.joinpath("cur", ".hidden").write_bytes(letter())
    maildir_box.folder.joinpath("cur", "3.M1P1.folder").mkdir()
    async with serving(maildir_box.mailbox) as caller:
        assert (await caller.check()).total == 0


async def test_arrival_is_told_by_second_and_microsecond(maildir_box, serving, letter):
    for name in ("9.M2P1.h", "10.M9P1.h", "10.M10P1.h", "unheard-of"):
        maildir_box.folder.joinpath("new", name).write_bytes(letter(subject=name))
    async with serving(maildir_box.mailbox) as caller:
        subjects = [email.subject for email in (await caller.check(limit=4)).emails]
    assert subjects == ["10.M10P1.h", "10.M9P1.h", "9.M2P1.h", "unheard-of"]


async def test_an_email_keeps_its_id_when_it_is_marked_as_seen(
    maildir_box, serving, letter
):
    maildir_box.post(letter())
    async with serving(maildir_box.mailbox) as caller:
        mail_id = (await caller.check()).emails[0].id
        file = next(maildir_box.folder.glob("new/*"))
        file.rename(maildir_box.folder / "cur" / f"{file.name}:2,FRS")
        assert (await caller.read(mail_id)).subject == "Hello"
        assert not (await caller.check()).emails[0].unread


async def test_a_name_that_is_not_text_is_read_all_the_same(
    maildir_box, serving, letter
):
    name = os.fsdecode(b"1.M1P1.\xff")
    maildir_box.folder.joinpath("new", name).write_bytes(letter())
    async with serving(maildir_box.mailbox) as caller:
        assert (await caller.open_newest()).subject == "Hello"


def test_a_file_that_is_gone_by_now_holds_no_email(tmp_path):
    gone = maildir.Entry(tmp_path / "gone", "gone", unread=True)
    assert maildir.summary(gone).envelope.subject == ""
    with pytest.raises(NoSuchEmail):
        skim.whole(gone.path, Deadline(1))


def test_a_file_that_cannot_be_read_is_unreachable(tmp_path):
    with pytest.raises(Unreachable):
        skim.whole(tmp_path, Deadline(1))


def test_a_maildir_is_made_for_its_owner_alone(tmp_path):
    maildir.create(tmp_path / "a" / "b")
    made = [tmp_path / "a" / "b" / name for name in ("cur", "new", "tmp")]
    assert [path.stat().st_mode & 0o777 for path in made] == [0o700] * 3
