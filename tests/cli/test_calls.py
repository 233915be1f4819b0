"""`edge calls` as an operator meets it."""

import asyncio

import msgspec
import pytest

from edge.context import Context
from edge.state.interactions import Interaction
from tests.state.conftest import PHONE, kept

AT = {
    "service": "shop",
    "rpc": "tools.shop.v2.ShopService.Look",
    "target": "shop:50051",
}


def used(at, name, **changes):
    return Interaction(at=at, kind="tool call", name=name, outcome="OK", **changes)


async def write(folder):
    """Have two calls on record."""
    async with kept(folder) as store:
        store.record.note(Context(call_id="call-2"), used(1.0, "look", failed=True))
        await store.record.close(5)
        store.record.note(PHONE, Interaction(at=2.0, kind="message", name="hang"))
        store.record.note(PHONE, used(3.5, "book", words="Booked.", ms=12.0))
        store.record.note(PHONE, used(4.0, "look", attempts=3, **AT))
        store.record.note(PHONE, used(4.0, "look", attempts=0, **AT))


@pytest.fixture
def command(edge_command, tmp_path, capsys):
    """Run `edge calls` over a store that holds two calls."""
    asyncio.run(write(tmp_path))
    capsys.readouterr()
    config = tmp_path / "edge.toml"
    config.write_text(f'[store]\ndata = "{tmp_path}"\n')
    return lambda *arguments: edge_command("calls", *arguments, "--config", str(config))


def test_the_newest_calls_are_listed_a_line_each(command):
    status, out, _ = command()
    assert status == 0
    first, second = out.splitlines()
    assert "call-1  +12…42  3 tool calls" in first
    assert "call-2  unknown caller  1 tool call, 1 failed" in second


def test_a_call_is_shown_as_a_timeline(command):
    release = "shop (tools.shop.v2.ShopService.Look at shop:50051)"
    _, out, _ = command("show", "call-1")
    assert out.splitlines()[1:] == [
        "    +0.00 s  hang",
        "    +1.50 s  tool call book: OK in 12 ms",
        "            Booked.",
        f"    +2.00 s  tool call look: OK, 3 attempts by {release}",
        f"    +2.00 s  tool call look: OK, 0 attempts by {release}",
    ]


def test_scripts_are_told_in_json(command):
    _, out, _ = command("show", "call-1", "--json")
    entries = msgspec.json.decode(out)["entries"]
    assert entries[1]["name"] == "book"
    assert [entry.get("attempts", 1) for entry in entries] == [1, 1, 3, 0]


@pytest.mark.parametrize("options", [(), ("--caller", "+12025550142")])
def test_calls_are_exported_as_lines_of_json(command, options):
    _, out, _ = command("export", *options)
    ids = [msgspec.json.decode(line)["id"] for line in out.splitlines()]
    assert ids == ["call-1", "call-2"][: 1 if options else 2]


def test_a_caller_is_erased(command):
    assert command("erase", "--caller", "+12025550142")[1] == "1 entries were erased.\n"
    assert command("--caller", "+12025550142")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["show"], 2, "which call?"),
        (["show", "call-9"], 1, "nothing is on record"),
        (["erase"], 2, "erase whom?"),
        (["erase", "call-1", "--caller", "+12025550142"], 2, "erase whom?"),
    ],
)
def test_what_cannot_be_done_is_said(command, arguments, status, complaint):
    found, _, err = command(*arguments)
    assert found == status
    assert complaint in err


def test_without_a_store_it_says_so(edge_command):
    status, _, complaint = edge_command("calls", "--config", "/dev/null")
    assert status == 2
    assert "there is no [store]" in complaint
