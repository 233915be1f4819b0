"""Whether a webhook is from Vapi, and how far it may reach."""

from edge.vapi.auth.checks import Pass as Pass
from edge.vapi.auth.jwks import Issuers as Issuers
from edge.vapi.auth.origins import Origin as Origin
from edge.vapi.auth.replays import Handled as Handled
from edge.vapi.auth.replays import Replays as Replays
from edge.vapi.auth.requests import Request as Request
from edge.vapi.auth.requests import Sent as Sent
from edge.vapi.auth.signing import sign_headers as sign_headers
from edge.vapi.auth.verifying import Verify as Verify
from edge.vapi.auth.verifying import verifier as verifier
from edge.vapi.auth.verifying import verify_later as verify_later
