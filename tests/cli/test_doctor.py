"""`edge doctor` as an operator meets it."""

from tests.cli.conftest import SECRET


def test_a_line_each_and_an_exit_status_that_scripts_can_read(
    edge_command, server, config
):
    status, out, _ = edge_command(
        "doctor",
        *("--config", config, "--url", f"http://{server.address}/vapi/webhook"),
        VAPI_WEBHOOK_SECRET=SECRET,
    )
    lines = out.splitlines()
    assert status == 0, out
    assert lines[-1] == "No faults."
    assert all(each.split()[0] in {"ok", "advice", "unseen"} for each in lines[:-1])
    assert SECRET not in out


def test_a_fault_is_told_with_its_mend(edge_command, config):
    status, out, _ = edge_command(
        "doctor",
        *("--config", config, "--url", "http://127.0.0.1:1/vapi/webhook"),
        VAPI_WEBHOOK_SECRET=SECRET,
    )
    assert status == 1
    assert "fault   reachability" in out
    assert "Mend: start the edge" in out
    assert out.endswith("1 fault.\n")


def test_an_authority_that_is_not_there_is_misconfigured(edge_command, config):
    status, _, err = edge_command(
        "doctor", "--config", config, "--ca", "/none", VAPI_WEBHOOK_SECRET=SECRET
    )
    assert status == 2
    assert "--ca /none cannot be used" in err
