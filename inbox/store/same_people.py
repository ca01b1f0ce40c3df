"""Who may be one person: the keys identities are found by, suggestions with their clues, and the answers to them.

Candidates come from an index of keys, never from comparing everybody with everybody. What is suggested is derived when
it is asked for, so that it is always true of now.
"""

from __future__ import annotations

import json
import tomllib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from inbox.core.sameness import Answer, Clue, IdentityFacts, KeyKind, Side, Suggestion
from inbox.rules import same_person
from inbox.rules.same_person import MOST_SHARING, SharedHosts
from inbox.store import act_rows, acts, subjects
from inbox.store.histories import persons
from inbox.store.transaction import Transaction

_KEYED_AT_ONCE = 400
"""With a batch that comes in; in between, a smaller part of those that were here before there were keys:"""
_KEYED_IN_BETWEEN = 100
_MOST_PAIRS = 24
"""Identities of two people that are compared at most."""
_FACTS = """
SELECT id, look, instance, handle, iif(own_name = '', name, own_name), profile_url, site_url, bio, email,
  email_is_claim, email_hash, links, verified_links, moved_to
FROM identity WHERE id IN (SELECT value FROM json_each(?))"""
_NOT_KEYED = "SELECT id FROM identity WHERE keyed = 0 ORDER BY id LIMIT ?"
_LOOKED_AT = "SELECT page, links FROM website_look WHERE page IN (SELECT value FROM json_each(?))"
_KEEP_LOOK = """
INSERT INTO website_look (page, links, looked_at) VALUES (?, ?, ?)
ON CONFLICT (page) DO UPDATE SET links = excluded.links, looked_at = excluded.looked_at"""
_KEYS = "SELECT kind, key FROM identity_key WHERE identity_id IN (SELECT value FROM json_each(?))"
# Whom a key leads to, unless it leads to too many to say anything.
_HOLDERS = f"""
SELECT w.value ->> 0, w.value ->> 1, k.identity_id, k.side FROM json_each(?) w
CROSS JOIN identity_key k ON k.kind = w.value ->> 0 AND k.key = w.value ->> 1
WHERE (SELECT count(*) FROM (SELECT DISTINCT c.identity_id FROM identity_key c
  WHERE c.kind = w.value ->> 0 AND c.key = w.value ->> 1 LIMIT {MOST_SHARING + 1})) <= {MOST_SHARING}"""
SHARED = f"""
SELECT kind, key FROM identity_key INDEXED BY ix_identity_key_key GROUP BY kind, key
HAVING count(DISTINCT identity_id) BETWEEN 2 AND {MOST_SHARING}"""
_WHO = "SELECT id, person, is_me, is_bot FROM identity WHERE id IN (SELECT value FROM json_each(?))"
_ANSWERED = """
SELECT a.person, b.person, n.answer, n.evidence FROM not_same n
JOIN identity a ON a.id = n.a_id JOIN identity b ON b.id = n.b_id"""
_ANSWER_TO = "SELECT id FROM not_same WHERE a_id = ? AND b_id = ?"
_MEMBERS = "SELECT id FROM identity WHERE person = (SELECT person FROM identity WHERE id = ?) ORDER BY id"

Pair = tuple[int, int]


class _Who(NamedTuple):
    id: int
    person: int
    is_me: int
    is_bot: int


@lru_cache(maxsize=1)
def shared_hosts() -> SharedHosts:
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources"
    folder = installed if installed.is_dir() else package.parent / "resources"
    return SharedHosts.of(tomllib.loads((folder / "shared_hosts.toml").read_text("utf-8")))


# ------------------------------------------------------------------------------------------------------------- keys


def wake(tx: Transaction) -> None:
    _key_new(tx, _KEYED_IN_BETWEEN)


def key_new(tx: Transaction) -> None:
    """Index what came or changed."""
    _key_new(tx, _KEYED_AT_ONCE)


def _key_new(tx: Transaction, most: int) -> None:
    ids = list(tx.connection.exec_driver_sql(_NOT_KEYED, (most,)).scalars())
    if ids:
        _key(tx, ids)


def _key(tx: Transaction, ids: Collection[int]) -> None:
    wanted = json.dumps(sorted(ids))
    tx.connection.exec_driver_sql(
        "DELETE FROM identity_key WHERE identity_id IN (SELECT value FROM json_each(?))", (wanted,)
    )
    hosts = shared_hosts()
    rows = [
        (one.id, key.kind.value, key.value, key.side.value)
        for one in facts(tx.connection, ids).values()
        for key in same_person.keys(one, hosts)
    ]
    if rows:
        tx.connection.exec_driver_sql("INSERT INTO identity_key VALUES (?, ?, ?, ?)", rows)
    tx.connection.exec_driver_sql(
        "UPDATE identity SET keyed = 1 WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
    )


def facts(conn: Connection, ids: Collection[int]) -> dict[int, IdentityFacts]:
    """What their networks show of them, and what their websites were found to link to."""
    rows = conn.exec_driver_sql(_FACTS, (json.dumps(sorted(ids)),)).all()
    found = {row[0]: _as_facts(row) for row in rows}
    pages = {id: same_person.page(one.site_url) for id, one in found.items() if one.site_url}
    looked = dict(map(tuple, conn.exec_driver_sql(_LOOKED_AT, (json.dumps(sorted(set(pages.values()))),))))
    for id, at in pages.items():
        if at in looked:
            found[id] = _as_facts(next(row for row in rows if row[0] == id), tuple(str(looked[at]).split("\n")))
    return found


def keep_look(tx: Transaction, identity: int, address: str, links: Iterable[str]) -> None:
    """A website was asked where it links to as the same person: kept, and a clue from now on."""
    at = same_person.page(address)
    tx.connection.exec_driver_sql(_KEEP_LOOK, (at, "\n".join(links), tx.wall))
    _key(tx, list(tx.connection.exec_driver_sql(_MEMBERS, (identity,)).scalars()))
    tx.touch_person(identity)


def _as_facts(row: Any, rel_me: tuple[str, ...] = ()) -> IdentityFacts:
    id, look, instance, handle, name, profile, site, bio, email, is_claim, hashed, links, verified, moved = row
    return IdentityFacts(
        id=id,
        network=look,
        instance=instance,
        handle=handle,
        name=name,
        profile_url=profile,
        site_url=site,
        bio=bio,
        email=email,
        email_is_claim=bool(is_claim),
        email_hash=hashed,
        links=_lines(links),
        verified_links=_lines(verified),
        moved_to=moved,
        rel_me=rel_me,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


# ------------------------------------------------------------------------------------------------------ suggestions


def suggestions_for(conn: Connection, identity: int, limit: int) -> list[Suggestion]:
    """Who else may be this person, strongest first."""
    ids = list(conn.exec_driver_sql(_MEMBERS, (identity,)).scalars())
    keys = conn.exec_driver_sql(_KEYS, (json.dumps(ids),)).all()
    return _suggested(conn, _pairs(conn, keys, among=set(ids)), limit)


def suggestions(conn: Connection, limit: int) -> list[Suggestion]:
    """All that are open, strongest first. Walks the whole index of keys: on a thread of its own."""
    return _suggested(conn, _pairs(conn, conn.exec_driver_sql(SHARED).all()), limit)


def _pairs(conn: Connection, keys: Collection[Any], among: Collection[int] = ()) -> set[Pair]:
    """Identities that share a key; `among`: one of them is one of these."""
    holders: dict[tuple[str, str], dict[int, set[Side]]] = defaultdict(lambda: defaultdict(set))
    wanted = json.dumps([list(key) for key in {tuple(key) for key in keys}])
    for kind, key, id, side in conn.exec_driver_sql(_HOLDERS, (wanted,)):
        holders[kind, key][id].add(Side(side))
    return {
        (a, b)
        for (kind, _), sides in holders.items()
        for a, b in combinations(sorted(sides), 2)
        if same_person.is_clue(KeyKind(kind), sides[a] | sides[b]) and (not among or a in among or b in among)
    }


def _suggested(conn: Connection, pairs: Collection[Pair], limit: int) -> list[Suggestion]:
    ids = {id for pair in pairs for id in pair}
    who = {row[0]: _Who(*row) for row in conn.exec_driver_sql(_WHO, (json.dumps(sorted(ids)),))}
    answered = _answers(conn)
    known = facts(conn, ids)
    by_people: dict[Pair, dict[str, Clue]] = defaultdict(dict)
    for a, b in sorted(pairs):
        one, other = who[a], who[b]
        if one.person == other.person or one.is_bot or other.is_bot or (one.is_me and other.is_me):
            continue
        between = _ordered(one.person, other.person)
        by_people[between] |= {clue.key: clue for clue in _clues(conn, known[a], known[b])}
    open_ones = {
        between: sorted(found.values(), key=lambda clue: (-clue.strength, clue.key))
        for between, found in by_people.items()
        if found and _is_open(answered.get(between), found)
    }
    strongest = sorted(open_ones, key=lambda between: (-open_ones[between][0].strength, between))[:limit]
    me = {one.person for one in who.values() if one.is_me}
    shown = {one.id: one for one in persons(conn, sorted({id for between in strongest for id in between}))}
    found = []
    for between in strongest:
        person, twin = between[::-1] if between[0] in me else between
        found.append(Suggestion(shown[person], shown[twin], tuple(open_ones[between]), twin in me))
    return found


def _clues(conn: Connection, one: IdentityFacts, other: IdentityFacts) -> tuple[Clue, ...]:
    hosts = shared_hosts()
    both = {(key.kind, key.value) for key in same_person.keys(one, hosts)} & {
        (key.kind, key.value) for key in same_person.keys(other, hosts)
    }
    asked = json.dumps([[kind.value, value] for kind, value in both])
    few = {(KeyKind(kind), key) for kind, key, *_ in conn.exec_driver_sql(_HOLDERS, (asked,))}
    return same_person.clues(one, other, hosts, both - few)


def _is_open(answer: tuple[Answer, set[str]] | None, found: Mapping[str, Clue]) -> bool:
    """ "No" is never asked again; "not sure" when there is a clue that was not there then."""
    if answer is None:
        return True
    said, evidence = answer
    return said is Answer.UNSURE and not found.keys() <= evidence


def _answers(conn: Connection) -> dict[Pair, tuple[Answer, set[str]]]:
    """By people as they are now; "no" wins where their identities were answered for one by one."""
    found: dict[Pair, tuple[Answer, set[str]]] = {}
    for a, b, said, evidence in conn.exec_driver_sql(_ANSWERED):
        before, had = found.get(_ordered(a, b), (Answer.UNSURE, set()))
        answer = Answer.NO if Answer.NO in (before, Answer(said)) else Answer.UNSURE
        found[_ordered(a, b)] = answer, had | set(json.loads(evidence))
    return found


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


# ---------------------------------------------------------------------------------------------------------- answers


def answer(tx: Transaction, some: Collection[int], others: Collection[int], said: Answer, label: str) -> None:
    """Kept for each two identities that something speaks for, so that it holds when people are parted too; for the
    first of both where nothing does."""
    known = facts(tx.connection, {*some, *others})
    pairs = [_ordered(a, b) for a in sorted(some) for b in sorted(others)][:_MOST_PAIRS]
    spoken_for = {pair: _clues(tx.connection, known[pair[0]], known[pair[1]]) for pair in pairs}
    for pair in [pair for pair in pairs if spoken_for[pair]] or pairs[:1]:
        _answer(tx, pair, said, [clue.key for clue in spoken_for[pair]], label)


def _answer(tx: Transaction, pair: Pair, said: Answer, evidence: list[str], label: str) -> None:
    there = tx.connection.exec_driver_sql(_ANSWER_TO, pair).scalar()
    about = (
        subjects.subject(tx, "not_same", there)
        if there is not None
        else subjects.new_row("not_same", str(uuid.uuid4()))
    )
    named = {name: act_rows.key_of_identity(tx.connection, id) for name, id in zip(("a_id", "b_id"), pair, strict=True)}
    after = {**named, "answer": said.value, "evidence": json.dumps(sorted(evidence)), "made_at": tx.wall}
    acts.act(tx, "not_same", about, after, label=label)
