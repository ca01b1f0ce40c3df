"""Lists of conversations: keys, rows, and pages by keyset. Every ordering walks an index of its own; nothing is counted
and nothing is skipped over (an OFFSET half-way through a million rows costs two hundred times a page)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Join,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    select,
    tuple_,
)

from inbox.core.clock import to_micros
from inbox.core.model import DeliveryState, Row, RowKey, Sort, State
from inbox.store import tables
from inbox.store.fetching import among, core, fetch
from inbox.store.first_page import as_counts, as_row
from inbox.store.outbox_tables import Delivery

FEW = 4000
"""Up to so many conversations of a view are sorted by name at once; in larger ones the index of names is walked."""

_conversation = core(tables.Conversation)
_identity = core(tables.Identity)
_account = core(tables.Account)
_thread = core(tables.Thread)
_message = core(tables.Message)
_delivery = core(Delivery)
_draft = core(tables.Draft)
_counter = core(tables.Counter)
_twin = _identity.alias("twin")
_human = _identity.alias("human")
"""The first handle of the person: it names them, as in the profile."""


def _joined(first: Join) -> Join:
    # Outer joins keep SQLite from turning the order of tables around, whatever ANALYZE told it.
    newest = func.coalesce(_conversation.c.newest_in_id, _conversation.c.newest_id)
    return (
        first.outerjoin(_account, _account.c.id == _conversation.c.account_id)
        .outerjoin(_thread, _thread.c.id == _conversation.c.thread_id)
        .outerjoin(_message, _message.c.id == newest)
    )


_WITH_PERSON = _conversation.outerjoin(_identity, _identity.c.id == _conversation.c.counterpart_id).outerjoin(
    _human, _human.c.id == _identity.c.person
)
_JOINED = _joined(_WITH_PERSON)
# A plus sign before a column keeps SQLite from looking it up in an index: here only names may lead.
_JOINED_BY_NAME = _joined(
    _human.outerjoin(_identity, _identity.c.person == literal_column("+human.id")).outerjoin(
        _conversation, _conversation.c.counterpart_id == literal_column("+identity.id")
    )
)
_NONE_SKIPPED: ColumnElement[int] = literal_column("0")
"""SQLAlchemy writes an OFFSET for SQLite whatever is asked; said here, it is no parameter."""
_SETTLED: tuple[ColumnElement[str], ...] = (
    literal_column(f"'{DeliveryState.SENT}'"),
    literal_column(f"'{DeliveryState.CANCELLED}'"),
)
COLUMNS: tuple[ColumnElement[Any], ...] = (
    _conversation.c.id,
    _conversation.c.counterpart_id.label("identity"),
    literal_column("iif(identity.own_name = '', identity.name, identity.own_name)").label("name"),
    _identity.c.avatar_url,
    _account.c.look.label("network"),
    _conversation.c.account_id.label("place"),
    _account.c.title.label("place_title"),
    _thread.c.title.label("subject"),
    _conversation.c.snippet,
    _message.c.kind,
    _conversation.c.state,
    _message.c.remote_state,
    _conversation.c.unread,
    exists(
        select(literal_column("1")).where(_twin.c.person == _identity.c.person, _twin.c.starred != literal_column("0"))
    ).label("starred"),
    _conversation.c.worth,
    _conversation.c.reasons,
    _conversation.c.newest_at,
    _conversation.c.waiting_since_at,
    _conversation.c.snoozed_until_at,
    exists(select(literal_column("1")).where(_draft.c.conversation_id == _conversation.c.id)).label("has_draft"),
    select(_delivery.c.state)
    .where(_delivery.c.conversation_id == _conversation.c.id, _delivery.c.state.not_in(_SETTLED))
    .order_by(_delivery.c.id.desc())
    .limit(literal_column("1"))
    .offset(_NONE_SKIPPED)
    .scalar_subquery()
    .label("sending"),
    _conversation.c.came_back,
    _conversation.c.remind_until_at,
    _identity.c.person,
    _human.c.name.label("person_name"),
)
"""In the order that `first_page.as_row` takes them."""

_BY_WORTH = (_conversation.c.worth.desc(), _conversation.c.newest_at.desc(), _conversation.c.id)
_BY_NEWEST = (_conversation.c.newest_at.desc(), _conversation.c.id)
_BY_OLDEST = (_conversation.c.newest_at, _conversation.c.id.desc())
_BY_PERSON = (_human.c.name_key, _human.c.id, _conversation.c.id)
ORDER: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.WORTH: _BY_WORTH,
    Sort.NEWEST: _BY_NEWEST,
    Sort.OLDEST: _BY_OLDEST,
    Sort.PERSON: _BY_PERSON,
}


def _unseen(name: str) -> ColumnElement[int]:
    """A parameter whose value SQLite does not see while it plans: with STAT4 it would, and for a page near the end of a
    view it then skip-scans the index of places and sorts what is left, which takes twenty times as long."""
    return select(bindparam(name, type_=Integer)).scalar_subquery()


_at = _unseen("at")
_worth = _unseen("worth")
_id: ColumnElement[int] = bindparam("id")
_name: ColumnElement[str] = bindparam("name")
_who: ColumnElement[int] = bindparam("who")
# A row value can be searched in an index only where all its columns run the same way. So the id, which runs the other
# way, is left to a second condition that passes over what was shown of a tie.
_AFTER: dict[Sort, ColumnElement[bool]] = {
    Sort.WORTH: and_(
        tuple_(_conversation.c.worth, _conversation.c.newest_at) <= tuple_(_worth, _at),
        not_(
            and_(_conversation.c.worth == _worth, _conversation.c.newest_at == _at, _conversation.c.id <= _id),
        ),
    ),
    Sort.NEWEST: and_(
        _conversation.c.newest_at <= _at, not_(and_(_conversation.c.newest_at == _at, _conversation.c.id <= _id))
    ),
    Sort.OLDEST: and_(
        _conversation.c.newest_at >= _at, not_(and_(_conversation.c.newest_at == _at, _conversation.c.id >= _id))
    ),
    Sort.PERSON: tuple_(_human.c.name_key, _human.c.id, _conversation.c.id) > tuple_(_name, _who, _id),
}
_OF_STATE = _conversation.c.state == bindparam("state")
_OF_PLACE = _conversation.c.account_id == bindparam("place")


def _page(sort: Sort, *, of_place: bool, after: bool, by_name_index: bool = False) -> Select[Any]:
    statement = (
        select(*COLUMNS).select_from(_JOINED_BY_NAME).where(literal_column("+conversation.state") == bindparam("state"))
        if by_name_index
        else select(*COLUMNS).select_from(_JOINED).where(_OF_STATE)
    )
    if of_place:
        of = literal_column("+conversation.account_id") if by_name_index else _conversation.c.account_id
        statement = statement.where(of == bindparam("place"))
    if after:
        statement = statement.where(_AFTER[sort])
    return statement.order_by(*ORDER[sort]).limit(bindparam("limit")).offset(_NONE_SKIPPED)


PAGES = {
    (sort, of_place, after): _page(sort, of_place=of_place, after=after)
    for sort in Sort
    for of_place in (False, True)
    for after in (False, True)
}
"""Statements by (order, in one place only, after a key). Built once: building costs more than asking."""
PAGES_BY_NAME_INDEX = {
    (of_place, after): _page(Sort.PERSON, of_place=of_place, after=after, by_name_index=True)
    for of_place in (False, True)
    for after in (False, True)
}
ROWS = select(*COLUMNS).select_from(_JOINED).where(among(_conversation.c.id))
_KEYS = (
    select(
        _conversation.c.id,
        _conversation.c.account_id,
        _conversation.c.worth,
        _conversation.c.newest_at,
        _human.c.name_key,
        _human.c.id.label("person"),
    )
    .select_from(_WITH_PERSON)
    .where(_OF_STATE)
    .order_by(*_BY_NEWEST)
)
KEYS = {False: _KEYS, True: _KEYS.where(_OF_PLACE)}
_SNOOZED_KEYS = {of_place: keys.add_columns(_conversation.c.snoozed_until_at) for of_place, keys in KEYS.items()}
"""Of their own: for the other views the time would have to be fetched from outside the index, row by row."""
_COUNTS = select(_counter.c.state, _counter.c.account_id, _counter.c.n)
_COUNT = select(_counter.c.n).where(_counter.c.state == bindparam("state"), _counter.c.account_id == bindparam("place"))

MOST_COUNTED = 2000
_KNOWN = (
    select(func.count(_identity.c.person.distinct()))
    .select_from(_conversation.join(_identity, _identity.c.id == _conversation.c.counterpart_id))
    .where(_OF_STATE, _identity.c.messages_out > 0)
)


def counts(conn: Connection) -> dict[tuple[State, int], int]:
    """Conversations by (state, place); place 0 is the sum, there for every state."""
    return as_counts(fetch(conn, _COUNTS))


def known_people_waiting(conn: Connection) -> int:
    """Of those in the view Waiting, whom I have answered before; 0 where more wait than can be counted at once."""
    waiting = fetch(conn, _COUNT, state=State.WAITING.value, place=0)
    if not waiting or waiting[0][0] > MOST_COUNTED:
        return 0
    return int(fetch(conn, _KNOWN, state=State.WAITING.value)[0][0])


def keys(conn: Connection, state: State, place: int = 0) -> list[RowKey]:
    """All keys of a view, newest first."""
    values = {"state": state.value} | ({"place": place} if place else {})
    statements = _SNOOZED_KEYS if state is State.SNOOZED else KEYS
    return [
        RowKey(id, state, of, worth, at, name or "", person or 0, *wakes)
        for id, of, worth, at, name, person, *wakes in fetch(conn, statements[place != 0], **values)
    ]


def rows(conn: Connection, ids: Sequence[int]) -> list[Row]:
    """In the order of `ids`; unknown ids are left out."""
    found = {raw[0]: raw for raw in fetch(conn, ROWS, ids=json.dumps(list(ids)))}
    return [as_row(found[id]) for id in ids if id in found]


def page(
    conn: Connection, state: State, sort: Sort, *, place: int = 0, after: RowKey | None = None, limit: int = 50
) -> list[Row]:
    """The next `limit` rows behind `after`, whose `id` and the fields of the order count."""
    values: dict[str, object] = {"state": state.value, "limit": limit}
    if place:
        values["place"] = place
    if after is not None:
        values |= _key_values(sort, after)
    wanted = (sort, place != 0, after is not None)
    statement = PAGES[wanted]
    if sort is Sort.PERSON and _how_many(conn, state, place) > FEW:
        statement = PAGES_BY_NAME_INDEX[wanted[1:]]
    return [as_row(raw) for raw in fetch(conn, statement, **values)]


def _key_values(sort: Sort, after: RowKey) -> dict[str, object]:
    if sort is Sort.WORTH:
        return {"worth": after.worth, "at": after.at, "id": after.id}
    if sort is Sort.PERSON:
        return {"name": after.name, "who": after.person, "id": after.id}
    return {"at": after.at, "id": after.id}


def _how_many(conn: Connection, state: State, place: int) -> int:
    found = fetch(conn, _COUNT, state=state.value, place=place)
    return int(found[0][0]) if found else 0


def key_of(row: Row, name_key: str = "") -> RowKey:
    """The key of a row that is shown, to ask for the page behind it; `name_key` matters to the order by person only."""
    wakes = to_micros(row.snoozed_until) if row.state is State.SNOOZED and row.snoozed_until is not None else 0
    return RowKey(row.id, row.state, row.place, row.worth, to_micros(row.at), name_key, row.person, wakes)
