"""What the profile says about a person, in few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlsplit

from inbox.core.clock import zone_named
from inbox.core.model import Direction, Kind, Purpose
from inbox.core.person import HistoryEntry, IdentityView, PersonView
from inbox.core.profile import How, TheirZone, What, ZoneSource
from inbox.core.relation import Facts
from inbox.ui.faces import Dress
from inbox.ui.look import times
from inbox.ui.look.icons import Sign
from inbox.ui.look.text import isolate

_THEY = {
    Kind.COMMENT: "Commented",
    Kind.REPLY: "Replied",
    Kind.MENTION: "Mentioned you",
    Kind.MESSAGE: "Wrote to you",
    Kind.EMAIL: "Wrote an e-mail",
    Kind.PINGBACK: "Linked to you",
    Kind.POST: "Posted",
}


def first_line(person: PersonView) -> str:
    """Whatever tells this one from others of the same name: a handle, a site, an address."""
    for identity in person.identities:
        found = identity.handle or host(identity.site_url) or host(identity.profile_url) or identity.email
        if found:
            return found
    return f"{person.messages_in:,} messages to you" if person.messages_in > 1 else "Nothing more is known yet"


def call_themselves(person: PersonView) -> str:
    """ "They write as AO and Amara O.": where that is not the one name they have here; else ""."""
    own = list(dict.fromkeys(identity.name for identity in person.identities))
    if own in ([person.name], []):
        return ""
    *others, last = map(isolate, own)
    return f"They write as {', '.join(others)} and {last}" if others else f"They write as {last}"


@dataclass(frozen=True, slots=True)
class Way:
    """A page or an address of theirs: ("Website", "amarabakes.example", "https://amarabakes.example/")."""

    name: str
    value: str
    address: str
    sign: Sign
    note: str = ""
    """What is to be known of it before it is used."""


def ways(identities: Sequence[IdentityView]) -> list[Way]:
    """Each once: websites, profiles, then e-mail addresses; of an address that was only typed it is said so."""
    pages = [("Website", one.site_url) for one in identities] + [("Profile", one.profile_url) for one in identities]
    found = {url.rstrip("/").casefold(): Way(name, _page(url), url, "globe") for name, url in reversed(pages) if url}
    mails = {
        one.email.casefold(): Way("E-mail", one.email, mail, "mail", "as they typed it" if one.email_is_claim else "")
        for one in sorted(identities, key=lambda one: not one.email_is_claim)
        if one.email
        for mail in [f"mailto:{quote(one.email, safe='@')}"]
    }
    return [*reversed(found.values()), *mails.values()]


def _page(url: str) -> str:
    """Without what every address has: "amarabakes.example/about"."""
    name = host(url)
    path = urlsplit(url).path.rstrip("/") if name else ""
    return f"{name}{path}" or url


def where(identity: IdentityView, dress: Dress, place: str = "") -> tuple[str, str]:
    """A name and a value: ("The Slow Oven", "6 comments"), ("Mastodon", "@amara@baking.example"). `place`: what mine is
    called there."""
    if identity.handle:
        return dress.title, identity.handle
    word = dress.place_word.capitalize() if dress.place_word == "blog" else dress.title
    name = place or word
    thing = "comment" if dress.place_word == "blog" else "message"
    return name, f"{identity.messages_in:,} {thing}{'' if identity.messages_in == 1 else 's'}"


def between(person: PersonView, facts: Facts, now: datetime) -> list[tuple[str, str]]:
    """What is counted, as (name, value); what is not known is left out."""
    said = []
    first = facts.first_met or person.first_seen
    if first is not None:
        said.append(("First met", times.date(first, now)))
    said.append(("They wrote / you wrote", f"{person.messages_in:,} / {person.messages_out:,}"))
    for who, last in (("They last wrote", facts.last_in), ("You last wrote", facts.last_out)):
        if last is not None:
            said.append((who, times.date(last, now)))
    mine = facts.i_answer_s if facts.i_answer_s is not None else person.answers_in_s
    if mine is not None:
        said.append(("You usually answer in", span(mine)))
    if facts.they_answer_s is not None:
        said.append(("They usually answer in", span(facts.they_answer_s)))
    if facts.rhythm_s is not None:
        said.append(("You talk about every", span(facts.rhythm_s)))
    if facts.contacts:
        said.append(("Talked elsewhere", "once" if facts.contacts == 1 else f"{facts.contacts:,} times"))
    if facts.reactions:
        said.append(("Likes and shares of theirs", f"{facts.reactions:,}"))
    said.append(("Last thanked", times.date(person.last_thanked, now) if person.last_thanked else "not yet"))
    return said


def local_time(zone: TheirZone | None, now: datetime) -> tuple[str, str]:
    """What their clock shows, and how that is known: ("10:23, Sat", "Europe/London, set by you"). Never guessed."""
    if zone is None:
        return "", ""
    if zone.source is ZoneSource.HAND:
        info = zone_named(zone.zone)
        if info is None:
            return "", f"{zone.zone} is unknown on this computer"
        return _clock(now.astimezone(info)), f"{zone.zone}, set by you"
    there = now.astimezone(timezone(timedelta(minutes=zone.offset)))
    seen = f", {times.date(zone.seen_at, now)}" if zone.seen_at is not None else ""
    return _clock(there), f"{offset_name(zone.offset)}, from their messages{seen}"


def offset_name(minutes: int) -> str:
    """ "UTC+1", "UTC-3:30"."""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def _clock(there: datetime) -> str:
    return f"{there.hour}:{there.minute:02}, {times.DAYS[there.weekday()]}"


def with_last(value: str, last: datetime | None, now: datetime) -> str:
    """ "6 comments · 2 h": when something last passed there."""
    return f"{value} · {times.age(last, now)}" if last is not None else value


def span(seconds: float) -> str:
    """ "40 min", "3 h", "2 d", rounded to what one would say."""
    minutes = seconds / 60
    if minutes < 59.5:
        return f"{max(1, round(minutes))} min"
    hours = minutes / 60
    return f"{round(hours)} h" if hours < 47.5 else f"{round(hours / 24)} d"


_CONTACTS = {
    How.CALL: "You spoke on the phone",
    How.MEETING: "You met",
    How.STALL: "You met at the stall",
    How.LETTER: "A letter",
    How.OTHER: "You talked elsewhere",
}
_REACTIONS = {"like": "Liked", "boost": "Boosted", "share": "Shared", "follow": "Follows you", "link": "Linked to"}
_PROMISES = {"open": "You promised", "kept": "Promise kept", "dropped": "Promise let go"}
_CONSENT = {"asked": "Asked about the newsletter", "given": "Wants the newsletter", "withdrawn": "No longer wants it"}


def happened(entry: HistoryEntry) -> str:
    """ "Commented on “Why we stopped buying ads”", "You thanked on “Shop tour”", "You met at the stall, 20 min"."""
    match entry.what:
        case What.REACTED:
            said = _REACTIONS.get(entry.verb, entry.verb.capitalize())
            return f"{said} “{isolate(entry.title)}”" if entry.title else said
        case What.CONTACT:
            said = _CONTACTS.get(How(entry.verb), "You talked") if entry.verb in set(How) else "You talked"
            return f"{said}, {entry.minutes} min" if entry.minutes else said
        case What.NOTE:
            return "Note"
        case What.INTRODUCTION:
            return f"Introduction: {isolate(entry.title)} introduced {isolate(entry.verb)}"
        case What.STAGE:
            return f"Became {entry.verb.capitalize()}"
        case What.PROMISE:
            return _PROMISES.get(entry.verb, "You promised")
        case What.SALE:
            return f"Bought for {entry.title}" if entry.title else "Bought something"
        case What.CONSENT:
            said = _CONSENT.get(entry.verb, "Newsletter")
            return f"{said} · {isolate(entry.title)}" if entry.title else said
        case _:
            return _words_passed(entry)


def _words_passed(entry: HistoryEntry) -> str:
    if entry.direction is Direction.OUT:
        said = "You thanked" if entry.purpose is Purpose.THANK else "You replied"
    else:
        said = _THEY[entry.kind]
    if not entry.title:
        return f"{said}: {isolate(entry.snippet)}" if entry.snippet else said
    joint = "in" if entry.kind is Kind.MENTION else ":" if entry.kind in (Kind.EMAIL, Kind.POST) else "on"
    return f"{said}{'' if joint == ':' else ' '}{joint} “{isolate(entry.title)}”"


def host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
