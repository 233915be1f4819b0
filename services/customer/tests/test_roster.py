"""Customers from a CSV file."""

from datetime import date

import pytest

from customer_service.roster import RosterError, read

HEAD = "phone,name,first_name,email,tier,since,customer_id\n"


def parse(text):
    return read(text.splitlines(), region="US")


def test_reads_every_column():
    row = '202-555-0142,"Reyes, Dana",Dana, Dana@Example.com,gold,2021-03-15,C-7'
    assert parse(HEAD + row) == [
        {
            "id": "C-7",
            "phone": "+12025550142",
            "email": "dana@example.com",
            "name": "Reyes, Dana",
            "first_name": "Dana",
            "tier": "gold",
            "since": date(2021, 3, 15),
        }
    ]


def test_a_number_and_a_name_are_enough():
    (dana,) = parse("name,phone\nDana Reyes,+12025550142")
    assert (dana["first_name"], dana["email"], dana["since"]) == ("Dana", "", None)


def test_a_customer_has_the_same_id_in_every_import():
    first, again = (parse("name,phone\nDana,+12025550142") for _ in range(2))
    assert first == again


def test_customers_of_one_number_have_different_ids():
    one, two = parse("name,phone,email\nA,+12025550177,a@b\nB,+12025550177,b@b")
    assert one["id"] != two["id"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "line 0: no column"),
        ("phone\n+12025550142", "line 1: no column 'name'"),
        ("phone,name,mail\n", "line 1: unknown column 'mail'"),
        ("phone,name\n", "line 1: no customers"),
        ("phone,name\nabc,Dana", "line 2: not a phone number"),
        ("phone,name\n,Dana", "line 2: not a phone number"),
        ("phone,name\n+12025550142", "line 2: no name"),
        ("phone,name\n+12025550142,Dana,x", "line 2: more cells"),
        ('phone,name\n+12025550142,"Dana', "after line 1: unexpected end"),
        ("phone,name,email\n+12025550142,Dana,dana", "line 2: 'dana' is not an email"),
        ("phone,name,since\n+12025550142,Dana,May", "line 2: 'May' is not a date"),
        ("phone,name\n+12025550142,A\n2025550142,B", "line 3: repeats"),
        (HEAD + "+12025550142,A,,,,,C1\n+12025550119,B,,,,,C1", "line 3: repeats"),
    ],
)
def test_the_first_bad_line_is_named(text, reason):
    with pytest.raises(RosterError) as error:
        parse(text)
    assert str(error.value).startswith(reason)
