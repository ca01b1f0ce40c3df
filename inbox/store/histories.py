"""People as unions of identities (decision 3), and what has passed between a person and me."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from inbox.core.clock import from_micros, to_micros
from inbox.core.errors import NotHere
from inbox.core.model import Direction, Kind, Purpose, Stage
from inbox.core.person import HistoryEntry, IdentityView, Note, PersonView
from inbox.core.text import snippet
from inbox.store import tables
from inbox.store.fetching import among, core, fetch, fetch_one

ANSWERS_COUNTED = 100
"""Newest own words to each identity from which the usual time to an answer is taken."""
THANKS_REMEMBERED = 50
_SAME_MOMENT = 500
_SNIPPET_FROM = 600

_identity = core(tables.Identity)
_tag = core(tables.Tag)
_note = core(tables.Note)
_message = core(tables.Message)
_text = core(tables.MessageText)
_thread = core(tables.Thread)
_account = core(tables.Account)
_parent = _message.alias("parent")
_before = _message.alias("before")


class _Known(NamedTuple):
    id: int
    person: int
    network: str
    look: str
    instance: str
    stable_id: str
    handle: str
    name: str
    own_name: str
    avatar_url: str
    profile_url: str
    site_url: str
    email: str
    email_is_claim: int
    messages_in: int
    messages_out: int
    starred: int
    ignored: int
    stage: str
    first_seen_at: int | None
    last_seen_at: int | None
    thanked_at: int | None


_KNOWN = select(*(_identity.c[name] for name in _Known._fields))
_SET_OF = _KNOWN.where(
    _identity.c.person == select(_identity.c.person).where(_identity.c.id == bindparam("id")).scalar_subquery()
).order_by(_identity.c.id)
_SETS = _KNOWN.where(among(_identity.c.person)).order_by(_identity.c.person, _identity.c.id)
_IDS_OF = select(_identity.c.id).where(
    _identity.c.person == select(_identity.c.person).where(_identity.c.id == bindparam("id")).scalar_subquery()
)
_TAGS = select(_tag.c.identity_id, _tag.c.tag).where(among(_tag.c.identity_id))
_NOTES = (
    select(_note.c.id, _note.c.identity_id, _note.c.text, _note.c.made_at)
    .where(among(_note.c.identity_id))
    .order_by(_note.c.made_at.desc(), _note.c.id.desc())
)
_twin = _identity.alias("twin")
_ANY_OF_THEIRS: Select[Any] = (
    select(literal_column("1"))
    .select_from(_twin.join(_message, _message.c.identity_id == _twin.c.id))
    .where(_twin.c.person == _identity.c.id)
    .correlate(_identity)
)
# Whoever only ever left spam, and was never spoken to, is nobody to be listed. Somebody without a message (who only
# liked something) is.
_IS_SOMEBODY = or_(
    exists(_ANY_OF_THEIRS.where(_message.c.remote_state.not_in([literal_column("'spam'"), literal_column("'trash'")]))),
    ~exists(_ANY_OF_THEIRS),
    _identity.c.messages_out > literal_column("0"),
    _identity.c.starred != literal_column("0"),
)
# The first of a set stands for it in the list of people, by its name.
ROOTS = (
    select(_identity.c.id)
    .where(
        tuple_(_identity.c.name_key, _identity.c.id) > tuple_(bindparam("name"), bindparam("after")),
        _identity.c.person == _identity.c.id,
        _identity.c.is_me == 0,
        _IS_SOMEBODY,
    )
    .order_by(_identity.c.name_key, _identity.c.id)
    .limit(bindparam("limit"))
)
_CLAIMED = _KNOWN.where(_identity.c.claimed != 0).order_by(_identity.c.name_key, _identity.c.id)
_NAME_KEY = select(_identity.c.name_key).where(_identity.c.id == bindparam("id"))
_LEFT = and_(_message.c.direction == Direction.OUT.value, _message.c.remote_id.not_like("local:%"))
ANSWERS = (
    select(
        _message.c.sort_at,
        func.coalesce(
            _parent.c.sort_at,
            select(func.max(_before.c.sort_at))
            .where(
                _before.c.conversation_id == _message.c.conversation_id,
                _before.c.direction == Direction.IN.value,
                _before.c.sort_at <= _message.c.sort_at,
            )
            .scalar_subquery(),
        ),
    )
    .select_from(_message.outerjoin(_parent, _parent.c.id == _message.c.parent_id))
    .where(_message.c.to_identity_id == bindparam("who"), _LEFT)
    .order_by(_message.c.sort_at.desc())
    .limit(ANSWERS_COUNTED)
)
_THANKS = (
    select(_text.c.text)
    .select_from(_message.join(_text, _text.c.id == _message.c.id))
    .where(among(_message.c.to_identity_id), _message.c.purpose == Purpose.THANK.value)
    .order_by(_message.c.sort_at.desc(), _message.c.id.desc())
    .limit(THANKS_REMEMBERED)
)


def _entries(side: ColumnElement[Any], moment: ColumnElement[bool], *conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            _message.c.sort_at,
            _message.c.id,
            _message.c.direction,
            _message.c.kind,
            _message.c.purpose,
            _account.c.look,
            _thread.c.title,
            func.substr(_text.c.text, 1, _SNIPPET_FROM),
            _message.c.conversation_id,
        )
        .select_from(
            _message.outerjoin(_text, _text.c.id == _message.c.id)
            .outerjoin(_thread, _thread.c.id == _message.c.thread_id)
            .outerjoin(_account, _account.c.id == _message.c.account_id)
        )
        .where(side == bindparam("who"), moment, _message.c.joined_to.is_(None), *conditions)
        .order_by(_message.c.sort_at.desc(), _message.c.id.desc())
        .limit(bindparam("limit"))
    )


_sooner = _message.c.sort_at < bindparam("at")
_then = _message.c.sort_at == bindparam("at")
# Each side walks its own index, newest first; merging the few lists is cheaper than sorting one long one.
HISTORY = (_entries(_message.c.identity_id, _sooner), _entries(_message.c.to_identity_id, _sooner, _LEFT))
_SAME = (_entries(_message.c.identity_id, _then), _entries(_message.c.to_identity_id, _then, _LEFT))


def person(conn: Connection, identity: int) -> PersonView:
    """The person an identity belongs to, with notes and answering time. Raises KeyError for an unknown id."""
    known = [_Known._make(raw) for raw in fetch(conn, _SET_OF, id=identity)]
    if not known:
        raise NotHere
    ids = json.dumps([one.id for one in known])
    notes = tuple(Note(id, of, text, from_micros(at)) for id, of, text, at in fetch(conn, _NOTES, ids=ids))
    tags = {tag for _, tag in fetch(conn, _TAGS, ids=ids)}
    return _as_person(known, tags, notes, _answering_time(conn, [one.id for one in known]))


def people(conn: Connection, after: str = "", limit: int = 200) -> list[PersonView]:
    """By name; `after` is `str(id)` of the last person seen. Without notes and answering times."""
    name, last = "", 0
    if after:
        last = int(after)
        known = fetch_one(conn, _NAME_KEY, id=last)
        name = known[0] if known else ""
    return persons(conn, [id for (id,) in fetch(conn, ROOTS, name=name, after=last, limit=limit)])


def persons(conn: Connection, roots: Iterable[int]) -> list[PersonView]:
    """The people whose ids (smallest of their sets) are given, in that order, without notes and answering times."""
    roots = list(roots)
    known = [_Known._make(raw) for raw in fetch(conn, _SETS, ids=json.dumps(roots))]
    tags: dict[int, set[str]] = {}
    for identity, tag in fetch(conn, _TAGS, ids=json.dumps([one.id for one in known])):
        tags.setdefault(identity, set()).add(tag)
    found: dict[int, PersonView] = {}
    for root, members in groupby(known, key=lambda one: one.person):
        union = list(members)
        found[root] = _as_person(union, set().union(*(tags.get(one.id, ()) for one in union)), (), None)
    return [found[root] for root in roots if root in found]


def claimed(conn: Connection) -> list[IdentityView]:
    """Of whom the person said "this is me"."""
    return [_as_identity(_Known._make(raw)) for raw in fetch(conn, _CLAIMED)]


def history(conn: Connection, identity: int, *, limit: int = 200, before: datetime | None = None) -> list[HistoryEntry]:
    """What passed between a person and me, over all their identities, newest first, older than `before`.

    May be longer than `limit` by what happened in the very moment of its last entry, so that asking on from there with
    `before` loses nothing. Raises KeyError for an unknown id.
    """
    ids = _ids(conn, identity)
    at = to_micros(before) if before else 2**62
    found = _merged(fetch(conn, side, who=who, at=at, limit=limit) for who in ids for side in HISTORY)
    page = list(islice(found, limit))
    if len(page) == limit:
        last = page[-1][0]
        sides = (fetch(conn, side, who=who, at=last, limit=_SAME_MOMENT) for who in ids for side in _SAME)
        page = [raw for raw in page if raw[0] != last] + list(_merged(sides))
    return [_as_entry(raw) for raw in page]


def thanks_given(conn: Connection, identity: int) -> list[str]:
    """Texts of earlier thank-yous to a person, newest first; those that still wait to be sent count."""
    return [text for (text,) in fetch(conn, _THANKS, ids=json.dumps(_ids(conn, identity)))]


def _ids(conn: Connection, identity: int) -> list[int]:
    ids = [id for (id,) in fetch(conn, _IDS_OF, id=identity)]
    if not ids:
        raise NotHere
    return ids


def _merged(lists: Iterable[list[Any]]) -> Iterable[Any]:
    """Newest first, each message once (words to oneself would stand on both sides)."""
    in_order = merge(*lists, key=itemgetter(0, 1), reverse=True)
    return (next(same) for _, same in groupby(in_order, key=itemgetter(1)))


def _as_entry(raw: Any) -> HistoryEntry:
    at, message, direction, kind, purpose, look, title, text, conversation = raw
    return HistoryEntry(
        at=from_micros(at),
        direction=Direction(direction),
        kind=Kind(kind),
        purpose=Purpose(purpose),
        look=look or "",
        title=title or "",
        snippet=snippet(text or ""),
        conversation=conversation,
        message=message,
    )


def _answering_time(conn: Connection, ids: list[int]) -> float | None:
    answered: dict[int, int] = {}
    for who in ids:
        for sent, asked in fetch(conn, ANSWERS, who=who):
            if asked is not None and sent >= asked:
                # They come newest first, so that the first answer to each is what stays.
                answered[asked] = sent
    if len(answered) < 2:
        return None
    return median((sent - asked) / 1_000_000 for asked, sent in answered.items())


_STAGES = list(Stage)


def _as_person(known: list[_Known], tags: set[str], notes: tuple[Note, ...], answers_in_s: float | None) -> PersonView:
    first = known[0]
    return PersonView(
        id=first.person,
        name=first.name,
        avatar_url=next((one.avatar_url for one in known if one.avatar_url), ""),
        starred=any(one.starred for one in known),
        ignored=any(one.ignored for one in known),
        stage=max((Stage(one.stage) for one in known), key=_STAGES.index),
        tags=tuple(sorted(tags, key=str.casefold)),
        identities=tuple(map(_as_identity, known)),
        messages_in=sum(one.messages_in for one in known),
        messages_out=sum(one.messages_out for one in known),
        first_seen=_moment(min, (one.first_seen_at for one in known)),
        last_seen=_moment(max, (one.last_seen_at for one in known)),
        last_thanked=_moment(max, (one.thanked_at for one in known)),
        answers_in_s=answers_in_s,
        notes=notes,
    )


def _moment(choose: Any, moments: Iterable[int | None]) -> datetime | None:
    known = [at for at in moments if at is not None]
    return from_micros(choose(known)) if known else None


def _as_identity(one: _Known) -> IdentityView:
    return IdentityView(
        id=one.id,
        network=one.network,
        look=one.look,
        instance=one.instance,
        stable_id=one.stable_id,
        handle=one.handle,
        name=one.own_name or one.name,
        avatar_url=one.avatar_url,
        profile_url=one.profile_url,
        site_url=one.site_url,
        email=one.email,
        email_is_claim=one.email_is_claim != 0,
        messages_in=one.messages_in,
        messages_out=one.messages_out,
    )
