"""Tokens that an authorization server gave Vapi (RFC 7519)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import jwt
from multidict import istr

from edge.config.credentials import OAuth2
from edge.vapi.auth.checks import Check, Clock, Pass, Unlearned
from edge.vapi.auth.jwks import Issuers, Keys
from edge.vapi.auth.requests import Request

MOST_TOKENS = 64
"""Verified tokens kept: Vapi sends one until it runs out."""

REQUIRED = ["exp", "iss", "aud"]


def oauth2_check(
    credential: OAuth2, rank: int, clock: Clock, issuers: Issuers
) -> Check:
    """Expect a token signed by one of the server's keys, for us, and not run out."""
    name, header = credential.header, istr(credential.header)
    keys, verified = issuers.keys(credential, clock), Pass(rank)
    known = Known(keys, clock)
    claims = claims_of(credential)
    with suppress(RuntimeError):  # where no loop runs, the first webhook waits for them
        keys.look()

    def check(request: Request, body: bytes) -> Pass | str | Unlearned:
        del body
        given = request.headers.get(header)
        if not given:
            return f"no {name}"
        keys.look()
        if known.holds(given):
            return verified
        token = given.removeprefix(credential.prefix)
        key_id = key_id_of(token) if given.startswith(credential.prefix) else None
        if key_id is None:
            return f"malformed {name}"
        if key_id not in keys:
            return Unlearned(f"{name} is signed by an unknown key", keys.learn)
        try:
            known.add(given, claims(token, keys[key_id])["exp"] + credential.leeway)
        except jwt.PyJWTError as error:
            return f"wrong {name}: {error}"
        return verified

    return check


class Known:
    """Tokens verified before, until they run out or the keys change."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        self._keys, self._clock = keys, clock
        self._ends: dict[str, float] = {}
        self._generation = keys.generation

    def holds(self, token: str) -> bool:
        """Tell whether a token is verified, and has not run out."""
        if self._generation != self._keys.generation:
            self._generation = self._keys.generation
            self._ends.clear()
        return self._ends.get(token, 0.0) > self._clock()

    def add(self, token: str, end: float) -> None:
        """Keep a token; of too many, the oldest goes."""
        self._ends[token] = end
        if len(self._ends) > MOST_TOKENS:
            del self._ends[next(iter(self._ends))]


def claims_of(credential: OAuth2) -> Callable[[str, jwt.PyJWK], dict[str, Any]]:
    """Return the verification of a token by a key; it raises `PyJWTError`."""
    decode = jwt.PyJWT(options={"require": REQUIRED}).decode

    def claims(token: str, key: jwt.PyJWK) -> dict[str, Any]:
        return decode(
            token,
            key,
            algorithms=credential.algorithms,
            issuer=credential.issuer,
            audience=credential.audience,
            leeway=credential.leeway,
        )

    return claims


def key_id_of(token: str) -> str | None:
    """Return the id of the key a token says it is signed by; None for no token."""
    try:
        return str(jwt.get_unverified_header(token).get("kid", ""))
    except jwt.PyJWTError:
        return None
