"""`edge call`: act as Vapi, and call one tool through the webhook."""

import argparse
import sys
import time
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import httpx
import msgspec

from edge.config.credentials import Bearer, Hmac
from edge.config.secrets import Secret
from edge.config.settings import Config
from edge.errors import ConfigError
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall

TIMEOUT_SECONDS = 20.0
"""How long Vapi waits unless told otherwise (Vapi API, Server.timeoutSeconds)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("tool")
    parser.add_argument("arguments", nargs="*", metavar="name=value")
    parser.add_argument("--json", metavar="{…}", help="the arguments as one object")
    parser.add_argument("--url", help="the webhook (default: as configured)")
    parser.add_argument(
        "--secret", help="the webhook's secret (default: as configured)"
    )
    parser.add_argument("--caller", default="", help="who calls, such as +12025550142")


def run(config: Config, options: argparse.Namespace) -> int:
    """Send one webhook and print what came back; returns 0 for a result."""
    call = PhoneCall(caller=options.caller)
    arguments = arguments_of(options.arguments, options.json)
    body = call.tool_calls([(f"call_{uuid4().hex[:24]}", options.tool, arguments)])
    url = options.url or url_of(config)
    signature = signed(config, options, body, url)
    headers = {"content-type": "application/json", **signature}
    with httpx.Client(timeout=TIMEOUT_SECONDS) as client:
        started = time.perf_counter()
        try:
            response = client.post(url, content=body, headers=headers)
        except httpx.HTTPError as error:
            sys.stderr.write(f"edge: nobody answers there: {error}\n")
            return 2
        took = time.perf_counter() - started
    return report(response, milliseconds=took * 1000)


def report(response: httpx.Response, *, milliseconds: float) -> int:
    """Print the answer and how long it took."""
    if response.status_code != httpx.codes.OK:
        sys.stderr.write(f"HTTP {response.status_code}: {response.text.strip()}\n")
        return 2
    (entry,) = response.json()["results"]
    kind = "result" if "result" in entry else "error"
    sys.stdout.write(f"{kind} in {milliseconds:.0f} ms: {entry[kind]}\n")
    return 0 if kind == "result" else 1


def arguments_of(pairs: Iterable[str], text: str | None) -> dict[str, Any]:
    """Read arguments; a value that is JSON is taken as such, else as text."""
    try:
        arguments = msgspec.json.decode(text or "{}", type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise ConfigError(f"--json is no JSON object: {error}") from error
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ConfigError(f"expected name=value, not {pair!r}")
        arguments[name] = value_of(value)
    return arguments


def value_of(text: str) -> Any:  # noqa: ANN401  any JSON
    """Read one value."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def signed(
    config: Config, options: argparse.Namespace, body: bytes, url: str
) -> dict[str, str]:
    """Return the headers of the first credential, or of the secret given.

    What is signed is the public URL, where there is one: Vapi knows no other.
    """
    public = config.server.public_url.rstrip("/")
    address = public + config.server.path if public else url
    given = (c for c in config.credentials if isinstance(c, Hmac | Bearer))
    credential: Hmac | Bearer | None = next(given, None)
    if options.secret:
        secret = Secret(options.secret)
        credential = (
            msgspec.structs.replace(credential, secret=secret)
            if credential
            else Hmac(secret=secret)
        )
    if not credential:
        return {}
    return sign_headers(credential, body, time.time(), url=address)


def url_of(config: Config) -> str:
    """Return where the configured edge listens on this machine."""
    server = config.server
    host = "127.0.0.1" if server.host in {"", "0.0.0.0", "::"} else server.host  # noqa: S104  compared, not bound
    scheme = "https" if server.tls else "http"
    return f"{scheme}://{host}:{server.port}{server.path}"
