"""Links of a page that say "this is me too": rel=me on <a> and <link> (microformats.org/wiki/rel-me)."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from inbox.rules.addresses import safe_address

MOST_LINKS: Final = 50
MOST_CHARACTERS: Final = 1_000_000


def rel_me_links(html: str, base_url: str) -> tuple[str, ...]:
    """Absolute http(s) addresses in order, each once; never raises, whatever the page is."""
    reader = _Reader(base_url)
    reader.feed(html[:MOST_CHARACTERS])
    return tuple(reader.found)[:MOST_LINKS]


class _Reader(HTMLParser):
    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base_url = base_url
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("a", "link"):
            return
        told = {name: value or "" for name, value in reversed(attrs)}  # of two, the first counts, as in browsers
        if "me" in told.get("rel", "").lower().split():
            address = safe_address(told.get("href", ""), self._base_url)
            if address is not None and address.startswith(("http://", "https://")):
                self.found[address] = None
