"""The search index, and looking into it: newest first by rowid, which is flat in the number of messages (decision 24).

The index is contentless: it holds no words that could be read back, so the very words that were put in must be handed
back to take a message out. Whoever renames an identity or a thread calls `renamed` or `retitled`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import to_micros
from inbox.core.errors import Refused
from inbox.core.lookup import name_key, query_terms, segment
from inbox.core.model import Kind, Stage, State
from inbox.core.person import PersonView, SearchHits
from inbox.rules.search_words import OF_SEGMENTS, STATES
from inbox.store import listing, views
from inbox.store.histories import persons
from inbox.store.hits import at_the_hit
from inbox.store.query import Query, parse

_PUT_IN = "INSERT INTO search(rowid, who, subject, body, tokens) VALUES (?, ?, ?, ?, ?)"
_TAKE_OUT = "INSERT INTO search(search, rowid, who, subject, body, tokens) VALUES ('delete', ?, ?, ?, ?, ?)"
_OF_IDENTITY = """
SELECT m.id, thread.title, t.text, m.identity_id, m.account_id, m.kind
FROM message m JOIN message_text t ON t.id = m.id JOIN thread ON thread.id = m.thread_id WHERE m.identity_id = ?"""
_OF_THREAD = """
SELECT m.id, i.name, i.handle, t.text, m.identity_id, m.account_id, m.kind
FROM message m JOIN message_text t ON t.id = m.id JOIN identity i ON i.id = m.identity_id WHERE m.thread_id = ?"""


def who(name: str, handle: str) -> str:
    """How an author stands in the index."""
    return f"{name} {handle}".rstrip()


def index_all(conn: Connection, entries: Iterable[tuple[int, str, str, str, int, int, Kind | str]]) -> None:
    """Put many in: of each what `index` takes."""
    rows = [_entry(*entry) for entry in entries]
    if rows:
        conn.exec_driver_sql(_PUT_IN, rows)


def index(
    conn: Connection, message: int, who: str, subject: str, body: str, identity: int, place: int, kind: Kind | str
) -> None:
    """Put a message in. `who` is `who(name, handle)` of its author, `subject` its thread's title, `body` plain text."""
    conn.exec_driver_sql(_PUT_IN, _entry(message, who, subject, body, identity, place, kind))


def unindex(
    conn: Connection, message: int, who: str, subject: str, body: str, identity: int, place: int, kind: Kind | str
) -> None:
    """Take a message out; everything as it was put in, else words of it stay behind."""
    conn.exec_driver_sql(_TAKE_OUT, _entry(message, who, subject, body, identity, place, kind))


def renamed(conn: Connection, identity: int, was: str, now: str) -> None:
    """An author's name or handle changed (both as `who` gives them): index what they wrote under the new one."""
    if segment(was) == segment(now):
        return
    for message, subject, body, author, place, kind in conn.exec_driver_sql(_OF_IDENTITY, (identity,)).all():
        unindex(conn, message, was, subject, body, author, place, kind)
        index(conn, message, now, subject, body, author, place, kind)


def retitled(conn: Connection, thread: int, was: str, now: str) -> None:
    """A thread's title changed: index its messages under the new one."""
    if segment(was) == segment(now):
        return
    for message, name, handle, body, author, place, kind in conn.exec_driver_sql(_OF_THREAD, (thread,)).all():
        unindex(conn, message, who(name, handle), was, body, author, place, kind)
        index(conn, message, who(name, handle), now, body, author, place, kind)


def _entry(
    message: int, who: str, subject: str, body: str, identity: int, place: int, kind: Kind | str
) -> tuple[int, str, str, str, str]:
    return message, segment(who), segment(subject), segment(body), f"i{identity} a{place} k{kind}"


# --------------------------------------------------------------------------------------------------------- looking

PEOPLE_LIMIT = 8
_FIRST_LOOK = 150
_LONGEST_LOOK = 600
_SCANNED = 20_000
"""Hits that are looked through at most when few of them stand in a conversation as asked for."""
_NEWEST = 2**62
_MINUTE = 60_000_000
_DAY = 86_400_000_000

# The look into the index is closed off, so that SQLite cannot turn it around and ask the index about every message.
_HITS = """
SELECT hit.id, message.conversation_id, coalesce(message.joined_to, message.id), message.identity_id, {fits} FROM (
  SELECT rowid AS id FROM search WHERE search MATCH ? AND rowid < ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?
) AS hit CROSS JOIN message ON message.id = hit.id LEFT JOIN conversation ON conversation.id = message.conversation_id
ORDER BY hit.id DESC"""
_STANDING = """
SELECT conversation.newest_at, conversation.id, coalesce(conversation.newest_in_id, conversation.newest_id)
FROM conversation WHERE conversation.state = ? AND {fits}
ORDER BY conversation.newest_at DESC, conversation.id LIMIT ?"""
# Looked up once for a question, however many conversations it looks through: all identities of the people that are so.
_OF_PEOPLE = """conversation.counterpart_id IN (SELECT twin.id FROM identity AS such
  JOIN identity AS twin ON twin.person = such.person WHERE {such})"""
_FLAGS = {
    "unread": "conversation.unread != 0",
    "muted": "conversation.muted != 0",
    "question": """instr(conversation.reasons, '["question"') > 0""",
    "first": """instr(conversation.reasons, '["first_time"') > 0""",
    "starred": _OF_PEOPLE.format(such="such.starred != 0"),
} | {
    word: _OF_PEOPLE.format(such=f"such.person IN (SELECT person_id FROM person_segment WHERE segment = '{segment}')")
    for word, (segment, _) in OF_SEGMENTS.items()
}
# About one message of a hit, or about who the conversation is with.
_HAS = {
    "link": """EXISTS (SELECT 1 FROM message_text AS said WHERE said.id = message.id
  AND (instr(said.text, '://') > 0 OR instr(said.text, 'www.') > 0 OR instr(said.html, '<a ') > 0))""",
    "attachment": "EXISTS (SELECT 1 FROM message_text AS said WHERE said.id = message.id AND said.images != '[]')",
    "email": _OF_PEOPLE.format(such="such.email != ''"),
    "note": _OF_PEOPLE.format(such="such.id IN (SELECT identity_id FROM note)"),
}
_TAGGED = _OF_PEOPLE.format(
    such="such.id IN (SELECT identity_id FROM tag WHERE tag IN (SELECT value FROM json_each(?)))"
)
_IN_SPLIT = "conversation.split IN (SELECT value FROM json_each(?))"
TAGS = "SELECT tag FROM tag GROUP BY tag ORDER BY count(*) DESC, tag"
_WORDS = "{who subject body}"
_NAME_PARTS = 4
_EITHER = re.compile(r" (?:OR|\|) ")
_ME = "SELECT id FROM identity WHERE is_me != 0"
_NAMED_SO = """
SELECT DISTINCT person FROM identity WHERE name_key >= ? AND name_key < ? AND {contains} AND is_me = 0
ORDER BY name_key, id LIMIT ?"""
# The inner look reads the index of names only, but all of it.
_NAMED_LIKE = """
SELECT DISTINCT person FROM identity WHERE id IN (SELECT id FROM identity WHERE {contains}) AND is_me = 0 LIMIT ?"""
_CALLS_THEMSELVES = """
SELECT DISTINCT person FROM identity WHERE own_name != '' AND {contains} AND is_me = 0 LIMIT ?"""
_TAGGED_SO = """
SELECT DISTINCT i.person FROM tag t JOIN identity i ON i.id = t.identity_id
WHERE t.tag IN (SELECT value FROM json_each(?)) ORDER BY i.person LIMIT ?"""
_AUTHORS = """
SELECT person, name, own_name, handle FROM identity WHERE id IN (SELECT value FROM json_each(?)) AND is_me = 0
ORDER BY person"""
_SAME_PEOPLE = """
SELECT id FROM identity WHERE person IN (
  SELECT person FROM identity WHERE instr(name_key, ?1) > 0 OR instr(lower(own_name), ?1) > 0 LIMIT 50) LIMIT 200"""
_OF_ADDRESS = """
SELECT id FROM identity
WHERE person IN (SELECT person FROM identity WHERE instr(lower(email), ?) > 0 LIMIT 50) LIMIT 200"""
PLACES = "SELECT id, network, look, title, address, canonical FROM account WHERE removed_at IS NULL ORDER BY id"


def search(conn: Connection, typed: str, now: datetime, *, limit: int = 50) -> SearchHits:
    """People by name, and conversations by the newest message that matches, newest first.

    `messages` are the messages that matched, in step with `conversations`, whose snippet is the place of the hit.
    Raises Refused for an operator that makes no sense, with what to type instead.
    """
    query = parse(typed, now)
    if query.is_empty:
        return SearchHits((), (), (), is_asked=False)
    authors: set[int] = set()
    found, more = find(conn, query, _places(conn, query), limit, authors)
    rows = at_the_hit(conn, listing.rows(conn, list(found)), found, typed)
    return SearchHits(_people(conn, query, authors), tuple(rows), tuple(found[row.id] for row in rows), more)


def find(
    conn: Connection, query: Query, places: set[int] | None, limit: int, authors: set[int]
) -> tuple[dict[int, int], bool]:
    """Conversations with their newest matching message, newest first, and whether there are more; `authors` of hits
    are added. `places`: those that may be, None for all."""
    if query.asks_for_words:
        return _by_words(conn, query, places, limit, authors)
    return _by_standing(conn, query, places, limit)


def find_conversations(
    conn: Connection, typed: str, now: datetime, *, state: State | None, place: int, limit: int
) -> tuple[list[int], bool]:
    """Of one state and place only (None and 0: of all). An empty search finds all of them. Raises Refused."""
    query = parse(typed, now)
    if state is not None:
        if state in query.states[1] or (query.states[0] and state not in query.states[0]):
            return [], False
        query.states[0].clear()
        query.states[0].add(state)
    places = _places(conn, query)
    if place:
        places = {place} if places is None else places & {place}
    found, more = find(conn, query, places, limit, set())
    return list(found), more


def _by_words(
    conn: Connection, query: Query, places: set[int] | None, limit: int, authors: set[int]
) -> tuple[dict[int, int], bool]:
    """Conversations with their newest matching message, and whether there are more; `authors` of hits are added."""
    match = _match(conn, query, places)
    fits, values = _fitting(conn, query, "message.sort_at")
    statement = _HITS.format(fits=fits)
    lowest = to_micros(query.after) // _MINUTE << 8 if query.after else 0
    # Ids carry the minute of writing, which may be later than `sort_at` by what a clock was wrong, at most a day.
    below = (to_micros(query.before) + 2 * _DAY) // _MINUTE << 8 if query.before else _NEWEST
    found: dict[int, int] = {}
    scanned, look = 0, max(_FIRST_LOOK, limit)
    while scanned < _SCANNED:
        hits = conn.exec_driver_sql(statement, (*values, match, below, lowest, look)).all()
        for id, conversation, message, author, does_fit in hits:
            below = id
            authors.add(author)
            if does_fit and conversation is not None and conversation not in found:
                if len(found) == limit:
                    return found, True
                found[conversation] = message
        if len(hits) < look:
            return found, False
        scanned += look
        look = min(2 * look, _LONGEST_LOOK)
    return found, True


def _by_standing(conn: Connection, query: Query, places: set[int] | None, limit: int) -> tuple[dict[int, int], bool]:
    """The same without words: conversations by where they stand, each state by its own index."""
    fits, values = _fitting(conn, query, "conversation.newest_at")
    if places is not None:
        fits += f" AND conversation.account_id IN ({', '.join(map(str, sorted(places)))})"
    statement = _STANDING.format(fits=fits)
    states = [state for state in query.states[0] or State if state not in query.states[1]]
    standing = (conn.exec_driver_sql(statement, (state.value, *values, limit + 1)).all() for state in states)
    newest = list(islice(merge(*standing, key=itemgetter(0), reverse=True), limit + 1))
    return {conversation: message for _, conversation, message in newest[:limit]}, len(newest) > limit


def _fitting(conn: Connection, query: Query, moment: str) -> tuple[str, tuple[int | str, ...]]:
    """What the conversation of a hit must be, as SQL with its values. Raises Refused for a tag that nobody has."""
    fits, values = ["1"], list[int | str]()
    for states, is_not in zip(query.states, ("", "NOT "), strict=True):
        if states:
            named = ", ".join(f"'{state}'" for state in sorted(states))
            fits.append(f"conversation.state {is_not}IN ({named})")
    fits += [_FLAGS[flag] if wanted else f"NOT {_FLAGS[flag]}" for flag, wanted in query.flags.items()]
    fits += [_HAS[what] if wanted else f"NOT {_HAS[what]}" for what, wanted in query.has.items()]
    for stages, is_not in zip(query.stages, ("", "NOT "), strict=True):
        if stages:
            fits.append(f"{is_not}({' OR '.join(map(_of_stage, sorted(stages)))})")
    for names, is_not in zip(query.tags, ("", "NOT "), strict=True):
        for name in names:
            fits.append(f"{is_not}{_TAGGED}")
            values.append(json.dumps(tags_named(conn, name)))
    for names, is_not in zip(query.splits, ("", "NOT "), strict=True):
        for name in names:
            fits.append(f"{is_not}{_IN_SPLIT}")
            values.append(json.dumps(_splits(conn, name)))
    for queries in query.either:
        parts = [_fitting(conn, one, moment) for one in queries]
        fits.append(f"({' OR '.join(fit for fit, _ in parts)})")
        values += [value for _, said in parts for value in said]
    for sign, instant in ((">=", query.after), ("<", query.before)):
        if instant is not None:
            fits.append(f"{moment} {sign} ?")
            values.append(to_micros(instant))
    return f"({' AND '.join(fits)})", tuple(values)


def _of_stage(stage: Stage) -> str:
    """A person stands where the highest of their identities does."""
    higher = list(Stage)[list(Stage).index(stage) + 1 :]
    above = f"NOT {_OF_PEOPLE.format(such=_at(higher))}" if higher else "1"
    return above if stage is Stage.STRANGER else f"({_OF_PEOPLE.format(such=_at([stage]))} AND {above})"


def _at(stages: list[Stage]) -> str:
    return f"such.stage IN ({', '.join(repr(stage.value) for stage in stages)})"


def tags_named(conn: Connection, name: str) -> list[str]:
    key = name_key(name)
    tags = [str(tag) for tag in conn.exec_driver_sql(TAGS).scalars()]
    found = [tag for tag in tags if name_key(tag) == key] or [tag for tag in tags if key in name_key(tag)]
    if not found:
        known = ", ".join(tags[:5]) or "none yet"
        raise Refused(f"tag: nobody has the tag \u201c{name}\u201d. Your tags: {known}.")
    return found


def _splits(conn: Connection, name: str) -> list[str]:
    key = name_key(name)
    return [name, *(split for split in views.split_names(conn) if name_key(split) == key)]


def _match(conn: Connection, query: Query, places: set[int] | None) -> str:
    """The whole question for the index. A message is always of some kind, so that -word alone can be asked."""
    wanted = [_authors(conn, senders) for senders in query.senders[0]]
    if places is not None:
        wanted.append(_tokens(f"a{place}" for place in sorted(places)))
    if query.words:
        wanted.insert(0, f"{_WORDS} : ({query.words})")
    unwanted = [_authors(conn, senders) for senders in query.senders[1]]
    if query.unwanted:
        unwanted.append(f"{_WORDS} : ({query.unwanted})")
    match = " AND ".join(wanted) or _tokens(f"k{kind}" for kind in Kind)
    return f"({match}) NOT ({' OR '.join(unwanted)})" if unwanted else match


def _authors(conn: Connection, senders: Sequence[str]) -> str:
    return f"({' OR '.join(_author(conn, sender) for sender in senders)})"


def _author(conn: Connection, sender: str) -> str:
    if sender.casefold() == "me":
        return _tokens(f"i{id}" for (id,) in conn.exec_driver_sql(_ME).all())
    # By name or address, and by every other identity of the people so named (decision 3).
    named = conn.exec_driver_sql(_SAME_PEOPLE, (name_key(sender),)).all()
    if "@" in sender:
        named = [*named, *conn.exec_driver_sql(_OF_ADDRESS, (name_key(sender),)).all()]
    words = query_terms(sender)
    authors = [f"who : ({words})"] if words else []
    return f"({' OR '.join([*authors, _tokens(f'i{id}' for (id,) in named)])})"


def _tokens(tokens: Iterable[str]) -> str:
    """Any of them; a token that no message has where there are none."""
    return f"tokens : ({' OR '.join(tokens) or 'nobody'})"


def _places(conn: Connection, query: Query) -> set[int] | None:
    """The places that may be; None: all. Raises Refused for a name that no place has."""
    asked = [("on", query.networks), ("in", query.places)]
    if not any(names for _, pair in asked for names in pair):
        return None
    known = conn.exec_driver_sql(PLACES).all()
    allowed = {place[0] for place in known}
    for operator, (wanted, unwanted) in asked:
        if wanted:
            allowed &= set().union(*(places_named(operator, name, known) for name in wanted))
        for name in unwanted:
            allowed -= places_named(operator, name, known)
    return allowed


def places_named(operator: str, name: str, known: Sequence[Any]) -> set[int]:
    key = name_key(name)
    names = slice(1, 3) if operator == "on" else slice(3, None)
    found = {place[0] for place in known if any(key in name_key(said) for said in place[names])}
    if found:
        return found
    if operator == "on":
        networks = ", ".join(sorted({place[2] for place in known})) or "none yet"
        raise Refused(f"on: found no place of yours on \u201c{name}\u201d. Your networks: {networks}.")
    if key in STATES:
        raise Refused(f"in: is for places; say is:{key}.")
    places = ", ".join(place[3] for place in known[:5]) or "none yet"
    raise Refused(f"in: found no place of yours called \u201c{name}\u201d. Your places: {places}.")


def _people(conn: Connection, query: Query, authors: set[int]) -> tuple[PersonView, ...]:
    """By the beginning of the name, then by name or handle among the authors of what was found. Where there are none of
    these, by any part of the name of anybody."""
    roots: dict[int, None] = {}
    written = conn.exec_driver_sql(_AUTHORS, (json.dumps(sorted(authors)),)).all() if authors else []
    senders = [word for either in query.senders[0] for word in either if word.casefold() != "me"]
    for name in filter(None, map(name_key, (*_EITHER.split(query.name), *senders))):
        parts = name.split()[:_NAME_PARTS]
        contains = " AND ".join(["instr(name_key, ?) > 0"] * len(parts))
        begins = (parts[0], parts[0] + "\U0010ffff", *parts, PEOPLE_LIMIT)
        roots |= dict.fromkeys(conn.exec_driver_sql(_NAMED_SO.format(contains=contains), begins).scalars())
        own = contains.replace("name_key", "lower(own_name)")
        named = conn.exec_driver_sql(_CALLS_THEMSELVES.format(contains=own), (*parts, PEOPLE_LIMIT))
        roots |= dict.fromkeys(named.scalars())
        tagged = [tag for tag in conn.exec_driver_sql(TAGS).scalars() if name_key(tag) == name]
        roots |= dict.fromkeys(conn.exec_driver_sql(_TAGGED_SO, (json.dumps(tagged), PEOPLE_LIMIT)).scalars())
        for person, *said in written:
            if all(part in name_key(" ".join(said)) for part in parts):
                roots[person] = None
        if not (roots or authors):
            anywhere = conn.exec_driver_sql(_NAMED_LIKE.format(contains=contains), (*parts, PEOPLE_LIMIT))
            roots |= dict.fromkeys(anywhere.scalars())
    return tuple(persons(conn, list(roots)[:PEOPLE_LIMIT]))
