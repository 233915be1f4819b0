"""`edge tools`."""

import json


def test_prints_the_toolbox_as_vapi_wants_it(edge_command, config):
    status, out, err = edge_command("tools", "--config", config)
    tools = {tool["function"]["name"]: tool for tool in json.loads(out)}
    assert (status, err) == (0, "")
    assert "say_again" in tools
    assert "secret" not in tools
    parameters = tools["say_again"]["function"]["parameters"]
    assert parameters["required"] == ["text"]
    assert set(parameters["properties"]) == {"text", "times"}


def test_says_which_service_does_not_answer(edge_command, tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text('[[services]]\nname = "gone"\ntarget = "127.0.0.1:1"\n')
    status, out, err = edge_command("tools", "--config", str(path))
    assert (status, out.strip()) == (1, "[]")
    assert "gone does not answer" in err


def test_tells_vapi_where_to_send_calls_and_to_send_them_again(
    edge_command, probe, tmp_path
):
    path = tmp_path / "edge.toml"
    path.write_text(
        '[server]\npublic_url = "https://edge.example"\n'
        '[definitions]\ncredential_id = "c-1"\n'
        f'[[services]]\nname = "probe"\ntarget = "{probe.address}"\n'
    )
    _, out, _ = edge_command("tools", "--config", str(path))
    server = json.loads(out)[0]["server"]
    assert server["url"] == "https://edge.example/vapi/webhook"
    assert server["credentialId"] == "c-1"
    assert server["backoffPlan"]["type"] == "exponential"
