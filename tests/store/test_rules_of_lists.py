"""Rules that ask in which list of people somebody is: built-in segments, and segments of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.errors import Refused
from inbox.core.model import State
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, take_in
from tests.store.looking import states

MINUTE = timedelta(minutes=1)


def in_list(name: str, *, no: bool = False, on: bool = True) -> Rule:
    return Rule(name, (Condition(About.LIST, name, no),), (Action(Do.DONE),), on)


def add(store: SqliteStore, rule: Rule) -> Rule:
    return replace(rule, id=store.write(lambda write: write.add_rule(rule)[0]))


def look_back(store: SqliteStore, rule: Rule) -> list[str]:
    with store.reading() as reading:
        return [row.name for row in reading.rows(reading.look_back(rule).conversations)]


def asked(store: SqliteStore) -> list[tuple[str, bool]]:
    with store.reading() as reading:
        return [(rule.when[0].value, rule.on) for rule in reading.rules()]


def test_who_is_in_a_list_is_caught_when_they_write(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", by="Ann"), a_message("2", by="Bob", on="post-2"))
    store.write(lambda write: write.star(1, True))
    add(store, in_list("starred"))
    take_in(
        store,
        place,
        a_message("3", "More", by="Ann", at=NOON + MINUTE),
        a_message("4", "More", by="Bob", on="post-2", at=NOON + MINUTE),
    )
    assert states(store) == {"Ann": State.DONE, "Bob": State.WAITING}


def test_a_list_that_follows_from_what_they_just_wrote_has_them_already(store: SqliteStore, place: int) -> None:
    add(store, in_list("New faces"))
    take_in(store, place, a_message("1", by="Ann"))
    assert states(store) == {"Ann": State.DONE}


def test_whoever_is_not_in_a_list_is_caught_by_its_contrary(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", by="Ann"), a_message("2", by="Bob", on="post-2"))
    store.write(lambda write: write.star(1, True))
    found = look_back(store, in_list("Starred", no=True))
    assert found == ["Bob"]
    assert look_back(store, in_list("Starred")) == ["Ann"]


def test_a_segment_of_ones_own_is_a_list_and_its_new_name_is_followed(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", by="Ann"), a_message("2", by="Bob", on="post-2"))
    segment = store.write(lambda write: write.add_segment("Bakers", "from:ann"))[0]
    rule = in_list("bakers")
    assert look_back(store, rule) == ["Ann"]
    add(store, rule)
    store.write(lambda write: write.change_segment(segment, name="Millers"))
    assert asked(store) == [("Millers", True)]
    take_in(store, place, a_message("3", "More", by="Ann", at=NOON + MINUTE))
    assert states(store) == {"Ann": State.DONE, "Bob": State.WAITING}
    store.write(lambda write: write.undo())
    assert asked(store) == [("bakers", True)]
    with store.reading() as reading:
        assert [one.name for one in reading.segments()] == ["Bakers"]


def test_a_rule_whose_list_is_gone_does_nothing_and_the_removal_says_so(store: SqliteStore, place: int) -> None:
    segment = store.write(lambda write: write.add_segment("Bakers", "from:ann"))[0]
    add(store, in_list("Bakers"))
    add(store, in_list("Bakers", no=True))
    changes = store.write(lambda write: write.remove_segment(segment))
    assert changes.sentence == (
        "Segment “Bakers” removed. The rule “Bakers” and 1 more asked for it and do nothing now."
    )
    take_in(store, place, a_message("1", by="Ann"), a_message("2", by="Bob", on="post-2"))
    assert set(states(store).values()) == {State.WAITING}, "also what asks for those who are not in it"


def test_a_list_that_is_not_there_is_refused(store: SqliteStore) -> None:
    with pytest.raises(Refused, match="no list of people called “Bakers”"):
        add(store, in_list("Bakers"))
    with store.reading() as reading, pytest.raises(Refused, match="no list of people"):
        reading.look_back(in_list("Bakers"))
