"""What people are called here: as was chosen for them, else as they call themselves.

`identity.name` is what is shown, sorted and searched by; a chosen one stands on every handle of the person, so that
they have one name in every list. `own_name` keeps how they call themselves meanwhile; "" where that is what is shown.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import NamedTuple

from inbox.core.errors import NotHere
from inbox.core.lookup import name_key
from inbox.store import people_links, search
from inbox.store.subjects import touch_identity
from inbox.store.transaction import Transaction

_SETS = """
SELECT id, person, name, own_name, handle, called, called_at FROM identity
WHERE person IN (SELECT person FROM identity WHERE id IN (SELECT value FROM json_each(?))) ORDER BY person, id"""
_SHOW = "UPDATE identity SET name = ?, name_key = ?, own_name = ? WHERE id = ?"


class Named(NamedTuple):
    """Order of `_SETS`."""

    id: int
    person: int
    name: str
    own_name: str
    handle: str
    called: str
    called_at: int | None

    @property
    def own(self) -> str:
        return self.own_name or self.name


def follow(tx: Transaction, identities: Collection[int]) -> None:
    """After one of these was given a name, calls themselves otherwise, or is of other handles now."""
    rows = tx.connection.exec_driver_sql(_SETS, (json.dumps(sorted(identities)),)).all()
    people_links.note_names(tx, identities)
    for _, group in groupby((Named(*row) for row in rows), key=lambda one: one.person):
        members = list(group)
        name = chosen(members)
        for one in members:
            _show(tx, one, name or one.own)


def they_call_themselves(tx: Transaction, identity: int, name: str) -> None:
    """Their network says so now."""
    tx.connection.exec_driver_sql("UPDATE identity SET own_name = ? WHERE id = ?", (name, identity))
    follow(tx, [identity])


def _show(tx: Transaction, one: Named, name: str) -> None:
    own_name = "" if one.own == name else one.own
    if (one.name, one.own_name) == (name, own_name):
        return
    tx.connection.exec_driver_sql(_SHOW, (name, name_key(name), own_name, one.id))
    if name != one.name:
        search.renamed(tx.connection, one.id, search.who(one.name, one.handle), search.who(name, one.handle))
    touch_identity(tx, one.id)


def of_person(tx: Transaction, identity: int) -> list[Named]:
    """All handles of the person. Raises KeyError for an unknown identity."""
    rows = tx.connection.exec_driver_sql(_SETS, (json.dumps([identity]),)).all()
    if not rows:
        raise NotHere
    return [Named(*row) for row in rows]


def chosen(members: Sequence[Named]) -> str:
    """The newest choice for these; "" where nobody chose."""
    called = [one for one in members if one.called]
    return max(called, key=lambda one: (one.called_at or 0, -one.id)).called if called else ""
