"""Customers from a CSV file.

The first line names the columns: `phone` and `name`, and any of `first_name`, `email`,
`tier`, `since` (a date, ISO 8601) and `customer_id`.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypedDict
from uuid import NAMESPACE_URL, uuid5

from customer_service import phone
from customer_service.text import clean, fold

REQUIRED = {"phone", "name"}
OPTIONAL = {"first_name", "email", "tier", "since", "customer_id"}


class RosterError(ValueError):
    """The file cannot be imported: names the line and what is wrong with it."""


class Entry(TypedDict):
    """One customer, by the columns of the table."""

    id: str
    phone: str
    email: str
    name: str
    first_name: str
    tier: str
    since: date | None


def read(lines: Iterable[str], *, region: str) -> list[Entry]:
    """Return all customers in the file; raises `RosterError` at the first bad line.

    Numbers without `+` are taken for numbers of `region`.
    """
    reader = csv.DictReader(lines, strict=True)
    try:
        check_columns(set(reader.fieldnames or ()))
        return distinct(parse(cells, region=region) for cells in reader)
    except (csv.Error, UnicodeError) as error:
        raise RosterError(f"after line {reader.line_num}: {error}") from error
    except ValueError as error:
        raise RosterError(f"line {reader.line_num}: {error}") from error


def check_columns(columns: set[str]) -> None:
    """Raise `ValueError` if a column is missing, or one is not known."""
    if missing := REQUIRED - columns:
        raise ValueError(f"no column {min(missing)!r}")
    if unknown := columns - REQUIRED - OPTIONAL:
        raise ValueError(f"unknown column {min(unknown)!r}")


def distinct(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, each of another customer; raises `ValueError`."""
    kept: list[Entry] = []
    known: set[object] = set()
    for entry in entries:
        keys = {entry["id"], (entry["phone"], entry["email"])}
        if keys & known:
            raise ValueError("repeats the customer of another line")
        known |= keys
        kept.append(entry)
    if not kept:
        raise ValueError("no customers")
    return kept


def parse(cells: Mapping[str, str | None], *, region: str) -> Entry:
    """Return the customer on one line; raises `ValueError`."""
    if None in cells:
        raise ValueError("more cells than columns")
    cell = {name: clean(text or "") for name, text in cells.items()}
    number = phone.normalize(cell["phone"], region=region)
    email = address(cell.get("email", ""))
    if not cell["name"]:
        raise ValueError("no name")
    return Entry(
        id=cell.get("customer_id")
        or str(uuid5(NAMESPACE_URL, f"tel:{number} {email}")),
        phone=number,
        email=email,
        name=cell["name"],
        first_name=cell.get("first_name") or cell["name"].split()[0],
        tier=cell.get("tier", ""),
        since=day(cell.get("since", "")),
    )


def address(text: str) -> str:
    """Return the email address, or "" for none; raises `ValueError`."""
    email = fold(text)
    if email and not (email.count("@") == 1 and email.strip("@") == email):
        raise ValueError(f"{text!r} is not an email address")
    return email


def day(text: str) -> date | None:
    """Return the date, if one is given; raises `ValueError`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2021-03-15") from None
