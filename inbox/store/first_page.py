"""The first page of a list without SQLAlchemy, whose import takes longer than everything else before the first paint.

This is the one text of that question; `listing` builds it once more from the schema, and a test holds both equal.
"""

from __future__ import annotations

import json
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from inbox.core.clock import from_micros
from inbox.core.errors import StoreError
from inbox.core.model import DeliveryState, Kind, Reason, RemoteState, Row, State
from inbox.store.binding import dbapi
from inbox.store.database import connect, sentence_for, sentences

SQL = """
SELECT conversation.id, conversation.counterpart_id AS identity,
  iif(identity.own_name = '', identity.name, identity.own_name) AS name, identity.avatar_url,
  account.look AS network, conversation.account_id AS place, account.title AS place_title, thread.title AS subject,
  conversation.snippet, message.kind, conversation.state, message.remote_state, conversation.unread,
  EXISTS (SELECT 1 FROM identity AS twin WHERE twin.person = identity.person AND twin.starred != 0) AS starred,
  conversation.worth, conversation.reasons, conversation.newest_at, conversation.waiting_since_at,
  conversation.snoozed_until_at,
  EXISTS (SELECT 1 FROM draft WHERE draft.conversation_id = conversation.id) AS has_draft,
  (SELECT delivery.state FROM delivery WHERE delivery.conversation_id = conversation.id
    AND (delivery.state NOT IN ('sent', 'cancelled')) ORDER BY delivery.id DESC LIMIT 1 OFFSET 0) AS sending,
  conversation.came_back, conversation.remind_until_at, identity.person, human.name AS person_name
FROM conversation LEFT OUTER JOIN identity ON identity.id = conversation.counterpart_id
  LEFT OUTER JOIN identity AS human ON human.id = identity.person
  LEFT OUTER JOIN account ON account.id = conversation.account_id
  LEFT OUTER JOIN thread ON thread.id = conversation.thread_id
  LEFT OUTER JOIN message ON message.id = coalesce(conversation.newest_in_id, conversation.newest_id)
WHERE conversation.state = :state
ORDER BY conversation.worth DESC, conversation.newest_at DESC, conversation.id
LIMIT :limit OFFSET 0
"""
COUNTS = "SELECT counter.state, counter.account_id, counter.n FROM counter"


_STATES = {state.value: state for state in State}
_KINDS: dict[str | None, Kind] = {kind.value: kind for kind in Kind}
_REMOTE: dict[str | None, RemoteState] = {state.value: state for state in RemoteState}
_SENDING: dict[str, DeliveryState] = {state.value: state for state in DeliveryState}


def as_row(raw: Any) -> Row:
    """A frozen row from the tuple that `SQL` answers for it."""
    (
        id, identity, name, avatar_url, network, place, place_title, subject, snippet, kind, state, remote_state,
        unread, starred, worth, reasons, at, waiting_since, snoozed_until, has_draft, sending, came_back, remind_at,
        person, person_name,
    ) = raw  # fmt: skip
    # By position, in the order of `Row`: this runs for every row of every list.
    return Row(
        id,
        identity,
        name or "",
        avatar_url or "",
        network,
        place,
        place_title,
        subject,
        snippet,
        _KINDS.get(kind, Kind.COMMENT),
        _STATES[state],
        _REMOTE.get(remote_state, RemoteState.VISIBLE),
        unread != 0,
        starred != 0,
        worth,
        _reasons(reasons),
        from_micros(at),
        None if waiting_since is None else from_micros(waiting_since),
        None if snoozed_until is None else from_micros(snoozed_until),
        has_draft != 0,
        None if sending is None else _SENDING[sending],
        came_back,
        None if remind_at is None else from_micros(remind_at),
        person or 0,
        person_name or "",
    )


@lru_cache(maxsize=2048)
def _reasons(told: str) -> tuple[Reason, ...]:
    """Frozen and few: the same handful of reasons stands on most rows."""
    return tuple(Reason(code, label, points) for code, label, points in json.loads(told))


def as_counts(raw: list[Any]) -> dict[tuple[State, int], int]:
    """Every state has its sum (place 0), also where nothing was counted yet."""
    counts = {(state, 0): 0 for state in State}
    for state, place, n in raw:
        counts[_STATES[state], place] = n
    return counts


def first_page(
    path: Path | str, state: State = State.WAITING, *, limit: int = 50
) -> tuple[list[Row], dict[tuple[State, int], int]]:
    """The most worth answering first, and the counts of all views. Raises StoreError where nothing can be read yet."""
    path = Path(path)
    with sentences(path), closing(connect(path, read_only=True)) as conn:
        try:
            conn.execute("BEGIN")
            rows = conn.execute(SQL, {"state": state.value, "limit": limit}).fetchall()
            counts = conn.execute(COUNTS).fetchall()
        except dbapi.OperationalError as error:
            if sentence_for(error, path) is None:
                raise StoreError("There is no inbox in this folder yet. Add a place to begin.") from error
            raise
    return [as_row(row) for row in rows], as_counts(counts)
