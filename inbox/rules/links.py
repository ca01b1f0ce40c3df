"""Web addresses as they are compared: whether a link leads to a thread that is here."""

from __future__ import annotations

import html as entities
import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from inbox.core.text import web_addresses

MOST_LINKS: Final = 20
"""Of a message; whoever leaves more of them speaks of no one thing."""
LONGEST: Final = 2_000

_HREF = re.compile(r"""<a\s[^>]{0,4000}?href="([^"]{1,4000})\"""", re.IGNORECASE)
# Marks that whoever shared the address hung onto it, and where in a thread it jumps to: the thread is the same.
_MARKS = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|ref_src|igshid|replytocom|amp|share|cpage)")
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$")
_PORTS = {"http": 80, "https": 443}


def address_key(address: str) -> str:
    """The same for every way of writing one address: without scheme, "www.", standard port, fragment, closing slash
    and marks of sharing. "" for what is no web address, and for a site's front page: it is not about one thing."""
    if len(address) > LONGEST:
        return ""
    parts = _split(address.strip())
    if parts is None:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    port = _port(parts)
    path = unquote(_COMMENT_PAGE.sub("", parts.path)).rstrip("/")
    query = urlencode(sorted(one for one in parse_qsl(parts.query) if not _MARKS.fullmatch(one[0].lower())))
    if not host or not (path or query):
        return ""
    return f"{host}{f':{port}' if port else ''}{path}{f'?{query}' if query else ''}"


def links_in(text: str, html: str = "") -> tuple[str, ...]:
    """Keys of the addresses in a message's words, each once, in order. `html` is safe HTML ("" where there is none)."""
    found = [*web_addresses(text), *(entities.unescape(href) for href in _HREF.findall(html))]
    keys = dict.fromkeys(key for address in found[: 4 * MOST_LINKS] if (key := address_key(address)))
    return tuple(keys)[:MOST_LINKS]


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return None  # a bracket that is no IPv6 address
    return parts if parts.scheme.lower() in _PORTS else None


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        return None  # not a number: whoever follows it comes to the host at best
    return None if port == _PORTS[parts.scheme.lower()] else port
