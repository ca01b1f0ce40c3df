"""Segments of one's own, and tags of several people: acts, each taken back whole."""

from __future__ import annotations

import pytest

from inbox.core.errors import Refused
from inbox.core.segments import MOST_AT_ONCE, OwnSegment
from inbox.store.writer import SqliteStore
from tests.builders import a_message, a_place, take_in
from tests.store.looking import ask


@pytest.fixture
def people(store: SqliteStore) -> list[int]:
    take_in(store, a_place(store), *(a_message(name, "Hello", by=name) for name in ("Ann", "Bob", "Cleo")))
    return [row[0] for row in ask(store, "SELECT id FROM identity WHERE NOT is_me ORDER BY name")]


def kept(store: SqliteStore) -> list[OwnSegment]:
    with store.reading() as reading:
        return reading.segments()


def named(store: SqliteStore) -> list[str]:
    return [one.name for one in kept(store)]


def add(store: SqliteStore, name: str, query: str = "is:waiting") -> int:
    return store.write(lambda write: write.add_segment(name, query)[0])


def tags(store: SqliteStore, person: int) -> tuple[str, ...]:
    with store.reading() as reading:
        return reading.person(person).tags


def test_a_segment_is_kept_changed_moved_and_removed_and_each_is_taken_back(store: SqliteStore) -> None:
    first, second = add(store, "Waiting long"), add(store, "Bakers", "has:tag flour")
    changes = store.write(lambda write: write.change_segment(first, name="Long", query="before:30d"))
    assert changes.segments == {first}
    assert changes.sentence == "Segment \u201cLong\u201d changed."
    assert next((one.name, one.query) for one in kept(store)) == ("Long", "before:30d")
    store.write(lambda write: write.move_segment(second, 0))
    assert named(store) == ["Bakers", "Long"]
    store.write(lambda write: write.remove_segment(second))
    assert named(store) == ["Long"]
    for expected in (["Bakers", "Long"], ["Long", "Bakers"], ["Waiting long", "Bakers"], ["Waiting long"], []):
        store.write(lambda write: write.undo())
        assert named(store) == expected
    store.write(lambda write: write.redo())
    assert named(store) == ["Waiting long"]


@pytest.mark.parametrize(("name", "query"), [("", "is:waiting"), ("Nobody", ""), ("Wrong", "is:rich"), ("Half", "is:")])
def test_a_segment_without_a_name_or_sense_is_refused(store: SqliteStore, name: str, query: str) -> None:
    with pytest.raises(Refused):
        add(store, name, query)
    assert kept(store) == []


def test_an_unknown_segment_is_said_to_be_gone(store: SqliteStore) -> None:
    for work in ("change", "move", "remove"):
        with pytest.raises(KeyError):
            store.write(
                lambda write, work=work: {
                    "change": lambda: write.change_segment(9, name="x"),
                    "move": lambda: write.move_segment(9, 0),
                    "remove": lambda: write.remove_segment(9),
                }[work]()
            )


def test_tags_of_several_people_are_one_step(store: SqliteStore, people: list[int]) -> None:
    store.write(lambda write: write.set_tags(people[0], ["rye", "soup"]))
    changes = store.write(lambda write: write.change_tags(people, add=["Market"], remove=["soup"]))
    assert changes.sentence == "Tags of 3 people changed."
    assert [tags(store, one) for one in people] == [("Market", "rye"), ("Market",), ("Market",)]
    store.write(lambda write: write.undo())
    assert [tags(store, one) for one in people] == [("rye", "soup"), (), ()]


def test_a_tag_that_somebody_has_in_other_letters_is_not_added_again(store: SqliteStore, people: list[int]) -> None:
    store.write(lambda write: write.set_tags(people[0], ["market"]))
    changes = store.write(lambda write: write.change_tags(people[:1], add=["Market"], remove=[]))
    assert not changes.undo
    assert tags(store, people[0]) == ("market",)


def test_a_crowd_is_not_tagged_in_one_go(store: SqliteStore) -> None:
    with pytest.raises(Refused, match="500"):
        store.write(lambda write: write.change_tags(list(range(MOST_AT_ONCE + 1)), add=["all"], remove=[]))
