"""What proves that a webhook is Vapi's, and how far it may then reach."""

import re
from ipaddress import ip_network
from typing import Annotated, Literal

from msgspec import Meta

from edge.config.secrets import Secret
from edge.config.section import Section

PLACEHOLDERS = frozenset({"{body}", "{timestamp}", "{method}", "{url}", "{svix-id}"})
"""What a payload may be made of (Vapi API, `HMACAuthenticationPlan`)."""

Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures of tokens: by key pairs alone, for a shared secret is not shown."""

DEFAULT_FORMAT = "{timestamp}.{body}"


class Reach(Section, frozen=True):
    """What every credential may say of how far it reaches."""

    assistants: tuple[str, ...] = ()
    """Ids of the assistants it speaks for, or the names of those without; empty: all.

    A name is the word of whoever begins a call with an assistant of their own.
    """
    tools: tuple[str, ...] = ()
    """Names of the tools it may call; empty: all."""
    network: tuple[str, ...] = ()
    """Where it may come from, in CIDR; empty: anywhere.

    Vapi's static addresses are 167.150.224.0/23 (Vapi docs,
    security-and-privacy/static-ip-addresses).
    """
    private_key: Secret | None = None
    """RSA key in PEM, by which encrypted arguments are read.

    Vapi docs, tools/arguments-encryption.
    """

    def __post_init__(self) -> None:
        """Refuse what is no network."""
        for network in self.network:
            ip_network(network)


class Hmac(Reach, frozen=True, kw_only=True, tag_field="kind", tag="hmac"):
    """A signature over the raw body, by the keys of Vapi's own plan.

    Vapi docs, server-url/server-authentication: `authenticationPlan` of type hmac.
    """

    secret: Secret
    algorithm: Literal["sha256", "sha512", "sha1"] = "sha256"
    signature_header: str = "x-signature"
    timestamp_header: str = "x-timestamp"
    signature_prefix: str = ""
    """What stands before the signature; of several, parted by spaces, before each."""
    include_timestamp: bool = True
    """Whether the timestamp is signed, where no format says so."""
    payload_format: str = DEFAULT_FORMAT
    message_id_header: str = ""
    """Where {svix-id} is read; by it a redelivery is known too."""
    signature_encoding: Literal["hex", "base64"] = "hex"
    secret_is_base64: bool = False
    tolerance: Annotated[float, Meta(ge=0, le=86400)] = 300.0
    """How far the timestamp may lie from our clock, in seconds; 0: any."""
    replay_window: Annotated[float, Meta(ge=0, le=86400)] = 600.0
    """Seconds in which a redelivery is answered from memory; 0: run anew."""

    def __post_init__(self) -> None:
        """Refuse a format that would sign nothing of the message."""
        super().__post_init__()
        used = set(re.findall(r"\{[^}]*\}", self.payload_format))
        if used - PLACEHOLDERS or "{body}" not in used:
            raise ValueError(
                "payload_format holds {body}, and may hold {timestamp}, {method}, "
                "{url} and {svix-id}"
            )
        if "{svix-id}" in used and not self.message_id_header:
            raise ValueError("payload_format holds {svix-id}: name message_id_header")
        if self.secret_is_base64:
            self.secret.decode_base64()

    @property
    def signed(self) -> str:
        """What is signed, `include_timestamp` considered."""
        if self.include_timestamp or self.payload_format != DEFAULT_FORMAT:
            return self.payload_format
        return "{body}"


class Bearer(Reach, frozen=True, kw_only=True, tag_field="kind", tag="bearer"):
    """A token in a header; X-Vapi-Secret with an empty prefix is Vapi's old form."""

    secret: Secret
    header: str = "authorization"
    prefix: str = "Bearer "


class OAuth2(Reach, frozen=True, kw_only=True, tag_field="kind", tag="oauth2"):
    """A JWT that an authorization server gave Vapi (RFC 6749, client credentials).

    Vapi docs, server-url/server-authentication: `authenticationPlan` of type oauth2.
    """

    jwks_url: Annotated[
        str, Meta(pattern=r"^(https://|http://(127\.0\.0\.1|\[::1\])[:/])")
    ]
    """Where the server shows its public keys (RFC 7517)."""
    issuer: Annotated[str, Meta(min_length=1)]
    audience: Annotated[str, Meta(min_length=1)]
    algorithms: Annotated[tuple[Algorithm, ...], Meta(min_length=1)] = (
        "RS256",
        "ES256",
    )
    leeway: Annotated[float, Meta(ge=0, le=600)] = 60.0
    """Seconds that the server's clock may differ from ours."""
    refresh: Annotated[float, Meta(ge=1, le=86400)] = 600.0
    """Seconds after which the keys are asked for again, in the background."""
    header: str = "authorization"
    prefix: str = "Bearer "


Credential = Hmac | Bearer | OAuth2
