"""What a rule would have caught, looked up piece by piece; and a rule done to what is here, as one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.errors import Refused
from inbox.core.model import RowKey, State
from inbox.services.ruling import APPLIED_AT_ONCE, Progress, apply, look_back
from inbox.store.automation import AT_ONCE
from inbox.store.writer import SqliteStore, open_store
from tests.builders import NOON, a_message, a_place, take_in
from tests.clocks import FrozenClock

LINKS = Rule("Links", (Condition(About.ONLY_LINK),), (Action(Do.DONE),))
EVERY = 4
"""So many messages of theirs hold one link."""


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "profile", clock)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOON)


def filled(store: SqliteStore, number: int) -> None:
    """So many people wrote a message each, one every hour before noon."""
    place = a_place(store)
    said = [
        a_message(
            str(n),
            f"https://x.example/{n}" if n % EVERY == 0 else "Lovely soup",
            by=f"Person {n}",
            at=NOON - timedelta(hours=n),
            on=f"post-{n}",
        )
        for n in range(number)
    ]
    for at in range(0, number, 300):
        take_in(store, place, *said[at : at + 300])


def never() -> bool:
    return False


def given(store: SqliteStore, rule: Rule) -> Rule:
    return replace(rule, id=store.write(lambda write: write.add_rule(rule)[0]))


def states(store: SqliteStore) -> dict[State, int]:
    with store.reading() as reading:
        return {state: n for (state, place), n in reading.counts().items() if not place and n}


def everything(store: SqliteStore) -> list[RowKey]:
    with store.reading() as reading:
        return reading.keys(State.WAITING)


def steps(store: SqliteStore) -> list[tuple[str, int]]:
    with store.reading() as reading:
        return [(step.label, step.others) for step in reading.undo_steps()]


def test_all_of_the_ninety_days_is_looked_through_however_much_it_is(store: SqliteStore, clock: FrozenClock) -> None:
    number = 2 * AT_ONCE + 200
    filled(store, number)
    told: list[Progress] = []
    found = look_back(store, LINKS, clock, told.append, never)
    with store.reading() as reading:
        rows = reading.rows(found.conversations)
    assert [row.name for row in rows] == [f"Person {n}" for n in range(0, number, EVERY)]
    assert (found.days, found.is_whole) == (90, True)
    assert [(each.done, each.whole, each.found) for each in told] == [
        (AT_ONCE // 24, 90, AT_ONCE // EVERY),
        (2 * AT_ONCE // 24, 90, 2 * AT_ONCE // EVERY),
    ]
    assert told[0].newest == found.conversations[:6]


def test_a_look_back_is_stopped_after_the_piece_that_it_is_at(store: SqliteStore, clock: FrozenClock) -> None:
    filled(store, 2 * AT_ONCE)
    told: list[Progress] = []
    found = look_back(store, LINKS, clock, told.append, lambda: True)
    assert (len(found.conversations), found.days, found.is_whole) == (AT_ONCE // EVERY, AT_ONCE // 24, False)
    assert told == []


def test_nothing_that_is_written_waits_for_a_look_back(store: SqliteStore, clock: FrozenClock) -> None:
    """Between two pieces no transaction is open, so that even the log can be emptied."""
    filled(store, AT_ONCE + 1)
    emptied: list[int] = []

    def heard(progress: Progress) -> None:
        store.write(lambda write: write.finish([1]))
        emptied.append(store._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])

    look_back(store, LINKS, clock, heard, never)
    assert emptied == [0]


def test_a_rule_that_makes_no_sense_is_refused(store: SqliteStore, clock: FrozenClock) -> None:
    with pytest.raises(Refused):
        look_back(store, replace(LINKS, when=()), clock, lambda progress: None, never)


def test_a_rule_is_done_to_many_in_pieces_and_taken_back_as_one_step(store: SqliteStore, clock: FrozenClock) -> None:
    """Also where something else was done between two pieces."""
    filled(store, 4 * (2 * APPLIED_AT_ONCE + 10))
    rule = given(store, LINKS)
    caught = look_back(store, rule, clock, lambda progress: None, never).conversations
    others = [key.id for key in everything(store) if key.id not in caught]
    told: list[Progress] = []

    def heard(progress: Progress) -> None:
        told.append(progress)
        store.write(lambda write: write.finish([others.pop()]))

    before = states(store)
    changes = apply(store, rule, caught, heard, never)
    assert changes.sentence == f"Rule “Links” applied to {len(caught)} conversations."
    assert [(each.done, each.whole) for each in told] == [(25, 60), (50, 60), (60, 60)]
    assert states(store)[State.DONE] == before.get(State.DONE, 0) + 63
    assert len(changes.rows) == 60
    assert ("Rule “Links” applied", 59) in steps(store)
    assert len([label for label, _ in steps(store) if label == "Rule “Links” applied"]) == 1
    undo = changes.undo
    assert undo is not None
    store.write(lambda write: write.undo(undo.batch))
    assert states(store)[State.DONE] == before.get(State.DONE, 0) + 3
    store.write(lambda write: write.redo())
    assert states(store)[State.DONE] == before.get(State.DONE, 0) + 63


def test_what_was_done_before_it_was_stopped_stays_and_is_said(store: SqliteStore, clock: FrozenClock) -> None:
    filled(store, 4 * 60)
    rule = given(store, LINKS)
    caught = look_back(store, rule, clock, lambda progress: None, never).conversations
    changes = apply(store, rule, caught, lambda progress: None, lambda: True)
    assert changes.sentence == "Rule “Links” applied to 25 of 60. You stopped it; the rest is as it was."
    assert states(store)[State.DONE] == 25
    store.write(lambda write: write.undo())
    assert State.DONE not in states(store)


def test_a_conversation_that_went_meanwhile_is_left_out(store: SqliteStore, clock: FrozenClock) -> None:
    filled(store, 8)
    rule = given(store, LINKS)
    caught = look_back(store, rule, clock, lambda progress: None, never).conversations
    apply(store, rule, [*caught, 10_000], lambda progress: None, never)
    assert states(store)[State.DONE] == 2
