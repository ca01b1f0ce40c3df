"""What the profile says about a person, in few words."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from inbox.core.model import Direction, Kind, Purpose
from inbox.core.person import HistoryEntry, IdentityView, PersonView
from inbox.ui.faces import Dress
from inbox.ui.look import times
from inbox.ui.look.text import isolate

_THEY = {
    Kind.COMMENT: "Commented",
    Kind.REPLY: "Replied",
    Kind.MENTION: "Mentioned you",
    Kind.MESSAGE: "Wrote to you",
    Kind.EMAIL: "Wrote an e-mail",
    Kind.PINGBACK: "Linked to you",
}


def first_line(person: PersonView) -> str:
    """Whatever tells this one from others of the same name: a handle, a site, an address."""
    for identity in person.identities:
        found = identity.handle or _host(identity.site_url) or _host(identity.profile_url) or identity.email
        if found:
            return found
    return f"{person.messages_in:,} messages to you" if person.messages_in > 1 else "Nothing more is known yet"


def where(identity: IdentityView, dress: Dress) -> tuple[str, str]:
    """A name and a value: ("Blog", "6 comments"), ("Mastodon", "@amara@baking.example")."""
    if identity.handle:
        return dress.title, identity.handle
    name = dress.place_word.capitalize() if dress.place_word == "blog" else dress.title
    thing = "comment" if dress.place_word == "blog" else "message"
    return name, f"{identity.messages_in:,} {thing}{'' if identity.messages_in == 1 else 's'}"


def between(person: PersonView, now: datetime) -> list[tuple[str, str]]:
    facts = []
    if person.first_seen is not None:
        facts.append(("First met", times.date(person.first_seen, now)))
    facts.append(("They wrote / you wrote", f"{person.messages_in:,} / {person.messages_out:,}"))
    if person.answers_in_s is not None:
        facts.append(("You usually answer in", span(person.answers_in_s)))
    facts.append(("Last thanked", times.date(person.last_thanked, now) if person.last_thanked else "not yet"))
    return facts


def span(seconds: float) -> str:
    """ "40 min", "3 h", "2 d", rounded to what one would say."""
    minutes = seconds / 60
    if minutes < 59.5:
        return f"{max(1, round(minutes))} min"
    hours = minutes / 60
    return f"{round(hours)} h" if hours < 47.5 else f"{round(hours / 24)} d"


def happened(entry: HistoryEntry) -> str:
    """ "Commented on “Why we stopped buying ads”", "You thanked on “Shop tour”"."""
    if entry.direction is Direction.OUT:
        said = "You thanked" if entry.purpose is Purpose.THANK else "You replied"
    else:
        said = _THEY[entry.kind]
    if not entry.title:
        return f"{said}: {isolate(entry.snippet)}" if entry.snippet else said
    joint = "in" if entry.kind is Kind.MENTION else ":" if entry.kind is Kind.EMAIL else "on"
    return f"{said}{'' if joint == ':' else ' '}{joint} “{isolate(entry.title)}”"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
