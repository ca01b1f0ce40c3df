"""What counts is another: everybody follows, in slices between which others write and the program may end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inbox.core.model import Stage
from inbox.rules.thresholds import Threshold
from inbox.store.due import AT_ONCE, NEXT
from inbox.store.writer import SqliteStore, open_store
from tests.builders import NOON, a_message, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask

THRESHOLD = Threshold("stages.acquaintance_exchanges", 1, 1, 20, "exchanges", "An acquaintance after")
CROWD = 2 * AT_ONCE + 5


def a_crowd(store: SqliteStore) -> int:
    """So many acquaintances: each wrote and was answered."""
    place = a_place(store)
    for number in range(CROWD):
        at = NOON - timedelta(hours=number + 2)
        take_in(
            store,
            place,
            a_message(f"{number}", "How long?", by=f"Person {number}", on="post", at=at),
            a_message(f"{number}-mine", "An hour.", by=me(), on="post", parent=f"{number}", at=at + timedelta(hours=1)),
        )
    return place


def acquaintances(store: SqliteStore) -> int:
    return int(ask(store, f"SELECT count(*) FROM identity WHERE stage = '{Stage.ACQUAINTANCE}'")[0][0])


def more(store: SqliteStore) -> float:
    return store.write(lambda write: write.count_more())


def raise_the_bar(store: SqliteStore) -> None:
    store.write(lambda write: write.set_counts({"stages.acquaintance_exchanges": 2}))


def test_everybody_follows_a_slice_at_a_time_and_it_is_told_how_far_that_is(store: SqliteStore) -> None:
    a_crowd(store)
    raise_the_bar(store)
    assert acquaintances(store) == CROWD, "the act itself derives nobody, however many there are"
    shares = [more(store)]
    assert acquaintances(store) == CROWD - AT_ONCE
    while shares[-1] < 1:
        shares.append(more(store))
    assert acquaintances(store) == 0
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.6
    assert len(shares) == 3
    assert more(store) == 1
    assert store.check() == []


def test_what_is_done_between_two_slices_is_neither_lost_nor_in_the_way(store: SqliteStore) -> None:
    place = a_crowd(store)
    raise_the_bar(store)
    more(store)
    take_in(store, place, a_message("new", "Who are you all?", by="Somebody new", on="post", at=NOON))
    [(starred,)] = ask(store, "SELECT id FROM identity WHERE name = 'Person 3'")
    store.write(lambda write: write.star(starred, True))
    while more(store) < 1:
        pass
    assert acquaintances(store) == 0
    assert ask(store, "SELECT starred FROM identity WHERE name = 'Person 3'") == [(1,)]
    for _ in ("the star", "what counts"):
        store.write(lambda write: write.undo())
    while more(store) < 1:
        pass
    assert acquaintances(store) == CROWD


def test_a_further_change_half_way_begins_anew(store: SqliteStore) -> None:
    a_crowd(store)
    raise_the_bar(store)
    more(store)
    store.write(lambda write: write.set_counts({"stages.acquaintance_exchanges": None}))
    while more(store) < 1:
        pass
    assert acquaintances(store) == CROWD


def test_a_start_goes_on_where_an_end_broke_off(tmp_path: Path, clock: FrozenClock) -> None:
    store = open_store(tmp_path, clock)
    a_crowd(store)
    raise_the_bar(store)
    more(store)
    store.close()
    store = open_store(tmp_path, clock)
    assert acquaintances(store) == CROWD - AT_ONCE
    more(store)
    assert acquaintances(store) == CROWD - 2 * AT_ONCE, "those who followed already are not derived again"
    more(store)
    assert acquaintances(store) == 0
    store.close()


@pytest.mark.parametrize("says", [1, 2])
def test_a_file_of_thresholds_that_says_something_else_is_followed_too(
    tmp_path: Path, clock: FrozenClock, says: int
) -> None:
    """Whether somebody edited it, or a newer Parlour brought another."""
    store = open_store(tmp_path, clock, thresholds=(THRESHOLD,))
    a_crowd(store)
    store.write(lambda write: write.wake(clock.now()))
    store.close()
    edited = Threshold(THRESHOLD.key, says, 1, 20, THRESHOLD.unit, THRESHOLD.says)
    store = open_store(tmp_path, clock, thresholds=(edited,))
    changes = store.write(lambda write: write.wake(clock.now()))
    assert bool(changes) is (says == 2)
    while more(store) < 1:
        pass
    assert acquaintances(store) == (0 if says == 2 else CROWD)
    store.close()


def test_points_are_of_conversations_so_people_are_left_alone(store: SqliteStore) -> None:
    a_crowd(store)
    changes = store.write(lambda write: write.set_counts({"worth.question": 3}))
    assert "due:person" not in changes.settings
    assert "due:conversation" in changes.settings


@pytest.mark.parametrize("table", ["person", "conversation"])
def test_the_next_ones_are_found_without_looking_through_all(store: SqliteStore, table: str) -> None:
    plan = store._raw.execute(f"EXPLAIN QUERY PLAN {NEXT.format(table=table)}", (1, 1)).fetchall()
    assert [row[3].split(" (")[0] for row in plan] == [f"SEARCH {table} USING INTEGER PRIMARY KEY"]
