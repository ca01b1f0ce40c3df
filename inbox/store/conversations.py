"""Where each conversation stands: facts gathered for many at once, the standing derived, stored, and counted.

Called by `Transaction.take` for what was touched; nothing else writes the derived columns.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from inbox.core.changes import RowChange
from inbox.core.clock import from_micros, to_micros
from inbox.core.model import Because, By, RemoteState, RowKey, Stage, State
from inbox.core.text import snippet
from inbox.rules.worth import ConversationFacts, Said, what_they_said, worth
from inbox.store import acts, conversation_facts, noticing, subjects, walls
from inbox.store.conversation_facts import LONG, Head, Words
from inbox.store.standing import Standing
from inbox.store.transaction import Transaction

_DIRECTLY = {Because.REPLY_TO_ME.value, Because.MENTION.value, Because.DIRECT.value}
_STORE = """
UPDATE conversation SET state = ?, came_back = ?, newest_at = ?, newest_in_id = ?, newest_id = ?, waiting_since_at = ?,
  worth = ?, reasons = ?, changes_at = ?, unread = ?, messages = ?, snippet = ? WHERE id = ?"""
_WOKEN_AT_ONCE = 100
_WOKEN = "SELECT id FROM conversation WHERE snoozed_until_at <= ? AND +state = 'snoozed' LIMIT ?"
_REMINDED = "SELECT id FROM conversation WHERE remind_until_at <= ? AND +state = 'them' LIMIT ?"
_AGED = "SELECT id FROM conversation WHERE changes_at <= ? LIMIT ?"
_MARKED = "SELECT id FROM conversation WHERE changes_at = 0 LIMIT ?"
_REMOVE = "DELETE FROM conversation WHERE id = ?"
_COUNT = """
INSERT INTO counter (state, account_id, n) VALUES (?, ?, ?)
ON CONFLICT (state, account_id) DO UPDATE SET n = n + excluded.n"""


def refresh(tx: Transaction, touched: Collection[int]) -> tuple[RowChange, ...]:
    """Derive these conversations anew. What has no messages left is removed; unknown ids are passed over."""
    if not touched:
        return ()
    heads = conversation_facts.gather(tx, touched)
    standings = conversation_facts.standings(tx, [head for head in heads if head.last_id is not None])
    needed = {head.last_id for head in heads if head.last_id is not None}
    needed |= {head.shown(standings[head.id]) for head in heads if head.id in standings}
    words = conversation_facts.words_of(tx, needed)
    signs = noticing.signs(tx, needed)
    changes: list[RowChange] = []
    stored: list[tuple[Any, ...]] = []
    counted: Counter[tuple[str, int]] = Counter()
    for head in heads:
        before = None if head.is_new else _key_before(tx, head)
        after = None
        if head.id in standings:
            now = _derived(tx, head, standings[head.id], words, signs)
            after = _key(now, now.name, now.person, now.snoozed_until_at)
            if now.stored != head.stored:
                stored.append((*now.stored, head.id))
        else:
            # What was done with it ends in the log too, so that it begins anew if it ever comes back.
            acts.act(tx, "empty", subjects.subject(tx, "conversation", head.id), subjects.CONVERSATION, by=By.APP)
            tx.connection.exec_driver_sql(_REMOVE, (head.id,))
        for key, by in ((before, -1), (after, 1)):
            if key is not None:
                counted[key.state.value, key.place] += by
        if head.silent:
            tx.silent.add(head.id)
        if before != after:
            changes.append(RowChange(head.id, before, after))
    if stored:
        tx.connection.exec_driver_sql(_STORE, stored)
    _count(tx, counted)
    return tuple(changes)


def counterparts(tx: Transaction, touched: Collection[int]) -> set[int]:
    """The identities these conversations are with."""
    if not touched:
        return set()
    sql = "SELECT counterpart_id FROM conversation WHERE id IN (SELECT value FROM json_each(?))"
    return set(tx.connection.exec_driver_sql(sql, (json.dumps(sorted(touched)),)).scalars())


def begins_to_wait(change: RowChange) -> bool:
    before, after = change.before, change.after
    return after is not None and after.state is State.WAITING and (before is None or before.state is not State.WAITING)


def wake(tx: Transaction, now: datetime) -> None:
    """Touch what time alone has changed: snoozes that ended, reminders that fell due, worth that is another."""
    walls.follow(tx)
    for sql in (_WOKEN, _REMINDED, _AGED):
        for conversation in tx.connection.exec_driver_sql(sql, (to_micros(now), _WOKEN_AT_ONCE)).scalars():
            tx.touch_conversation(conversation)


def touch_all_of(tx: Transaction, place: int) -> None:
    """The first of them now; the others are marked, and `catch_up` or, after an end, `wake` comes to them."""
    tx.connection.exec_driver_sql("UPDATE conversation SET changes_at = 0 WHERE account_id = ?", (place,))
    catch_up(tx)


def catch_up(tx: Transaction) -> bool:
    """Touch some of those that are marked; whether there are more."""
    marked = tx.connection.exec_driver_sql(_MARKED, (_WOKEN_AT_ONCE + 1,)).scalars().all()
    for conversation in marked[:_WOKEN_AT_ONCE]:
        tx.touch_conversation(conversation)
    return len(marked) > _WOKEN_AT_ONCE


def uncount(tx: Transaction, where: str, value: int | str) -> None:
    """Take conversations out of the counters and lists before they are deleted. `where` is a condition on `c`."""
    rows = tx.connection.exec_driver_sql(
        "SELECT c.id, c.state, c.account_id, c.worth, c.newest_at, p.name_key, p.id, c.snoozed_until_at"
        " FROM conversation c JOIN identity i ON i.id = c.counterpart_id JOIN identity p ON p.id = i.person"
        f" WHERE {where}",
        (value,),
    ).all()
    counted: Counter[tuple[str, int]] = Counter()
    for id, state, place, points, at, name, person, until in rows:
        counted[state, place] -= 1
        wakes = _wakes(state, tx.was_to_wake.get(id, until))
        tx.gone.append(RowChange(id, RowKey(id, State(state), place, points, at, name, person, wakes), None))
    _count(tx, counted)


def _derived(
    tx: Transaction,
    head: Head,
    standing: Standing,
    words: dict[int, Words],
    signs: Mapping[int, noticing.Signs],
) -> Head:
    waiting = standing.waiting
    newest_in = waiting[0].id if waiting else head.heard_id
    shown = words[head.shown(standing)]
    seen = signs.get(newest_in or 0, noticing.NO_SIGNS)
    unanswered = standing.unanswered_since
    # Where they did not answer, nothing of theirs waits.
    since = min(heard.sort_at for heard in waiting) if waiting and unanswered is None else None
    found = worth(
        ConversationFacts(
            now=from_micros(tx.wall),
            waiting_since=None if since is None else from_micros(since),
            said=Said() if newest_in is None else _said(tx, shown),
            starred=bool(head.starred),
            first_time=_is_first_time(head, standing, newest_in),
            stage=Stage(head.stage),
            promised=bool(head.promised),
            addressed=not _DIRECTLY.isdisjoint(shown.addressed.split()),
            came_back=standing.came_back,
            unanswered_since=None if unanswered is None else from_micros(unanswered),
            held=shown.remote_state == RemoteState.HELD and bool(waiting),
            # Whoever was answered before, or is kept in mind, is no stranger to be judged by a name.
            spam=() if head.was_answered or head.starred else seen.spam,
            asks_to_stop=seen.asks_to_stop,
        ),
        tx.thresholds.worth,
    )
    return head._replace(
        state=standing.state.value,
        came_back=standing.came_back,
        newest_at=words[head.last_id or 0].sort_at,
        newest_in_id=newest_in,
        newest_id=head.last_id,
        waiting_since_at=since,
        worth=found.points,
        reasons=json.dumps([[reason.code, reason.label, reason.points] for reason in found.reasons]),
        changes_at=None if found.changes_at is None else to_micros(found.changes_at),
        unread=head.not_read,
        messages=head.said,
        snippet=snippet(shown.text),
    )


def _said(tx: Transaction, shown: Words) -> Said:
    spoken = None if shown.spoken is None else shown.spoken[:LONG]
    return what_they_said(shown.text[:LONG], tx.languages.stock, spoken=spoken)


def _is_first_time(head: Head, standing: Standing, newest_in: int | None) -> bool:
    """The first thing they ever wrote is what waits (or was the last), and I never spoke to them, wherever."""
    said: list[int | None] = [heard.id for heard in standing.waiting] or [newest_in]
    return head.first_id in said and not head.was_answered


def _key_before(tx: Transaction, head: Head) -> RowKey:
    """As it was told last: what acts set and who somebody is were others then."""
    name, person = tx.was_named.get(head.counterpart, (head.name, head.person))
    return _key(head, name, person, tx.was_to_wake.get(head.id, head.snoozed_until_at))


def _key(head: Head, name: str, person: int, until: int | None) -> RowKey:
    wakes = _wakes(head.state, until)
    return RowKey(head.id, State(head.state), head.account, head.worth, head.newest_at, name, person, wakes)


def _wakes(state: str, until: int | None) -> int:
    return (until or 0) if state == State.SNOOZED else 0


def _count(tx: Transaction, counted: Counter[tuple[str, int]]) -> None:
    both: Counter[tuple[str, int]] = Counter()
    for (state, place), by in counted.items():
        both[state, place] += by
        both[state, 0] += by
    rows = [(state, place, by) for (state, place), by in both.items() if by]
    if rows:
        tx.connection.exec_driver_sql(_COUNT, rows)
