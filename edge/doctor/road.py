"""The way from Vapi to the webhook: TLS, reachability, clock, latency, limits."""

import socket
import ssl
import time
from email.utils import parsedate_to_datetime
from statistics import median

import httpx

from edge.config.credentials import Credential
from edge.config.settings import Config
from edge.doctor.deployment import TIMEOUT_SECONDS, Deployment, message
from edge.doctor.findings import Finding, Findings, advice, fault, ok, unseen

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
EXPIRY_DAYS = 14
SLOW_SECONDS = 0.5
"""More, and a caller notices; Vapi itself gives up after seconds."""

SKEW_SECONDS = 5.0
ROUNDS = 5
LONG_CALL = 2 << 20
"""A report on a long call; proxies stop at 1 MB unless told otherwise."""


def tls(deployment: Deployment) -> Findings:
    """Look at the certificate, as Vapi's client would."""
    url = deployment.url
    if url.scheme != "https":
        local = url.host in LOOPBACK
        yield (
            unseen("TLS", "there is none on this machine; Vapi asks for https")
            if local
            else fault("TLS", "Vapi asks for https", "put TLS in front, or server.tls")
        )
        return
    try:
        yield expiry(certificate_of(deployment))
    except ssl.SSLCertVerificationError as error:
        text = f"it cannot be trusted: {error.verify_message}"
        yield fault("TLS", text, "send the whole chain, for the name Vapi calls")
    except ssl.SSLError as error:
        yield fault("TLS", f"no TLS is spoken there: {error.reason}", "mend the port")
    except OSError as error:
        yield fault("TLS", f"nobody answers: {error}", "open the port")


def certificate_of(deployment: Deployment) -> float:
    """Return when the certificate runs out, in seconds since 1970."""
    host, port = deployment.url.host, deployment.url.port or 443
    with (
        socket.create_connection((host, port), TIMEOUT_SECONDS) as plain,
        deployment.trust.wrap_socket(plain, server_hostname=host) as secure,
    ):
        shown = secure.getpeercert() or {}
    return ssl.cert_time_to_seconds(str(shown["notAfter"]))


def expiry(end: float) -> Finding:
    """Tell how long a certificate is valid."""
    days = int((end - time.time()) / 86400)
    if days < EXPIRY_DAYS:
        return advice("TLS", f"the certificate ends in {days} days", "renew it")
    return ok("TLS", f"the certificate is trusted for {days} days")


def reach(deployment: Deployment) -> Finding:
    """Tell whether it is an edge that answers."""
    try:
        response = deployment.get("/healthz")
    except httpx.HTTPError as error:
        text = f"nobody answers at {deployment.url}: {error}"
        return fault("reachability", text, "start the edge, open the port or tunnel")
    if response.is_success and "alive" in response.text:
        return ok("reachability", f"an edge answers at {deployment.url}")
    if "html" in response.headers.get("content-type", ""):
        text = "a web page answers, not an edge"
        return fault("reachability", text, "look at the tunnel: its address may be old")
    text = f"/healthz is answered {response.status_code}"
    return fault("reachability", text, "let the proxy pass /healthz on, or mend --url")


def clock(deployment: Deployment, config: Config) -> Finding:
    """Compare its clock with ours."""
    date = deployment.get("/healthz").headers.get("date")
    if date is None:
        return unseen("clock", "the answer carries no Date")
    skew = abs(parsedate_to_datetime(date).timestamp() - time.time())
    limits = [getattr(each, "tolerance", 0) for each in config.credentials]
    if skew > min((limit for limit in limits if limit), default=300):
        text = f"it is {skew:.0f} s from ours: no signature is in time"
        return fault("clock", text, "run NTP")
    if skew > SKEW_SECONDS:
        return advice("clock", f"it is {skew:.0f} s from ours", "run NTP")
    return ok("clock", f"it is within {SKEW_SECONDS:.0f} s of ours")


def latency(deployment: Deployment, credential: Credential, assistant: str) -> Finding:
    """Time the whole way there and back."""
    took = []
    for _ in range(ROUNDS):
        body, started = message(assistant), time.perf_counter()
        deployment.deliver(credential, body)
        took.append(time.perf_counter() - started)
    middle = median(took)
    text = f"{middle * 1000:.0f} ms from here, at most {max(took) * 1000:.0f} ms"
    if middle > SLOW_SECONDS:
        return advice("latency", text, "run the edge near Vapi: us-west-2")
    return ok("latency", text)


def limits(
    deployment: Deployment, credential: Credential, assistant: str, config: Config
) -> Finding:
    """Deliver a webhook as large as the report on a long call."""
    size = min(LONG_CALL, config.server.max_body - 1000)
    response = deployment.deliver(credential, message(assistant, size))
    if response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        text = f"{size} bytes are too many for whoever answers"
        return fault("body limit", text, "raise the proxy's limit, or server.max_body")
    if not response.is_success:
        text = f"{size} bytes are answered {response.status_code}"
        return fault("body limit", text, "look at the proxy's log")
    if size < LONG_CALL:
        text = f"server.max_body is {config.server.max_body}"
        return advice("body limit", text, "long calls send megabytes: raise it")
    return ok("body limit", f"{size} bytes are taken")
