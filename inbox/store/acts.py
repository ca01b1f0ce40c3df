"""The log of what was done here (decision 6): each act sets fields of a subject, and keeps what they were.

Rooms that do more than set fields (the outbox) apply it themselves and call `record`: a delivery's act is
`record(tx, "queue", subjects.subject(tx, "delivery", id), {"state": None}, {"state": "waiting"}, label="Reply")`;
`store/undo` knows what taking it back means.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from inbox.core.changes import Undo
from inbox.core.model import By
from inbox.store import act_rows, due, homes, names, people_links, subjects
from inbox.store.ids import uuid7
from inbox.store.subjects import Subject
from inbox.store.transaction import Transaction

UNDO = "undo"
REDO = "redo"

_INSERT = """
INSERT INTO act (uuid, device, clock, batch, verb, subject, "before", "after", undoes, "by", label)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CLAIMED = "SELECT id FROM identity WHERE is_me AND NOT is_me_there"
_ABOUT_IMPORT = """AND label != '' AND subject LIKE '["import",%' ORDER BY id LIMIT 1"""
_OFFERED = "(label != '' OR undoes IS NOT NULL)"
_COLUMNS = 'uuid, batch, verb, subject, "before", "after", undoes, label, clock, "by"'
_BATCHES = f'SELECT batch FROM act WHERE "by" IN (SELECT value FROM json_each(?)) AND {_OFFERED} ORDER BY id DESC'
STEP = f"SELECT {_COLUMNS} FROM act WHERE batch = ? AND {_OFFERED} ORDER BY id"


@dataclass(frozen=True, slots=True)
class Act:
    uuid: str
    batch: str
    verb: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undoes: str | None
    label: str
    clock: int
    by: By


class Made(NamedTuple):
    """One thing of many for `record_all`."""

    verb: str
    about: Subject
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def act(
    tx: Transaction, verb: str, about: Subject, after: Mapping[str, Any], *, label: str = "", by: By = By.ME
) -> bool:
    """Set fields and keep a record; False where they were so already. With a `label` it is a step that undo offers."""
    before = subjects.read(tx.connection, about, after)
    if before == dict(after):
        return False
    subjects.apply(tx, about, after)
    record(tx, verb, about, before, after, label=label, by=by)
    return True


def record(
    tx: Transaction,
    verb: str,
    about: Subject,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    label: str = "",
    by: By = By.ME,
    undoes: str | None = None,
) -> None:
    """Only write it down: for what was applied elsewhere."""
    tx.connection.exec_driver_sql(_INSERT, _row(tx, verb, about, before, after, undoes, by, label))
    if label and by is By.ME and undoes is None:
        tx.changed.undo = tx.changed.undo or Undo(tx.batch, label)


def record_all(tx: Transaction, done: Iterable[Made]) -> None:
    """Write down many things at once that were applied elsewhere; none of them is a step."""
    rows = [_row(tx, one.verb, one.about, one.before, one.after, None, By.ME, "") for one in done]
    if rows:
        tx.connection.exec_driver_sql(_INSERT, rows)


def batches(connection: Connection, *, by_rules: bool = False) -> Generator[Sequence[Act]]:
    """My acts that are steps (and what took steps back), newest batch first, each whole and in order of doing;
    `by_rules`: what rules did too."""
    who = (By.ME, By.RULE) if by_rules else (By.ME,)
    newest_first = connection.exec_driver_sql(_BATCHES, (json.dumps(who),))
    with closing(newest_first):
        # A rule that is applied to many does it in several transactions, with other acts between them.
        for batch in _each_once(newest_first.scalars()):
            yield [act for act in map(_act, connection.exec_driver_sql(STEP, (batch,))) if act.by in who]


def _each_once(batches: Iterable[str]) -> Iterator[str]:
    seen = set[str]()
    for batch in batches:
        if batch not in seen:
            seen.add(batch)
            yield batch


def of_batch(connection: Connection, batch: str) -> list[Act]:
    rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM act WHERE batch = ? ORDER BY id", (batch,))
    return [_act(row) for row in rows]


def of_import(connection: Connection, batch: str) -> Act | None:
    """What a batch says about reading in a file; None where it does not. Its other acts are not looked at."""
    row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM act WHERE batch = ? {_ABOUT_IMPORT}", (batch,)).first()
    return None if row is None else _act(row)


def with_ids(connection: Connection, ids: Sequence[int]) -> list[Act]:
    """Newest first."""
    wanted = json.dumps(list(ids))
    sql = f"SELECT {_COLUMNS} FROM act WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
    return [_act(row) for row in connection.exec_driver_sql(sql, (wanted,))]


def rebuild(tx: Transaction) -> None:
    """Set everything that acts set back to what it is without them, and do every act again, in order of the clock.

    Read marks start from what the first act found, since what is old at the first fetch comes in as read.
    """
    connection = tx.connection
    snoozed = connection.exec_driver_sql("SELECT id, snoozed_until_at FROM conversation WHERE snoozed_until_at > 0")
    for conversation, until in snoozed:
        tx.was_to_wake.setdefault(conversation, until)
    for table, fields in (("conversation", subjects.CONVERSATION), ("identity", subjects.IDENTITY)):
        without = ", ".join(f"{name} = ?" for name in fields)
        connection.exec_driver_sql(f"UPDATE {table} SET {without}", tuple(fields.values()))
    connection.exec_driver_sql("DELETE FROM tag")
    connection.exec_driver_sql("DELETE FROM note")
    for rows in act_rows.ROWS.values():
        connection.exec_driver_sql(f"DELETE FROM {rows.table}")
    people_links.part_all(tx)
    names.follow(tx, connection.exec_driver_sql("SELECT id FROM identity WHERE own_name != ''").scalars().all())
    for identity in connection.exec_driver_sql(_CLAIMED).scalars().all():
        homes.follow_who_is_me(tx, identity)
    for prefix in subjects.SETTINGS:
        connection.exec_driver_sql("DELETE FROM setting WHERE key LIKE ?", (f"{prefix}%",))
    tx.forget_thresholds()
    acts = [_act(row) for row in connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM act ORDER BY clock, id").all()]
    seen = set[str]()
    for act in acts:
        about = subjects.find(connection, act.subject)
        if about is None or about.kind in ("delivery", "place", "import"):
            continue
        if about.kind == "message" and about.key not in seen:
            subjects.apply(tx, about, act.before)
        seen.add(about.key)
        subjects.apply(tx, about, act.after)
    for conversation in connection.exec_driver_sql("SELECT id FROM conversation").scalars().all():
        tx.touch_conversation(conversation)
    for identity in connection.exec_driver_sql("SELECT id FROM identity").scalars().all():
        tx.touch_person(identity)
    due.over(tx)


def _row(
    tx: Transaction,
    verb: str,
    about: Subject,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    undoes: str | None,
    by: By,
    label: str,
) -> tuple[Any, ...]:
    said = (json.dumps(before, ensure_ascii=False), json.dumps(after, ensure_ascii=False))
    return (uuid7(tx.wall), tx.device, tx.tick(), tx.batch, verb, about.key, *said, undoes, by.value, label)


def _act(row: Any) -> Act:
    uuid, batch, verb, subject, before, after, undoes, label, clock, by = row
    return Act(uuid, batch, verb, subject, json.loads(before), json.loads(after), undoes, label, clock, By(by))
