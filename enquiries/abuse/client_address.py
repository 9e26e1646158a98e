"""From where a request comes, as far as it can be believed."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

Address = IPv4Address | IPv6Address
UNIX_SOCKET = "unix"
UNKNOWN = "unknown"
IPV6_PREFIX = 64


def network_of(meta: Mapping[str, str]) -> str:
    """Return the network that a request is counted for: an IPv4 address or an IPv6 /64.

    `X-Forwarded-For` counts only when a proxy of ours has brought the request, and then its
    right-most address that is no proxy of ours: whatever stands left of it, anybody could have
    written.
    """
    peer = meta.get("REMOTE_ADDR", "")
    trusted = TrustedProxies(tuple(settings.TRUSTED_PROXIES))
    if not trusted.include(peer):
        return network(parsed(peer))
    last = parsed(peer)
    for text in reversed(meta.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = parsed(text)
        if address is None:
            break
        last = address
        if not trusted.includes(address):
            break
    return network(last)


def network(address: Address | None) -> str:
    """Return what is counted for an address: each home has a whole /64 of IPv6."""
    if address is None:
        return UNKNOWN
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((int(address), IPV6_PREFIX), strict=False))


def parsed(text: str) -> Address | None:
    """Return the address in a text, without port, brackets and zone; None for anything else.

    An IPv4 address that is mapped into IPv6 is the IPv4 address.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class TrustedProxies:
    """The proxies in front of us: networks, and `unix` for a socket, which has no address."""

    def __init__(self, listed: tuple[str, ...]):
        self.has_socket = UNIX_SOCKET in listed
        self.networks = _networks(tuple(each for each in listed if each != UNIX_SOCKET))

    def include(self, peer: str) -> bool:
        """Whether the other end of the connection is one of them."""
        return self.includes(parsed(peer)) if peer else self.has_socket

    def includes(self, address: Address | None) -> bool:
        if address is None:
            return False
        return any(address in each for each in self.networks if each.version == address.version)


@lru_cache(maxsize=4)
def _networks(listed: tuple[str, ...]) -> tuple:
    return tuple(ip_network(each.strip(), strict=False) for each in listed)
