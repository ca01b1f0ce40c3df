"""Erasing a person, at their wish: everything that could tell of them goes out of the file, for good (decision 14).

What goes: their identities and all that was kept on them, what they wrote and what I wrote to them (it names them and
answers them), conversations, drafts, what is in the outbox, reactions, what was found in their words, the search index,
searches that name them, names of files read in that are theirs, and every line of the log that is about them or carries
their words. Their messages do not remain as gaps. What others wrote about them is the others' and stays, as do views
and rules of one's own.

One transaction, however much that is (`tests/store/test_erasing.py` measures it); then the file is written anew
(VACUUM), since what was deleted before this day may still stand in its free pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from inbox.core.errors import NotHere, Refused
from inbox.core.lookup import name_key
from inbox.core.model import DeliveryState
from inbox.store import conversations, forgetting, known, search, subjects, tombstones
from inbox.store.act_rows import ABOUT_PEOPLE
from inbox.store.daily import SEARCHES
from inbox.store.transaction import Transaction

_THESE = "IN (SELECT value FROM json_each(?1))"
_TOGETHER = """
SELECT j.id, j.network, j.instance, j.stable_id, j.name, j.own_name, j.handle, j.is_me,
  CASE WHEN NOT j.email_is_claim OR j.network IN ('mail', 'contacts') THEN j.email ELSE '' END
FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ? ORDER BY j.id"""
_TALKS = f"SELECT id, thread_id FROM conversation WHERE counterpart_id {_THESE}"
_SAID = f"""
SELECT m.id, m.thread_id, a.network, a.canonical, m.kind_space, m.remote_id
FROM message m JOIN account a ON a.id = m.account_id
WHERE m.identity_id {_THESE} OR m.to_identity_id {_THESE}
  OR m.conversation_id IN (SELECT id FROM conversation WHERE counterpart_id {_THESE})"""
_SENT = """
SELECT id, key, state FROM delivery WHERE conversation_id IN (SELECT value FROM json_each(?1))
  OR target_id IN (SELECT value FROM json_each(?2)) OR message_id IN (SELECT value FROM json_each(?2))"""
_IN_THE_AIR = (DeliveryState.SENDING.value, DeliveryState.UNSURE.value)
_PAGES = f"DELETE FROM website_look WHERE page IN (SELECT key FROM identity_key WHERE identity_id {_THESE})"
_EMPTY_THREADS = f"""
SELECT t.id, json_array(a.network, a.canonical, t.root) FROM thread t JOIN account a ON a.id = t.account_id
WHERE t.id {_THESE} AND NOT EXISTS (SELECT 1 FROM message m WHERE m.thread_id = t.id)
  AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.thread_id = t.id)"""
_JOINTS = f"SELECT id FROM thread_link WHERE a_key {_THESE} UNION SELECT id FROM thread_link WHERE b_key {_THESE}"
_UNDER = "SELECT thread_id, count(*) FROM message WHERE thread_id IN (SELECT value FROM json_each(?)) GROUP BY 1"
_WORD = re.compile(r"[^\W_]+")
_SOME_FILE = "A file"
_REMEMBER = "INSERT OR IGNORE INTO tombstone (hash, at) VALUES (?, ?)"


class _Who(NamedTuple):
    """Order of `_TOGETHER`."""

    id: int
    network: str
    instance: str
    stable_id: str
    name: str
    own_name: str
    handle: str
    is_me: int
    email: str
    """Only where it is known to be theirs."""


class _Said(NamedTuple):
    """Order of `_SAID`."""

    id: int
    thread_id: int
    network: str
    canonical: str
    kind_space: str
    remote_id: str


def erase(tx: Transaction, identity: int, *, may_return: bool) -> None:
    """`may_return`: what the networks still have may be gathered again. Not undoable. Raises NotHere for an unknown
    identity; Refused for oneself, and while something to them is on its way."""
    people = [_Who(*row) for row in tx.connection.exec_driver_sql(_TOGETHER, (identity,))]
    if not people:
        raise NotHere
    if any(one.is_me for one in people):
        raise Refused("That is you. Remove your places to take your own words out of Parlour.")
    ids = json.dumps([one.id for one in people])
    said = [_Said(*row) for row in tx.connection.exec_driver_sql(_SAID, (ids,))]
    talks = tx.connection.exec_driver_sql(_TALKS, (ids,)).all()
    messages, of_talks = json.dumps([row.id for row in said]), json.dumps([id for id, _ in talks])
    sent = tx.connection.exec_driver_sql(_SENT, (of_talks, messages)).all()
    if any(state in _IN_THE_AIR for _, _, state in sent):
        raise Refused("Something to them may be on its way just now. Wait until the outbox knows, then erase them.")
    if not may_return:
        _remember(tx, people, said)
    with forgetting.overwritten(tx):
        _forget_acts(tx, people, said, [key for _, key, _ in sent])
        _take_out(tx, ids, messages, of_talks, [id for id, _, _ in sent])
        _tidy_threads(tx, {row.thread_id for row in said} | {thread for _, thread in talks})
        _forget_searches(tx, people)
        _forget_files(tx, people)
        # The words of the index go out of its pages only when these are merged.
        tx.connection.exec_driver_sql("INSERT INTO search (search) VALUES ('optimize')")
    for one in people:
        tx.touch_person(one.id)
    tx.scrub = True
    tx.changed.sentence = f"{people[0].name} was erased. Backups made before still hold them: delete those yourself."


def _remember(tx: Transaction, people: Sequence[_Who], said: Sequence[_Said]) -> None:
    hashes = [tombstones.of_identity(one.network, one.instance, one.stable_id) for one in people]
    hashes += [tombstones.of_identity(*name) for one in people for name in tombstones.other_names(one.email)]
    hashes += [tombstones.of_message(*row[2:]) for row in said]
    tx.connection.exec_driver_sql(_REMEMBER, [(hash, tx.wall) for hash in hashes])


def _take_out(tx: Transaction, ids: str, messages: str, talks: str, sent: Sequence[int]) -> None:
    connection = tx.connection
    for entry in known.indexed(tx, "m.id IN (SELECT value FROM json_each(?))", messages):
        search.unindex(connection, *entry)
    conversations.uncount(tx, "c.id IN (SELECT value FROM json_each(?))", talks)
    deliveries = json.dumps(list(sent))
    for sql, values in (
        (f"DELETE FROM delivery_event WHERE delivery_id {_THESE}", deliveries),
        (f"DELETE FROM delivery WHERE id {_THESE}", deliveries),
        (f"UPDATE message SET parent_id = NULL WHERE parent_id {_THESE}", messages),
        (f"UPDATE message SET joined_to = NULL WHERE joined_to {_THESE}", messages),
        (f"DELETE FROM message WHERE id {_THESE}", messages),
        (f"DELETE FROM conversation WHERE id {_THESE}", talks),
        (f"DELETE FROM reaction WHERE identity_id {_THESE}", ids),
        (f"DELETE FROM tag WHERE identity_id {_THESE}", ids),
        (f"DELETE FROM note WHERE identity_id {_THESE}", ids),
        *((f"DELETE FROM {table} WHERE {column} {_THESE}", ids) for table, column in ABOUT_PEOPLE),
        (_PAGES, ids),
        (f"DELETE FROM identity WHERE id {_THESE}", ids),
    ):
        connection.exec_driver_sql(sql, (values,))


def _tidy_threads(tx: Transaction, touched: set[int]) -> None:
    """Threads in which nothing is left go, with what joined them to others: title and key of a letter name people."""
    if not touched:
        return
    ids = json.dumps(sorted(touched))
    empty = tx.connection.exec_driver_sql(_EMPTY_THREADS, (ids,)).all()
    _forget_joints(tx, json.dumps([key for _, key in empty]))
    tx.connection.exec_driver_sql(f"DELETE FROM thread WHERE id {_THESE}", (json.dumps([id for id, _ in empty]),))
    left = {row[0]: row[1] for row in tx.connection.exec_driver_sql(_UNDER, (ids,))}
    tx.connection.exec_driver_sql(
        "UPDATE thread SET messages = ? WHERE id = ?", [(left.get(thread, 0), thread) for thread in sorted(touched)]
    )
    sql = "SELECT id FROM conversation WHERE thread_id IN (SELECT value FROM json_each(?))"
    for conversation in tx.connection.exec_driver_sql(sql, (ids,)).scalars().all():
        tx.touch_conversation(conversation)


def _forget_joints(tx: Transaction, keys: str) -> None:
    for link in tx.connection.exec_driver_sql(_JOINTS, (keys,)).scalars().all():
        about = subjects.subject(tx, "thread_link", link)
        tx.connection.exec_driver_sql("DELETE FROM act WHERE subject = ?", (about.key,))
        tx.connection.exec_driver_sql("DELETE FROM thread_link WHERE id = ?", (link,))
        tx.changed.threads.add(link)


def _forget_acts(tx: Transaction, people: Sequence[_Who], said: Sequence[_Said], deliveries: Sequence[str]) -> None:
    """Lines of the log that are about them, whose values name them, or whose subject is one of these messages."""
    connection = tx.connection
    keys = [subjects.message_key(*row[2:]) for row in said]
    named = keys + [subjects.new_row("delivery", key).key for key in deliveries]
    connection.exec_driver_sql(f"DELETE FROM act WHERE subject {_THESE}", (json.dumps(named),))
    for one in people:
        parts = json.dumps(list(one[1:4]), ensure_ascii=False, separators=(",", ":"))[1:-1]
        # In the values of a row their key stands as text within JSON.
        quoted = json.dumps(parts, ensure_ascii=False)[1:-1]
        connection.exec_driver_sql(
            'DELETE FROM act WHERE instr(subject, ?1) OR instr("before", ?2) OR instr("after", ?2)', (parts, quoted)
        )
    # Threads that one of their links joined stay joined; by whose link is no longer known.
    for key in keys:
        found = connection.exec_driver_sql(
            "UPDATE thread_link SET message_key = '' WHERE message_key = ? RETURNING uuid", (key,)
        )
        for uuid in found.scalars().all():
            quoted = json.dumps(key, ensure_ascii=False)
            connection.exec_driver_sql(
                'UPDATE act SET "before" = replace("before", ?1, \'""\'), "after" = replace("after", ?1, \'""\')'
                " WHERE subject = ?2",
                (quoted, subjects.new_row("thread_link", uuid).key),
            )


def _forget_files(tx: Transaction, people: Sequence[_Who]) -> None:
    """A file that was read in may be called as they are: an address card often is."""
    names = {
        word
        for one in people
        for word in _WORD.findall(name_key(f"{one.name} {one.own_name} {one.handle}"))
        if len(word) > 2
    }
    for run, file in tx.connection.exec_driver_sql("SELECT id, file FROM import_run").all():
        if names.intersection(_WORD.findall(name_key(file))):
            key = subjects.subject(tx, "import", run).key
            for sql, values in (
                ("UPDATE import_run SET file = ?2, sentence = replace(sentence, ?1, ?2) WHERE id = ?3", run),
                ("UPDATE act SET label = replace(label, ?1, ?2) WHERE subject = ?3", key),
            ):
                tx.connection.exec_driver_sql(sql, (file, _SOME_FILE, values))


def _forget_searches(tx: Transaction, people: Sequence[_Who]) -> None:
    kept = tx.connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (SEARCHES,)).scalar()
    if not kept:
        return
    names = {name_key(word) for one in people for word in (one.name, one.own_name, one.handle) if word}
    names |= {part for name in names for part in name.split() if len(part) > 2}
    left = [typed for typed in json.loads(kept) if not any(name in name_key(typed) for name in names)]
    tx.connection.exec_driver_sql("UPDATE setting SET value = ? WHERE key = ?", (json.dumps(left), SEARCHES))
