"""Where a running call is controlled: an address that is worth a password."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from edge.config.secrets import Secret

LONGEST = 2048
"""Characters of the longest address that is kept."""

# So narrow that no two parsers can disagree about the host.
HTTPS = re.compile(r"https://([a-z0-9.-]+)(?::[0-9]{1,5})?(?:/[A-Za-z0-9/._~%=&?-]*)?")

NAT64 = IPv6Network("64:ff9b::/96")
"""What an IPv6-only network reaches IPv4 through (RFC 6052)."""


def checked(url: str, hosts: Sequence[str]) -> Secret | None:
    """Return the address, if it is https at one of `hosts` or below it; else None."""
    found = HTTPS.fullmatch(url) if len(url) <= LONGEST else None
    return Secret(url) if found and is_among(found[1], hosts) else None


def is_among(host: str, hosts: Sequence[str]) -> bool:
    """Tell whether a host is one of `hosts`, or lies below one."""
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def is_public(address: str) -> bool:
    """Tell whether an IP address lies on the open internet.

    An IPv6 address that stands for an IPv4 address is judged as that one.
    """
    ip = embedded(ip_address(address.partition("%")[0]))
    return ip.is_global and not ip.is_multicast


def embedded(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address inside an IPv6 address, if there is one."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
