"""What a person types or a site says as its address, read carefully; and which addresses are only of this house.

Names are compared as ASCII (IDNA), without a dot at the end, in small letters.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from inbox.core.errors import Rejected

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d+(?:[/?#]|$))")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
PORTS = {"http": 80, "https": 443}
MOST_CHARACTERS = 2000

# What `ipaddress` of Python 3.11 calls global although it leads into this house or to nobody: multicast, old relays of
# IPv4 over IPv6 (RFC 7526), site-local (RFC 3879). RFC 6890 lists the rest.
_ODD = tuple(ipaddress.ip_network(text) for text in ("224.0.0.0/4", "192.88.99.0/24", "ff00::/8", "fec0::/10"))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_HOUSE = (".localhost", ".local", ".lan", ".internal", ".home.arpa")

NOT_AN_ADDRESS = "That is not a web address. Type it as the browser shows it, such as example.com."
HAS_SIGN_IN = "Leave the user name and password out of the address: Parlour asks for them separately."


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`path` begins with "/" and has no query; `scheme` is "" where none was typed; `port` is 0 for the usual one."""

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host

    def url(self, scheme: str = "") -> str:
        return f"{scheme or self.scheme or 'https'}://{self.netloc}{self.path}" + (
            f"?{self.query}" if self.query else ""
        )


def read_address(text: str) -> WebAddress:
    """Raises Rejected with what is wrong about it."""
    typed = text.strip().strip("<>")
    if not typed or len(typed) > MOST_CHARACTERS or any(c.isspace() or ord(c) < 32 or c == "\\" for c in typed):
        raise Rejected(NOT_AN_ADDRESS, code="no_address")
    scheme = ""
    if typed.lower().startswith(("http://", "https://")):
        scheme = typed[: typed.index(":")].lower()
    elif _SCHEME.match(typed):
        raise Rejected("Parlour reads web addresses that begin with https:// only.", code="no_address")
    else:
        typed = "https://" + typed.removeprefix("//")
    try:
        parts = urlsplit(typed)
        port = parts.port or 0
    except ValueError:
        raise Rejected(NOT_AN_ADDRESS, code="no_address") from None
    if "@" in parts.netloc:
        raise Rejected(HAS_SIGN_IN, code="no_address")
    host = ascii_host(parts.hostname or "")
    if port == PORTS.get(scheme or "https"):
        port = 0
    return WebAddress(scheme, host, port, parts.path or "/", parts.query)


def ascii_host(host: str) -> str:
    """The name as DNS knows it. Raises Rejected for what can be no host."""
    name = host.rstrip(".").lower()
    if literal(name) is not None:
        return name
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        raise Rejected(NOT_AN_ADDRESS, code="no_address") from None
    if not _NAME.fullmatch(name) or len(name) > 253:
        raise Rejected(NOT_AN_ADDRESS, code="no_address")
    return name


def origin(url: str) -> tuple[str, str, int]:
    """(scheme, host, port): what must be equal for a password to go along."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").rstrip(".").lower(), parts.port or PORTS.get(scheme, 0)


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address itself where a host is written as one, also as the C library reads it (127.1, 0x7f.1, 2130706433)."""
    bare = host.strip("[]").split("%", 1)[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if not re.fullmatch(r"[0-9a-fx.]+", bare) or not bare[-1:].isalnum() or not bare[:1].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def is_public(address: str) -> bool:
    """False for loopback, private, link-local, multicast and reserved addresses, however they are wrapped in IPv6."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not any(ip in net for net in _ODD if net.version == ip.version)


def is_worded_local(host: str) -> bool:
    """True when a host leads to this computer or this house by its own wording."""
    ip = literal(host)
    return not is_public(str(ip)) if ip is not None else "." not in host or host.endswith(_HOUSE)


def is_local(host: str) -> bool:
    """True also when a name resolves into this house now; asks DNS for it."""
    if literal(host) is not None or is_worded_local(host):
        return is_worded_local(host)
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not is_public(str(each[4][0])) for each in found)
