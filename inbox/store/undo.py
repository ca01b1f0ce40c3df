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
from inbox.store.transaction import Transaction
from inbox.store.turning import GONE, is_as_left, is_taken_back, turn
from inbox.store.whom import whom

OFFERED = 100
"""Steps that may be taken back one after the other; the log keeps all of them."""

_LOOKED_AT = 10
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
        return GONE
    if about.kind == "delivery":
        state, verb = connection.exec_driver_sql("SELECT state, verb FROM delivery WHERE id = ?", (about.id,)).one()
        if state in (DeliveryState.SENDING, DeliveryState.UNSURE):
            return _MAY_BE_OUT
        return _WORDS_ARE_OUT if state == DeliveryState.SENT and verb == Verb.REPLY else ""
    if about.kind in ("place", "import") or is_as_left(connection, about, act):
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
    read_in = acts.of_import(tx.connection, wanted)
    if read_in is not None and not is_taken_back(tx, read_in):
        take_back.take_back(tx, read_in)
        return
    # What moved when a part was taken back may be as it was again.
    done = [act for act in acts.of_batch(tx.connection, wanted) if not is_taken_back(tx, act)]
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
        if about is None or about.kind != "conversation" or act.undoes or is_taken_back(tx, act):
            continue
        if is_as_left(tx.connection, about, act):
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
    imported = acts.of_import(tx.connection, step.batch)
    about = None if imported is None else subjects.find(tx.connection, imported.subject)
    if about is not None:
        raise Refused(f"Choose {subjects.name_of(tx.connection, about)} again to read it in once more.")
    _turn_round(tx, acts.of_batch(tx.connection, step.batch), REDO, "Again")


def _turn_round(tx: Transaction, done: Sequence[Act], verb: str, said: str) -> None:
    """Set every field back to what it was before, newest act first. What was emptied by the step is there again only
    after the rest of it was turned, and so comes last."""
    label = next((act.label for act in done if act.label), "")
    turned = 0
    moved: list[str] = []
    emptied = [act for act in done if act.by is By.APP and subjects.find(tx.connection, act.subject) is None]
    for act in (*(act for act in reversed(done) if act not in emptied), *emptied):
        why_not = turn(tx, act, verb=verb, label=label)
        if not why_not:
            turned += 1
        elif act not in emptied or subjects.find(tx.connection, act.subject) is not None:
            moved.append(why_not)
    if not turned:
        raise Refused(f"{moved[0]} Nothing was changed." if moved else "There is nothing to take back.")
    in_order = done if verb == UNDO else list(reversed(done))  # what took a step back stands the other way round
    about = whom(tx.connection, in_order).after(label, ", ")
    tx.changed.sentence = f"{said}: {about}." if not moved else f"{said} in part. {moved[0]}"


def _step(batch: Sequence[Act]) -> Step:
    label = next((act.label for act in batch if act.label), "")
    return Step(batch[0].batch, label, from_micros(batch[-1].clock), batch[0].by)
