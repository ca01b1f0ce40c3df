"""What makes a comment look like spam, each sign with its reason. Two of them count; nothing is hidden by any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from inbox.core.text import name_key, web_addresses
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
    name: str, site: str, text: str, languages: Languages, links: Sequence[str] = ()
) -> tuple[SpamSign, ...]:
    """`name` and `site` are what they call themselves and where their name leads; `links` those that `text` does not
    spell out. A shopkeeper with a name of their own has at most the sign of the link, which alone says nothing."""
    text = text[:_LONGEST]
    addresses = list(dict.fromkeys(([site] if site else []) + [*links, *web_addresses(text)]))[:_MOST_ADDRESSES]
    name = name[:_NAME]
    own = next((address for address in addresses if _is_named_so(address, name, languages)), "")
    found = [
        _named_after_a_shop(name, own, languages),
        _shop_link(addresses, own, languages),
        _selling_words(text, languages),
        _many_links([*links, *web_addresses(text)]),
    ]
    return tuple(sign for sign in found if sign is not None)


def _named_after_a_shop(name: str, own: str, languages: Languages) -> SpamSign | None:
    """Two words of shops in a name ("Cheap oven mitts online"), or one, and the name is that of where a link leads
    ("Oven mitts shop" at oven-mitts-shop.example)."""
    selling = _shop_words(name, languages)
    return SpamSign("spam_name", name) if len(selling) >= 2 or own else None


def _is_named_so(address: str, name: str, languages: Languages) -> bool:
    parts = _PARTS.findall(name_key(name))
    glued = "".join(_PARTS.findall(_host(address)))
    return len(parts) >= 3 and bool(_shop_words(name, languages)) and "".join(parts) in glued


def _shop_link(addresses: Sequence[str], own: str, languages: Languages) -> SpamSign | None:
    found = next((address for address in addresses if _shop_words(" ".join(_split(address)), languages)), own)
    return SpamSign("spam_link", found) if found else None


def _shop_words(text: str, languages: Languages) -> set[str]:
    return {part for part in _PARTS.findall(name_key(text)) if part in languages.shop_words}


def _selling_words(text: str, languages: Languages) -> SpamSign | None:
    # Those who only shout what they sell use no word by which a language is known.
    selling = Heard(text, languages).find("spam", among=languages.all)
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
