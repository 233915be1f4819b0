"""Words for the caller; what an email says is quoted in them."""

from email_service.mailbox import Email, Envelope, Listing, Search
from email_service.text import quoted

MAX_TOLD = 5
"""More emails than this are too many for one sentence."""

SENDER_CHARACTERS = 60
SUBJECT_CHARACTERS = 100
BEGINNING_CHARACTERS = 400


def of_listing(listing: Listing, search: Search) -> str:
    """Return one sentence: how many emails, and who wrote the newest about what."""
    about = f" from {quoted(search.sender, SENDER_CHARACTERS)}" if search.sender else ""
    what = f"{counted(listing.total, 'unread ' if search.unread_only else '')}{about}"
    told = [of_envelope(one.envelope) for one in listing.newest[:MAX_TOLD]]
    if not told:
        return f"There {what}."
    if len(told) == listing.total:
        return f"There {what}: {enumerated(told)}."
    if len(told) == 1:
        return f"There {what}, the newest {told[0]}."
    return f"There {what}, the newest {len(told)}: {enumerated(told)}."


def of_email(email: Email) -> str:
    """Return who an email is from, what it is about and how it begins."""
    said = f"The email is {of_envelope(email.envelope)}"
    beginning = quoted(email.text, BEGINNING_CHARACTERS)
    more = email.truncated or len(email.text) > BEGINNING_CHARACTERS
    verb = "begins" if more else "says"
    said += f", and {verb}: {beginning}." if email.text else ", and has no text."
    return said + of_attachments(email.attachments)


def of_attachments(names: tuple[str, ...]) -> str:
    """Return a sentence, with a space before it, that tells what is attached."""
    if not names:
        return ""
    told = [quoted(name, SENDER_CHARACTERS) for name in names[:MAX_TOLD]]
    return f" Attached: {enumerated(told)}."


def of_envelope(envelope: Envelope) -> str:
    """Return who wrote about what."""
    sender = quoted(envelope.sender, SENDER_CHARACTERS)
    subject = quoted(envelope.subject, SUBJECT_CHARACTERS)
    return (
        f"from {sender if envelope.sender else 'an unknown sender'}"
        f"{f' about {subject}' if envelope.subject else ' without a subject'}"
    )


def counted(number: int, kind: str) -> str:
    """Return the number of emails as the rest of a sentence after "There"."""
    if number == 1:
        return f"is 1 {kind}email"
    return f"are {number or 'no'} {kind}emails"


def enumerated(things: list[str]) -> str:
    """Return the things as one says them: a; b; and c."""
    *first, last = things
    return f"{'; '.join(first)}; and {last}" if first else last
