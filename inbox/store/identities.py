"""Who wrote: known by the stable key, else somebody new, a person by themselves (decision 3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inbox.core.fetched import FetchedIdentity
from inbox.core.lookup import name_key
from inbox.core.text import clean_name
from inbox.store import homes, names, search
from inbox.store.ids import sound
from inbox.store.subjects import touch_identity
from inbox.store.transaction import Transaction

Key = tuple[str, str]
"""(instance, stable id), within one network."""

_FIELDS = (
    "handle",
    "name",
    "avatar_url",
    "profile_url",
    "site_url",
    "bio",
    "email",
    "email_hash",
    "email_is_claim",
    "is_bot",
    "is_me_there",
    "links",
    "verified_links",
    "moved_to",
)
# As they call themselves, which may not be what they are called here (`store/names.py`).
_THERE = ", ".join("iif(own_name = '', name, own_name)" if name == "name" else name for name in _FIELDS)
_FIND = f"""
SELECT id, instance, stable_id, last_seen_at, claimed, name, {_THERE} FROM identity
WHERE network = ? AND stable_id IN (SELECT value FROM json_each(?))"""
_INSERT = f"""
INSERT INTO identity (id, person, network, look, instance, stable_id, name_key, is_me, {", ".join(_FIELDS)})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, {", ".join("?" * len(_FIELDS))})"""

_OFFSET = """
UPDATE identity SET utc_offset = ?, utc_offset_at = ? WHERE id = ? AND coalesce(utc_offset_at, 0) <= ?"""


@dataclass(frozen=True, slots=True)
class Known:
    id: int
    is_me: bool
    who: str
    """How they stand in the search index."""


def key_of(fetched: FetchedIdentity) -> Key:
    return fetched.instance, fetched.stable_id


def take(
    tx: Transaction, network: str, look: str, shown: Mapping[Key, tuple[FetchedIdentity, int]]
) -> dict[Key, Known]:
    """`shown`: how each looked last, and when that was (micros). What is known to be newer than that stays."""
    wanted = json.dumps(sorted({stable_id for _, stable_id in shown}))
    rows = {(row[1], row[2]): row for row in tx.connection.exec_driver_sql(_FIND, (network, wanted))}
    known = _make(tx, network, look, {key: fetched for key, (fetched, _) in shown.items() if key not in rows})
    offsets = list[tuple[int, int, Key]]()
    for key, (fetched, at) in shown.items():
        if fetched.utc_offset is not None:
            offsets.append((fetched.utc_offset, at, key))
        row = rows.get(key)
        if row is None:
            continue
        id, _, _, last_seen, claimed, shown_as, *values = row
        was = dict(zip(_FIELDS, values, strict=True))
        now = _merged(was, fetched, is_newer=last_seen is None or at >= last_seen)
        if now != was:
            shown_as = _update(tx, id, shown_as, was, now)
        is_me = bool(claimed or now["is_me_there"])
        known[key] = Known(id, is_me, search.who(shown_as, now["handle"]))
    for offset, at, key in offsets:
        tx.connection.exec_driver_sql(_OFFSET, (offset, at, known[key].id, at))
    return known


def _make(tx: Transaction, network: str, look: str, new: Mapping[Key, FetchedIdentity]) -> dict[Key, Known]:
    if not new:
        return {}
    made: dict[Key, Known] = {}
    inserted: list[tuple[Any, ...]] = []
    for id, (key, fetched) in enumerate(new.items(), tx.next_id("identity")):
        values = _values(fetched)
        name = name_key(values["name"])
        inserted.append((id, id, network, look, *key, name, int(fetched.is_me), *(values[field] for field in _FIELDS)))
        made[key] = Known(id, fetched.is_me, search.who(values["name"], values["handle"]))
    tx.connection.exec_driver_sql(_INSERT, inserted)
    return made


def _values(fetched: FetchedIdentity) -> dict[str, Any]:
    given: dict[str, str | bool] = {
        "handle": fetched.handle,
        "name": clean_name(fetched.name),
        "avatar_url": fetched.avatar_url,
        "profile_url": fetched.profile_url,
        "site_url": fetched.site_url,
        "bio": fetched.bio,
        "email": fetched.email,
        "email_hash": fetched.email_hash,
        "email_is_claim": fetched.email_is_claim,
        "is_bot": fetched.is_bot,
        "is_me_there": fetched.is_me,
        "links": "\n".join(fetched.links),
        "verified_links": "\n".join(fetched.verified_links),
        "moved_to": fetched.moved_to,
    }
    return {name: sound(value) if isinstance(value, str) else int(value) for name, value in given.items()}


def _merged(was: dict[str, Any], fetched: FetchedIdentity, *, is_newer: bool) -> dict[str, Any]:
    """What is empty now was only not shown to us; "me" is never unlearned by looking."""
    now = dict(was)
    for name, value in _values(fetched).items():
        if (is_newer and value != "") or was[name] == "":
            now[name] = value
    now["is_me_there"] = int(was["is_me_there"] or fetched.is_me)
    if not fetched.email:
        now["email_is_claim"] = was["email_is_claim"]
    return now


def _update(tx: Transaction, id: int, shown_as: str, was: dict[str, Any], now: dict[str, Any]) -> str:
    """Returns the name they are shown by from now on."""
    others = [name for name in _FIELDS if name != "name"]
    settings = ", ".join(f"{name} = ?" for name in others)
    tx.connection.exec_driver_sql(
        f"UPDATE identity SET {settings}, keyed = 0 WHERE id = ?", (*(now[name] for name in others), id)
    )
    tx.touch_person(id)
    if was["handle"] != now["handle"]:
        who = search.who(shown_as, was["handle"]), search.who(shown_as, now["handle"])
        search.renamed(tx.connection, id, *who)
        touch_identity(tx, id)
    if was["name"] != now["name"]:
        names.they_call_themselves(tx, id, now["name"])
        shown_as = str(tx.connection.exec_driver_sql("SELECT name FROM identity WHERE id = ?", (id,)).scalar_one())
    if now["is_me_there"] and not was["is_me_there"]:
        homes.become_mine(tx, id)
    return shown_as
