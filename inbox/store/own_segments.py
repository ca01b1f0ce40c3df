"""Segments of one's own, and tags of several people: set by acts, so that undo takes them back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.core.segments import MOST_AT_ONCE, OwnSegment
from inbox.core.text import plain_line
from inbox.store import acts, subjects
from inbox.store.ids import sound, uuid7
from inbox.store.people_query import compile
from inbox.store.transaction import Transaction

LONGEST_NAME = 60
_SEGMENTS = "SELECT id, uuid, name, query, position FROM own_segment ORDER BY position, id"
_FIELDS = ("name", "query", "position")
_IDENTITIES = "SELECT j.id FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? ORDER BY j.id"
_TAGS = "SELECT tag FROM tag WHERE identity_id = ?"


def segments(conn: Connection) -> list[OwnSegment]:
    return [OwnSegment(*row) for row in conn.exec_driver_sql(_SEGMENTS)]


def get(conn: Connection, segment: int) -> OwnSegment:
    """Raises KeyError for an unknown one."""
    found = next((each for each in segments(conn) if each.id == segment), None)
    if found is None:
        raise KeyError(segment)
    return found


def add(tx: Transaction, name: str, query: str) -> int:
    """Last in order. Raises Refused for no name or a search that makes no sense."""
    there = segments(tx.connection)
    position = max((each.position for each in there), default=-1) + 1
    fields = {"name": _name(name), "query": _query(tx, query), "position": position}
    _act(tx, subjects.new_row("segment", uuid7(tx.wall)), fields, f"Segment \u201c{fields['name']}\u201d added")
    return int(tx.connection.exec_driver_sql("SELECT max(id) FROM own_segment").scalar_one())


def change(tx: Transaction, segment: int, *, name: str | None, query: str | None) -> None:
    """None leaves it as it is. Raises Refused as `add`, KeyError for an unknown one."""
    there = get(tx.connection, segment)
    fields: dict[str, Any] = {}
    if name is not None:
        fields["name"] = _name(name)
    if query is not None:
        fields["query"] = _query(tx, query)
    if fields:
        label = f"Segment \u201c{fields.get('name', there.name)}\u201d changed"
        _act(tx, subjects.subject(tx, "segment", segment), fields, label)


def move(tx: Transaction, segment: int, position: int) -> None:
    """To a place in the order, from 0. Raises KeyError for an unknown one."""
    moved = get(tx.connection, segment)
    others = [each for each in segments(tx.connection) if each.id != segment]
    others.insert(max(0, min(position, len(others))), moved)
    for at, each in enumerate(others):
        _act(tx, subjects.subject(tx, "segment", each.id), {"position": at}, f"Segment \u201c{moved.name}\u201d moved")


def remove(tx: Transaction, segment: int) -> None:
    """Raises KeyError for an unknown one."""
    gone = get(tx.connection, segment)
    label = f"Segment \u201c{gone.name}\u201d removed"
    _act(tx, subjects.subject(tx, "segment", segment), dict.fromkeys(_FIELDS), label)


def change_tags(tx: Transaction, people: Sequence[int], add: Collection[str], remove: Collection[str]) -> None:
    """A tag is added to the first identity of a person, and taken from every one that has it (decision 3)."""
    if len(people) > MOST_AT_ONCE:
        raise Refused(f"{len(people):,} people are too many for one step. Mark at most {MOST_AT_ONCE} of them.")
    added = {name for tag in add if (name := plain_line(tag, 40).strip("# "))}
    removed = set(remove) - added
    label = f"Tags of {len(people)} people changed" if len(people) != 1 else "Tags changed"
    changed = [_change_tags_of(tx, person, added, removed, label) for person in people]
    if any(changed):
        tx.changed.sentence = f"{label}."


def _change_tags_of(tx: Transaction, person: int, added: set[str], removed: set[str], label: str) -> bool:
    conn = tx.connection
    kept = {
        id: set(conn.exec_driver_sql(_TAGS, (id,)).scalars())
        for id in conn.exec_driver_sql(_IDENTITIES, (person,)).scalars().all()
    }
    known = {name_key(tag) for tags in kept.values() for tag in tags}
    missing = {tag for tag in added if name_key(tag) not in known}
    done = False
    for number, (id, tags) in enumerate(kept.items()):
        after = (tags - removed) | (missing if number == 0 else set())
        done |= acts.act(tx, "tags", subjects.subject(tx, "identity", id), {"tags": sorted(after)}, label=label)
    return done


def _act(tx: Transaction, about: subjects.Subject, fields: dict[str, Any], label: str) -> None:
    if acts.act(tx, "segment", about, fields, label=label):
        tx.changed.sentence = f"{label}."


def _name(name: str) -> str:
    line = plain_line(name, LONGEST_NAME)
    if not line:
        raise Refused("It needs a name. Type one first.")
    return line


def _query(tx: Transaction, query: str) -> str:
    said = sound(query.strip())
    if compile(tx.connection, said, from_micros(tx.wall)).is_empty:
        raise Refused("There is nothing to look for yet. Say whom you want to see, such as is:regular.")
    return said
