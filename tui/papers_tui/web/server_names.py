"""The names by which a server may be called, so that no web site can call it by one of its own.

A browser lets a page ask what stands at the page's own name. The owner of a name can have it lead
to any machine ("DNS rebinding"); so a name is taken only if it is known to be one of this machine.
An address in digits cannot be made to lead elsewhere.
"""

import asyncio
import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from idna import IDNAError
from idna import encode as in_ascii

_AUTHORITY = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s\[\]:/\\?#@]+))(?::(?P<port>[0-9]{0,5}))?"
)
"""What stands in a Host header (RFC 9110, section 7.2)."""

_PORTS = {"http": 80, "https": 443}


class Authority(NamedTuple):
    """What a request says that it asked for."""

    host: str
    """A name in lower case and ASCII without a dot at its end, or an address in its short form."""
    port: int | None


def normal(host: str) -> str | None:
    """A name or an address in the one form that all its spellings have; None if it is neither."""
    if (address := _address(host)) is not None:
        return str(address)
    host = host.removesuffix(".")
    try:
        return host.lower() if host.isascii() else in_ascii(host, uts46=True).decode("ascii")
    except IDNAError:
        return None


def asked_for(authority: str) -> Authority | None:
    """The host and the port of a Host header; None where it makes no sense."""
    found = _AUTHORITY.fullmatch(authority)
    host = found and normal(found["six"] or found["name"])
    if not found or not host or (found["six"] and _address(host) is None):
        return None
    return Authority(host, int(found["port"]) if found["port"] else None)


def is_local(host: str) -> bool:
    """Whether only this machine can reach a host."""
    name = normal(host)
    if name == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def comes_from(origin: str, asked: Authority) -> bool:
    """Whether a page of the very server that is asked stands behind an Origin header."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    usual = _PORTS.get(parts.scheme)
    source = asked_for(parts.netloc)
    if usual is None or source is None:
        return False
    return source.host == asked.host and (source.port or usual) == (asked.port or usual)


class ServerNames:
    """What one server may be called."""

    def __init__(self, host: str, others: Iterable[str]) -> None:
        """Take the names of a server.

        Args:
            host: Where it listens.
            others: By what else it may be called.
        """
        self._only_here = is_local(host)
        given = ("localhost", host, socket.gethostname(), *others)
        self._names = {name for one in given if (name := normal(one))}
        self._whole: asyncio.Task[str] | None = None

    async def has(self, host: str) -> bool:
        """Whether a host, in its normal form, is this server."""
        if host in self._names:
            return True
        address = _address(host)
        if address is not None:
            return address.is_loopback or not self._only_here
        if self._whole is None:
            # Once, and only where it matters: a network without an answer takes seconds to say so.
            self._whole = asyncio.create_task(asyncio.to_thread(socket.getfqdn))
        return host == normal(await asyncio.shield(self._whole))


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
