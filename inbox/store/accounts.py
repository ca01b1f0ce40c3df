"""Places: added, changed, rested, removed (keeping or forgetting what was gathered)."""

from __future__ import annotations

import json
from datetime import datetime

from inbox.core.clock import to_micros
from inbox.core.errors import NotHere, Refused
from inbox.core.model import Can, Found, PlaceStatus
from inbox.store import acts, conversations, forgetting, homes, settling, subjects
from inbox.store.transaction import Transaction

_IS_ARCHIVE = "SELECT json_extract(settings, '$.archive') = 'yes' FROM account WHERE id = ?"
_FIND = "SELECT id FROM account WHERE network = ? AND canonical = ?"
_MAKE = """
INSERT INTO account (network, canonical, address, title, look, user, user_remote_id, can, waits_from_at, settings)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_UPDATE = """
UPDATE account SET address = ?, title = ?, look = ?, user = ?,
  user_remote_id = coalesce(nullif(?, ''), user_remote_id), can = ?, settings = ?,
  status = CASE WHEN paused THEN status ELSE 'fine' END, sentence = '', failures = 0, next_sync_at = NULL,
  removed_at = NULL WHERE id = ?"""
# Who was signed in last is kept when nobody is: what is still to leave was written as them.
_STOOD = """
SELECT look, settings, removed_at, user_remote_id, can FROM account WHERE id = ? AND forgotten_at IS NULL"""
_OPEN = """
SELECT count(*) FROM delivery WHERE account_id = ? AND state IN ('waiting', 'sending', 'unsure', 'needs_you')"""
_WROTE_AS_ME = """
SELECT DISTINCT i.id FROM identity i JOIN message m ON m.identity_id = i.id
WHERE m.account_id = ? AND m.direction = 'in' AND i.stable_id = ?"""
_NOTED = """
UPDATE account SET status = ?, sentence = ?, next_sync_at = ?, failures = ?,
  last_sync_at = CASE WHEN ? THEN ? ELSE last_sync_at END WHERE id = ? AND NOT paused AND removed_at IS NULL"""
_HELD = "SELECT DISTINCT conversation_id FROM message WHERE account_id = ? AND remote_state = 'held'"


def add(tx: Transaction, found: Found, *, waits_from: datetime | None) -> int:
    """A place that is there already, or was removed and kept, is brought up to date instead."""
    there = tx.connection.exec_driver_sql(_FIND, (found.network, found.canonical)).scalar()
    if there is not None:
        was_archive = tx.connection.exec_driver_sql(_IS_ARCHIVE, (there,)).scalar()
        update(tx, there, found)
        if was_archive and waits_from is not None:
            set_waits_from(tx, int(there), waits_from)
        return int(there)
    place = make(tx, found, waits_from)
    _record(tx, "add_place", place, was="", now="listened to")
    return place


def make(tx: Transaction, found: Found, waits_from: datetime | None) -> int:
    """A new place; whoever asks for it writes down why."""
    place = int(
        tx.connection.exec_driver_sql(
            _MAKE,
            (
                found.network,
                found.canonical,
                found.address,
                found.title,
                found.settings.get("look", found.network),
                found.signed_in_as,
                found.user_remote_id,
                int(found.can),
                None if waits_from is None else to_micros(waits_from),
                json.dumps(found.settings, ensure_ascii=False),
            ),
        ).scalar_one()
    )
    tx.changed.places.add(place)
    return place


def update(tx: Transaction, place: int, found: Found) -> None:
    """Raises KeyError for an unknown place, also one that is being forgotten."""
    row = tx.connection.exec_driver_sql(_STOOD, (place,)).first()
    if row is None:
        raise NotHere
    look, settings, removed_at, was, could = row
    settings = json.loads(settings) | found.settings
    if settings.pop("archive", ""):
        # What was only read in from a file is listened to from now on.
        tx.connection.exec_driver_sql("UPDATE account SET paused = 0 WHERE id = ?", (place,))
    tx.connection.exec_driver_sql(
        _UPDATE,
        (
            found.address,
            found.title,
            settings.get("look", look),
            found.signed_in_as,
            found.user_remote_id,
            int(found.can),
            json.dumps(settings, ensure_ascii=False),
            place,
        ),
    )
    if found.user_remote_id:
        for identity in tx.connection.exec_driver_sql(_WROTE_AS_ME, (place, found.user_remote_id)).scalars().all():
            homes.become_mine(tx, identity)
    if was and found.user_remote_id not in ("", was):
        settling.signed_in_as_another(tx, place)
    elif found.can & Can.REPLY:
        settling.signed_in(tx, place)
    _record(tx, "update_place", place, was="" if removed_at else "listened to", now="listened to")
    if removed_at is not None:
        conversations.touch_all_of(tx, place)
    elif Can.MODERATE in Can(could) ^ found.can:
        # Where conversations stand depends on nothing else of who is signed in.
        for conversation in tx.connection.exec_driver_sql(_HELD, (place,)).scalars().all():
            tx.touch_conversation(conversation)


def remove(tx: Transaction, place: int, *, forget: bool) -> None:
    """Raises Refused while something waits to be sent there. What is to be forgotten goes in slices, of which this is
    the first: `forgetting.go_on` has the next."""
    waiting = tx.connection.exec_driver_sql(_OPEN, (place,)).scalar_one()
    if waiting:
        what = "1 answer is" if waiting == 1 else f"{waiting} answers are"
        raise Refused(f"{what} still in the outbox for this place. Send or drop what waits there, then remove it.")
    _record(tx, "remove_place", place, was="listened to", now="forgotten" if forget else "kept")
    if forget:
        forgetting.mark(tx, place)
        forgetting.go_on(tx)
        return
    # Its passwords go too (`services/accounts`): nothing can be answered there until somebody signs in again.
    tx.connection.exec_driver_sql(
        "UPDATE account SET removed_at = ?, next_sync_at = NULL, user = '', can = ? WHERE id = ?",
        (tx.wall, int(Can.READ), place),
    )
    conversations.touch_all_of(tx, place)


def set_waits_from(tx: Transaction, place: int, when: datetime | None) -> None:
    at = None if when is None else to_micros(when)
    tx.connection.exec_driver_sql("UPDATE account SET waits_from_at = ? WHERE id = ?", (at, place))
    tx.changed.places.add(place)
    conversations.touch_all_of(tx, place)


def note_sync(
    tx: Transaction,
    place: int,
    status: PlaceStatus,
    sentence: str,
    *,
    next_at: datetime | None,
    failures: int,
    done: bool,
) -> None:
    """How the last look went; a new sentence is kept in the place's log. A place that was removed or paused while it
    was looked at stays as it is."""
    stood = tx.connection.exec_driver_sql("SELECT sentence, status FROM account WHERE id = ?", (place,)).first()
    before, was = ("", "") if stood is None else stood
    at = None if next_at is None else to_micros(next_at)
    noted = tx.connection.exec_driver_sql(_NOTED, (status.value, sentence, at, failures, int(done), tx.wall, place))
    if not noted.rowcount:
        return
    if sentence and sentence != before:
        log = "INSERT INTO place_log (account_id, at, sentence) VALUES (?, ?, ?)"
        tx.connection.exec_driver_sql(log, (place, tx.wall, sentence))
    if was == PlaceStatus.OFFLINE and status is PlaceStatus.FINE:
        settling.answers_again(tx, place)
    tx.changed.places.add(place)


def pause(tx: Transaction, place: int, *, paused: bool) -> None:
    """Raises Refused for a place that only archives are known of."""
    if tx.connection.exec_driver_sql(_IS_ARCHIVE, (place,)).scalar():
        raise Refused("This place was read in from a file: there is nothing to fetch. Add its address to listen to it.")
    status = PlaceStatus.PAUSED if paused else PlaceStatus.FINE
    tx.connection.exec_driver_sql(
        "UPDATE account SET paused = ?, status = ?, sentence = '', failures = 0, next_sync_at = NULL WHERE id = ?",
        (int(paused), status.value, place),
    )
    _record(tx, "pause", place, was="", now="paused" if paused else "listened to")


def cursors(tx: Transaction, place: int) -> dict[str, str]:
    rows = tx.connection.exec_driver_sql("SELECT stream, value FROM cursor WHERE account_id = ?", (place,))
    return {str(stream): str(value) for stream, value in rows}


def _record(tx: Transaction, verb: str, place: int, *, was: str, now: str) -> None:
    """Raises KeyError for an unknown place."""
    acts.record(tx, verb, subjects.subject(tx, "place", place), {"is": was}, {"is": now})
    tx.changed.places.add(place)
