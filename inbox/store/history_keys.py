"""The lines of somebody's history as keys, newest first: every source walks its own index, and the few lists are
merged. Where words are sought, the search index says which messages have them, and what is short is looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import merge
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import to_micros
from inbox.core.errors import NotHere
from inbox.core.lookup import highlight_spans, query_terms
from inbox.core.model import Stage
from inbox.core.profile import PARTS, LineKey, Part, Sought, What
from inbox.store import person_relation

IDS = """
SELECT j.id, j.look FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? ORDER BY j.id"""
SOURCES: dict[What, str] = {
    What.WROTE: """
SELECT m.sort_at, m.id, '' FROM message m WHERE m.identity_id = ? AND m.joined_to IS NULL
ORDER BY m.sort_at DESC, m.id DESC LIMIT ?""",
    What.ANSWERED: """
SELECT m.sort_at, m.id, '' FROM message m WHERE m.to_identity_id = ? AND m.joined_to IS NULL
  AND m.direction = 'out' AND m.remote_id NOT LIKE 'local:%' ORDER BY m.sort_at DESC, m.id DESC LIMIT ?""",
    What.REACTED: """
SELECT r.created_at, r.id, r.kind FROM reaction r WHERE r.identity_id = ?
ORDER BY r.created_at DESC LIMIT ?""",
    What.CONTACT: """
SELECT c.at, c.id, c.how || ' ' || c.words FROM contact c WHERE c.identity_id = ?
ORDER BY c.at DESC, c.id DESC LIMIT ?""",
    What.NOTE: """
SELECT n.made_at, n.id, n.text FROM note n WHERE n.identity_id = ? ORDER BY n.made_at DESC, n.id DESC LIMIT ?""",
    What.INTRODUCTION: """
SELECT n.at, n.id, a.name || ' ' || b.name || ' ' || n.words FROM introduction n
JOIN identity a ON a.id = n.identity_id JOIN identity b ON b.id = n.by_id
WHERE (n.identity_id = ?1 OR n.by_id = ?1) ORDER BY n.at DESC, n.id DESC LIMIT ?2""",
    What.PROMISE: """
SELECT p.made_at, p.id, p.words FROM promise p WHERE p.identity_id = ?
ORDER BY p.made_at DESC, p.id DESC LIMIT ?""",
    What.SALE: """
SELECT s.at, s.id, s.amount || ' ' || s.currency || ' ' || s.note FROM sale s WHERE s.identity_id = ?
ORDER BY s.at DESC, s.id DESC LIMIT ?""",
    What.CONSENT: """
SELECT c.at, c.id, c.state || ' ' || c.place || ' ' || c.words FROM consent c WHERE c.identity_id = ?
ORDER BY c.at DESC, c.id DESC LIMIT ?""",
}
"""(time, id, words that can be looked through) of one identity, newest first."""
_MESSAGES = (What.WROTE, What.ANSWERED)
_OF_NETWORKS = (What.WROTE, What.ANSWERED, What.REACTED)
_HITS = "SELECT rowid FROM search WHERE search MATCH ?"
_ME = "SELECT id FROM identity WHERE is_me != 0"


def keys(conn: Connection, identity: int, sought: Sought, limit: int = 0) -> list[LineKey]:
    """Newest first, at most `limit` (0: all). Raises NotHere for an unknown id."""
    people = conn.exec_driver_sql(IDS, (identity,)).all()
    if not people:
        raise NotHere
    ids = [id for id, look in people if not sought.looks or look in sought.looks]
    wanted = frozenset[What]().union(*(PARTS[part] for part in sought.parts or Part))
    if sought.looks:
        wanted &= set(_OF_NETWORKS)
    has_words = _finder(conn, ids, sought.words)
    # Where words are sought, any number of lines may lie before those that have them.
    most = limit if limit and has_words is None else -1
    lists: Iterable[list[LineKey]] = (
        _lines(conn.exec_driver_sql(sql, (id, most)), what, has_words)
        for what, sql in SOURCES.items()
        if what in wanted
        for id in ids
    )
    if What.STAGE in wanted:
        lists = chain(lists, (_stages(conn, people[0][0], has_words),))
    found = merge(*lists, reverse=True)
    return _each_once(islice(found, limit) if limit else found)


def _lines(rows: Iterable[Any], what: What, has_words: Callable[[What, int, str], bool] | None) -> list[LineKey]:
    if has_words is None:
        return [LineKey(at, what, id) for at, id, _ in rows]
    return [LineKey(at, what, id) for at, id, words in rows if has_words(what, id, words)]


def _stages(conn: Connection, person: int, has_words: Callable[[What, int, str], bool] | None) -> list[LineKey]:
    """Steps on the ladder, newest first; the first one is no step. Each is named by its person and its rank."""
    ladder = person_relation.relation(conn, person).ladder
    return sorted(
        (
            LineKey(to_micros(step.at), What.STAGE, stage_id(person, step.stage))
            for step in ladder
            if step.at is not None
            and step.stage is not Stage.STRANGER
            and (has_words is None or has_words(What.STAGE, 0, f"{step.stage} {step.why}"))
        ),
        reverse=True,
    )


def stage_id(person: int, stage: Stage) -> int:
    return person * len(Stage) + list(Stage).index(stage)


def stage_of(id: int) -> tuple[int, Stage]:
    """The person and the stage of a line (`stage_id`)."""
    person, rank = divmod(id, len(Stage))
    return person, list(Stage)[rank]


def _each_once(found: Iterable[LineKey]) -> list[LineKey]:
    """An introduction between two handles of one person would stand here twice."""
    return list(dict.fromkeys(found))


def _finder(conn: Connection, ids: list[int], typed: str) -> Callable[[What, int, str], bool] | None:
    """Whether a line has the words; None where none are sought."""
    terms = query_terms(typed)
    if not terms:
        return None
    authors = [*ids, *conn.exec_driver_sql(_ME).scalars()]
    tokens = " OR ".join(f"i{id}" for id in authors) or "nobody"
    hits = set(conn.exec_driver_sql(_HITS, (f"{{subject body}} : ({terms}) AND tokens : ({tokens})",)).scalars())
    words = [word for word in typed.split() if not word.startswith("-")]

    def has_words(what: What, id: int, text: str) -> bool:
        return id in hits if what in _MESSAGES else all(highlight_spans(text, word) for word in words)

    return has_words
