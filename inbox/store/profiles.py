"""What is kept about somebody beside star, notes and tags: fields, a line of intention, their zone, conversations
elsewhere, who introduced whom. Acts that undo takes back, set on one identity (decision 3).
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from inbox.core.clock import from_micros, to_micros, zone_named
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.core.profile import Contact
from inbox.core.text import plain_line
from inbox.rules import own_fields
from inbox.store import act_rows, acts, subjects
from inbox.store.ids import sound
from inbox.store.transaction import Transaction

INTENTION_MOST, WORDS_MOST = 200, 4_000
LONGEST_MINUTES = 24 * 60
_HOLDS = """
SELECT j.id, j.{field} FROM identity i JOIN identity j ON j.person = i.person
WHERE i.id = ? AND j.{field} != '' ORDER BY j.id"""
_KNOWN_FIELDS = """
SELECT f.id, f.identity_id, f.name, f.position FROM identity i JOIN identity j ON j.person = i.person
JOIN person_field f ON f.identity_id = j.id WHERE i.id = ? ORDER BY f.position, f.id"""
_SAME_PERSON = "SELECT 1 FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? AND j.id = ?"
_INTRODUCED = """
SELECT 1 FROM introduction n JOIN identity a ON a.id = n.identity_id JOIN identity b ON b.id = n.by_id
WHERE a.person = (SELECT person FROM identity WHERE id = ?) AND b.person = (SELECT person FROM identity WHERE id = ?)"""


def set_field(tx: Transaction, identity: int, name: str, value: str) -> None:
    """Raises Refused for no name, or a value that makes no sense."""
    name = own_fields.usual_name(plain_line(name, own_fields.NAME_MOST))
    if not name:
        raise Refused("A field needs a name. Write what it is about first.")
    kept = own_fields.checked(name, sound(value), from_micros(tx.wall).date())
    known = tx.connection.exec_driver_sql(_KNOWN_FIELDS, (identity,)).all()
    same = next((row for row in known if name_key(row[2]) == name_key(name)), None)
    holder, name = (same[1], same[2]) if same is not None else (identity, name)
    about = (
        subjects.subject(tx, "field", same[0])
        if same is not None
        else subjects.field_of(subjects.subject(tx, "identity", holder), name)
    )
    if kept:
        position = same[3] if same is not None else max((row[3] for row in known), default=-1) + 1
        who = act_rows.key_of_identity(tx.connection, holder)
        after: dict[str, Any] = {"identity_id": who, "name": name, "value": kept, "position": position}
    else:
        after = _gone("field")
    label = "Field changed" if same is not None and kept else "Field added" if kept else "Field removed"
    _say(tx, acts.act(tx, "field", about, after, label=label), label)


def set_intention(tx: Transaction, identity: int, words: str) -> None:
    line = plain_line(sound(words), INTENTION_MOST)
    _set_line(tx, "intention", identity, line, "Intention changed" if line else "Intention removed")


def set_zone(tx: Transaction, identity: int, zone: str) -> None:
    """Raises Refused for a zone nobody knows."""
    if zone and zone_named(zone) is None:
        raise Refused(f"No time zone is called “{plain_line(zone, 60)}”. Choose one from the list.")
    _set_line(tx, "zone", identity, zone, "Time zone set" if zone else "Time zone removed")


def log_contact(tx: Transaction, identity: int, contact: Contact) -> None:
    """Raises Refused for a time to come, or a length nobody talks."""
    values = _contact(tx, contact) | {
        "identity_id": act_rows.key_of_identity(tx.connection, identity),
        "made_at": tx.wall,
    }
    about = subjects.new_row("contact", str(uuid.uuid4()))
    _say(tx, acts.act(tx, "contact", about, values, label="Conversation noted"), "Conversation noted")


def change_contact(tx: Transaction, contact: Contact) -> None:
    about = subjects.subject(tx, "contact", contact.id)
    label = "Conversation changed"
    _say(tx, acts.act(tx, "contact", about, _contact(tx, contact), label=label), label)


def remove_contact(tx: Transaction, contact: int) -> None:
    _remove(tx, "contact", contact, "Conversation removed")


def introduce(tx: Transaction, identity: int, by: int, words: str, at: datetime | None) -> None:
    """Raises Refused where both are one person, or it is known already."""
    connection = tx.connection
    if connection.exec_driver_sql(_SAME_PERSON, (identity, by)).first():
        raise Refused("Nobody introduces themselves. Choose who brought you together.")
    if connection.exec_driver_sql(_INTRODUCED, (identity, by)).first():
        raise Refused("That introduction is written down already.")
    after = {
        "identity_id": act_rows.key_of_identity(connection, identity),
        "by_id": act_rows.key_of_identity(connection, by),
        "at": to_micros(at) if at is not None else tx.wall,
        "words": plain_line(sound(words), INTENTION_MOST),
        "message_key": "",
        "thanked_at": None,
    }
    about = subjects.new_row("introduction", str(uuid.uuid4()))
    _say(tx, acts.act(tx, "introduction", about, after, label="Introduction noted"), "Introduction noted")


def thank_introducer(tx: Transaction, introduction: int, *, thanked: bool) -> None:
    about = subjects.subject(tx, "introduction", introduction)
    label = "Thanked for it" if thanked else "Not thanked for it yet"
    after = {"thanked_at": tx.wall if thanked else None}
    was = subjects.read(tx.connection, about, ["thanked_at"])["thanked_at"]
    if (was is not None) != thanked:
        _say(tx, acts.act(tx, "introduction", about, after, label=label), label)


def remove_introduction(tx: Transaction, introduction: int) -> None:
    _remove(tx, "introduction", introduction, "Introduction removed")


def _contact(tx: Transaction, contact: Contact) -> dict[str, Any]:
    at = to_micros(contact.at)
    if at > tx.wall:
        raise Refused("That is still to come. Write down a conversation when it has happened.")
    if contact.minutes is not None and not 0 < contact.minutes <= LONGEST_MINUTES:
        raise Refused("A conversation lasts between a minute and a day. Leave the minutes out if you do not know.")
    words = sound(contact.words).strip()[:WORDS_MOST]
    return {"at": at, "how": contact.how.value, "minutes": contact.minutes, "words": words}


def _set_line(tx: Transaction, field: str, identity: int, value: str, label: str) -> None:
    """One line a person: changed where it is kept, taken away wherever it is kept."""
    holders = [row[0] for row in tx.connection.exec_driver_sql(_HOLDS.format(field=field), (identity,))]
    who = (holders[:1] or [identity]) if value else holders
    done = [acts.act(tx, field, subjects.subject(tx, "identity", id), {field: value}, label=label) for id in who]
    _say(tx, any(done), label)


def _remove(tx: Transaction, kind: str, id: int, label: str) -> None:
    about = subjects.subject(tx, kind, id)
    _say(tx, acts.act(tx, kind, about, _gone(kind), label=label), label)


def _gone(kind: str) -> dict[str, Any]:
    return dict.fromkeys(act_rows.ROWS[kind].columns)


def _say(tx: Transaction, done: bool, label: str) -> None:
    if done:
        tx.changed.sentence = f"{label}."
