"""One look at somebody's website, because the person asked for it: where it links to as the same person (rel=me).

https only, nothing of ours goes along, nowhere near this house, and what comes back is only searched for such links.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from inbox.core.errors import Rejected
from inbox.networks.api import Surroundings
from inbox.networks.http import Http, Limits
from inbox.rules.rel_me import rel_me_links

LIMITS = Limits(connect_s=5.0, silence_s=10.0, total_s=20.0, most_bytes=2 * 1024 * 1024, redirects=3)
ENOUGH = 1024 * 1024
"""Bytes that are read of a page; links to oneself stand at its top or its end, and pages are rarely so long."""


def fetch_links_back(address: str, around: Surroundings) -> tuple[str, ...]:
    """Raises Rejected or Unreachable with a sentence to show."""
    if urlsplit(address).scheme.lower() == "http":
        address = "https" + address[len("http") :]
    if urlsplit(address).scheme.lower() != "https":
        raise Rejected("That website has no web address, so Parlour does not go there.")
    http = Http(around, local=False, limits=LIMITS)
    try:
        return take_links_back(http, address)
    finally:
        http.close()


def take_links_back(http: Http, address: str) -> tuple[str, ...]:
    answer = http.get(address, "(a website)", enough=ENOUGH, anonymous=True)
    if answer.status != 200:
        raise Rejected(
            f"{answer.host} does not show that page (answer {answer.status}). Open it in the browser to see."
        )
    return rel_me_links(answer.body.decode("utf-8", "replace"), answer.url)
