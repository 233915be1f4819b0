"""Where a webhook really comes from, and the address it was sent to."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network

from multidict import istr

from edge.vapi.auth.requests import Request

FORWARDED_FOR = istr("x-forwarded-for")
FORWARDED_PROTO = istr("x-forwarded-proto")
HOST = istr("host")

Within = Callable[[str], bool]
"""Tells whether an address lies in one of some networks."""


def within(networks: Sequence[str]) -> Within:
    """Compile networks given in CIDR; what is no address lies in none."""
    known = tuple(map(ip_network, networks))

    @lru_cache(1024)
    def lies(address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None) or found
        return any(mapped in network for network in known)

    return lies


class Origin:
    """Reads what proxies add to a request; believes those it was told to trust.

    X-Forwarded-For and -Proto from anybody else are the sender's own invention.
    """

    def __init__(self, trusted: Sequence[str] = (), public_url: str = "") -> None:
        self._trusted = within(trusted) if trusted else None
        self._public_url = public_url

    def address(self, request: Request) -> str:
        """Return the address of the first who is not one of our proxies."""
        address = request.remote or ""
        if not self._trusted or not self._trusted(address):
            return address
        hops = ",".join(forwarded(request)).split(",")
        for hop in (hop.strip() for hop in reversed(hops)):
            if not hop:
                break
            address = hop
            if not self._trusted(address):
                break
        return address

    def url(self, request: Request) -> str:
        """Return the URL that Vapi was given, as `{url}` is signed."""
        if self._public_url:
            return self._public_url + request.raw_path
        scheme = "https" if request.secure else "http"
        if self._trusted and self._trusted(request.remote or ""):
            given = request.headers.get(FORWARDED_PROTO, scheme)
            scheme = given.rpartition(",")[2].strip()
        return f"{scheme}://{request.headers.get(HOST, '')}{request.raw_path}"


def forwarded(request: Request) -> Sequence[str]:
    """Return every X-Forwarded-For line: a proxy may add one of its own."""
    headers = request.headers
    every = getattr(headers, "getall", None)
    if every:
        return list(every(FORWARDED_FOR, ()))
    return [headers.get(FORWARDED_FOR, "")]
