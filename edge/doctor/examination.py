"""Everything that is looked at, in an order in which one thing rests on another."""

import httpx

from edge.config.credentials import Credential, OAuth2
from edge.config.settings import Config
from edge.doctor import credentials, road, services, settings
from edge.doctor.deployment import Deployment, message
from edge.doctor.findings import Findings, Verdict, fault


def examine(deployment: Deployment, config: Config) -> Findings:
    """Yield what is found, as it is found."""
    yield from settings.habits(config)
    yield from settings.secrets(config.credentials)
    yield from road.tls(deployment)
    reached = road.reach(deployment)
    yield reached
    if reached.verdict is Verdict.FAULT:
        return
    try:
        yield from behind(deployment, config)
    except httpx.HTTPError as error:
        yield fault("reachability", f"it broke off: {error}", "read the edge's log")


def behind(deployment: Deployment, config: Config) -> Findings:
    """Yield what is found of an edge that can be reached."""
    yield road.clock(deployment, config)
    yield from credentials.doors(deployment, config)
    chosen = usable(deployment, config)
    if chosen:
        assistant = credentials.first_of(chosen)
        yield road.latency(deployment, chosen, assistant)
        yield road.limits(deployment, chosen, assistant, config)
    yield from services.services(deployment, config)


def usable(deployment: Deployment, config: Config) -> Credential | None:
    """Return a credential that gets in from here."""
    for credential in config.credentials:
        if isinstance(credential, OAuth2):
            continue
        body = message(credentials.first_of(credential))
        if deployment.deliver(credential, body).is_success:
            return credential
    return None
