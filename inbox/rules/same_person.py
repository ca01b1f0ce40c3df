"""Whether two identities may be one person: what each is found by, and the clues between two of them.

Never a name alone, and nothing here merges anybody: clues are shown, and the person says yes, no or not sure. What a
commenter typed into a form without signing in is a claim; a handle typed as a name is a hint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from inbox.core.sameness import Clue, ClueKind, IdentityFacts, Key, KeyKind, Side, Strength
from inbox.core.text import web_addresses

MOST_SHARING: Final = 8
"""What more people than these name says nothing about any of them: a shop's link, an address that nobody has."""
_MOST_LINKS: Final = 24
_LONGEST: Final = 300
_LOCAL = ("www.", "m.", "mobile.")


@dataclass(frozen=True, slots=True)
class SharedHosts:
    """`resources/shared_hosts.toml`: on `pages` each person has a page, below `houses` each name is somebody's own."""

    pages: frozenset[str] = frozenset()
    houses: frozenset[str] = frozenset()

    @classmethod
    def of(cls, told: dict[str, list[str]]) -> SharedHosts:
        return cls(frozenset(told["pages"]), frozenset(told["houses"]))

    def holds(self, host: str) -> bool:
        """Whether a host belongs to many; `de.linkedin.com` does as well, `ann.wordpress.com` does not."""
        parts = host.split(".")
        return host in self.houses or any(".".join(parts[at:]) in self.pages for at in range(len(parts) - 1))


def page(address: str) -> str:
    """An address without what does not matter: "baking.example/@nina"; "" for what is no web address."""
    host, path = _split(address)
    return f"{host}{path}".lower() if host else ""


def site(address: str, shared: SharedHosts) -> str:
    """Whose website it is: its host, or the whole page on a host that many share; "" where that names nobody."""
    host, path = _split(address)
    if not host or not shared.holds(host):
        return host
    return f"{host}{path}".lower() if path and host not in shared.houses else ""


def keys(facts: IdentityFacts, shared: SharedHosts) -> frozenset[Key]:
    """What this one is found by; two identities that share one of a kind (one side of them HAS) may be one person."""
    found = {Key(KeyKind.MAIL, value) for value in _mails(facts)}
    found |= {Key(KeyKind.SITE, value) for value in _sites(facts, shared)}
    own = page(facts.profile_url)
    if own:
        found.add(Key(KeyKind.PAGE, own))
    found |= {Key(KeyKind.PAGE, value, Side.SAYS) for value in _pages_named(facts) if value != own}
    found |= {Key(KeyKind.HANDLE, value) for value in _handles(facts)}
    if typed := _handle_as_name(facts):
        found.add(Key(KeyKind.HANDLE, typed, Side.SAYS))
    return frozenset(key for key in found if len(key.value) <= _LONGEST)


def is_clue(kind: KeyKind, sides: Collection[Side]) -> bool:
    """Whether those who share such a key may be one person: a page or a handle also has to be somebody's."""
    return kind in (KeyKind.MAIL, KeyKind.SITE) or len(set(sides)) > 1


def clues(
    one: IdentityFacts, other: IdentityFacts, shared: SharedHosts, many: Collection[tuple[KeyKind, str]] = ()
) -> tuple[Clue, ...]:
    """Strongest first; none where nothing but a name is alike. `many`: keys that too many share."""
    first, second = sorted((one, other), key=lambda facts: facts.id)
    found = [
        *_moved(first, second),
        *_links(first, second, many),
        *_site(first, second, shared, many),
        *_mail(first, second, many),
        *_handle(first, second, many),
    ]
    return tuple(sorted(found, key=lambda clue: -clue.strength))


def called(facts: IdentityFacts) -> str:
    """What tells this identity from others, in a sentence."""
    if facts.handle:
        return facts.handle if facts.handle.startswith("@") else f"@{facts.handle}"
    where = page(facts.instance) or facts.network
    return f"“{facts.name}”" + (f" at {where}" if where else "")


def is_typed(facts: IdentityFacts) -> bool:
    """What it says of itself was typed into a form, by somebody without an account there."""
    return facts.email_is_claim and not facts.profile_url and not facts.handle


# -------------------------------------------------------------------------------------------------------- the clues


def _moved(one: IdentityFacts, other: IdentityFacts) -> Iterable[Clue]:
    for old, new in ((one, other), (other, one)):
        there = page(new.profile_url)
        if there and page(old.moved_to) == there:
            words = f"{called(old)} says that they moved to {called(new)}."
            yield Clue(ClueKind.MOVED, Strength.PROOF, words, f"moved:{there}")


def _links(one: IdentityFacts, other: IdentityFacts, many: Collection[tuple[KeyKind, str]]) -> Iterable[Clue]:
    ways = [(a, b, how) for a, b in ((one, other), (other, one)) if (how := _leads_to(a, b))]
    ways = [way for way in ways if (KeyKind.PAGE, page(way[1].profile_url)) not in many or len(ways) == 2]
    if len(ways) == 2:
        words = f"{called(one)} and {called(other)} link to each other."
        yield Clue(ClueKind.LINKS, Strength.PROOF, words, f"links:{page(one.profile_url)} {page(other.profile_url)}")
    for a, b, how in ways if len(ways) == 1 else ():
        there = page(b.profile_url)
        if how == "verified":
            words = f"{called(a)} shows a link to {called(b)} that their network has verified."
            yield Clue(ClueKind.LINKS, Strength.PROOF, words, f"links:verified {there}")
        elif how == "rel_me":
            words = f"The website of {called(a)} links to {called(b)} as the same person (rel=me)."
            yield Clue(ClueKind.LINKS, Strength.SIGN, words, f"links:rel_me {there}")
        else:
            where = {"bio": "in the words about themselves", "site": "as their website"}.get(how, "in their profile")
            strength = Strength.CLAIM if is_typed(a) else Strength.SIGN
            words = f"{called(a)} names the page of {called(b)} {where}."
            yield Clue(ClueKind.LINKS, strength, words, f"links:{how} {there}")


def _site(
    one: IdentityFacts, other: IdentityFacts, shared: SharedHosts, many: Collection[tuple[KeyKind, str]]
) -> Iterable[Clue]:
    for value in sorted(_sites(one, shared) & _sites(other, shared)):
        if (KeyKind.SITE, value) in many:
            continue
        domains = [facts for facts in (one, other) if _own_domain(facts) == value]
        typed = is_typed(one) or is_typed(other)
        if domains:
            words = f"The handle of {called(domains[0])} is the domain {value}, which the other one names as theirs."
            strength = Strength.CLAIM if typed else Strength.PROOF
        elif typed:
            words = f"Both name the website {value}; it was typed into a form, which anybody can do."
            strength = Strength.CLAIM
        else:
            words, strength = f"Both name the website {value}.", Strength.SIGN
        yield Clue(ClueKind.SITE, strength, words, f"site:{value}")


def _mail(one: IdentityFacts, other: IdentityFacts, many: Collection[tuple[KeyKind, str]]) -> Iterable[Clue]:
    alike = {value for value in _mails(one) & _mails(other) if (KeyKind.MAIL, value) not in many}
    if not alike:
        return
    address = one.email or other.email
    what = f"the e-mail address {address.strip().lower()}" if address else "an e-mail address with the same hash"
    if one.email_is_claim or other.email_is_claim:
        words = f"Both gave {what}; it was typed into a form, which anybody can do."
        yield Clue(ClueKind.MAIL, Strength.CLAIM, words, f"mail:{min(alike)}")
    else:
        yield Clue(ClueKind.MAIL, Strength.PROOF, f"Both have {what}.", f"mail:{min(alike)}")


def _handle(one: IdentityFacts, other: IdentityFacts, many: Collection[tuple[KeyKind, str]]) -> Iterable[Clue]:
    for a, b in ((one, other), (other, one)):
        typed = _handle_as_name(a)
        if typed and typed in _handles(b) and (KeyKind.HANDLE, typed) not in many:
            words = f"{called(a)} wrote under the name @{typed}, the handle of {called(b)}. Only a hint: anybody can."
            yield Clue(ClueKind.HANDLE, Strength.HINT, words, f"handle:{typed}")


# ------------------------------------------------------------------------------------------------ what they are made of


def _split(address: str) -> tuple[str, str]:
    """Host without "www." and path without a slash at the end; a query stays where it names the page."""
    text = address.strip()
    if len(text) > 2000 or any(char.isspace() for char in text):
        return "", ""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return "", ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host or "@" in parts.netloc:
        return "", ""
    for prefix in _LOCAL:
        host = host.removeprefix(prefix) if host.count(".") > 1 else host
    path = parts.path.rstrip("/")
    return host, f"{path}?{parts.query}" if parts.query and path.endswith(".php") else path


def _mails(facts: IdentityFacts) -> set[str]:
    """Hashes as avatars carry them (Gravatar: of the address in small letters), SHA-256 now and MD5 before."""
    found = {facts.email_hash.strip().lower()} - {""}
    address = facts.email.strip().lower()
    if address.count("@") == 1 and not address.startswith("@") and not address.endswith("@"):
        written = address.encode("utf-8", "replace")
        found |= {hashlib.sha256(written).hexdigest(), hashlib.md5(written, usedforsecurity=False).hexdigest()}
    return found


def _sites(facts: IdentityFacts, shared: SharedHosts) -> set[str]:
    named = (facts.site_url, *facts.links, *facts.verified_links)
    own = site(facts.profile_url, shared)
    found = {site(address, shared) for address in named[:_MOST_LINKS]} | {_own_domain(facts)}
    return found - {"", own, page(facts.profile_url)}


def _own_domain(facts: IdentityFacts) -> str:
    """A Bluesky handle is a domain, and the network checks that it is theirs (atproto.com/specs/handle)."""
    handle = facts.handle.strip().lstrip("@").lower()
    is_domain = facts.network == "bluesky" and "." in handle and "@" not in handle
    return handle if is_domain and not handle.endswith(".bsky.social") else ""


def _pages_named(facts: IdentityFacts) -> list[str]:
    named = (facts.moved_to, *facts.verified_links, *facts.links, facts.site_url, *facts.rel_me)
    found = (page(address) for address in (*named, *web_addresses(facts.bio)))
    return list(dict.fromkeys(address for address in found if address))[:_MOST_LINKS]


def _leads_to(one: IdentityFacts, other: IdentityFacts) -> str:
    """How the first names the page of the second; "" where it does not."""
    there = page(other.profile_url)
    if not there or there == page(one.profile_url):
        return ""
    for how, addresses in (
        ("verified", one.verified_links),
        ("rel_me", one.rel_me),
        ("profile", one.links),
        ("site", (one.site_url,)),
        ("bio", web_addresses(one.bio)),
    ):
        if there in map(page, addresses):
            return how
    return ""


def _handles(facts: IdentityFacts) -> set[str]:
    handle = facts.handle.strip().lstrip("@").lower()
    return {handle, handle.partition("@")[0]} - {""}


def _handle_as_name(facts: IdentityFacts) -> str:
    name = facts.name.strip()
    return name[1:].lower() if name.startswith("@") and len(name) > 2 and " " not in name else ""
