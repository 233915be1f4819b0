"""What stands behind the edge."""

from typing import Any

import httpx
import msgspec

from edge.config.settings import Config
from edge.doctor.deployment import Deployment
from edge.doctor.findings import Findings, fault, ok, unseen

HIDDEN = "let the proxy pass /readyz on to look at the services from here"


def services(deployment: Deployment, config: Config) -> Findings:
    """Tell of each service whether the edge has learned it."""
    told = readiness(deployment)
    if told is None:
        yield unseen("services", f"/readyz does not say: {HIDDEN}")
        return
    missing, problems = told.get("missing", {}), told.get("problems", [])
    if told.get("status") != "ready":
        yield fault("services", f"the edge is {told.get('status')}", "wait, ask again")
    for name in dict.fromkeys([*(each.name for each in config.services), *missing]):
        if name in missing:
            mend = f"start it; edge verify examines it where {name} runs"
            yield fault(f"service {name}", f"it does not answer: {missing[name]}", mend)
        else:
            yield ok(f"service {name}", "it answers")
    for problem in problems:
        yield fault("services", str(problem), "edge verify says more")
    yield ok("tools", f"{len(told.get('tools', []))} are on offer")


def readiness(deployment: Deployment) -> dict[str, Any] | None:
    """Return what the edge says of its services; None where it does not."""
    try:
        return msgspec.json.decode(deployment.get("/readyz").content, type=dict)
    except (httpx.HTTPError, msgspec.DecodeError):
        return None
