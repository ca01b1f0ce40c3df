"""What the rules about people look at (`rules.between.Between`), gathered: bounded, however much was said."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from inbox.core.clock import from_micros
from inbox.core.model import Stage
from inbox.core.relation import Door, Facts
from inbox.rules.between import Between, Exchange, Gift, Promised, Received, Talk, Way
from inbox.rules.stages import STAGES
from inbox.store import subjects
from inbox.store.tables import COUNTED_IN, COUNTED_OUT
from inbox.store.transaction import Transaction

_SHOWN = 5
"""Newest exchanges that prove what was counted."""
_KIND_WITHIN = 200
"""Newest messages of theirs among which kind words are looked for."""
_DAY = 86_400_000_000


def _rows(columns: str, sql: str) -> str:
    """A column that holds the rows of a question about identity `i` as JSON."""
    return f"(SELECT json_group_array(json_array({columns})) FROM ({sql}))"


_MESSAGE = "sort_at, id, conversation_id"
_IN = f"""
SELECT sort_at, id, conversation_id FROM message INDEXED BY ix_message_counted_in
WHERE identity_id = i.id AND {COUNTED_IN}"""
_OUT = f"""
SELECT sort_at, id, conversation_id FROM message INDEXED BY ix_message_counted_out
WHERE to_identity_id = i.id AND {COUNTED_OUT}"""
_LATELY = f"{_IN} AND kind != 'pingback' ORDER BY sort_at DESC"
_APART = f"""
SELECT max(sort_at) AS sort_at, id, conversation_id FROM message INDEXED BY ix_message_counted_in
WHERE identity_id = i.id AND sort_at > :since AND {COUNTED_IN} AND kind != 'pingback'
GROUP BY conversation_id ORDER BY 1 DESC LIMIT :conversations"""
_KIND = f"""
SELECT sort_at, id, conversation_id FROM ({_LATELY} LIMIT {_KIND_WITHIN})
WHERE EXISTS (SELECT 1 FROM noticed n WHERE n.message_id = id AND n.what = 'kind') ORDER BY sort_at DESC LIMIT 1"""
_EXCHANGE = "at, asked_id, message_id, conversation_id"
_EXCHANGED = f"SELECT {_EXCHANGE} FROM turn INDEXED BY ix_turn_identity WHERE identity_id = i.id"
_REACTIONS = """
SELECT created_at AS at, NULL AS id FROM reaction INDEXED BY ix_reaction_identity_at
WHERE identity_id = i.id AND kind != 'follow' ORDER BY created_at DESC LIMIT :gifts"""
_LINKS = f"SELECT sort_at AS at, id FROM ({_IN} AND kind = 'pingback' ORDER BY sort_at DESC LIMIT :gifts)"
_QUESTION = """
SELECT coalesce(waiting_since_at, newest_at) AS sort_at, newest_in_id AS id, id AS conversation_id, worth
FROM conversation c INDEXED BY ix_conversation_waits
WHERE c.counterpart_id = i.id AND c.state = 'waiting' AND c.reasons LIKE '%["question",%' AND c.newest_in_id IS NOT NULL
ORDER BY c.worth DESC LIMIT 1"""
_COLUMNS = (
    _rows(_MESSAGE, f"{_IN} ORDER BY sort_at LIMIT 1"),
    _rows(_MESSAGE, f"{_OUT} ORDER BY sort_at LIMIT 1"),
    _rows(_MESSAGE, f"{_LATELY} LIMIT :messages"),
    _rows(_MESSAGE, _APART),
    _rows(_MESSAGE, f"{_IN} AND kind IN ('message', 'email') ORDER BY sort_at DESC LIMIT 1"),
    _rows(_MESSAGE, f"{_OUT} AND kind IN ('message', 'email') ORDER BY sort_at DESC LIMIT 1"),
    _rows(_MESSAGE, _KIND),
    _rows(f"{_MESSAGE}, worth", _QUESTION),
    _rows(_EXCHANGE, f"{_EXCHANGED} AND n % 2 = 0 ORDER BY at LIMIT :exchanges"),
    _rows(_EXCHANGE, f"{_EXCHANGED} AND n = 2 ORDER BY at LIMIT :conversations"),
    _rows(_EXCHANGE, f"{_EXCHANGED} AND n % 2 = 0 ORDER BY at DESC LIMIT {_SHOWN}"),
    _rows("at, id", _REACTIONS),
    _rows("at, id", _LINKS),
)
# Read as one piece of JSON: thirteen pieces took three times as long.
_SEEN = f"""
SELECT i.id, '[' || {" || ',' || ".join(_COLUMNS)} || ']'
FROM identity i WHERE i.id IN (SELECT value FROM json_each(:ids))"""
_TALKS = """
SELECT identity_id, at, how, words != '' FROM contact WHERE identity_id IN (SELECT value FROM json_each(?))"""
_PROMISES = """
SELECT identity_id, words, due_at, message_key, made_at FROM promise
WHERE identity_id IN (SELECT value FROM json_each(?)) AND state = 'open'"""
_TURNED_DOWN = """
SELECT identity_id, what, until_at FROM turned_down WHERE identity_id IN (SELECT value FROM json_each(?))
UNION ALL SELECT NULL, what, until_at FROM turned_down WHERE identity_id IS NULL"""
_WHERE = "SELECT conversation_id FROM message WHERE id = ?"


class Member(NamedTuple):
    """An identity of a person, as `person_standing` reads it."""

    root: int
    id: int
    name: str
    name_key: str
    is_me: int
    is_bot: int
    ignored: int
    starred: int
    stage: str
    is_somebody: int
    waiting: int
    worth: int | None
    stage_by_hand: str
    stage_set_at: int | None
    do_not_contact: int
    thanked_at: int | None
    email: str
    email_is_claim: int
    profile_url: str
    site_url: str
    linked_at: int
    """When the newest link to another of their identities was made; 0 without."""


class _Seen(NamedTuple):
    """Of one identity, each as rows. Order of `_SEEN`."""

    first_in: list[Any]
    first_out: list[Any]
    lately: list[Any]
    apart: list[Any]
    private_in: list[Any]
    private_out: list[Any]
    kind: list[Any]
    question: list[Any]
    first_exchanges: list[Any]
    first_in_conversation: list[Any]
    last_exchanges: list[Any]
    reactions: list[Any]
    links: list[Any]


@dataclass(slots=True)
class Gathered:
    """Of many people, by identity: what is found in messages, and rows that acts made."""

    seen: dict[int, _Seen] = field(default_factory=dict)

    talks: dict[int, list[Talk]] = field(default_factory=lambda: defaultdict(list))
    promises: dict[int, list[tuple[int, int, Promised]]] = field(default_factory=lambda: defaultdict(list))
    turned_down: dict[int | None, list[tuple[str, int | None]]] = field(default_factory=lambda: defaultdict(list))


def gather(tx: Transaction, members: Iterable[Member]) -> Gathered:
    """The same few questions, however many people it is about."""
    limits = tx.thresholds
    ids = json.dumps([one.id for one in members])
    asked = {
        "ids": ids,
        "messages": limits.coming_back_messages,
        "since": tx.wall - limits.coming_back_days * _DAY,
        "conversations": max(limits.coming_back_conversations, limits.regular_conversations),
        "exchanges": max(limits.acquaintance_exchanges, limits.regular_exchanges),
        "gifts": limits.supporter_gifts,
    }
    found = Gathered()
    for id, columns in tx.connection.exec_driver_sql(_SEEN, asked):
        found.seen[id] = _Seen(*json.loads(columns))
    for identity, at, how, has_words in tx.connection.exec_driver_sql(_TALKS, (ids,)):
        found.talks[identity].append(Talk(from_micros(at), how, bool(has_words)))
    for identity, words, due, key, made in tx.connection.exec_driver_sql(_PROMISES, (ids,)).all():
        message = subjects.find(tx.connection, key) if key else None
        where = None if message is None else tx.connection.exec_driver_sql(_WHERE, (message.id,)).scalar()
        promised = Promised(
            words, None if due is None else from_micros(due), None if message is None else message.id, where
        )
        found.promises[identity].append((2**62 if due is None else due, made, promised))
    for identity, what, until in tx.connection.exec_driver_sql(_TURNED_DOWN, (ids,)):
        if until is None or until > tx.wall:
            found.turned_down[identity].append((what, until))
    return found


def is_listed(members: Sequence[Member]) -> bool:
    """Neither me, nor a robot, nor ignored; somebody who did not only leave spam."""
    return not any(one.is_me or one.is_bot or one.ignored for one in members) and any(
        one.is_somebody for one in members
    )


def between(tx: Transaction, members: Sequence[Member], facts: Facts, rows: Gathered) -> Between:
    ids = [one.id for one in members]
    seen = [rows.seen[id] for id in ids]
    by_hand, set_at = _by_hand(members)
    talks = sorted((talk for id in ids for talk in rows.talks[id]), key=lambda talk: talk.at, reverse=True)
    promises = sorted((one for id in ids for one in rows.promises[id]), key=lambda one: one[:2])
    refused = [*rows.turned_down[None], *(one for id in ids for one in rows.turned_down[id])]
    ends = [until for _, until in refused if until is not None]
    elsewhere = [Exchange(talk.at) for talk in talks]
    received = sorted({_received(row) for one in seen for row in (*one.lately, *one.apart)}, key=_when, reverse=True)
    first = min((_received(row) for one in seen for row in (*one.first_in, *one.first_out)), key=_when, default=None)
    gifts = sorted((row for one in seen for row in (*one.reactions, *one.links)), key=lambda row: row[0], reverse=True)
    was_thanked = any(one.thanked_at for one in members)
    asked = max((row for one in seen for row in one.question), key=lambda row: row[3], default=None)
    return Between(
        now=from_micros(tx.wall),
        facts=facts,
        is_somebody=is_listed(members),
        starred=any(one.starred for one in members),
        do_not_contact=any(one.do_not_contact for one in members),
        stage_by_hand=by_hand,
        stage_set_at=set_at,
        first_said=first,
        first_exchanges=_oldest((row for one in seen for row in one.first_exchanges), elsewhere),
        first_in_conversation=_oldest((row for one in seen for row in one.first_in_conversation), elsewhere),
        last_exchanges=_oldest((row for one in seen for row in one.last_exchanges), ())[::-1][:_SHOWN],
        received=tuple(received),
        gifts=tuple(Gift(from_micros(at), message) for at, message in gifts),
        private=_both_ways(seen),
        talks=tuple(talks),
        promises=tuple(promised for *_, promised in promises),
        question=None if asked is None else _received(asked[:3]),
        kind=_newest(row for one in seen for row in one.kind),
        was_thanked=was_thanked,
        ways=_ways(members),
        conversation=next((one.conversation for one in (*received, first) if one and one.conversation), None),
        turned_down=frozenset(what for what, _ in refused),
        turned_down_until=from_micros(min(ends)) if ends else None,
    )


def _both_ways(seen: Sequence[_Seen]) -> tuple[Received, ...]:
    theirs = _newest(row for one in seen for row in one.private_in)
    mine = _newest(row for one in seen for row in one.private_out)
    return tuple(sorted((theirs, mine), key=_when, reverse=True)) if theirs and mine else ()


def _newest(rows: Iterable[Any]) -> Received | None:
    return max(map(_received, rows), key=_when, default=None)


def _when(one: Received) -> tuple[datetime, int]:
    return one.at, one.message


def _received(row: Any) -> Received:
    at, message, conversation = row
    return Received(from_micros(at), message, conversation)


def _oldest(rows: Iterable[Any], elsewhere: Sequence[Exchange]) -> tuple[Exchange, ...]:
    several = [Exchange(from_micros(at), *rest) for at, *rest in rows]
    return tuple(sorted([*several, *elsewhere], key=lambda one: (one.at, one.answered or 0)))


def _by_hand(members: Sequence[Member]) -> tuple[Stage | None, Any]:
    """What was said of the person since they are one, and when; else the highest that was set on one of their
    identities. So nothing that was set on one is overwritten, and parting gives it back."""
    linked_at = max(one.linked_at for one in members)
    said = [one for one in members if one.stage_set_at is not None and one.stage_set_at >= linked_at > 0]
    if said:
        last = max(said, key=lambda one: one.stage_set_at or 0)
        return (Stage(last.stage_by_hand), from_micros(last.stage_set_at or 0)) if last.stage_by_hand else (None, None)
    several = [(STAGES.index(Stage(one.stage_by_hand)), one.stage_set_at or 0) for one in members if one.stage_by_hand]
    if not several:
        return None, None
    rank, at = max(several)
    return STAGES[rank], from_micros(at)


def _ways(members: Sequence[Member]) -> tuple[Way, ...]:
    mails = sorted((one for one in members if one.email), key=lambda one: one.email_is_claim)
    pages = [one.profile_url or one.site_url for one in members if one.profile_url or one.site_url]
    return (
        *(Way(Door.EMAIL, one.email, bool(one.email_is_claim)) for one in mails),
        *(Way(Door.PROFILE, page) for page in pages),
    )
