"""One act taken back, or done again: where its fields are still as it left them; else a sentence says what moved."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.core.errors import Refused
from inbox.core.model import By
from inbox.store import acts, outbox, subjects
from inbox.store.acts import UNDO, Act
from inbox.store.subjects import Subject
from inbox.store.transaction import Transaction

GONE = "What it was about is no longer here."


def turn(tx: Transaction, done: Act, *, verb: str = UNDO, label: str = "", by: By = By.ME) -> str:
    """Set its fields back and write that down. Why it was left as it is, or "". Raises Refused where words of mine can
    no longer be dropped."""
    about = subjects.find(tx.connection, done.subject)
    if about is None or not subjects.is_possible(tx.connection, about, done.before):
        return GONE
    if about.kind == "delivery":
        if why_not := _turn_delivery(tx, about, done):
            return why_not
    elif is_as_left(tx.connection, about, done):
        subjects.apply(tx, about, done.before)
    else:
        return f"{subjects.name_of(tx.connection, about)}: something else was done there since."
    acts.record(tx, verb, about, done.after, done.before, label=label, undoes=done.uuid, by=by)
    return ""


def is_as_left(connection: Connection, about: Subject, act: Act) -> bool:
    said = {name: value for name, value in act.after.items() if name not in subjects.FOLLOWING}
    return subjects.read(connection, about, said) == said


def is_taken_back(tx: Transaction, done: Act) -> bool:
    """Whether the newest thing said about it is that it was taken back."""
    uuid: str | None = done.uuid
    turns = -1
    while uuid is not None:
        turns += 1
        sql = "SELECT uuid FROM act WHERE undoes = ? ORDER BY id DESC LIMIT 1"
        uuid = tx.connection.exec_driver_sql(sql, (uuid,)).scalar()
    return turns % 2 == 1


def _turn_delivery(tx: Transaction, about: Subject, done: Act) -> str:
    """Why it stays dropped, as a sentence, where it cannot be queued again; "" when it was turned. Raises Refused where
    it can no longer be dropped."""
    if done.before["state"] is None:
        outbox.undo_queued(tx, about.id)
        return ""
    try:
        outbox.requeue(tx, about.id)
    except Refused as error:
        return str(error)
    return ""
