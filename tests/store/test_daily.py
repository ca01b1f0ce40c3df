"""Saved searches as views, splits, one row a person, drafts, and what was searched for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from inbox.core.changes import Changes, RowChange
from inbox.core.clock import to_micros
from inbox.core.errors import Refused
from inbox.core.model import Draft, Purpose, Snooze, State
from inbox.core.ports import Writing
from inbox.core.views import DEFAULT_SPLITS, Split
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, take_in
from tests.store.looking import dump

MINUTE = timedelta(minutes=1)
SET_UP = ("saved_view", "setting", "rule")


@pytest.fixture
def place(store: SqliteStore) -> int:
    place = a_place(store)
    take_in(
        store,
        place,
        a_message("1", "Which flour?", by="Ann"),
        a_message("2", "See https://soup.example/x", by="Bob", at=NOON + MINUTE),
        a_message("3", "Lovely soup", by="Cleo", on="post-2", at=NOON + 2 * MINUTE),
        a_message("4", "Lovely bread", by="Ann", on="post-2", at=NOON + 3 * MINUTE),
    )
    return place


def test_a_change_says_when_a_conversation_comes_back_and_came_back_before(store: SqliteStore, place: int) -> None:
    one = found(store, "soup is:waiting")[0]

    def snoozed(until: datetime) -> RowChange:
        [change] = store.write(lambda write: write.snooze([one], Snooze("", "UTC", until))).rows
        with store.reading() as reading:
            assert [change.after] == reading.keys(State.SNOOZED) == reading.query_keys("", State.SNOOZED)
        assert change.after is not None
        assert change.after.wakes == to_micros(until)
        return change

    later = snoozed(NOON + timedelta(days=30))
    sooner = snoozed(NOON + timedelta(days=20))
    [reopened] = store.write(lambda write: write.reopen([one])).rows
    [again] = store.write(lambda write: write.undo()).rows
    assert (later.after, sooner.after) == (sooner.before, reopened.before)
    assert (again.before, again.after) == (reopened.after, reopened.before)
    store.write(lambda write: write.undo())
    snooze = Snooze("", "UTC", NOON + timedelta(days=10))
    # Two methods in one transaction are told one after the other.
    [last] = store.write(lambda write: (write.snooze([one], snooze), write.reopen([one]))[-1]).rows
    assert last.before is not None
    assert last.before.wakes == to_micros(snooze.until)


def names(store: SqliteStore) -> list[tuple[str, str, int]]:
    with store.reading() as reading:
        return [(view.name, view.query, view.key) for view in reading.views()]


def add(store: SqliteStore, name: str, query: str, key: int = 0) -> int:
    return store.write(lambda write: write.add_view(name, query, key=key)[0])


def found(store: SqliteStore, query: str, state: State | None = None, place: int = 0) -> list[int]:
    with store.reading() as reading:
        return [key.id for key in reading.query_keys(query, state, place)]


def test_saved_views_are_kept_in_order_and_every_change_is_taken_back(store: SqliteStore, place: int) -> None:
    soup = add(store, "Soup", "soup", 1)
    add(store, "Questions", "is:question")
    steps: list[Callable[[], object]] = [
        lambda: add(store, "Links", "has:link", 1),
        lambda: store.write(lambda write: write.change_view(soup, name="Soups", query="soup is:waiting", key=3)),
        lambda: store.write(lambda write: write.move_view(soup, 2)),
        lambda: store.write(lambda write: write.remove_view(soup)),
    ]
    seen = [names(store)]
    for step in steps:
        step()
        seen.append(names(store))
    assert seen == [
        [("Soup", "soup", 1), ("Questions", "is:question", 0)],
        [("Soup", "soup", 0), ("Questions", "is:question", 0), ("Links", "has:link", 1)],
        [("Soups", "soup is:waiting", 3), ("Questions", "is:question", 0), ("Links", "has:link", 1)],
        [("Questions", "is:question", 0), ("Links", "has:link", 1), ("Soups", "soup is:waiting", 3)],
        [("Questions", "is:question", 0), ("Links", "has:link", 1)],
    ]
    for before in reversed(seen[:-1]):
        store.write(lambda write: write.undo())
        assert names(store) == before
    for after in seen[1:]:
        store.write(lambda write: write.redo())
        assert names(store) == after


def test_changes_name_the_views_that_changed(store: SqliteStore, place: int) -> None:
    view, changes = store.write(lambda write: write.add_view("Soup", "soup"))
    assert (changes.views, changes.sentence) == (frozenset({view}), "View \u201cSoup\u201d added.")
    assert changes.undo is not None


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [("", "soup", "needs a name"), ("Soup", "  ", "nothing to look for"), ("Soup", "is:wet", "is: knows")],
)
def test_a_view_that_makes_no_sense_is_refused(
    store: SqliteStore, place: int, name: str, query: str, says: str
) -> None:
    before = dump(store, *SET_UP)
    with pytest.raises(Refused, match=says):
        add(store, name, query)
    assert dump(store, *SET_UP) == before


def test_a_search_finds_conversations_of_one_state_and_place(store: SqliteStore, place: int) -> None:
    other = a_place(store, "https://other.example", title="Other")
    take_in(store, other, a_message("1", "More soup", by=a_person("Dora"), at=NOON + 9 * MINUTE))
    store.write(lambda write: write.finish([4]))
    assert found(store, "lovely", State.WAITING) == [3]
    assert found(store, "lovely") == [3, 4]
    assert found(store, "lovely is:done", State.WAITING) == []
    assert found(store, "more", place=other) == [5]
    assert found(store, "more", place=place) == []
    assert found(store, "", State.DONE) == [4]
    with store.reading() as reading:
        assert [key.state for key in reading.query_keys("lovely")] == [State.WAITING, State.DONE]
        assert reading.query_keys("", State.WAITING, limit=2) == reading.keys(State.WAITING)[:2]


def test_counts_of_searches_are_bounded_and_say_so(store: SqliteStore, place: int) -> None:
    with store.reading() as reading:
        assert str(reading.query_count("lovely")) == "2"
        assert str(reading.query_count("is:waiting", most=3)) == "3+"
        assert str(reading.query_count("", State.WAITING, most=1)) == "4"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("has:link", [2]),
        ("-has:link", [3, 4, 1]),
        ("has:email", [2]),
        ("has:note", [4]),
        ("has:attachment", [3]),
        ("tag:baker", [4]),
        ("-tag:baker is:waiting", [3, 2, 1]),
        ("stage:stranger", [3, 4, 2, 1]),
        ("stage:friend", []),
        ("-stage:stranger", []),
        ("is:first", [4, 2, 1]),
        ("-is:first", [3]),
        ("lovely has:attachment", [3]),
        ("split:shop", []),
    ],
)
def test_operators_find_what_they_say(store: SqliteStore, place: int, query: str, ids: list[int]) -> None:
    with store.reading() as reading:
        cleo = reading.rows([4])[0].identity
    store.write(lambda write: write.set_tags(cleo, ["Bäcker", "Baker"]))
    store.write(lambda write: write.add_note(cleo, "Bakes rye"))
    take_in(
        store,
        place,
        a_message("2", "See https://soup.example/x", by=a_person("Bob", email="b@b.example"), at=NOON + MINUTE),
    )
    connection = store._connection
    with connection.begin():
        newest = "(SELECT newest_id FROM conversation WHERE id = 3)"
        connection.exec_driver_sql(f"UPDATE message_text SET images = '[[1, 2]]' WHERE id = {newest}")
    assert found(store, query) == ids


def test_a_person_stands_where_the_highest_of_their_identities_does(store: SqliteStore, place: int) -> None:
    with store._connection.begin():
        store._connection.exec_driver_sql("UPDATE identity SET stage = 'friend' WHERE name = 'Bob'")
        store._connection.exec_driver_sql(
            "UPDATE identity SET person = (SELECT id FROM identity WHERE name = 'Bob'), stage = 'regular'"
            " WHERE name = 'Cleo'"
        )
    assert found(store, "stage:friend") == [4, 2]
    assert found(store, "stage:regular") == []
    assert found(store, "stage:stranger") == [3, 1]
    assert found(store, "stage:stranger stage:friend -stage:regular") == [3, 4, 2, 1]
    assert found(store, "-stage:friend") == [3, 1]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("stage:boss", "stage: knows stranger"),
        ("has:gold", "has: knows email"),
        ("tag:nobody", "tag: nobody has the tag"),
    ],
)
def test_operators_that_make_no_sense_say_so(store: SqliteStore, place: int, query: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        found(store, query)


def test_every_view_has_the_default_splits_with_counts(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.star(1, True))
    with store.reading() as reading:
        counts = {each.split.name: str(each.count) for each in reading.split_counts(State.WAITING)}
    assert counts == {"All": "4", "Questions": "1", "First time": "3", "Starred": "2"}


def test_splits_of_a_view_are_the_persons_own_and_taken_back(store: SqliteStore, place: int) -> None:
    view = add(store, "Lovely", "lovel")
    own = [Split("All", ""), Split("Ann", "from:ann"), Split("Gone", "tag:gone")]
    store.write(lambda write: write.set_splits(own, view=view))
    with store.reading() as reading:
        assert reading.splits(view=view) == own
        assert [str(each.count) for each in reading.split_counts(view=view)] == ["2", "1", "0"]
        assert reading.splits(State.WAITING) == list(DEFAULT_SPLITS)
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert reading.splits(view=view) == list(DEFAULT_SPLITS)
    with pytest.raises(Refused, match="is: knows"):
        store.write(lambda write: write.set_splits([Split("Wet", "is:wet")], State.WAITING))


def test_one_row_a_person_holds_all_that_waits_for_them(store: SqliteStore, place: int) -> None:
    other = a_place(store, "https://other.example", title="Other")
    take_in(store, other, a_message("1", "Me too", by=a_person("Dora"), at=NOON + 9 * MINUTE))
    with store.reading() as reading:
        people = {key.name: key.conversations for key in reading.person_keys(State.WAITING)}
        first = reading.person_keys(State.WAITING)[0]
        there = [key.name for key in reading.person_keys(State.WAITING, other)]
        rows = reading.rows(list(people["ann"]))
    assert people == {"dora": (5,), "ann": (3, 1), "cleo": (4,), "bob": (2,)}
    assert (first.name, there) == ("dora", ["dora"])
    assert {row.name for row in rows} == {"Ann"}


def test_drafts_are_a_page_with_names_and_subjects(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.keep_draft(Draft(1, None, Purpose.REPLY, "Rye, mostly")))
    store.write(lambda write: write.keep_draft(Draft(4, None, Purpose.THANK, "Thank you")))
    with store.reading() as reading:
        page = reading.drafts_page()
        assert [(row.name, row.subject, row.text, row.purpose) for row in page] == [
            ("Cleo", "Sunday soup", "Thank you", Purpose.THANK),
            ("Ann", "Sunday soup", "Rye, mostly", Purpose.REPLY),
        ]
        assert abs(page[0].at - NOON) < MINUTE
        assert len(reading.drafts_page(limit=1)) == 1


def remember(query: str, write: Writing) -> Changes:
    return write.note_search(query)


def test_searches_are_remembered_newest_first_each_once_and_forgotten(store: SqliteStore) -> None:
    for query in (*(f"soup {n}" for n in range(60)), "bread", "soup  55", " "):
        store.write(partial(remember, query))
    with store.reading() as reading:
        kept = reading.searches()
    assert (kept[:3], len(kept), kept.count("soup 55")) == (["soup 55", "bread", "soup 59"], 50, 1)
    store.write(lambda write: write.forget_searches())
    with store.reading() as reading:
        assert reading.searches() == []
        assert reading.undo_step() is None


def test_what_operators_can_be_given_here_is_known(store: SqliteStore, place: int) -> None:
    store.write(lambda write: write.set_tags(1, ["baker"]))
    with store.reading() as reading:
        values = reading.search_values()
    assert (values.networks, values.places, values.tags) == (("wordpress",), ("The Slow Oven",), ("baker",))
