"""Who gets in: each credential, and nobody else."""

import asyncio

import httpx
import jwt
from msgspec.structs import replace

from edge.config.credentials import Credential, OAuth2
from edge.config.secrets import Secret
from edge.config.settings import Config
from edge.doctor.deployment import Deployment, message
from edge.doctor.findings import Finding, Findings, fault, ok, unseen
from edge.doctor.settings import name_of
from edge.vapi.auth.jwks import fetched, keys_of

WRONG = Secret("d3Jvbmc6IG5vdCB0aGUgc2VjcmV0IG9mIGFueWJvZHk=")
SAME = "give Vapi and the edge the same secret and plan; read the edge's log for why"
OPEN = "start the edge with credentials, without --insecure"


def doors(deployment: Deployment, config: Config) -> Findings:
    """Try every credential, right and wrong, and none."""
    yield refused("no credential", deployment.post(message()))
    for number, credential in enumerate(config.credentials, 1):
        subject = name_of(number, credential)
        if isinstance(credential, OAuth2):
            yield keys(subject, credential)
            continue
        body = message(first_of(credential))
        yield accepted(subject, credential, deployment.deliver(credential, body))
        wrong = replace(credential, secret=WRONG)
        yield refused(subject, deployment.deliver(wrong, message()))


def first_of(credential: Credential) -> str:
    """Return an assistant that a credential speaks for."""
    return credential.assistants[0] if credential.assistants else ""


def accepted(subject: str, credential: Credential, response: httpx.Response) -> Finding:
    """Tell whether a right signature or token got in."""
    if response.is_success:
        return ok(subject, "it is accepted")
    if credential.network:
        return unseen(subject, "it is of a network that this machine is not in")
    status = response.status_code
    return fault(subject, f"it is right, and answered {status}", SAME)


def refused(subject: str, response: httpx.Response) -> Finding:
    """Tell whether a wrong one was kept out."""
    if response.status_code == httpx.codes.UNAUTHORIZED:
        return ok(subject, "a webhook without the right one is refused")
    status = response.status_code
    return fault(subject, f"without the right one, it is answered {status}", OPEN)


def keys(subject: str, credential: OAuth2) -> Finding:
    """Tell whether an authorization server shows its keys."""
    try:
        found = keys_of(asyncio.run(fetched(credential.jwks_url)))
    except (OSError, ValueError, jwt.PyJWTError) as error:
        text = f"{credential.jwks_url} shows no keys: {error}"
        return fault(subject, text, "mend jwks_url, or open the way to it")
    return ok(subject, f"its issuer shows {len(found)} keys; a token is Vapi's to get")
