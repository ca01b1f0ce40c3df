"""What makes a comment look like spam, each sign with its reason. Two of them count; nothing is hidden by any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from inbox.core.lookup import name_key
from inbox.core.text import web_addresses
from inbox.rules.languages import Heard, Languages

ENOUGH: Final = 2
"""So many signs, and it looks like spam."""
MANY_LINKS: Final = 4
_LONGEST: Final = 20_000
_NAME: Final = 200
_MOST_ADDRESSES: Final = 40

_PARTS = re.compile(r"[^\W\d_]+")


LABELS: Final = {
    "spam_name": "Named after a shop",
    "spam_link": "Links to a shop",
    "spam_words": "Sells something",
    "spam_links": "Many links to one place",
}


@dataclass(frozen=True, slots=True)
class SpamSign:
    """`words` is what was found."""

    code: str
    words: str

    @property
    def label(self) -> str:
        """Short, shown as a chip."""
        return LABELS[self.code]


def spam_signs(
    name: str,
    site: str,
    text: str,
    languages: Languages,
    links: Sequence[str] = (),
    *,
    heard: Heard | None = None,
) -> tuple[SpamSign, ...]:
    """`name` and `site` are what they call themselves and where their name leads; `links` those that `text` does not
    spell out; `heard` their own words, where somebody heard them already.

    A shopkeeper with a name of their own has at most the sign of the link, which alone says nothing.
    """
    text = text[:_LONGEST]
    addresses = list(dict.fromkeys(([site] if site else []) + [*links, *web_addresses(text)]))[:_MOST_ADDRESSES]
    name = name[:_NAME]
    parts = _PARTS.findall(name_key(name))
    selling = languages.shop_words.intersection(parts)
    own = _named_so(addresses, "".join(parts)) if selling and len(parts) >= 3 else ""
    found = [
        SpamSign("spam_name", name) if len(selling) >= 2 or own else None,
        _shop_link(addresses, own, languages),
        _selling_words(heard or Heard(text, languages), languages),
        _many_links([*links, *web_addresses(text)]),
    ]
    return tuple(sign for sign in found if sign is not None)


def _named_so(addresses: Sequence[str], name: str) -> str:
    """Where a link leads that is called as they are ("Oven mitts shop" at oven-mitts-shop.example): then one word of a
    shop in the name is enough; else two are ("Cheap oven mitts online")."""
    return next((one for one in addresses if name in "".join(_PARTS.findall(_host(one)))), "")


def _shop_link(addresses: Sequence[str], own: str, languages: Languages) -> SpamSign | None:
    def is_a_shop(address: str) -> bool:
        return not languages.shop_words.isdisjoint(_PARTS.findall(name_key(" ".join(_split(address)))))

    found = next(filter(is_a_shop, addresses), own)
    return SpamSign("spam_link", found) if found else None


def _selling_words(heard: Heard, languages: Languages) -> SpamSign | None:
    # Those who only shout what they sell use no word by which a language is known.
    selling = heard.find("spam", among=languages.all)
    return SpamSign("spam_words", selling[0].words) if selling else None


def _many_links(links: Sequence[str]) -> SpamSign | None:
    hosts = {_host(link) for link in links}
    if len(links) < MANY_LINKS or len(hosts) > len(links) // 2:
        return None
    return SpamSign("spam_links", sorted(hosts)[0])


def _host(address: str) -> str:
    return _split(address)[0]


def _split(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:  # a bracket that is no IPv6 address
        return "", ""
    return parts.netloc.rsplit("@", 1)[-1].lower().removeprefix("www."), unquote(parts.path)[:_NAME].lower()
