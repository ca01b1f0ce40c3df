from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from inbox.core.changes import RowChange
from inbox.core.model import Row, RowKey, Sort, State
from inbox.ui.inbox_model import InboxModel
from inbox.ui.row_model import KEPT_ROWS, PAGE, ROW
from inbox.ui.row_order import rank_of
from tests.ui import values

A, B, C, D = (values.LARGE + number for number in range(4))


class Shelf:
    """What a reading would answer; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.unknown: set[int] = set()

    def rows(self, ids: Sequence[int]) -> list[Row]:
        self.asked += ids
        return [values.row(id, f"Person {id}") for id in ids if id not in self.unknown]


def waiting(*keys: RowKey, sort: Sort = Sort.NEWEST, place: int = 0) -> InboxModel:
    model = InboxModel(Shelf().rows, lambda row: f"{row.name} says: {row.snippet}")
    model.show(State.WAITING, place, sort, keys)
    return model


def test_rows_stand_in_the_chosen_order(qapp: object) -> None:
    keys = [
        values.key(A, worth=10, at=1, name="zoe"),
        values.key(B, worth=30, at=2, name="amir"),
        values.key(C, worth=10, at=3, name="bea"),
    ]
    orders = {sort: waiting(*keys, sort=sort).ids() for sort in Sort}
    assert orders == {
        Sort.WORTH: [B, C, A],
        Sort.NEWEST: [C, B, A],
        Sort.OLDEST: [A, B, C],
        Sort.PERSON: [B, C, A],
    }


def test_two_people_of_one_name_are_not_mixed(qapp: object) -> None:
    of = {A: 1, B: 2, C: 1}
    keys = [replace(values.key(id, at=at, name="ann"), person=of[id]) for at, id in enumerate((A, B, C))]
    assert waiting(*keys, sort=Sort.PERSON).ids() == [C, A, B]


def test_only_the_page_that_is_looked_at_is_read(qapp: object) -> None:
    shelf = Shelf()
    model = InboxModel(shelf.rows, lambda row: row.name)
    model.show(State.WAITING, 0, Sort.OLDEST, [values.key(id, at=id) for id in range(20_000)])
    assert shelf.asked == []
    model.values_at(10_007)
    model.values_at(10_008)
    assert shelf.asked == list(range(10_000, 10_000 + PAGE))


def test_no_more_rows_are_kept_than_a_few_screens(qapp: object) -> None:
    shelf = Shelf()
    model = InboxModel(shelf.rows, lambda row: row.name)
    model.show(State.WAITING, 0, Sort.OLDEST, [values.key(id, at=id) for id in range(3 * KEPT_ROWS)])
    for number in range(3 * KEPT_ROWS):
        model.values_at(number)
    shelf.asked.clear()
    model.values_at(3 * KEPT_ROWS - 1)
    assert shelf.asked == []
    model.values_at(0)
    assert len(shelf.asked) == PAGE


def test_a_row_that_the_store_no_longer_knows_is_empty_and_asked_for_once(qapp: object) -> None:
    shelf = Shelf()
    shelf.unknown = {A}
    model = InboxModel(shelf.rows, lambda row: row.name)
    model.show(State.WAITING, 0, Sort.NEWEST, [values.key(A)])
    assert model.values_at(0) is None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == ""
    assert shelf.asked == [A]


def test_a_finished_conversation_leaves_the_list(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2))
    model.apply([values.change(A, values.key(A, at=1, state=State.DONE))])
    assert model.ids() == [B]


def test_a_conversation_of_another_place_stays_out(qapp: object) -> None:
    model = waiting(values.key(A, place=1), place=1)
    model.apply([values.change(B, values.key(B, place=2)), values.change(C, values.key(C, place=1))])
    assert set(model.ids()) == {A, C}


def test_the_selection_stays_on_its_conversation_when_others_come_go_and_move(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2), values.key(C, at=3))
    chosen = QItemSelectionModel(model)
    chosen.setCurrentIndex(model.index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    resets: list[object] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.apply([values.change(D, values.key(D, at=9))])
    model.apply([values.change(A, values.key(A, at=10))])
    model.apply([values.change(C, None)])
    model.sort_by(Sort.OLDEST)
    assert model.ids() == [B, D, A]
    assert model.id_at(chosen.currentIndex().row()) == B
    assert [model.id_at(index.row()) for index in chosen.selectedIndexes()] == [B]
    assert resets == []


def test_a_held_list_waits_with_what_is_new_and_says_how_many(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2))
    told: list[int] = []
    model.pending_changed.connect(told.append)
    model.hold(True)
    model.apply([values.change(C, values.key(C, at=5))])
    model.apply([values.change(A, values.key(A, at=6))])
    model.apply([values.change(B, values.key(B, at=2, worth=99))])
    assert model.ids() == [B, A]
    assert model.pending == 2
    model.merge()
    assert model.ids() == [A, C, B]
    assert told == [1, 2, 0]


def test_a_held_list_lets_go_of_what_leaves_and_shows_what_the_person_brought_back(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2))
    model.hold(True)
    model.apply([values.change(A, values.key(A, at=1, state=State.DONE))])
    assert model.ids() == [B]
    model.apply([values.change(A, values.key(A, at=1))], at_once=True)
    assert model.ids() == [B, A]


def test_a_row_whose_worth_alone_changes_waits_but_is_not_called_new(qapp: object) -> None:
    model = waiting(values.key(A, worth=5, at=1), values.key(B, worth=3, at=2), sort=Sort.WORTH)
    model.hold(True)
    model.apply([values.change(B, values.key(B, worth=9, at=2))])
    assert model.ids() == [A, B]
    assert model.pending == 0
    model.merge()
    assert model.ids() == [B, A]


def test_a_row_taken_away_does_not_come_back_with_what_waited(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2))
    model.hold(True)
    model.apply([values.change(A, values.key(A, at=6))])
    model.take_away((A,))
    assert model.pending == 0
    model.merge()
    assert model.ids() == [B]


def test_what_came_and_went_while_the_list_was_held_is_not_counted(qapp: object) -> None:
    model = waiting(values.key(A, at=1))
    model.hold(True)
    model.apply([values.change(B, values.key(B, at=2))])
    model.apply([values.change(B, values.key(B, at=2, state=State.SNOOZED))])
    assert model.pending == 0
    model.hold(False)
    assert model.ids() == [A]


def test_an_empty_list_shows_what_is_new_although_it_is_held(qapp: object) -> None:
    model = waiting()
    model.hold(True)
    model.apply([values.change(A, values.key(A))])
    assert model.ids() == [A]


def test_rows_taken_away_come_back_where_they_stood(qapp: object) -> None:
    model = waiting(*(values.key(id, at=id) for id in (A, B, C, D)))
    model.take_away((B, C))
    assert model.ids() == [D, A]
    model.put_back((B, C))
    assert model.ids() == [D, C, B, A]


def test_a_row_taken_away_is_not_put_back_after_the_store_confirmed_it(qapp: object) -> None:
    model = waiting(values.key(A), values.key(B))
    model.take_away((A,))
    model.apply([values.change(A, values.key(A, state=State.DONE))])
    model.put_back((A,))
    assert model.ids() == [B]


def test_an_answered_row_stays_until_the_reader_moves_on(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2))
    model.stay(A)
    model.apply([values.change(A, values.key(A, at=1, state=State.DONE))])
    assert model.ids() == [B, A]
    model.move_on_to(A)
    assert model.ids() == [B, A]
    model.move_on_to(B)
    assert model.ids() == [B]


def test_a_row_that_only_stayed_is_not_put_back(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2))
    model.stay(A)
    model.apply([values.change(A, values.key(A, at=1, state=State.DONE))])
    model.take_away((A,))
    model.put_back((A,))
    assert model.ids() == [B]


def test_a_row_that_was_to_stay_and_waits_again_is_kept(qapp: object) -> None:
    model = waiting(values.key(A, at=1), values.key(B, at=2))
    model.stay(A)
    model.apply([values.change(A, values.key(A, at=1, state=State.DONE))])
    model.apply([values.change(A, values.key(A, at=1))])
    model.move_on_to(B)
    assert model.ids() == [B, A]


def test_a_changed_row_is_read_again(qapp: object) -> None:
    shelf = Shelf()
    model = InboxModel(shelf.rows, lambda row: row.name)
    model.show(State.WAITING, 0, Sort.NEWEST, [values.key(A), values.key(B)])
    model.values_at(0)
    shelf.asked.clear()
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.refresh(conversations={A})
    model.values_at(0)
    assert shelf.asked == [A]
    model.refresh(people={B})
    assert changed == [0, 1]


def test_marks_leave_with_their_rows(qapp: object) -> None:
    model = waiting(values.key(A), values.key(B))
    model.mark((A, B))
    model.take_away((A,))
    assert model.marked == {B}


def test_a_screen_reader_hears_one_sentence_a_row_and_whether_it_is_marked(qapp: object) -> None:
    model = waiting(values.key(A))
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"Person {A} says: How do you keep track?"
    model.mark((A,))
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == f"Selected. {said}"
    assert model.data(model.index(0, 0)) is None


def test_qt_finds_nothing_wrong_with_the_model(qtmodeltester: ModelTester) -> None:
    model = waiting(*(values.key(id, at=id) for id in range(30)))
    qtmodeltester.check(model)
    model.apply([values.change(id, values.key(id, at=40 - id)) for id in range(0, 30, 3)])
    model.apply([values.change(id, values.key(id, at=id * 2)) for id in range(20, 60)])
    model.take_away(range(0, 50, 4))
    qtmodeltester.check(model)


IDS = st.integers(0, 7)
KEYS = st.builds(
    RowKey,
    IDS,
    st.sampled_from([State.WAITING, State.WAITING, State.DONE]),
    st.sampled_from([1, 2]),
    st.integers(0, 2),
    st.integers(0, 3),
    st.sampled_from(["ann", "Bo"]),
)
BATCHES = st.lists(st.one_of(KEYS, IDS.map(lambda id: id)), max_size=6)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("apply"), BATCHES, st.booleans()),
        st.tuples(st.just("hold"), st.booleans()),
        st.tuples(st.just("take"), st.sets(IDS, max_size=3)),
        st.tuples(st.just("sort"), st.sampled_from(list(Sort))),
        st.tuples(st.just("merge")),
        st.tuples(st.just("stay"), st.one_of(st.none(), IDS)),
    ),
    max_size=12,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    start=[values.key(0), values.key(1), values.key(2)],
    place=0,
    steps=[("hold", True), ("apply", [values.key(1, at=1)], False), ("take", {1})],
)
@given(start=st.lists(KEYS, unique_by=lambda key: key.id, max_size=6), place=st.sampled_from([0, 1]), steps=STEPS)
def test_any_changes_in_any_order_end_where_reading_anew_would(
    qapp: object, start: list[RowKey], place: int, steps: list[tuple[object, ...]]
) -> None:
    model = waiting(*start, place=place)
    truth = {key.id: key for key in start}
    kept = {id: QPersistentModelIndex(model.index(row, 0)) for row, id in enumerate(model.ids())}
    for name, *what in steps:
        if name == "apply":
            batch, at_once = what
            assert isinstance(batch, list)
            changes = []
            for one in batch:
                after = one if isinstance(one, RowKey) else None
                id = one.id if isinstance(one, RowKey) else one
                changes.append(RowChange(id, truth.get(id), after))
                truth.pop(id, None)
                truth |= {id: after} if after is not None else {}
            model.apply(changes, at_once=bool(at_once))
        elif name == "hold":
            model.hold(bool(what[0]))
        elif name == "take":
            assert isinstance(what[0], set)
            before = model.ids()
            model.take_away(what[0])
            assert not set(model.ids()) & what[0]
            model.put_back(what[0])
            shown = {id for id, key in truth.items() if key.state is State.WAITING and place in (0, key.place)}
            assert model.ids() == [id for id in before if id not in what[0] or id in shown]
            for id in what[0]:
                kept.pop(id, None)
        elif name == "sort":
            assert isinstance(what[0], Sort)
            model.sort_by(what[0])
        elif name == "merge":
            model.merge()
        elif what[0] is None or isinstance(what[0], int):
            model.stay(what[0])
        for id, index in kept.items():
            assert not index.isValid() or model.id_at(index.row()) == id
    model.stay(None)
    model.hold(False)
    assert model.pending == 0
    belonging = [key for key in truth.values() if key.state is State.WAITING and place in (0, key.place)]
    assert model.ids() == [key.id for key in sorted(belonging, key=lambda key: rank_of(key, model.sort_order))]


@pytest.mark.parametrize("role", [ROW, Qt.ItemDataRole.AccessibleTextRole])
def test_an_index_of_nothing_says_nothing(qapp: object, role: Qt.ItemDataRole) -> None:
    model = waiting()
    assert model.data(model.index(0, 0), role) is None


def found(*keys: RowKey, state: State | None = State.WAITING) -> InboxModel:
    model = InboxModel(Shelf().rows, lambda row: row.name)
    model.show(state, 0, Sort.NEWEST, keys, is_search=True)
    return model


def test_what_a_search_did_not_find_is_not_in_its_list_until_it_is_found(qapp: object) -> None:
    model = found(values.key(A, at=1))
    news = values.key(B, at=2)
    model.apply([RowChange(B, None, news)])
    assert model.ids() == [A]
    model.find_again([values.key(A, at=1), news])
    assert model.ids() == [B, A]
    model.find_again([news])
    assert model.ids() == [B]


def test_what_is_found_later_waits_while_the_list_is_held_but_for_ones_own_act(qapp: object) -> None:
    first, second, third = (values.key(one, at=at) for at, one in enumerate((A, B, C), 1))
    model = found(first)
    model.hold(True)
    model.find_again([first, second])
    assert (model.ids(), model.pending) == ([A], 1)
    model.apply([RowChange(C, None, third)], at_once=True)
    model.find_again([first, second, third])
    assert C in model.ids()


def test_in_a_search_over_all_states_a_row_stays_until_it_is_no_longer_found(qapp: object) -> None:
    before, after = values.key(A, at=1), RowKey(A, State.DONE, 1, 0, 1, "a")
    model = found(before, state=None)
    model.take_away([A])
    model.apply([RowChange(A, before, after)], at_once=True)
    assert model.ids() == [A]
    model.find_again([])
    assert model.ids() == []


def test_what_comes_back_soonest_stands_first_among_what_is_snoozed(qapp: object) -> None:
    model = waiting()
    snoozed = [
        replace(values.key(id, state=State.SNOOZED, worth=worth, at=at), wakes=wakes)
        for id, worth, at, wakes in ((A, 90, 1, 300), (B, 10, 2, 100), (C, 50, 3, 200))
    ]
    model.show(State.SNOOZED, 0, Sort.WORTH, snoozed)
    assert model.ids() == [B, C, A]
    later = replace(snoozed[1], wakes=400)
    model.apply([RowChange(B, snoozed[1], later)], at_once=True)
    assert model.ids() == [C, A, B]
