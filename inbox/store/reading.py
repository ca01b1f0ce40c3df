"""`core.ports.Reading` over one connection: the writer's in its transaction, or one that only reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from inbox.core.automation import DAYS, Rule, RulePiece
from inbox.core.clock import Clock, SystemClock, from_micros
from inbox.core.errors import NotHere
from inbox.core.model import (
    Can,
    ConversationView,
    DeliveryView,
    Draft,
    Message,
    Place,
    PlaceStatus,
    Purpose,
    Row,
    RowKey,
    Sort,
    State,
    Step,
)
from inbox.core.person import SearchHits
from inbox.core.views import MOST, Count, DraftRow, HeldBack, PersonKey, SavedView, SearchValues, Split, SplitCount
from inbox.store import (
    automation,
    daily,
    handling,
    held_back,
    histories,
    listing,
    outbox_view,
    tables,
    undo,
    viewing,
    views,
)
from inbox.store.fetching import core, fetch
from inbox.store.manners_reading import MannersReader
from inbox.store.moving_reading import MovingReader
from inbox.store.people_reading import PeopleReader
from inbox.store.same_reading import SameReader
from inbox.store.search import search
from inbox.store.segment_reading import SegmentReader

_account = core(tables.Account)
_draft = core(tables.Draft)
_setting = core(tables.Setting)

_PLACE_FIELDS = (
    "id", "network", "canonical", "address", "title", "look", "user", "user_remote_id", "can", "status", "sentence",
    "paused", "last_sync_at", "next_sync_at", "failures", "first_fetch_at", "waits_from_at", "settings",
)  # fmt: skip
_PLACE = select(*(_account.c[name] for name in _PLACE_FIELDS))
_PLACES = _PLACE.where(_account.c.removed_at.is_(None)).order_by(_account.c.id)
_ONE_PLACE = _PLACE.where(_account.c.id == bindparam("id"))
_DRAFTS = select(_draft.c.conversation_id, _draft.c.to_id, _draft.c.purpose, _draft.c.text, _draft.c.position).order_by(
    _draft.c.updated_at.desc()
)
_ONE_DRAFT = _DRAFTS.where(_draft.c.conversation_id == bindparam("conversation"))
_SETTING = select(_setting.c.value).where(_setting.c.key == bindparam("key"))


class Reader(PeopleReader, SegmentReader, SameReader, MannersReader, MovingReader):
    """Bounded questions, frozen answers. `connection` is in a transaction, which makes them consistent."""

    def __init__(self, connection: Connection, clock: Clock | None = None) -> None:
        self._connection = connection
        self._clock = clock or SystemClock()

    def places(self) -> list[Place]:
        """Those that are listened to, in order of adding; not those that were removed and kept."""
        return [_as_place(raw) for raw in fetch(self._connection, _PLACES)]

    def place(self, place: int) -> Place:
        """Also one that was removed and kept."""
        found = fetch(self._connection, _ONE_PLACE, id=place)
        if not found:
            raise NotHere
        return _as_place(found[0])

    def known_people_waiting(self) -> int:
        return listing.known_people_waiting(self._connection)

    def counts(self) -> dict[tuple[State, int], int]:
        return listing.counts(self._connection)

    def keys(self, state: State, place: int = 0) -> list[RowKey]:
        return listing.keys(self._connection, state, place)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return listing.rows(self._connection, ids)

    def page(
        self, state: State, sort: Sort, *, place: int = 0, after: RowKey | None = None, limit: int = 50
    ) -> list[Row]:
        return listing.page(self._connection, state, sort, place=place, after=after, limit=limit)

    def conversation(self, conversation: int) -> ConversationView:
        return viewing.conversation(self._connection, conversation)

    def message(self, message: int) -> Message:
        return viewing.message(self._connection, message)

    def thanks_given(self, identity: int) -> list[str]:
        return histories.thanks_given(self._connection, identity)

    def outbox(self, *, settled: bool = False, limit: int = 200) -> list[DeliveryView]:
        return outbox_view.outbox(self._connection, settled=settled, limit=limit)

    def outbox_open(self) -> int:
        return outbox_view.how_many_open(self._connection)

    def outbox_goes_on(self) -> datetime | None:
        return outbox_view.goes_on(self._connection)

    def delivery(self, delivery: int) -> DeliveryView:
        return outbox_view.delivery(self._connection, delivery)

    def open_deliveries(self, conversation: int) -> list[DeliveryView]:
        return outbox_view.open_of_conversation(self._connection, conversation)

    def draft(self, conversation: int) -> Draft | None:
        found = fetch(self._connection, _ONE_DRAFT, conversation=conversation)
        return _as_draft(found[0]) if found else None

    def drafts(self) -> list[Draft]:
        """Newest first."""
        return [_as_draft(raw) for raw in fetch(self._connection, _DRAFTS)]

    def drafts_page(self, *, limit: int = 200) -> list[DraftRow]:
        return daily.drafts_page(self._connection, limit=limit)

    def search(self, query: str, *, limit: int = 50) -> SearchHits:
        return search(self._connection, query, self._clock.now(), limit=limit)

    def setting(self, key: str, default: str = "") -> str:
        found = fetch(self._connection, _SETTING, key=key)
        return str(found[0][0]) if found else default

    def undo_step(self) -> Step | None:
        return undo.next_undo(self._connection)

    def redo_step(self) -> Step | None:
        return undo.next_redo(self._connection)

    def handled_seconds(self, limit: int = 50) -> list[float]:
        return handling.handled_seconds(self._connection, limit)

    def views(self) -> list[SavedView]:
        return views.views(self._connection)

    def query_keys(self, query: str, state: State | None = None, place: int = 0, *, limit: int = MOST) -> list[RowKey]:
        return daily.query_keys(self._connection, query, self._clock.now(), state, place, limit=limit)

    def query_count(self, query: str, state: State | None = None, place: int = 0, *, most: int = MOST) -> Count:
        return daily.query_count(self._connection, query, self._clock.now(), state, place, most=most)

    def splits(self, state: State | None = None, view: int = 0) -> list[Split]:
        return views.splits(self._connection, state, view)

    def split_counts(self, state: State | None = None, place: int = 0, view: int = 0) -> list[SplitCount]:
        return daily.split_counts(self._connection, self._clock.now(), state, place, view, most=MOST)

    def person_keys(self, state: State, place: int = 0) -> list[PersonKey]:
        return daily.person_keys(self._connection, state, place)

    def searches(self) -> list[str]:
        return daily.searches(self._connection)

    def search_values(self) -> SearchValues:
        return daily.search_values(self._connection)

    def rules(self) -> list[Rule]:
        return automation.rules(self._connection)

    def look_back(self, rule: Rule, below: int = 0, *, days: int = DAYS) -> RulePiece:
        return automation.look_back(self._connection, rule, self._clock.now(), below=below, days=days)

    def undo_steps(self, limit: int = undo.OFFERED) -> list[Step]:
        return undo.steps(self._connection, limit)

    def held_back(self) -> list[HeldBack]:
        return held_back.held_back(self._connection)


def _as_place(raw: Any) -> Place:
    told = dict(zip(_PLACE_FIELDS, raw, strict=True))
    return Place(
        id=told["id"],
        network=told["network"],
        canonical=told["canonical"],
        address=told["address"],
        title=told["title"],
        look=told["look"],
        user=told["user"],
        user_remote_id=told["user_remote_id"],
        can=Can(told["can"]),
        status=PlaceStatus(told["status"]),
        sentence=told["sentence"],
        signed_in=bool(told["user"]),
        paused=bool(told["paused"]),
        last_sync_at=_instant(told["last_sync_at"]),
        next_sync_at=_instant(told["next_sync_at"]),
        failures=told["failures"],
        first_fetch_done=told["first_fetch_at"] is not None,
        waits_from=_instant(told["waits_from_at"]),
        settings=json.loads(told["settings"]),
    )


def _as_draft(raw: Any) -> Draft:
    conversation, to, purpose, text, position = raw
    return Draft(conversation, to, Purpose(purpose), text, position)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
