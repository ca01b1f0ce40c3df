"""`core.ports.Writing`: one open transaction, each method a room's work followed by saying what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.core.automation import Rule
from inbox.core.changes import Changes
from inbox.core.clock import Clock
from inbox.core.fetched import SafeMessage
from inbox.core.model import By, Draft, Found, Moderation, PlaceStatus, Purpose, Snooze, State, Verb
from inbox.core.ports import Claim, Reading, TakenIn
from inbox.core.views import Split
from inbox.store import (
    accounts,
    automation,
    claims,
    conversations,
    drafts,
    due,
    forgetting,
    intake,
    noticing,
    outbox,
    person_standing,
    same_people,
    settling,
    take_back,
    thread_links,
    triage,
    undo,
    views,
)
from inbox.store.manners_session import MannersSession
from inbox.store.moving_session import MovingSession
from inbox.store.people_session import PeopleSession
from inbox.store.reading import Reader
from inbox.store.same_session import SameSession
from inbox.store.segment_session import SegmentSession
from inbox.store.transaction import Transaction


class Session(PeopleSession, SegmentSession, SameSession, MannersSession, MovingSession):
    def __init__(self, tx: Transaction, clock: Clock) -> None:
        self._tx = tx
        self._reading = Reader(tx.connection, clock)

    @property
    def reading(self) -> Reading:
        return self._reading

    # places

    def add_place(self, found: Found, *, waits_from: datetime | None) -> tuple[int, Changes]:
        place = accounts.add(self._tx, found, waits_from=waits_from)
        return place, self._tx.take()

    def update_place(self, place: int, found: Found) -> Changes:
        accounts.update(self._tx, place, found)
        return self._tx.take()

    def remove_place(self, place: int, *, forget: bool) -> Changes:
        accounts.remove(self._tx, place, forget=forget)
        return self._tx.take()

    def catch_up(self) -> bool:
        more = conversations.catch_up(self._tx)
        self._tx.take()
        return more

    def forget_more(self) -> int:
        left = int(forgetting.go_on(self._tx)) or take_back.go_on(self._tx)
        self._tx.take()
        return left

    def set_waits_from(self, place: int, when: datetime | None) -> Changes:
        accounts.set_waits_from(self._tx, place, when)
        return self._tx.take()

    def note_sync(
        self, place: int, status: PlaceStatus, sentence: str, *, next_at: datetime | None, failures: int, done: bool
    ) -> Changes:
        accounts.note_sync(self._tx, place, status, sentence, next_at=next_at, failures=failures, done=done)
        return self._tx.take()

    def pause(self, place: int, paused: bool) -> Changes:
        accounts.pause(self._tx, place, paused=paused)
        return self._tx.take()

    def cursors(self, place: int) -> dict[str, str]:
        return accounts.cursors(self._tx, place)

    # intake

    def take_in(self, place: int, taken: TakenIn) -> Changes:
        intake.take_in(self._tx, place, taken)
        same_people.key_new(self._tx)
        automation.run(self._tx)
        return self._tx.take(counting_news=True)

    # triage

    def finish(self, ids: Sequence[int], *, by: By = By.ME) -> Changes:
        triage.finish(self._tx, ids, by=by)
        return self._tx.take()

    def reopen(self, ids: Sequence[int]) -> Changes:
        triage.reopen(self._tx, ids)
        return self._tx.take()

    def snooze(self, ids: Sequence[int], until: Snooze) -> Changes:
        triage.snooze(self._tx, ids, until)
        return self._tx.take()

    def wait_for_them(self, ids: Sequence[int], remind: Snooze | None = None) -> Changes:
        triage.wait_for_them(self._tx, ids, remind)
        return self._tx.take()

    def mute(self, ids: Sequence[int], muted: bool) -> Changes:
        triage.mute(self._tx, ids, muted=muted)
        return self._tx.take()

    def mark_read(self, conversation: int) -> Changes:
        triage.mark_read(self._tx, conversation)
        return self._tx.take()

    def mark_unread(self, ids: Sequence[int]) -> Changes:
        triage.mark_unread(self._tx, ids)
        return self._tx.take()

    def undo(self, batch: str = "") -> Changes:
        undo.undo(self._tx, batch)
        return self._tx.take()

    def redo(self) -> Changes:
        undo.redo(self._tx)
        return self._tx.take()

    # threads across places

    def join_conversations(self, conversation: int, other: int) -> Changes:
        threads = (thread_links.thread_of(self._tx, id) for id in (conversation, other))
        thread_links.join(self._tx, *threads)
        return self._tx.take()

    def say_same(self, message: int, first: int | None) -> Changes:
        triage.say_same(self._tx, message, first)
        return self._tx.take()

    def part_threads(self, link: int) -> Changes:
        thread_links.part(self._tx, link)
        return self._tx.take()

    # views

    def add_view(self, name: str, query: str, *, key: int = 0) -> tuple[int, Changes]:
        return views.add(self._tx, name, query, key), self._tx.take()

    def change_view(
        self, view: int, *, name: str | None = None, query: str | None = None, key: int | None = None
    ) -> Changes:
        views.change(self._tx, view, name=name, query=query, key=key)
        return self._tx.take()

    def move_view(self, view: int, position: int) -> Changes:
        views.move(self._tx, view, position)
        return self._tx.take()

    def remove_view(self, view: int) -> Changes:
        views.remove(self._tx, view)
        return self._tx.take()

    def set_splits(self, splits: Sequence[Split], state: State | None = None, view: int = 0) -> Changes:
        views.set_splits(self._tx, splits, state, view)
        return self._tx.take()

    # rules

    def add_rule(self, rule: Rule) -> tuple[int, Changes]:
        return automation.add(self._tx, rule), self._tx.take()

    def change_rule(self, rule: Rule) -> Changes:
        automation.change(self._tx, rule)
        return self._tx.take()

    def move_rule(self, rule: int, position: int) -> Changes:
        automation.move(self._tx, rule, position)
        return self._tx.take()

    def remove_rule(self, rule: int) -> Changes:
        automation.remove(self._tx, rule)
        return self._tx.take()

    def apply_rule(self, rule: int, ids: Sequence[int], *, step: str = "") -> Changes:
        automation.apply(self._tx, rule, ids, step)
        return self._tx.take()

    # drafts, searches and settings

    def note_search(self, query: str) -> Changes:
        drafts.note_search(self._tx, query)
        return self._tx.take()

    def forget_searches(self) -> Changes:
        drafts.forget_searches(self._tx)
        return self._tx.take()

    def keep_draft(self, draft: Draft) -> Changes:
        drafts.keep(self._tx, draft)
        return self._tx.take()

    def drop_draft(self, conversation: int) -> Changes:
        drafts.drop(self._tx, conversation)
        return self._tx.take()

    def set_setting(self, key: str, value: str) -> Changes:
        drafts.set_setting(self._tx, key, value)
        return self._tx.take()

    # outbox

    def queue_words(
        self,
        conversation: int,
        to: int,
        text: str,
        purpose: Purpose,
        *,
        not_before: datetime | None,
        then_done: bool = False,
        remind: Snooze | None = None,
    ) -> tuple[int, Changes]:
        delivery = outbox.queue_words(self._tx, conversation, to, text, purpose, not_before=not_before)
        if then_done:
            triage.finish(self._tx, [conversation], by=By.ME)
        if remind is not None:
            triage.remind(self._tx, conversation, remind)
        return delivery, self._tx.take()

    def queue_state(
        self, message: int, verb: Verb, moderation: Moderation | None, *, not_before: datetime | None
    ) -> tuple[int, Changes]:
        delivery = outbox.queue_state(self._tx, message, verb, moderation, not_before=not_before)
        return delivery, self._tx.take()

    def cancel_delivery(self, delivery: int) -> Changes:
        undo.cancel(self._tx, delivery)
        return self._tx.take()

    def release_all(self) -> Changes:
        outbox.release_all(self._tx)
        return self._tx.take()

    def retry_delivery(self, delivery: int) -> Changes:
        outbox.retry(self._tx, delivery)
        return self._tx.take()

    def settle_by_hand(self, delivery: int) -> Changes:
        outbox.settle_by_hand(self._tx, delivery)
        return self._tx.take()

    def due(self, now: datetime) -> list[int]:
        return claims.due(self._tx, now)

    def next_due(self) -> datetime | None:
        return claims.next_due(self._tx)

    def look_at(self, delivery: int) -> Claim | None:
        return claims.look_at(self._tx, delivery)

    def claim(self, delivery: int, frozen: bytes, now: datetime) -> Claim | None:
        claimed = claims.claim(self._tx, delivery, frozen, now)
        self._tx.take()
        return claimed

    def settle_sent(
        self, delivery: int, remote_id: str, url: str, sentence: str, message: SafeMessage | None
    ) -> Changes:
        settling.sent(self._tx, delivery, remote_id, url, sentence, message)
        return self._tx.take()

    def settle_waiting(self, delivery: int, reason: str, not_before: datetime, *, whole_place: bool = False) -> Changes:
        settling.waiting(self._tx, delivery, reason, not_before, whole_place=whole_place)
        return self._tx.take()

    def settle_unsure(self, delivery: int, reason: str, look_at: datetime, *, looked: bool = False) -> Changes:
        settling.unsure(self._tx, delivery, reason, look_at, looked=looked)
        return self._tx.take()

    def settle_needs_you(self, delivery: int, reason: str, *, until_signed_in: bool = False) -> Changes:
        settling.needs_you(self._tx, delivery, reason, until_signed_in=until_signed_in)
        return self._tx.take()

    def recover_sending(self, now: datetime, place: int | None = None) -> Changes:
        claims.recover(self._tx, place)
        return self._tx.take()

    # upkeep

    def wake(self, now: datetime) -> Changes:
        due.follow_the_file(self._tx)
        due.go_on(self._tx)
        conversations.wake(self._tx, now)
        person_standing.wake(self._tx, now)
        same_people.wake(self._tx)
        thread_links.catch_up(self._tx)
        noticing.catch_up(self._tx)
        return self._tx.take(counting_news=True)
