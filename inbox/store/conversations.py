"""Where each conversation stands: facts gathered for many at once, the standing derived, stored, and counted.

Called by `Transaction.take` for what was touched; nothing else writes the derived columns.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from inbox.core.changes import RowChange
from inbox.core.clock import from_micros, to_micros
from inbox.core.model import Because, By, Can, RemoteState, RowKey, Stage, State
from inbox.core.text import snippet
from inbox.rules.worth import ConversationFacts, Said, asks_question, what_they_said, worth
from inbox.store import acts, noticing, subjects, walls
from inbox.store.standing import Answer, Facts, Heard, Standing, stand
from inbox.store.transaction import Transaction

ANSWERED = "('waiting', 'sending', 'unsure', 'sent')"
"""Delivery states in which words count as my answer: not those that were cancelled or need me."""
_LONG = 20_000
"""Characters of a message that its worth is judged by."""
_DIRECTLY = {Because.REPLY_TO_ME.value, Because.MENTION.value, Because.DIRECT.value}
_CAN_MODERATE = int(Can.MODERATE)

# Not a double, not gone. What was marked as spam or deleted is shown only where there is nothing else.
# The plus keeps SQLite from finding them by "no double", which nearly every message is.
_SHOWN = "+m.joined_to IS NULL AND m.gone_at IS NULL AND m.remote_state IN ('visible', 'held')"
# An answer to me, also to words under a name that only I know to be mine ("this is me").
_ANSWERS_ME = "EXISTS (SELECT 1 FROM message p WHERE p.id = m.parent_id AND p.direction = 'out')"
# One of its doubles may be what was sent to me, and this only where it was said.
_ADDRESSED = f"""
m.direction = 'in' AND {_SHOWN}
  AND (m.addressed != '' OR {_ANSWERS_ME}
    OR EXISTS (SELECT 1 FROM message d WHERE d.joined_to = m.id AND d.addressed != ''))
  AND (m.remote_state = 'visible' OR a.can & {_CAN_MODERATE})"""

_HEADS = f"""
SELECT c.id, c.account_id, c.counterpart_id, c.done_at, c.them_at, c.reopened_at, c.snoozed_at, c.snoozed_until_at,
  c.state, c.came_back, c.newest_at, c.newest_in_id, c.newest_id, c.waiting_since_at, c.worth, c.reasons, c.changes_at,
  c.unread, c.messages, c.snippet,
  a.waits_from_at, a.first_fetch_at, i.person, h.name_key,
  c.muted OR a.removed_at IS NOT NULL OR i.is_me
    OR EXISTS (SELECT 1 FROM identity j WHERE j.person = i.person AND j.ignored) AS quiet,
  (SELECT m.id FROM message m WHERE m.conversation_id = c.id AND {_ADDRESSED}
    ORDER BY m.sort_at DESC, m.id DESC LIMIT 1) AS heard_id,
  coalesce((SELECT m.id FROM message m WHERE m.conversation_id = c.id AND {_SHOWN}
    ORDER BY m.sort_at DESC, m.id DESC LIMIT 1),
    (SELECT m.id FROM message m WHERE m.conversation_id = c.id ORDER BY m.sort_at DESC, m.id DESC LIMIT 1)) AS last_id,
  EXISTS (SELECT 1 FROM identity j WHERE j.person = i.person AND j.starred) AS starred,
  (SELECT j.stage FROM identity j WHERE j.person = i.person
    ORDER BY instr('stranger acquaintance regular friend customer', j.stage) DESC LIMIT 1) AS stage,
  (SELECT m.id FROM message m WHERE m.identity_id = i.id ORDER BY m.sort_at, m.id LIMIT 1) AS first_id,
  EXISTS (SELECT 1 FROM identity j WHERE j.person = i.person AND j.messages_out > 0) AS was_answered,
  (SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND m.joined_to IS NULL) AS said,
  (SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND NOT m.is_read AND m.direction = 'in' AND {_SHOWN})
    AS not_read,
  c.snooze_or_answer, c.remind_at, c.remind_until_at, c.silent,
  EXISTS (SELECT 1 FROM identity j JOIN promise p ON p.identity_id = j.id
    WHERE j.person = i.person AND p.state = 'open') AS promised
FROM conversation c JOIN account a ON a.id = c.account_id JOIN identity i ON i.id = c.counterpart_id
JOIN identity h ON h.id = i.person WHERE c.id IN (SELECT value FROM json_each(?))"""

_HEARD = f"""
SELECT c.id, m.id, m.sort_at, m.created_at, m.arrived_at
FROM conversation c JOIN account a ON a.id = c.account_id JOIN message m ON m.conversation_id = c.id
WHERE c.id IN (SELECT value FROM json_each(?)) AND m.arrived_at > coalesce(c.done_at, 0) AND {_ADDRESSED}
ORDER BY m.conversation_id, m.sort_at DESC, m.id DESC"""

# Queued by the person: not put back to WAITING because a server was busy (that comes from SENDING).
_ANSWERS = f"""
SELECT m.conversation_id, m.id, m.created_at, m.parent_id, m.remote_id, m.arrived_at = 0, count(d.id),
  max((SELECT max(e.at) FROM delivery_event e WHERE d.state IN {ANSWERED} AND e.delivery_id = d.id
    AND e.now = 'waiting' AND e.was IN ('', 'needs_you', 'cancelled')))
FROM message m LEFT JOIN delivery d ON d.message_id = m.id AND d.verb = 'reply'
WHERE m.conversation_id IN (SELECT value FROM json_each(?)) AND m.direction = 'out' GROUP BY m.id ORDER BY m.id"""

_TIMES = "SELECT id, sort_at, created_at, arrived_at FROM message WHERE id IN (SELECT value FROM json_each(?))"
_WORDS = f"""
SELECT m.id, coalesce(t.text, ''), t.spoken,
  m.addressed || CASE WHEN m.direction = 'in' AND {_ANSWERS_ME} THEN ' {Because.REPLY_TO_ME.value}' ELSE '' END,
  m.remote_state, m.sort_at
FROM message m LEFT JOIN message_text t ON t.id = m.id WHERE m.id IN (SELECT value FROM json_each(?))"""
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


class _Head(NamedTuple):
    """A conversation as it is stored, and what it is to be derived from. Order of `_HEADS`."""

    id: int
    account: int
    counterpart: int
    done_at: int | None
    them_at: int | None
    reopened_at: int | None
    snoozed_at: int | None
    snoozed_until_at: int | None
    state: str
    came_back: str
    newest_at: int
    newest_in_id: int | None
    newest_id: int | None
    waiting_since_at: int | None
    worth: int
    reasons: str
    changes_at: int | None
    unread: int
    messages: int
    snippet: str
    waits_from_at: int | None
    first_fetch_at: int | None
    person: int
    name: str
    quiet: int
    heard_id: int | None
    last_id: int | None
    starred: int
    stage: str
    first_id: int | None
    was_answered: int
    said: int
    not_read: int
    snooze_or_answer: int
    remind_at: int | None
    remind_until_at: int | None
    silent: int
    promised: int

    @property
    def stored(self) -> tuple[Any, ...]:
        return self[8:20]

    @property
    def is_new(self) -> bool:
        """It stood in no list yet: this is its first refresh."""
        return self.newest_id is None


class _Words(NamedTuple):
    id: int
    text: str
    spoken: str | None
    addressed: str
    remote_state: str
    sort_at: int

    @property
    def own(self) -> str:
        return self.text if self.spoken is None else self.spoken


def refresh(tx: Transaction, touched: Collection[int]) -> tuple[RowChange, ...]:
    """Derive these conversations anew. What has no messages left is removed; unknown ids are passed over."""
    if not touched:
        return ()
    ids = json.dumps(sorted(touched))
    heads = [_Head(*row) for row in tx.connection.exec_driver_sql(_HEADS, (ids,))]
    standings = _standings(tx, ids, [head for head in heads if head.last_id is not None])
    needed = {head.last_id for head in heads if head.last_id is not None}
    needed |= {_shown(head, standings[head.id]) for head in heads if head.id in standings}
    words = {row[0]: _Words(*row) for row in _rows(tx, _WORDS, needed)}
    signs = noticing.signs(tx, needed)
    changes: list[RowChange] = []
    stored: list[tuple[Any, ...]] = []
    counted: Counter[tuple[str, int]] = Counter()
    for head in heads:
        before = None if head.is_new else _key(head, *tx.was_named.get(head.counterpart, (head.name, head.person)))
        after = None
        if head.id in standings:
            now = _derived(tx, head, standings[head.id], words, signs)
            after = _key(now, head.name, head.person)
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
        "SELECT c.id, c.state, c.account_id, c.worth, c.newest_at, p.name_key, p.id FROM conversation c"
        f" JOIN identity i ON i.id = c.counterpart_id JOIN identity p ON p.id = i.person WHERE {where}",
        (value,),
    ).all()
    counted: Counter[tuple[str, int]] = Counter()
    for id, state, place, points, at, name, person in rows:
        counted[state, place] -= 1
        tx.gone.append(RowChange(id, RowKey(id, State(state), place, points, at, name, person), None))
    _count(tx, counted)


def _standings(tx: Transaction, ids: str, heads: Collection[_Head]) -> dict[int, Standing]:
    heard = _heard(tx, ids, heads)
    answers = _answers(tx, ids)
    lasts = {id: max(some, key=lambda answer: answer.at) for id, some in answers.items()}
    newest = {last.id: id for id, last in lasts.items() if not last.is_history}
    mine = [_Words(*row) for row in _rows(tx, _WORDS, newest)]
    asked = {newest[one.id] for one in mine if asks_question(one.own[:_LONG])}
    return {
        head.id: stand(
            Facts(
                heard=tuple(heard[head.id]),
                answers=tuple(answers[head.id]),
                quiet=bool(head.quiet),
                answer_asks=head.id in asked,
                done_at=head.done_at,
                them_at=head.them_at,
                reopened_at=head.reopened_at,
                snoozed_at=head.snoozed_at,
                snoozed_until_at=head.snoozed_until_at,
                snooze_or_answer=bool(head.snooze_or_answer),
                remind_at=head.remind_at,
                remind_until_at=head.remind_until_at,
                waits_from_at=head.waits_from_at,
                first_fetch_at=head.first_fetch_at,
                wall=tx.wall,
            )
        )
        for head in heads
    }


def _shown(head: _Head, standing: Standing) -> int:
    """The message that the row shows."""
    return standing.waiting[0].id if standing.waiting else head.heard_id or head.last_id or 0


def _heard(tx: Transaction, ids: str, heads: Iterable[_Head]) -> dict[int, list[Heard]]:
    """What may be unhandled, and always the newest, newest first."""
    heard: dict[int, list[Heard]] = defaultdict(list)
    for conversation, *times in tx.connection.exec_driver_sql(_HEARD, (ids,)):
        heard[conversation].append(Heard(*times))
    handled = {
        head.heard_id: head.id
        for head in heads
        if head.heard_id is not None and all(some.id != head.heard_id for some in heard[head.id][:1])
    }
    for id, *times in _rows(tx, _TIMES, handled):
        heard[handled[id]].insert(0, Heard(id, *times))
    return heard


def _answers(tx: Transaction, ids: str) -> dict[int, list[Answer]]:
    answers: dict[int, list[Answer]] = defaultdict(list)
    rows = tx.connection.exec_driver_sql(_ANSWERS, (ids,))
    for conversation, id, created_at, parent, remote_id, is_history, deliveries, queued_at in rows:
        # Words that wait here and were cancelled, or need me, are no answer; what the network has shown is one.
        if deliveries and queued_at is None and remote_id.startswith("local:"):
            continue
        answers[conversation].append(Answer(id, created_at, queued_at, parent, bool(is_history)))
    return answers


def _derived(
    tx: Transaction,
    head: _Head,
    standing: Standing,
    words: dict[int, _Words],
    signs: Mapping[int, noticing.Signs],
) -> _Head:
    waiting = standing.waiting
    newest_in = waiting[0].id if waiting else head.heard_id
    shown = words[_shown(head, standing)]
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


def _said(tx: Transaction, shown: _Words) -> Said:
    spoken = None if shown.spoken is None else shown.spoken[:_LONG]
    return what_they_said(shown.text[:_LONG], tx.languages.stock, spoken=spoken)


def _is_first_time(head: _Head, standing: Standing, newest_in: int | None) -> bool:
    """The first thing they ever wrote is what waits (or was the last), and I never spoke to them, wherever."""
    said: list[int | None] = [heard.id for heard in standing.waiting] or [newest_in]
    return head.first_id in said and not head.was_answered


def _key(head: _Head, name: str, person: int) -> RowKey:
    return RowKey(head.id, State(head.state), head.account, head.worth, head.newest_at, name, person)


def _count(tx: Transaction, counted: Counter[tuple[str, int]]) -> None:
    both: Counter[tuple[str, int]] = Counter()
    for (state, place), by in counted.items():
        both[state, place] += by
        both[state, 0] += by
    rows = [(state, place, by) for (state, place), by in both.items() if by]
    if rows:
        tx.connection.exec_driver_sql(_COUNT, rows)


def _rows(tx: Transaction, sql: str, ids: Collection[int]) -> Iterable[Any]:
    return tx.connection.exec_driver_sql(sql, (json.dumps(sorted(ids)),)).all() if ids else ()
