"""An authorization server that gives tokens and shows its keys."""

import asyncio
import json
import time
from contextlib import asynccontextmanager

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from edge.config.credentials import OAuth2

KEYS = {
    "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
}
ISSUER, AUDIENCE = "https://issuer.example/", "https://edge.example"


class Issuer:
    """An authorization server: shows keys, and counts who looks."""

    def __init__(self):
        self.keys = {"one": "RS256"}
        self.asked = 0
        self.asked_again = asyncio.Event()
        self.answer = None

    async def show(self, _):
        self.asked += 1
        if self.asked > 1:
            self.asked_again.set()
        if self.answer is not None:
            return web.Response(**self.answer)
        keys = [jwk(kid, algorithm) for kid, algorithm in self.keys.items()]
        return web.json_response({"keys": keys})

    def token(self, kid="one", key=None, **changes):
        algorithm = self.keys.get(kid, "RS256")
        claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": time.time() + 60} | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(
            claims, key or KEYS[algorithm], algorithm, headers={"kid": kid}
        )


def jwk(kid, algorithm):
    public = KEYS[algorithm].public_key()
    written = jwt.get_algorithm_by_name(algorithm).to_jwk(public)
    return json.loads(written) | {"kid": kid, "alg": algorithm}


@asynccontextmanager
async def issuing():
    """Run an issuer; `.url` is where its keys lie."""
    issuer = Issuer()
    app = web.Application()
    app.router.add_get("/jwks", issuer.show)
    async with TestServer(app) as server:
        issuer.url = f"http://127.0.0.1:{server.port}/jwks"
        yield issuer


def credential(issuer, **changes):
    fields = {"jwks_url": issuer.url, "issuer": ISSUER, "audience": AUDIENCE}
    return OAuth2(**(fields | changes))
