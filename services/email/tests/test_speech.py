"""What the caller hears."""

import pytest

from email_service import speech
from email_service.mailbox import Email, Envelope, Listing, Search, Summary


def summary(sender, subject):
    envelope = Envelope(sender=sender, subject=subject, sent=None)
    return Summary(id="1", envelope=envelope, unread=True)


ANNA = summary("Anna", "Dinner")
BOB = summary("Bob", "")


@pytest.mark.parametrize(
    ("total", "newest", "search", "words"),
    [
        (0, (), Search(), "There are no emails."),
        (0, (), Search(unread_only=True), "There are no unread emails."),
        (0, (), Search(sender="Eve"), 'There are no emails from "Eve".'),
        (1, (ANNA,), Search(), 'There is 1 email: from "Anna" about "Dinner".'),
        (
            2,
            (ANNA, BOB),
            Search(sender="b"),
            (
                'There are 2 emails from "b": from "Anna" about "Dinner"; '
                'and from "Bob" without a subject.'
            ),
        ),
        (
            9,
            (ANNA,),
            Search(unread_only=True),
            'There are 9 unread emails, the newest from "Anna" about "Dinner".',
        ),
        (
            9,
            (ANNA, BOB),
            Search(),
            (
                'There are 9 emails, the newest 2: from "Anna" about "Dinner"; '
                'and from "Bob" without a subject.'
            ),
        ),
    ],
)
def test_a_listing_is_one_sentence(total, newest, search, words):
    assert speech.of_listing(Listing(total=total, newest=newest), search) == words


def test_no_more_than_five_emails_are_enumerated():
    words = speech.of_listing(Listing(total=20, newest=(ANNA,) * 20), Search())
    assert words.startswith("There are 20 emails, the newest 5: ")
    assert words.count("Anna") == 5


@pytest.mark.parametrize(
    ("text", "attachments", "words"),
    [
        ("Hi.\n\nA", (), 'The email is from "Anna" about "Dinner", and says: "Hi. A".'),
        ("", (), 'The email is from "Anna" about "Dinner", and has no text.'),
        (
            "",
            ("a", "b"),
            (
                'The email is from "Anna" about "Dinner", and has no text. '
                'Attached: "a"; and "b".'
            ),
        ),
    ],
)
def test_an_email_is_told_of_on_one_line(text, attachments, words):
    email = Email(
        envelope=ANNA.envelope, text=text, truncated=False, attachments=attachments
    )
    assert speech.of_email(email) == words
