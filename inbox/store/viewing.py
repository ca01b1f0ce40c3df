"""One conversation with its thread, and one message, as values."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, text

from inbox.core.clock import from_micros
from inbox.core.errors import NotHere
from inbox.core.model import (
    Can,
    ConversationView,
    DeliveryState,
    Direction,
    Kind,
    Message,
    Purpose,
    RemoteState,
    SafeHtml,
)
from inbox.rules.sameness import Utterance, near_doubles
from inbox.store import joined, listing, tables
from inbox.store.fetching import among, core, fetch, fetch_one
from inbox.store.outbox_tables import Delivery

OWN_LIMIT = 500
"""Newest messages of a conversation that are shown at most."""
OTHERS_LIMIT = 200
"""Newest messages of the rest of its thread that are shown at most; `thread_count` tells how many there are."""

_conversation = core(tables.Conversation)
_message = core(tables.Message)
_text = core(tables.MessageText)
_identity = core(tables.Identity)
_account = core(tables.Account)
_thread = core(tables.Thread)
_delivery = core(Delivery)


class _Told(NamedTuple):
    id: int
    conversation: int | None
    place: int
    kind_space: str
    remote_id: str
    identity: int
    author: str | None
    avatar_url: str | None
    direction: str
    kind: str
    purpose: str
    html: str | None
    text: str | None
    notes: str | None
    images: str | None
    url: str
    parent: int | None
    created_at: int
    sort_at: int
    edited_at: int | None
    remote_state: str
    gone_at: int | None
    is_read: int
    liked: int
    same_as: str


_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _message.c.id,
    _message.c.conversation_id,
    _message.c.account_id,
    _message.c.kind_space,
    _message.c.remote_id,
    _message.c.identity_id,
    _identity.c.name,
    _identity.c.avatar_url,
    _message.c.direction,
    _message.c.kind,
    _message.c.purpose,
    _text.c.html,
    _text.c.text,
    _text.c.notes,
    _text.c.images,
    _message.c.url,
    _message.c.parent_id,
    _message.c.created_at,
    _message.c.sort_at,
    _message.c.edited_at,
    _message.c.remote_state,
    _message.c.gone_at,
    _message.c.is_read,
    _message.c.liked,
    _message.c.same_as,
)
_WITH_WORDS = _message.outerjoin(_text, _text.c.id == _message.c.id).outerjoin(
    _identity, _identity.c.id == _message.c.identity_id
)


def _newest(*conditions: ColumnElement[bool], limit: int) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .select_from(_WITH_WORDS)
        .where(*conditions, _message.c.joined_to.is_(None))
        .order_by(_message.c.sort_at.desc(), _message.c.id.desc())
        .limit(limit)
    )


OWN = _newest(_message.c.conversation_id == bindparam("conversation"), limit=OWN_LIMIT)
OTHERS = _newest(
    _message.c.thread_id == bindparam("thread"),
    _message.c.conversation_id.is_distinct_from(bindparam("conversation")),
    limit=OTHERS_LIMIT,
)
_OF_THREAD = _newest(_message.c.thread_id == bindparam("thread"), limit=joined.MOST_MESSAGES)
_ONE = select(*_COLUMNS).select_from(_WITH_WORDS).where(_message.c.id == bindparam("id"))
# Doubles are so rare that ANALYZE takes their index for useless, and SQLite would read every message instead.
ALSO = text(
    """SELECT joined_to, url FROM message INDEXED BY ix_message_joined_to
    WHERE joined_to IN (SELECT value FROM json_each(:ids)) AND url != '' ORDER BY id"""
)
# Of several (one that the person had repeated), the last says how the words stand.
_CARRIED = (
    select(_delivery.c.message_id, _delivery.c.id, _delivery.c.state, _delivery.c.reason)
    .where(among(_delivery.c.message_id))
    .order_by(_delivery.c.id)
)
_MY_NAME = (
    select(func.max(_identity.c.name))
    .where(
        _identity.c.is_me == 1,
        _identity.c.network == _account.c.network,
        _identity.c.instance == _account.c.canonical,
        _identity.c.stable_id == _account.c.user_remote_id,
        _account.c.user != "",
    )
    .correlate(_account)
    .scalar_subquery()
)
"""As the readers of the place see me; the sign-in name is only for signing in."""
_FRAME = (
    select(
        _conversation.c.thread_id,
        _thread.c.title,
        _thread.c.url,
        _conversation.c.muted,
        _account.c.can,
        func.coalesce(_MY_NAME, _account.c.user),
        _account.c.title,
        _thread.c.messages,
        _conversation.c.newest_in_id,
    )
    .select_from(
        _conversation.join(_thread, _thread.c.id == _conversation.c.thread_id).join(
            _account, _account.c.id == _conversation.c.account_id
        )
    )
    .where(_conversation.c.id == bindparam("id"))
)
_NEWEST_IN = (
    select(func.coalesce(_message.c.joined_to, _message.c.id))
    .where(_message.c.conversation_id == bindparam("id"), _message.c.direction == Direction.IN.value)
    .order_by(_message.c.sort_at.desc(), _message.c.id.desc())
    .limit(1)
)


def conversation(conn: Connection, conversation: int) -> ConversationView:
    """A conversation, its messages oldest first. Raises KeyError for an unknown id."""
    row = listing.rows(conn, [conversation])
    frame = fetch_one(conn, _FRAME, id=conversation)
    if not row or frame is None:
        raise NotHere
    thread, title, thread_url, muted, can, user, place_title, thread_count, waiting = frame
    own = _as_messages(conn, fetch(conn, OWN, conversation=conversation), offers=True)
    others = _as_messages(conn, fetch(conn, OTHERS, thread=thread, conversation=conversation))
    focus = _focus(conn, conversation, waiting)
    urls = [message.url for message in own if message.id == focus and message.url]
    return ConversationView(
        row=row[0],
        thread=thread,
        thread_title=title,
        url=urls[0] if urls else thread_url,
        muted=bool(muted),
        can=Can(can),
        as_whom=user or place_title,
        messages=own,
        others=others,
        thread_count=thread_count,
        focus=focus,
        joined=joined.joined(conn, thread, lambda other: _as_messages(conn, fetch(conn, _OF_THREAD, thread=other))),
    )


def message(conn: Connection, message: int) -> Message:
    """One message. Raises KeyError for an unknown id."""
    found = fetch(conn, _ONE, id=message)
    if not found:
        raise NotHere
    return _as_messages(conn, found)[0]


def _focus(conn: Connection, conversation: int, waiting: int | None) -> int | None:
    if waiting is not None:
        return waiting
    newest = fetch_one(conn, _NEWEST_IN, id=conversation)
    return None if newest is None else int(newest[0])


def _as_messages(conn: Connection, newest_first: list[Any], *, offers: bool = False) -> tuple[Message, ...]:
    """`offers`: say of each of theirs whether it is perhaps the same as an earlier one."""
    told = [_Told._make(raw) for raw in reversed(newest_first)]
    ids = json.dumps([message.id for message in told])
    also: dict[int, list[str]] = {}
    for id, url in fetch(conn, ALSO, ids=ids):
        also.setdefault(id, []).append(url)
    own = json.dumps([message.id for message in told if message.direction == Direction.OUT.value])
    carried = {message: rest for message, *rest in fetch(conn, _CARRIED, ids=own)}
    near = near_doubles(map(_utterance, filter(_is_theirs, told))) if offers else {}
    return tuple(_as_message(one, carried.get(one.id), tuple(also.get(one.id, ())), near.get(one.id)) for one in told)


def _is_theirs(told: _Told) -> bool:
    return told.direction == Direction.IN.value and told.remote_state in (RemoteState.VISIBLE, RemoteState.HELD)


def _utterance(told: _Told) -> Utterance:
    return Utterance(told.id, told.created_at, told.text or "", said_same=told.same_as)


def _as_message(told: _Told, carried: list[Any] | None, also: tuple[str, ...], perhaps_same: int | None) -> Message:
    delivery, state, reason = carried or (None, None, "")
    return Message(
        id=told.id,
        conversation=told.conversation,
        place=told.place,
        kind_space=told.kind_space,
        remote_id=told.remote_id,
        identity=told.identity,
        author=told.author or "",
        avatar_url=told.avatar_url or "",
        direction=Direction(told.direction),
        kind=Kind(told.kind),
        purpose=Purpose(told.purpose),
        html=SafeHtml(told.html or ""),
        text=told.text or "",
        notes=tuple(_listed(told.notes)),
        images=tuple((url, alt) for url, alt in _listed(told.images)),
        url=told.url,
        parent=told.parent,
        created_at=from_micros(told.created_at),
        sort_at=from_micros(told.sort_at),
        edited_at=None if told.edited_at is None else from_micros(told.edited_at),
        remote_state=RemoteState(told.remote_state),
        gone_at=None if told.gone_at is None else from_micros(told.gone_at),
        unread=told.direction == Direction.IN.value and told.is_read == 0,
        liked=told.liked != 0,
        delivery=delivery,
        delivery_state=None if state is None else DeliveryState(state),
        delivery_reason=reason or "",
        also=also,
        perhaps_same=perhaps_same,
    )


def _listed(written: str | None) -> list[Any]:
    """Nearly always nothing, and there may be hundreds of messages."""
    return [] if not written or written == "[]" else list(json.loads(written))
