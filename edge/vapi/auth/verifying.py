"""The check that a webhook is Vapi's."""

import time
from collections.abc import Callable, Sequence

from edge.config.credentials import Bearer, Credential, OAuth2
from edge.errors import Unauthenticated
from edge.vapi.auth.checks import (
    Check,
    Clock,
    Pass,
    Unlearned,
    bearer_check,
    hmac_check,
)
from edge.vapi.auth.jwks import Issuers
from edge.vapi.auth.jwts import oauth2_check
from edge.vapi.auth.origins import Origin, within
from edge.vapi.auth.replays import Replays
from edge.vapi.auth.requests import Request

Verify = Callable[[Request, bytes], Pass]
"""Returns the pass of a webhook, or raises `Unauthenticated`."""

ANYWHERE = Origin()


def verifier(
    credentials: Sequence[Credential],
    clock: Clock = time.time,
    *,
    origin: Origin = ANYWHERE,
    replays: Replays | None = None,
    issuers: Issuers | None = None,
) -> Verify:
    """Return the check that one of `credentials` verifies a webhook's raw bytes.

    The check raises `Unauthenticated`, always so when there is no credential.
    """
    memory = Replays() if replays is None else replays
    known = issuers or Issuers()
    checks = [
        near(
            credential,
            check_of(credential, rank, clock, origin, replays=memory, issuers=known),
            origin,
        )
        for rank, credential in enumerate(credentials)
    ]

    def verify(request: Request, body: bytes) -> Pass:
        outcomes = []
        for check in checks:
            outcome = check(request, body)
            if isinstance(outcome, Pass):
                return outcome
            outcomes.append(outcome)
        raise refusal(outcomes)

    return verify


def check_of(
    credential: Credential,
    rank: int,
    clock: Clock,
    origin: Origin,
    *,
    replays: Replays,
    issuers: Issuers,
) -> Check:
    """Compile a credential into its check."""
    match credential:
        case Bearer():
            return bearer_check(credential, rank)
        case OAuth2():
            return oauth2_check(credential, rank, clock, issuers)
    return hmac_check(credential, rank, clock=clock, origin=origin, replays=replays)


def near(credential: Credential, check: Check, origin: Origin) -> Check:
    """Have a check look first where the webhook comes from, if that matters."""
    if not credential.network:
        return check
    lies = within(credential.network)

    def checked(request: Request, body: bytes) -> Pass | Unlearned | str:
        if lies(origin.address(request)):
            return check(request, body)
        return "from outside the credential's network"

    return checked


def refusal(outcomes: Sequence[str | Unlearned | Pass]) -> Unauthenticated:
    """Return why no credential verified a webhook, and what may change that."""
    unlearned = [outcome for outcome in outcomes if isinstance(outcome, Unlearned)]
    reasons = [
        outcome.reason if isinstance(outcome, Unlearned) else str(outcome)
        for outcome in outcomes
    ]
    return Unauthenticated(
        "; ".join(reasons) or "no credential is configured",
        *(outcome.learn for outcome in unlearned),
    )


async def verify_later(
    verify: Verify, error: Unauthenticated, request: Request, body: bytes
) -> Pass:
    """Learn what was missing, and look once more; else raise the error again."""
    if not error.learn:
        raise error
    for learn in error.learn:
        await learn()
    return verify(request, body)
