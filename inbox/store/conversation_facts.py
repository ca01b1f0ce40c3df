"""What conversations are derived from, gathered for many at once: how each is stored, what was said in it and by whom,
and how it stands by that. Reads only; `conversations.py` derives and stores."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from inbox.core.model import Because, Can
from inbox.rules.worth import asks_question
from inbox.store.standing import Answer, Facts, Heard, Standing, stand
from inbox.store.transaction import Transaction

ANSWERED = "('waiting', 'sending', 'unsure', 'sent')"
"""Delivery states in which words count as my answer: not those that were cancelled or need me."""
LONG = 20_000
"""Characters of a message that its worth is judged by."""
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


class Head(NamedTuple):
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

    def shown(self, standing: Standing) -> int:
        """The message that the row shows."""
        return standing.waiting[0].id if standing.waiting else self.heard_id or self.last_id or 0

    @property
    def is_new(self) -> bool:
        """It stood in no list yet: this is its first refresh."""
        return self.newest_id is None


class Words(NamedTuple):
    id: int
    text: str
    spoken: str | None
    addressed: str
    remote_state: str
    sort_at: int

    @property
    def own(self) -> str:
        return self.text if self.spoken is None else self.spoken


def gather(tx: Transaction, touched: Collection[int]) -> list[Head]:
    """Of these conversations; unknown ids are passed over."""
    return [Head(*row) for row in tx.connection.exec_driver_sql(_HEADS, (json.dumps(sorted(touched)),))]


def words_of(tx: Transaction, messages: Collection[int]) -> dict[int, Words]:
    """By message id."""
    return {row[0]: Words(*row) for row in _rows(tx, _WORDS, messages)}


def standings(tx: Transaction, heads: Collection[Head]) -> dict[int, Standing]:
    """By conversation id. Each head has a message (`last_id`)."""
    ids = json.dumps(sorted(head.id for head in heads))
    heard = _heard(tx, ids, heads)
    answers = _answers(tx, ids)
    lasts = {id: max(some, key=lambda answer: answer.at) for id, some in answers.items()}
    newest = {last.id: id for id, last in lasts.items() if not last.is_history}
    asked = {newest[one.id] for one in words_of(tx, newest).values() if asks_question(one.own[:LONG])}
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


def _heard(tx: Transaction, ids: str, heads: Iterable[Head]) -> dict[int, list[Heard]]:
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


def _rows(tx: Transaction, sql: str, ids: Collection[int]) -> Iterable[Any]:
    return tx.connection.exec_driver_sql(sql, (json.dumps(sorted(ids)),)).all() if ids else ()
