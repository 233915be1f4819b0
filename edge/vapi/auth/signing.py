"""What Vapi sends with a webhook: how commands, demos and tests act as Vapi."""

from uuid import uuid4

from multidict import CIMultiDict

from edge.config.credentials import Bearer, Credential, Hmac
from edge.errors import ConfigError
from edge.vapi.auth.origins import Origin
from edge.vapi.auth.requests import Sent
from edge.vapi.auth.signatures import encoder_of, signer


def sign_headers(
    credential: Credential,
    body: bytes,
    now: float,
    *,
    method: str = "POST",
    url: str = "",
    message_id: str = "",
) -> dict[str, str]:
    """Return the headers by which Vapi would authenticate `body`, sent at `now`.

    `url` is where it is sent to; without a `message_id` it gets a fresh one. Raises
    `ConfigError` for a token that only its authorization server can make.
    """
    if isinstance(credential, Bearer):
        return {credential.header: credential.prefix + credential.secret.value}
    if not isinstance(credential, Hmac):
        raise ConfigError("an oauth2 token is its authorization server's to make")
    headers = {credential.timestamp_header: str(int(now))}
    if credential.message_id_header:
        headers[credential.message_id_header] = message_id or f"msg_{uuid4().hex}"
    sent = Sent(headers=CIMultiDict(headers), method=method, raw_path="")
    sign = signer(credential, Origin(public_url=url))
    signature = sign(sent, body, headers[credential.timestamp_header])
    return {**headers, credential.signature_header: encoder_of(credential)(signature)}
