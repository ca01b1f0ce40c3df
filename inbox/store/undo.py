"""Taking back and doing again: where a field is still as the act left it; else it says what moved (decision 6)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice

from sqlalchemy import Connection

from inbox.core.clock import from_micros
from inbox.core.errors import Refused
from inbox.core.model import By, DeliveryState, Step, Verb
from inbox.store import acts, outbox, subjects, take_back
from inbox.store.acts import REDO, UNDO, Act
from inbox.store.subjects import Subject
from inbox.store.transaction import Transaction
from inbox.store.whom import whom

OFFERED = 100
"""Steps that may be taken back one after the other; the log keeps all of them."""

_LOOKED_AT = 10
_GONE = "What it was about is no longer here."
_MAY_BE_OUT = "It may be out already. Say in the outbox whether it is there."
_WORDS_ARE_OUT = "Your words are out. Change or delete them there."


def next_undo(connection: Connection) -> Step | None:
    """The newest step that stands."""
    taken_back: set[str] = set()
    with closing(acts.batches(connection)) as batches:
        for batch in islice(batches, 3 * OFFERED):
            if any(act.uuid in taken_back for act in batch):
                continue
            taken_back |= {act.undoes for act in batch if act.undoes}
            if batch[0].undoes is None:
                return _step(batch)
    return None


def steps(connection: Connection, limit: int) -> list[Step]:
    """Those that stand, mine and what rules did, newest first. Of a step of many acts the first are looked at for what
    has moved."""
    found: list[Step] = []
    taken_back: set[str] = set()
    with closing(acts.batches(connection, by_rules=True)) as batches:
        for batch in islice(batches, 3 * limit):
            if all(act.uuid in taken_back for act in batch):
                continue
            taken_back |= {act.undoes for act in batch if act.undoes and act.uuid not in taken_back}
            if batch[0].undoes is None:
                moved = (_moved(connection, act) for act in batch[:_LOOKED_AT])
                about = whom(connection, batch)
                found.append(
                    replace(
                        _step(batch),
                        moved=next(filter(None, moved), ""),
                        name=about.name,
                        title=about.title,
                        others=about.others,
                    )
                )
                if len(found) == limit:
                    break
    return found


def _moved(connection: Connection, act: Act) -> str:
    """Why an act cannot be taken back, as a sentence; "" when it can."""
    about = subjects.find(connection, act.subject)
    if about is None or not subjects.is_possible(connection, about, act.before):
        return _GONE
    if about.kind == "delivery":
        state, verb = connection.exec_driver_sql("SELECT state, verb FROM delivery WHERE id = ?", (about.id,)).one()
        if state in (DeliveryState.SENDING, DeliveryState.UNSURE):
            return _MAY_BE_OUT
        return _WORDS_ARE_OUT if state == DeliveryState.SENT and verb == Verb.REPLY else ""
    if about.kind in ("place", "import") or _is_as_left(connection, about, act):
        return ""
    return f"{subjects.name_of(connection, about)}: something else was done there since."


def next_redo(connection: Connection) -> Step | None:
    """The last step that was taken back, until something new is done."""
    taken_back: set[str] = set()
    with closing(acts.batches(connection)) as batches:
        for batch in islice(batches, 3 * OFFERED):
            if batch[0].undoes is None:
                return None
            if any(act.uuid in taken_back for act in batch):
                continue
            taken_back |= {act.undoes for act in batch if act.undoes}
            if batch[0].verb == UNDO:
                return _step(batch)
    return None


def undo(tx: Transaction, batch: str = "") -> None:
    """Take back a batch of acts, "" for the newest. What has moved since is left as it is, and said.

    Raises Refused when there is nothing to take back, when all of it has moved, or when words have left.
    """
    step = next_undo(tx.connection)
    wanted = batch or (step.batch if step else "")
    # What moved when a part was taken back may be as it was again.
    done = [act for act in acts.of_batch(tx.connection, wanted) if not _is_taken_back(tx, act)]
    if not done:
        raise Refused("There is nothing to take back.")
    _turn_round(tx, done, UNDO, "Taken back")


def cancel(tx: Transaction, delivery: int) -> None:
    """Drop what was queued, and with it what was done to its conversation in the same step ("send and done", a
    reminder): it stands as before the words were written. What moved since is left. Raises Refused as `outbox.cancel`
    does."""
    queued = outbox.batch_of(tx, delivery)
    turned = False
    for act in reversed(acts.of_batch(tx.connection, queued) if queued else []):
        about = subjects.find(tx.connection, act.subject)
        if about is None or about.kind != "conversation" or act.undoes or _is_taken_back(tx, act):
            continue
        if _is_as_left(tx.connection, about, act):
            subjects.apply(tx, about, act.before)
            acts.record(tx, UNDO, about, act.after, act.before, label=act.label, undoes=act.uuid)
            turned = True
    outbox.cancel(tx, delivery)
    if turned:
        tx.changed.sentence = "It is not sent, and the conversation stands as it did before."


def redo(tx: Transaction) -> None:
    """Do again what was taken back last. Raises Refused as `undo` does."""
    step = next_redo(tx.connection)
    if step is None:
        raise Refused("There is nothing to do again.")
    _turn_round(tx, acts.of_batch(tx.connection, step.batch), REDO, "Done again")


def _turn_round(tx: Transaction, done: Sequence[Act], verb: str, said: str) -> None:
    """Set every field back to what it was before, newest act first. What was emptied by the step is there again only
    after the rest of it was turned, and so comes last."""
    label = next((act.label for act in done if act.label), "")
    turned = 0
    moved: list[str] = []
    emptied = [act for act in done if act.by is By.APP and subjects.find(tx.connection, act.subject) is None]
    for act in (*(act for act in reversed(done) if act not in emptied), *emptied):
        about = subjects.find(tx.connection, act.subject)
        if about is None:
            if act not in emptied:
                moved.append(_GONE)
        elif not subjects.is_possible(tx.connection, about, act.before):
            moved.append(_GONE)
            continue
        elif about.kind == "delivery":
            if why_not := _turn_delivery(tx, about, act):
                moved.append(why_not)
                continue
        elif about.kind == "import":
            left = _turn_import(tx, about, act)
            moved += [left] if left else []
        elif not _is_as_left(tx.connection, about, act):
            moved.append(f"{subjects.name_of(tx.connection, about)}: something else was done there since.")
            continue
        else:
            subjects.apply(tx, about, act.before)
        if about is not None:
            acts.record(tx, verb, about, act.after, act.before, label=label, undoes=act.uuid)
            turned += 1
    if not turned:
        raise Refused(f"{moved[0]} Nothing was changed." if moved else "There is nothing to take back.")
    tx.changed.sentence = f"{said}: {label}." if not moved else f"{said} in part. {moved[0]}"


def _is_as_left(connection: Connection, about: Subject, act: Act) -> bool:
    said = {name: value for name, value in act.after.items() if name not in subjects.FOLLOWING}
    return subjects.read(connection, about, said) == said


def _turn_import(tx: Transaction, about: Subject, done: Act) -> str:
    """A sentence about what was left, or "". Raises Refused where it is to be done again: the file is needed."""
    if done.before["state"] is not None:
        raise Refused(f"Choose {subjects.name_of(tx.connection, about)} again to read it in once more.")
    return take_back.take_back(tx, about.id)


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


def _is_taken_back(tx: Transaction, done: Act) -> bool:
    """Whether the newest thing said about it is that it was taken back."""
    uuid: str | None = done.uuid
    turns = -1
    while uuid is not None:
        turns += 1
        sql = "SELECT uuid FROM act WHERE undoes = ? ORDER BY id DESC LIMIT 1"
        uuid = tx.connection.exec_driver_sql(sql, (uuid,)).scalar()
    return turns % 2 == 1


def _step(batch: Sequence[Act]) -> Step:
    label = next((act.label for act in batch if act.label), "")
    return Step(batch[0].batch, label, from_micros(batch[-1].clock), batch[0].by)
