"""Deliveries as values, for the outbox page and for the conversation they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal_column, select

from inbox.core.clock import from_micros
from inbox.core.errors import NotHere
from inbox.core.model import DeliveryState, DeliveryView, PlaceStatus, Purpose, Verb
from inbox.store import tables
from inbox.store.fetching import core, fetch
from inbox.store.outbox_tables import Delivery

_delivery = core(Delivery)
_account = core(tables.Account)
_conversation = core(tables.Conversation)
_message = core(tables.Message)
_identity = core(tables.Identity)
_thread = core(tables.Thread)

_OPEN = _delivery.c.state.in_(
    [
        literal_column(f"'{state}'")
        for state in DeliveryState
        if state not in (DeliveryState.SENT, DeliveryState.CANCELLED)
    ]
)
_VIEW = select(
    _delivery.c.id,
    _delivery.c.verb,
    _delivery.c.purpose,
    _delivery.c.account_id,
    _account.c.title,
    _account.c.look,
    _delivery.c.conversation_id,
    _delivery.c.target_id,
    _identity.c.name,
    _thread.c.title,
    _delivery.c.text,
    _delivery.c.state,
    _delivery.c.reason,
    _delivery.c.not_before_at,
    _delivery.c.attempts,
    _delivery.c.remote_id,
    _delivery.c.queued_at,
).select_from(
    _delivery.outerjoin(_account, _account.c.id == _delivery.c.account_id)
    .outerjoin(_conversation, _conversation.c.id == _delivery.c.conversation_id)
    .outerjoin(_message, _message.c.id == _delivery.c.target_id)
    .outerjoin(_identity, _identity.c.id == func.coalesce(_message.c.identity_id, _conversation.c.counterpart_id))
    .outerjoin(_thread, _thread.c.id == func.coalesce(_message.c.thread_id, _conversation.c.thread_id))
)
_NEWEST = _VIEW.order_by(_delivery.c.id.desc())
ALL = _NEWEST.limit(bindparam("limit"))
OPEN = _NEWEST.where(_OPEN).limit(bindparam("limit"))
OPEN_OF_CONVERSATION = _NEWEST.where(_delivery.c.conversation_id == bindparam("conversation"), _OPEN)
_ONE = _VIEW.where(_delivery.c.id == bindparam("id"))
_GOES_ON = (
    select(func.min(func.coalesce(_delivery.c.not_before_at, literal_column("0"))))
    .select_from(_delivery.join(_account, _account.c.id == _delivery.c.account_id))
    .where(
        _delivery.c.state.in_(
            [literal_column(f"'{DeliveryState.WAITING}'"), literal_column(f"'{DeliveryState.UNSURE}'")]
        ),
        _account.c.paused == literal_column("0"),
        _account.c.removed_at.is_(None),
        _account.c.status != literal_column(f"'{PlaceStatus.NEEDS_YOU}'"),
    )
)
HOW_MANY_OPEN = select(func.count()).select_from(_delivery).where(_OPEN)
"""Counts in the index of states: as many steps as there are open deliveries, which are few."""


def outbox(conn: Connection, *, settled: bool = False, limit: int = 200) -> list[DeliveryView]:
    """Newest first; `settled`: sent and cancelled ones too."""
    return [_as_view(raw) for raw in fetch(conn, ALL if settled else OPEN, limit=limit)]


def open_of_conversation(conn: Connection, conversation: int) -> list[DeliveryView]:
    """What still waits, is on its way or needs the person, newest first."""
    return [_as_view(raw) for raw in fetch(conn, OPEN_OF_CONVERSATION, conversation=conversation)]


def how_many_open(conn: Connection) -> int:
    return int(fetch(conn, HOW_MANY_OPEN)[0][0])


def goes_on(conn: Connection) -> datetime | None:
    """When what waits or is unsure may go on, the earliest of all; None where nothing does."""
    at = fetch(conn, _GOES_ON)[0][0]
    return None if at is None else from_micros(at)


def delivery(conn: Connection, delivery: int) -> DeliveryView:
    """Raises KeyError for an unknown id."""
    found = fetch(conn, _ONE, id=delivery)
    if not found:
        raise NotHere
    return _as_view(found[0])


def _as_view(raw: Any) -> DeliveryView:
    (
        id, verb, purpose, place, place_title, look, conversation, target, name,
        subject, text, state, reason, not_before, attempts, remote_id, queued,
    ) = raw  # fmt: skip
    return DeliveryView(
        id=id,
        verb=Verb(verb),
        purpose=Purpose(purpose),
        place=place,
        place_title=place_title or "",
        look=look or "",
        conversation=conversation,
        message=target,
        name=name or "",
        subject=subject or "",
        text=text,
        state=DeliveryState(state),
        reason=reason,
        not_before=None if not_before is None else from_micros(not_before),
        attempts=attempts,
        remote_id=remote_id,
        created_at=from_micros(queued),
    )
