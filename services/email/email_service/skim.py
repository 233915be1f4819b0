"""A file that holds an email, read no further than it is looked at."""

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from email_service import headers, message
from email_service.deadline import Deadline
from email_service.errors import NoSuchEmail, Unreachable

LINE_BYTES = 64 * 1024
HEADER_BYTES = 32 * 1024
WHOLE_BYTES = 512 * 1024
"""More of an email than this, attachments left out, is not looked at."""


def beginning(path: Path) -> bytes:
    """Return the bytes that hold the headers; none of a file that is gone by now."""
    try:
        with path.open("rb", buffering=0) as file:
            return file.read(headers.MAX_BYTES)
    except OSError:
        return b""


def whole(path: Path, deadline: Deadline) -> bytes:
    """Return the email with no more of each part than is looked at.

    Raises `NoSuchEmail` if the file is gone by now, `Unreachable` and `TooLate`.
    """
    try:
        with path.open("rb") as file:
            return b"".join(lines(file, deadline))
    except FileNotFoundError as error:
        raise NoSuchEmail("the file is gone") from error
    except OSError as error:
        raise Unreachable(f"the file: {error.strerror}") from error


def lines(file: BufferedReader, deadline: Deadline) -> Iterator[bytes]:
    """Yield the lines of an email, leaving out what is too much of one part."""
    total = part = 0
    while (line := file.readline(LINE_BYTES)) and total < WHOLE_BYTES:
        # Base64 has no dashes: such a line begins the next part, or might.
        part = 0 if line.startswith(b"--") else part + len(line)
        if part < HEADER_BYTES + message.PART_BYTES:
            total += len(line)
            yield line
        else:
            deadline.left()
