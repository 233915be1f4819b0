"""`python -m customer_service import customers.csv`."""

import asyncio

import pytest

from customer_service.__main__ import load
from customer_service.refusal import Refused
from customer_service.roster import RosterError


@pytest.fixture
def file(tmp_path):
    return tmp_path / "customers.csv"


async def test_a_command_imports_customers(run, file, url, opened):
    file.write_text("phone,name\n202-555-0142,Dana Reyes\n", "utf-8-sig")
    process = run("import", str(file))
    said, _ = await asyncio.to_thread(process.communicate, timeout=20)
    assert (process.returncode, said) == (0, "imported 1 customers\n")
    async with opened(url) as records:
        assert (await records.find("+12025550142")).name == "Dana Reyes"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["phone,name\nx,Dana\n", None])
def test_a_command_that_fails_says_why_in_one_line(run, file, text):
    if text:
        file.write_text(text)
    process = run("import", str(file))
    _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert said.startswith("customer: ")
    assert said.count("\n") == 1


async def test_a_second_import_replaces_and_keeps_notes(settings, records, file):
    dana = await records.find("+12025550142")
    await records.add_note(dana.id, "Kept.")
    file.write_text("phone,name,email\n+12025550142,Dana Ruiz,dana@example.com\n")
    await load(settings, file)
    assert (await records.find("+12025550142")).name == "Dana Ruiz"
    assert [note.text for note in await records.newest_notes(dana.id)] == ["Kept."]
    assert (await records.find("+12025550119")).name == "Ada Lindqvist"


async def test_imports_all_or_nothing(settings, records, file):
    file.write_text("phone,name\n+12025550163,New\n+12025550142,\n")
    with pytest.raises(RosterError, match="line 3: no name"):
        await load(settings, file)
    with pytest.raises(Refused, match="can't find"):
        await records.find("+12025550163")


async def test_a_customer_has_one_customer_id(settings, records, file):
    head = "phone,name,email,customer_id\n+12025550163,New,,C-2\n"
    file.write_text(head + "+12025550142,Dana,dana@example.com,C-1\n")
    with pytest.raises(RosterError, match="another customer_id"):
        await load(settings, file)
    with pytest.raises(Refused, match="can't find"):
        await records.find("+12025550163")


async def test_a_customer_id_moves_to_another_number(settings, records, file):
    for number in ("+12025550163", "+12025550164"):
        file.write_text(f"phone,name,customer_id\n{number},New,C-2\n")
        await load(settings, file)
    assert (await records.find("+12025550164")).id == "C-2"
    with pytest.raises(Refused, match="can't find"):
        await records.find("+12025550163")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_file_in_another_encoding_is_refused(settings, file):
    file.write_text("phone,name\n+12025550142,Réyes\n", "latin-1")
    with pytest.raises(RosterError, match="utf-8"):
        await load(settings, file)
