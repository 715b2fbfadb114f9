"""Where a request comes from, as far as limits tell sources apart."""

from ipaddress import IPv6Address, ip_address
from typing import Final

IPV6_NETWORK_BITS: Final = 64


def network_of(text: str) -> str:
    """Whoever has one address of IPv6 has all of its network."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if not isinstance(address, IPv6Address):
        return text
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{int(address) >> IPV6_NETWORK_BITS:x}"
