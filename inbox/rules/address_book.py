"""What a card of an address book becomes here, and back: an identity of its own, and fields of one's own.

Pure. Whoever exists only in an address book is an identity of the network "contacts", known by the card's id, else by
its first e-mail address, else by all that is on the card; never by the name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from inbox.core.fetched import FetchedIdentity
from inbox.core.moving import Card
from inbox.rules import own_fields
from inbox.rules.own_fields import BIRTHDAY, PHONE

NETWORK = "contacts"
SEVERAL = "; "
_OURS = "parlour:"
COMPANY, HANDLES, MORE_PHONES = "Company", "Handles", "More phone numbers"
MORE_MAIL, MORE_SITES, RELATIONS = "More e-mail addresses", "Web sites", "Relations"
_LISTS = {
    PHONE: "phones",
    MORE_PHONES: "phones",
    HANDLES: "handles",
    MORE_MAIL: "emails",
    MORE_SITES: "urls",
    RELATIONS: "related",
}


def uid_of(network: str, instance: str, stable_id: str) -> str:
    """The id of a card that is written out for somebody of a network: by it they are known when it comes in again."""
    return _OURS + json.dumps([network, instance, stable_id], ensure_ascii=False, separators=(",", ":"))


def key_in(uid: str) -> tuple[str, str, str] | None:
    """(network, instance, stable id) of a card that was written out here."""
    try:
        parts = json.loads(uid.removeprefix(_OURS)) if uid.startswith(_OURS) else None
    except ValueError:
        return None
    if isinstance(parts, list) and len(parts) == 3 and all(isinstance(part, str) for part in parts):
        return parts[0], parts[1], parts[2]
    return None


def stable_id(card: Card) -> str:
    if card.uid:
        return f"uid:{card.uid}"
    if card.emails:
        return f"mail:{card.emails[0].casefold()}"
    said = json.dumps([card.name, card.phones, card.urls, card.handles, card.birthday], ensure_ascii=True)
    return f"card:{sha256(said.encode()).hexdigest()[:32]}"


def identity_of(card: Card) -> FetchedIdentity:
    return FetchedIdentity(
        instance="",
        stable_id=stable_id(card),
        name=card.name,
        site_url=card.urls[0] if card.urls else "",
        email=card.emails[0].casefold() if card.emails else "",
        email_is_claim=False,
    )


def fields_of(card: Card) -> tuple[tuple[str, str], ...]:
    """Everything that has no place of its own here, as (name, value); a name comes once."""
    named = {
        PHONE: SEVERAL.join(card.phones[:1]),
        MORE_PHONES: SEVERAL.join(card.phones[1:]),
        BIRTHDAY: _birthday(card.birthday),
        COMPANY: card.organisation,
        HANDLES: SEVERAL.join(card.handles),
        MORE_MAIL: SEVERAL.join(card.emails[1:]),
        MORE_SITES: SEVERAL.join(card.urls[1:]),
        RELATIONS: SEVERAL.join(card.related),
    }
    for name, value in card.fields:
        named.setdefault(name, value)
    return tuple((name, value) for name, value in named.items() if value)


def _birthday(said: str) -> str:
    """As it is kept when it is typed, where it is a day."""
    found = own_fields.read_birthday(said)
    return said if found is None else str(found)


def card_of(
    name: str,
    uid: str,
    emails: Iterable[str],
    urls: Iterable[str],
    fields: Iterable[tuple[str, str]],
    *,
    zone: str = "",
    tags: Iterable[str] = (),
    stage: str = "",
) -> Card:
    """The way back: fields that came from a card go where a card has them."""
    lists: dict[str, list[str]] = {"emails": list(emails), "urls": list(urls)}
    single: dict[str, str] = {}
    own: list[tuple[str, str]] = []
    for field, value in fields:
        if field in _LISTS:
            lists.setdefault(_LISTS[field], []).extend(part for part in value.split(SEVERAL) if part)
        elif field in (BIRTHDAY, COMPANY):
            single[field] = value
        else:
            own.append((field, value))
    found = {key: tuple(dict.fromkeys(values)) for key, values in lists.items()}
    return Card(
        name=name,
        uid=uid,
        emails=found["emails"],
        phones=found.get("phones", ()),
        urls=found["urls"],
        handles=found.get("handles", ()),
        birthday=single.get(BIRTHDAY, ""),
        organisation=single.get(COMPANY, ""),
        zone=zone,
        tags=tuple(tags),
        related=found.get("related", ()),
        stage=stage,
        fields=tuple(own),
    )
