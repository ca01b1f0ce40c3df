"""The first page of a list without SQLAlchemy, whose import takes longer than everything else before the first paint.

This is the one text of that question; `listing` builds it once more from the schema, and a test holds both equal.
"""

from __future__ import annotations

import json
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from inbox.core.clock import from_micros
from inbox.core.errors import StoreError
from inbox.core.model import DeliveryState, Kind, Reason, RemoteState, Row, State
from inbox.store.binding import dbapi
from inbox.store.database import connect, sentence_for, sentences

SQL = """
SELECT conversation.id, conversation.counterpart_id AS identity, identity.name, identity.avatar_url,
  account.look AS network, conversation.account_id AS place, account.title AS place_title, thread.title AS subject,
  conversation.snippet, message.kind, conversation.state, message.remote_state, conversation.unread,
  EXISTS (SELECT 1 FROM identity AS twin WHERE twin.person = identity.person AND twin.starred != 0) AS starred,
  conversation.worth, conversation.reasons, conversation.newest_at, conversation.waiting_since_at,
  conversation.snoozed_until_at,
  EXISTS (SELECT 1 FROM draft WHERE draft.conversation_id = conversation.id) AS has_draft,
  (SELECT delivery.state FROM delivery WHERE delivery.conversation_id = conversation.id
    AND (delivery.state NOT IN ('sent', 'cancelled')) ORDER BY delivery.id DESC LIMIT 1 OFFSET 0) AS sending
FROM conversation LEFT OUTER JOIN identity ON identity.id = conversation.counterpart_id
  LEFT OUTER JOIN account ON account.id = conversation.account_id
  LEFT OUTER JOIN thread ON thread.id = conversation.thread_id
  LEFT OUTER JOIN message ON message.id = coalesce(conversation.newest_in_id, conversation.newest_id)
WHERE conversation.state = :state
ORDER BY conversation.worth DESC, conversation.newest_at DESC, conversation.id
LIMIT :limit OFFSET 0
"""
COUNTS = "SELECT counter.state, counter.account_id, counter.n FROM counter"


class Listed(NamedTuple):
    """A row of the list as SQL answers it."""

    id: int
    identity: int
    name: str | None
    avatar_url: str | None
    network: str
    place: int
    place_title: str
    subject: str
    snippet: str
    kind: str | None
    state: str
    remote_state: str | None
    unread: int
    starred: int
    worth: int
    reasons: str
    at: int
    waiting_since: int | None
    snoozed_until: int | None
    has_draft: int
    sending: str | None


_STATES = {state.value: state for state in State}
_KINDS: dict[str | None, Kind] = {kind.value: kind for kind in Kind}
_REMOTE: dict[str | None, RemoteState] = {state.value: state for state in RemoteState}
_SENDING: dict[str | None, DeliveryState] = {state.value: state for state in DeliveryState}


def as_row(raw: Any) -> Row:
    """A frozen row from what `SQL` answers for it (a tuple in the order of `Listed`)."""
    listed = Listed._make(raw)
    return Row(
        id=listed.id,
        identity=listed.identity,
        name=listed.name or "",
        avatar_url=listed.avatar_url or "",
        network=listed.network,
        place=listed.place,
        place_title=listed.place_title,
        subject=listed.subject,
        snippet=listed.snippet,
        kind=_KINDS.get(listed.kind, Kind.COMMENT),
        state=_STATES[listed.state],
        remote_state=_REMOTE.get(listed.remote_state, RemoteState.VISIBLE),
        unread=listed.unread != 0,
        starred=listed.starred != 0,
        worth=listed.worth,
        reasons=_reasons(listed.reasons),
        at=from_micros(listed.at),
        waiting_since=None if listed.waiting_since is None else from_micros(listed.waiting_since),
        snoozed_until=None if listed.snoozed_until is None else from_micros(listed.snoozed_until),
        has_draft=listed.has_draft != 0,
        sending=_SENDING.get(listed.sending),
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
