"""What an act is about, named by its stable key: how it is found here, read, and set.

A key is a JSON list that starts with the kind of thing. It means the same on another machine (decision 6).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from inbox.core.errors import NotHere
from inbox.core.lookup import name_key
from inbox.core.views import SPLITS_OF
from inbox.rules import thresholds
from inbox.store import act_rows, doubles, due, people_links
from inbox.store.act_rows import ROWS, Fields, Shows
from inbox.store.transaction import Transaction

CONVERSATION = {
    "done_at": None,
    "them_at": None,
    "reopened_at": None,
    "snoozed_at": None,
    "snoozed_until_at": None,
    "snooze_wall": "",
    "snooze_zone": "",
    "snooze_or_answer": 1,
    "remind_at": None,
    "remind_until_at": None,
    "remind_wall": "",
    "remind_zone": "",
    "muted": 0,
    "split": "",
    "silent": 0,
}
"""The fields of a conversation that acts set, and what they are without any act."""
FOLLOWING = ("snoozed_until_at", "remind_until_at")
"""Fields that follow from others of the same act and from where the computer is (`store/walls.py`)."""
IDENTITY = {
    "starred": 0,
    "ignored": 0,
    "claimed": 0,
    "do_not_contact": 0,
    "stage_by_hand": "",
    "stage_set_at": None,
    "zone": "",
    "intention": "",
    "keeps_pictures": 0,
    "called": "",
    "called_at": None,
}
MESSAGE = {"is_read": 0, "same_as": ""}
SETTINGS = (SPLITS_OF, thresholds.SETTING)
"""Settings that begin so are set by acts; no others are."""
_FIELDS = uuid.UUID("6d7c2f0e-4b0a-4e55-9f0c-6a7d9b1c5e21")
_COLUMNS = {"conversation": tuple(CONVERSATION), "identity": tuple(IDENTITY), "message": tuple(MESSAGE)}

_KEY_OF = {
    "conversation": """
SELECT a.network, a.canonical, t.root, i.network, i.instance, i.stable_id FROM conversation c
JOIN account a ON a.id = c.account_id JOIN thread t ON t.id = c.thread_id JOIN identity i ON i.id = c.counterpart_id
WHERE c.id = ?""",
    "identity": "SELECT network, instance, stable_id FROM identity WHERE id = ?",
    "message": """
SELECT a.network, a.canonical, m.kind_space, m.remote_id FROM message m JOIN account a ON a.id = m.account_id
WHERE m.id = ?""",
    "place": "SELECT network, canonical FROM account WHERE id = ?",
    "import": "SELECT uuid FROM import_run WHERE id = ?",
    "delivery": "SELECT key FROM delivery WHERE id = ?",
    "note": """
SELECT n.uuid, i.network, i.instance, i.stable_id FROM note n JOIN identity i ON i.id = n.identity_id WHERE n.id = ?""",
} | {kind: f"SELECT uuid FROM {rows.table} WHERE id = ?" for kind, rows in ROWS.items()}
_IDENTITY = "SELECT id FROM identity WHERE network = ? AND instance = ? AND stable_id = ?"
_ALL_OF_THEIRS = """
SELECT DISTINCT c.id FROM identity i JOIN identity j ON j.person = i.person
JOIN conversation c ON c.counterpart_id = j.id WHERE i.id IN (SELECT value FROM json_each(?))"""
_FIND = {
    "conversation": """
SELECT c.id FROM account a JOIN conversation c ON c.thread_id = coalesce(
  (SELECT id FROM thread WHERE account_id = a.id AND root = ?3),
  (SELECT thread_id FROM thread_alias WHERE account_id = a.id AND root = ?3))
JOIN identity i ON i.id = c.counterpart_id AND i.network = ?4 AND i.instance = ?5 AND i.stable_id = ?6
WHERE a.network = ?1 AND a.canonical = ?2""",
    "identity": _IDENTITY,
    "message": """
SELECT m.id FROM account a JOIN message m ON m.account_id = a.id AND m.kind_space = ?3 AND m.remote_id = ?4
WHERE a.network = ?1 AND a.canonical = ?2""",
    "place": "SELECT id FROM account WHERE network = ? AND canonical = ?",
    "import": "SELECT id FROM import_run WHERE uuid = ?",
    "delivery": "SELECT id FROM delivery WHERE key = ?",
    # A note that was removed can be put back, so its subject is found by the person it is about.
    "note": "SELECT id FROM identity WHERE ?1 != '' AND network = ?2 AND instance = ?3 AND stable_id = ?4",
    "setting": "SELECT 0 WHERE ? != ''",
} | {kind: f"SELECT coalesce((SELECT id FROM {rows.table} WHERE uuid = ?), 0)" for kind, rows in ROWS.items()}


@dataclass(frozen=True, slots=True)
class Subject:
    """`id` is the local id of the row; of the identity for a note; 0 for what is not there (yet), or has none."""

    kind: str
    key: str
    id: int


def subject(tx: Transaction, kind: str, id: int) -> Subject:
    """Raises KeyError for an unknown id."""
    parts = tx.connection.exec_driver_sql(_KEY_OF[kind], (id,)).first()
    if parts is None:
        raise NotHere
    return Subject(kind, _json([kind, *parts]), id)


def of_identity(network: str, instance: str, stable_id: str, id: int) -> Subject:
    """Of somebody whose key is known."""
    return Subject("identity", _json(["identity", network, instance, stable_id]), id)


def as_value(about: Subject) -> str:
    """How the log names an identity in a row's values (`act_rows`)."""
    return _json(json.loads(about.key)[1:])


def field_of(who: Subject, name: str) -> Subject:
    """A field of one's own, which need not exist yet. It is named by whom it is about and what it is called, so that
    one put back is the same one."""
    return new_row("field", str(uuid.uuid5(_FIELDS, json.dumps([as_value(who), name_key(name)]))))


def note_about(tx: Transaction, id: str, identity: int) -> Subject:
    """A note that need not exist yet."""
    return note_of(subject(tx, "identity", identity), id)


def note_of(about: Subject, id: str) -> Subject:
    """A note, which need not exist yet, about an identity."""
    return Subject("note", _json(["note", id, *json.loads(about.key)[1:]]), about.id)


def new_row(kind: str, id: str) -> Subject:
    """A row that need not exist yet (`act_rows.ROWS`)."""
    return Subject(kind, _json([kind, id]), 0)


def message_key(network: str, canonical: str, kind_space: str, remote_id: str) -> str:
    """The stable key of a message, from its parts."""
    return _json(["message", network, canonical, kind_space, remote_id])


def setting(key: str) -> Subject:
    """One of the settings that acts set."""
    return Subject("setting", _json(["setting", key]), 0)


def find(connection: Connection, key: str) -> Subject | None:
    """None where it is not here (any more)."""
    kind, *parts = json.loads(key)
    id = connection.exec_driver_sql(_FIND[kind], tuple(parts)).scalar()
    return None if id is None else Subject(kind, key, int(id))


def read(connection: Connection, about: Subject, fields: Iterable[str]) -> Fields:
    """The values of these fields now; None for a note that is not there."""
    names = list(fields)
    if about.kind == "note":
        row = connection.exec_driver_sql("SELECT text, made_at FROM note WHERE uuid = ?", (uuid_of(about),)).first()
        return dict(zip(("text", "made_at"), row or (None, None), strict=True))
    if about.kind in ROWS:
        _known(about.kind, names)
        return act_rows.read(connection, about.kind, uuid_of(about), names)
    if about.kind == "setting":
        sql = "SELECT value FROM setting WHERE key = ?"
        return {"value": connection.exec_driver_sql(sql, (_key_of_setting(about),)).scalar()}
    if names == ["tags"]:
        rows = connection.exec_driver_sql("SELECT tag FROM tag WHERE identity_id = ? ORDER BY tag", (about.id,))
        return {"tags": list(rows.scalars())}
    _known(about.kind, names)
    row = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {about.kind} WHERE id = ?", (about.id,)).one()
    return dict(zip(names, row, strict=True))


def is_possible(connection: Connection, about: Subject, values: Mapping[str, Any]) -> bool:
    """False where whom the values name is not here (any more): a row about them cannot be made again."""
    return about.kind not in ROWS or act_rows.names_who_is_here(connection, about.kind, values)


def apply(tx: Transaction, about: Subject, values: Mapping[str, Any]) -> None:
    """Set fields, and mark everything that shows them."""
    if about.kind == "note":
        _apply_note(tx, about, values)
    elif about.kind in ROWS:
        _apply_row(tx, about, values)
    elif about.kind == "setting":
        _apply_setting(tx, about, values["value"])
    elif "tags" in values:
        tx.connection.exec_driver_sql("DELETE FROM tag WHERE identity_id = ?", (about.id,))
        if values["tags"]:
            rows = [(about.id, tag) for tag in values["tags"]]
            tx.connection.exec_driver_sql("INSERT INTO tag (identity_id, tag) VALUES (?, ?)", rows)
    else:
        _known(about.kind, values)
        if "snoozed_until_at" in values:
            sql = "SELECT snoozed_until_at FROM conversation WHERE id = ?"
            tx.was_to_wake.setdefault(about.id, tx.connection.exec_driver_sql(sql, (about.id,)).scalar())
        settings = ", ".join(f"{name} = ?" for name in values)
        tx.connection.exec_driver_sql(f"UPDATE {about.kind} SET {settings} WHERE id = ?", (*values.values(), about.id))
        if "claimed" in values:
            _follow_who_is_me(tx, about.id)
        if "called" in values:
            _follow_names(tx, [about.id])
    _mark(tx, about, values)


def touch_identity(tx: Transaction, *identities: int) -> None:
    """Everything of these people is to be looked at again: their conversations, on every network."""
    for identity in identities:
        tx.touch_person(identity)
    for conversation in tx.connection.exec_driver_sql(_ALL_OF_THEIRS, (json.dumps(identities),)).scalars():
        tx.touch_conversation(conversation)


def name_of(connection: Connection, about: Subject) -> str:
    """Whom or what it is about, for a sentence."""
    sql = {
        "conversation": "SELECT i.name FROM conversation c JOIN identity i ON i.id = c.counterpart_id WHERE c.id = ?",
        "message": "SELECT i.name FROM message m JOIN identity i ON i.id = m.identity_id WHERE m.id = ?",
        "place": "SELECT title FROM account WHERE id = ?",
        "import": "SELECT file FROM import_run WHERE id = ?",
        **{kind: _name_of_row(kind) for kind in ROWS},
        "setting": f"SELECT '{_name_of_setting(about)}' WHERE 0 = ?",
        "delivery": "SELECT i.name FROM delivery d JOIN message m ON m.id = d.target_id"
        " JOIN identity i ON i.id = m.identity_id WHERE d.id = ?",
    }.get(about.kind, "SELECT name FROM identity WHERE id = ?")
    return str(connection.exec_driver_sql(sql, (about.id,)).scalar() or "This")


def _name_of_setting(about: Subject) -> str:
    return "What counts" if about.kind == "setting" and uuid_of(about).startswith(thresholds.SETTING) else "The splits"


def _name_of_row(kind: str) -> str:
    rows = ROWS[kind]
    if rows.identities:
        return f"SELECT i.name FROM {rows.table} r JOIN identity i ON i.id = r.{rows.identities[0]} WHERE r.id = ?"
    named = "name" if "name" in rows.columns else "'The thread'"
    return f"SELECT {named} FROM {rows.table} WHERE id = ?"


def _apply_note(tx: Transaction, about: Subject, values: Mapping[str, Any]) -> None:
    id = uuid_of(about)
    if values["text"] is None:
        tx.connection.exec_driver_sql("DELETE FROM note WHERE uuid = ?", (id,))
        return
    tx.connection.exec_driver_sql(
        "INSERT INTO note (uuid, identity_id, text, made_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (uuid) DO UPDATE SET text = excluded.text",
        (id, about.id, values["text"], values["made_at"]),
    )


def _apply_row(tx: Transaction, about: Subject, values: Mapping[str, Any]) -> None:
    _known(about.kind, values)
    ids, identities = act_rows.apply(tx.connection, about.kind, uuid_of(about), values)
    shows = ROWS[about.kind].shows
    if shows is Shows.PEOPLE:
        if about.kind == "turned_down" and not identities:
            due.people(tx)
        if about.kind == "link":
            identities = people_links.follow(tx, identities)
            _follow_names(tx, identities)
        touch_identity(tx, *identities)
    else:
        marked: set[int] = {
            Shows.VIEWS: tx.changed.views,
            Shows.RULES: tx.changed.rules,
            Shows.SEGMENTS: tx.changed.segments,
            Shows.THREADS: tx.changed.threads,
        }[shows]
        marked.update(ids)


def _apply_setting(tx: Transaction, about: Subject, value: str | None) -> None:
    key = _key_of_setting(about)
    tx.connection.exec_driver_sql("DELETE FROM setting WHERE key = ?", (key,))
    if value is not None:
        tx.connection.exec_driver_sql("INSERT INTO setting (key, value) VALUES (?, ?)", (key, value))
    tx.changed.settings.add(key)
    if key.startswith(thresholds.SETTING):
        tx.forget_thresholds()
        due.begin_for(tx, {key.removeprefix(thresholds.SETTING)})


def _key_of_setting(about: Subject) -> str:
    key = uuid_of(about)
    if not key.startswith(SETTINGS):
        raise KeyError(f"acts do not set {key}")
    return key


def _follow_who_is_me(tx: Transaction, identity: int) -> None:
    from inbox.store import homes  # which marks people by `touch_identity`

    homes.follow_who_is_me(tx, identity)


def _follow_names(tx: Transaction, identities: Iterable[int]) -> None:
    from inbox.store import names  # which marks people by `touch_identity`

    names.follow(tx, set(identities))


def _mark(tx: Transaction, about: Subject, fields: Iterable[str]) -> None:
    if about.kind == "conversation":
        tx.touch_conversation(about.id)
    elif about.kind == "message":
        sql = "SELECT conversation_id, identity_id FROM message WHERE id = ?"
        conversation, identity = tx.connection.exec_driver_sql(sql, (about.id,)).one()
        tx.touch_conversation(conversation)
        if conversation is not None and "same_as" in fields:
            doubles.join(tx, [conversation])
            tx.touch_person(identity)
    elif about.kind in ("identity", "note"):
        touch_identity(tx, about.id)


def _known(kind: str, names: Iterable[str]) -> None:
    """Names come out of the log, which another machine may have written: they never reach SQL unseen."""
    known = ROWS[kind].columns if kind in ROWS else _COLUMNS.get(kind, ())
    unknown = set(names) - set(known)
    if unknown:
        raise KeyError(f"{kind} has no {sorted(unknown)} that an act could set")


def uuid_of(about: Subject) -> str:
    """Of what is named by one; of a setting its key."""
    return str(json.loads(about.key)[1])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
