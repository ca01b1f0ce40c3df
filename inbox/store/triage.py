"""What is done with conversations: each an act that undo takes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from inbox.core.clock import from_micros, on_the_wall, to_micros
from inbox.core.errors import Refused
from inbox.core.model import By, Snooze
from inbox.store import acts, subjects
from inbox.store.transaction import Transaction
from inbox.store.whom import of_conversations

_NO_SNOOZE = {
    "snoozed_at": None,
    "snoozed_until_at": None,
    "snooze_wall": "",
    "snooze_zone": "",
    "snooze_or_answer": 1,
}
_NO_REMINDER = {"remind_at": None, "remind_until_at": None, "remind_wall": "", "remind_zone": ""}
_CALLED_OFF = _NO_SNOOZE | _NO_REMINDER
_UNREAD = "SELECT id FROM message WHERE conversation_id = ? AND direction = 'in' AND NOT is_read ORDER BY id"
_NEWEST_IN = """
SELECT id FROM message WHERE conversation_id = ? AND direction = 'in' AND +joined_to IS NULL
ORDER BY gone_at IS NOT NULL, sort_at DESC, id DESC LIMIT 1"""


def finish(tx: Transaction, ids: Sequence[int], *, by: By) -> None:
    _set(tx, "done", ids, done_fields(tx), "Done", by=by)


def done_fields(tx: Transaction) -> dict[str, Any]:
    return {"done_at": tx.now, "them_at": None, "reopened_at": None, **_CALLED_OFF}


def reopen(tx: Transaction, ids: Sequence[int]) -> None:
    _set(tx, "reopen", ids, {"reopened_at": tx.now, "them_at": None, **_CALLED_OFF}, "Waiting on you again")


def snooze(tx: Transaction, ids: Sequence[int], until: Snooze) -> None:
    """Raises Refused for a time that is over."""
    fields = snooze_fields(tx, until)
    _set(tx, "snooze", ids, fields, f"Snoozed until {_spoken(until, from_micros(tx.wall))}")


def snooze_fields(tx: Transaction, until: Snooze) -> dict[str, Any]:
    """Raises Refused for a time that is over."""
    return {
        "snoozed_at": tx.now,
        "snoozed_until_at": _to_come(tx, until),
        "snooze_wall": until.wall,
        "snooze_zone": until.zone,
        "snooze_or_answer": int(until.or_answer),
        "them_at": None,
        **_NO_REMINDER,
    }


def wait_for_them(tx: Transaction, ids: Sequence[int], remind: Snooze | None = None) -> None:
    """`remind`: back on top then, unless they answer first. Raises Refused for a time that is over."""
    fields = {"them_at": tx.now, "reopened_at": None, **_CALLED_OFF}
    label = "Waiting on them"
    if remind is not None:
        fields |= _reminder(tx, remind)
        label = f"{label}, reminder {_spoken(remind, from_micros(tx.wall))}"
    _set(tx, "them", ids, fields, label)


def remind(tx: Transaction, conversation: int, at: Snooze) -> None:
    """With an answer that was queued in this transaction: it waits on them. One step with the answer, and taken back
    with it. Raises Refused for a time that is over."""
    about = subjects.subject(tx, "conversation", conversation)
    acts.act(tx, "remind", about, {"them_at": None, **_NO_SNOOZE, **_reminder(tx, at)})


def _reminder(tx: Transaction, at: Snooze) -> dict[str, Any]:
    return {
        "remind_at": tx.now,
        "remind_until_at": _to_come(tx, at),
        "remind_wall": at.wall,
        "remind_zone": at.zone,
    }


def _to_come(tx: Transaction, until: Snooze) -> int:
    until_at = to_micros(until.until)
    if until_at <= tx.wall:
        raise Refused("That time is over. Choose a later one.")
    return until_at


def mute(tx: Transaction, ids: Sequence[int], *, muted: bool) -> None:
    _set(tx, "mute", ids, {"muted": int(muted)}, "Muted" if muted else "No longer muted")


def mark_read(tx: Transaction, conversation: int) -> None:
    """Logged, but no step of undo: reading is not handling."""
    for message in tx.connection.exec_driver_sql(_UNREAD, (conversation,)).scalars().all():
        acts.act(tx, "read", subjects.subject(tx, "message", message), {"is_read": 1})


def mark_unread(tx: Transaction, ids: Sequence[int]) -> None:
    """The newest message that somebody wrote in each."""
    label = _counted("Marked unread", ids)
    for conversation in ids:
        message = tx.connection.exec_driver_sql(_NEWEST_IN, (conversation,)).scalar()
        if message is not None:
            acts.act(tx, "unread", subjects.subject(tx, "message", message), {"is_read": 0}, label=label)
    _say(tx, label, ids)


def _set(tx: Transaction, verb: str, ids: Sequence[int], after: dict[str, Any], label: str, *, by: By = By.ME) -> None:
    label = _counted(label, ids)
    done = [acts.act(tx, verb, subjects.subject(tx, "conversation", id), after, label=label, by=by) for id in ids]
    if any(done):
        _say(tx, label, ids)


def _say(tx: Transaction, label: str, ids: Sequence[int]) -> None:
    tx.changed.sentence = f"{of_conversations(tx.connection, ids).after(label)}."


def _counted(label: str, ids: Sequence[int]) -> str:
    return label if len(ids) == 1 else f"{label} ({len(ids)})"


def _spoken(until: Snooze, now: datetime) -> str:
    """ "tomorrow 9:00": by the wall of the zone that the snooze was given in."""
    today = on_the_wall(now, until.zone).at.date()
    wall = on_the_wall(until.until, until.zone).at
    clock = f"{wall.hour}:{wall.minute:02}"
    days = (wall.date() - today) // timedelta(days=1)
    if days < 2:
        return f"{'tomorrow' if days == 1 else 'today'} {clock}"
    if days < 7:
        return f"{wall:%A} {clock}"
    return f"{wall.day} {wall:%b} {clock}" if wall.year == today.year else f"{wall.day} {wall:%b} {wall.year} {clock}"


def say_same(tx: Transaction, message: int, first: int | None) -> None:
    """`first`: the earlier message of the same conversation that it repeats; None: it does not. Raises KeyError for
    unknown ones."""
    about = subjects.subject(tx, "message", message)
    said = "no" if first is None else f"={json.loads(subjects.subject(tx, 'message', first).key)[-1]}"
    label = "Two messages are one" if first is not None else "Two messages stay two"
    acts.act(tx, "same", about, {"same_as": said}, label=label)
    tx.changed.sentence = f"{label}."
