"""Cards as vCard 4.0 (RFC 6350): own fields and the stage in lines of our own, which other programs leave alone."""

from __future__ import annotations

import re
from urllib.parse import quote

from inbox.archives.vcard.lines import escaped, written
from inbox.archives.vcard.reading import OWN_FIELD, OWN_STAGE
from inbox.core.moving import Card, Exported

_DAY = re.compile(r"(?:\d{4}|-)-\d{2}-\d{2}")


def as_vcard(person: Exported) -> str:
    card = person.card
    lines = [
        written("BEGIN", "VCARD"),
        written("VERSION", "4.0"),
        written("PRODID", "-//Parlour//Parlour//EN"),
        *_identified(card),
        written("FN", escaped(card.name)),
    ]
    if card.given or card.family:
        lines.append(written("N", f"{escaped(card.family)};{escaped(card.given)};;;"))
    lines += [written("EMAIL", escaped(each), PREF=str(n)) for n, each in enumerate(card.emails[:100], 1)]
    lines += [written("TEL", escaped(each), VALUE="text") for each in card.phones]
    lines += [written("URL", _uri(each)) for each in card.urls]
    lines += [written("IMPP", _uri(each)) for each in card.handles]
    known = {*card.urls}
    for network, _, handle, profile in person.identities:
        if profile and profile not in known:
            known.add(profile)
            lines.append(written("SOCIALPROFILE", _uri(profile), SERVICE_TYPE=network, USERNAME=handle))
    if card.birthday:
        lines.append(_birthday(card.birthday))
    if card.organisation:
        lines.append(written("ORG", escaped(card.organisation)))
    if card.zone:
        lines.append(written("TZ", escaped(card.zone)))
    if card.tags:
        lines.append(written("CATEGORIES", ",".join(escaped(tag) for tag in card.tags)))
    if card.photo:
        lines.append(written("PHOTO", _uri(card.photo)))
    lines += [written("RELATED", escaped(each), VALUE="text") for each in card.related]
    if card.stage:
        lines.append(written(OWN_STAGE, escaped(card.stage)))
    lines += [written(OWN_FIELD, f"{escaped(name)};{escaped(value)}") for name, value in card.fields]
    lines += [written("NOTE", escaped(note)) for note in (card.note, *person.notes) if note]
    return "".join([*lines, written("END", "VCARD")])


def _identified(card: Card) -> list[str]:
    return [written("UID", escaped(card.uid), VALUE="text")] if card.uid else []


def _birthday(said: str) -> str:
    """--04-12 as --0412 (RFC 6350, section 4.3.1); what is no day as the words it is."""
    if _DAY.fullmatch(said):
        return written("BDAY", f"--{said[2:].replace('-', '')}" if said[0] == "-" else said.replace("-", ""))
    return written("BDAY", escaped(said), VALUE="text")


def _uri(address: str) -> str:
    return quote(address, safe="%:/?#[]@!$&'()*+,;=~")
