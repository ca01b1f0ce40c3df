"""One person, many handles: merging makes a link, parting takes links away, "this is me" claims (decision 3).

Nothing else is touched: stars, tags, notes and all the rest stay set on the identity they were set on.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence

from inbox.core.errors import NotHere, Refused
from inbox.core.sameness import Answer
from inbox.rules import linking
from inbox.store import act_rows, acts, people, same_people, subjects
from inbox.store.act_rows import ROWS
from inbox.store.transaction import Transaction

_WHO = "SELECT person, is_me, name FROM identity WHERE id = ?"
_MEMBERS = "SELECT id FROM identity WHERE person = (SELECT person FROM identity WHERE id = ?) ORDER BY id"
_LINKS = "SELECT id, a_id, b_id FROM identity_link WHERE a_id IN (SELECT value FROM json_each(?)) ORDER BY id"
_ANSWERS = """
SELECT n.id FROM not_same n WHERE n.answer = 'no'
  AND n.a_id IN (SELECT value FROM json_each(?1)) AND n.b_id IN (SELECT value FROM json_each(?2))"""
_DRAFTED = """
SELECT EXISTS (SELECT 1 FROM conversation c JOIN draft d ON d.conversation_id = c.id WHERE c.counterpart_id = ?)"""
_ON_ITS_WAY = """
SELECT EXISTS (SELECT 1 FROM conversation c JOIN delivery d ON d.conversation_id = c.id
  WHERE c.counterpart_id = ? AND d.state IN ('waiting', 'sending', 'unsure', 'needs_you'))"""


def merge(tx: Transaction, one: int, other: int, called: str = "") -> None:
    """`called`: their one name from now on; "" leaves both as they are. Raises KeyError for an unknown identity."""
    (person, is_me, name), (with_person, other_is_me, other_name) = _who(tx, one), _who(tx, other)
    if person == with_person:
        raise Refused("They are one person already.")
    if is_me or other_is_me:
        raise Refused("One of them is you. Choose “This is me” for the other one instead.")
    _take_back_no(tx, members(tx, one), members(tx, other))
    link(tx, one, other, "Merged")
    if called:
        people.call(tx, one, called, "Merged")
    so = f", called {called}" if called not in ("", name, other_name) else ""
    tx.changed.sentence = f"{name} and {other_name} are one person now{so}."


def part(tx: Transaction, leaving: Sequence[int]) -> set[int]:
    """Returns those who stay."""
    leave = set(leaving)
    everybody = set(members(tx, next(iter(leaving), 0)))
    if not everybody:
        raise NotHere
    if not leave <= everybody:
        raise Refused("They are not of one person, so there is nothing to part.")
    if leave == everybody:
        raise Refused("At least one handle has to stay." if len(leave) > 1 else "There is one handle only.")
    rows = tx.connection.exec_driver_sql(_LINKS, (json.dumps(sorted(everybody)),))
    parting = linking.part({id: (a, b) for id, a, b in rows}, everybody, leave)
    for a, b in parting.bridges:
        link(tx, a, b, "Parted")
    for id in parting.cut:
        _remove(tx, "link", id, "Parted")
    tx.changed.sentence = f"{_who(tx, min(leave))[2]} is a person of their own again."
    return everybody - leave


def answer(tx: Transaction, one: int, other: int, said: Answer) -> None:
    """Raises KeyError for an unknown identity."""
    if _who(tx, one)[0] == _who(tx, other)[0]:
        raise Refused("They are one person already. Part them first.")
    label = "Not the same person" if said is Answer.NO else "Not sure"
    same_people.answer(tx, members(tx, one), members(tx, other), said, label)
    tx.changed.sentence = (
        "They stay two." if said is Answer.NO else "It is asked again when something new speaks for it."
    )


def this_is_me(tx: Transaction, identity: int, *, mine: bool) -> None:
    twins = members(tx, identity)
    if not twins:
        raise NotHere
    for twin in twins if mine else ():
        # Their conversations go, and a draft would go with them.
        if tx.connection.exec_driver_sql(_DRAFTED, (twin,)).scalar():
            raise Refused("A draft to them is not sent yet. Send it or empty it first.")
        if tx.connection.exec_driver_sql(_ON_ITS_WAY, (twin,)).scalar():
            raise Refused("Something to them is still in the outbox. Send it or drop it first.")
    label = "This is me" if mine else "This is not me"
    done = [
        acts.act(tx, "claim", subjects.subject(tx, "identity", twin), {"claimed": int(mine)}, label=label)
        for twin in twins
    ]
    if any(done):
        name = _who(tx, identity)[2]
        tx.changed.sentence = f"{name} is you: what they wrote is yours." if mine else f"{name} is not you."


def members(tx: Transaction, identity: int) -> list[int]:
    """All identities of the person; none for an unknown one."""
    return list(tx.connection.exec_driver_sql(_MEMBERS, (identity,)).scalars())


def link(tx: Transaction, one: int, other: int, label: str) -> None:
    named = {name: act_rows.key_of_identity(tx.connection, id) for name, id in (("a_id", one), ("b_id", other))}
    acts.act(tx, "link", subjects.new_row("link", str(uuid.uuid4())), {**named, "made_at": tx.wall}, label=label)


def _take_back_no(tx: Transaction, some: Collection[int], others: Collection[int]) -> None:
    """Whoever says that they are one has thought better of the "no"."""
    sides = json.dumps(list(some)), json.dumps(list(others))
    for values in (sides, sides[::-1]):
        for id in tx.connection.exec_driver_sql(_ANSWERS, values).scalars().all():
            _remove(tx, "not_same", id, "Merged")


def _remove(tx: Transaction, kind: str, id: int, label: str) -> None:
    nothing = dict.fromkeys(ROWS[kind].columns)
    acts.act(tx, f"remove_{kind}", subjects.subject(tx, kind, id), nothing, label=label)


def _who(tx: Transaction, identity: int) -> tuple[int, int, str]:
    row = tx.connection.exec_driver_sql(_WHO, (identity,)).first()
    if row is None:
        raise NotHere
    person, is_me, name = row
    return int(person), int(is_me), str(name)
