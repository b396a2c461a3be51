"""Which network addresses lie outside: crawl and desk ask nobody else, whatever a page or a person names."""

from ipaddress import IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")


def outside(address: str) -> bool:
    """Whether this IP address belongs to the public Internet.

    Not: private, loopback, link-local (a cloud's 169.254.169.254), shared, reserved or multicast ones, nor an IPv6 form
    that carries an IPv4 address of that kind: mapped, compatible, NAT64, 6to4. What is no IP address is not outside.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        low = ip_address(int(found) & 0xFFFFFFFF)
        inner = found.ipv4_mapped or found.sixtofour or (low if found in NAT64 or found in COMPATIBLE else None)
        if inner is not None:
            return outside(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved
