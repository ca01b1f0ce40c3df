"""Rules over what comes in: each application an act of its own, in the history and undoable; and looking back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.errors import Refused
from inbox.core.model import By, Kind, State
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask, dump, states

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
LINK = Condition(About.ONLY_LINK)


def add(store: SqliteStore, name: str, *when: Condition, then: tuple[Action, ...], on: bool = True) -> int:
    return store.write(lambda write: write.add_rule(Rule(name, when, then, on))[0])


def test_a_rule_does_what_it_says_when_something_comes_in(store: SqliteStore, place: int) -> None:
    add(store, "Links", LINK, then=(Action(Do.DONE), Action(Do.TAG, "links")))
    changes = take_in(store, place, a_message("1", "https://x.example/1", by="Bob"), a_message("2", "Lovely", by="Ann"))
    assert states(store) == {"Bob": State.DONE, "Ann": State.WAITING}
    assert (changes.new_waiting, changes.undo, changes.sentence) == (1, None, "")
    with store.reading() as reading:
        assert {person.name: person.tags for person in reading.people()} == {"Bob": ("links",), "Ann": ()}
        assert [(step.label, step.by) for step in reading.undo_steps()] == [
            ("Rule “Links”: done, tagged “links”", By.RULE),
            ("Rule “Links” added", By.ME),
        ]
        step = reading.undo_step()
    assert step is not None
    assert step.label == "Rule “Links” added"


def test_each_application_is_taken_back_by_itself(store: SqliteStore, place: int) -> None:
    add(store, "Links", LINK, then=(Action(Do.DONE), Action(Do.TAG, "links")))
    take_in(
        store, place, a_message("1", "https://x.example/1", by="Bob"), a_message("2", "https://x.example/2", by="Ann")
    )
    with store.reading() as reading:
        first, second, _ = reading.undo_steps()
    store.write(lambda write: write.undo(first.batch))
    assert sorted(states(store).values()) == [State.DONE, State.WAITING]
    assert len(ask(store, "SELECT 1 FROM tag")) == 1
    with store.reading() as reading:
        assert next(step.batch for step in reading.undo_steps()) == second.batch
    store.write(lambda write: write.redo())
    assert sorted(states(store).values()) == [State.DONE, State.DONE]


def test_every_action_is_done_by_its_rule(store: SqliteStore, place: int) -> None:
    pingback = Condition(About.KIND, "pingback")
    then = (Action(Do.SNOOZE, "3d"), Action(Do.STAR), Action(Do.SPLIT, "Echo"), Action(Do.NEVER_NOTIFY))
    add(store, "Pingbacks", pingback, then=then)
    changes = take_in(store, place, a_message("1", "We wrote of you", by="Blog", kind=Kind.PINGBACK))
    with store.reading() as reading:
        row = reading.rows([1])[0]
        assert [key.id for key in reading.query_keys("split:echo")] == [1]
        assert reading.splits(State.WAITING)[-1].name == "Echo"
        assert [str(each.count) for each in reading.split_counts(State.SNOOZED)][-1] == "1"
    assert (row.state, row.starred, row.snoozed_until) == (State.SNOOZED, True, NOON + 3 * DAY)
    assert changes.new_waiting == 0


def test_what_never_notifies_waits_all_the_same(store: SqliteStore, place: int) -> None:
    add(store, "Quiet Ann", Condition(About.FROM, "ann"), then=(Action(Do.NEVER_NOTIFY),))
    changes = take_in(store, place, a_message("1", by="Ann"), a_message("2", by="Bob"))
    assert states(store) == {"Ann": State.WAITING, "Bob": State.WAITING}
    assert changes.new_waiting == 1
    assert take_in(store, place, a_message("3", "More", by="Ann", at=NOON + MINUTE)).new_waiting == 0


def test_a_rule_that_is_off_or_removed_does_nothing(store: SqliteStore, place: int) -> None:
    links = add(store, "Links", LINK, then=(Action(Do.DONE),), on=False)
    take_in(store, place, a_message("1", "https://x.example/1", by="Ann"))
    with store.reading() as reading:
        there = reading.rules()[0]
    assert store.write(lambda write: write.change_rule(replace(there, on=True))).sentence == "Rule “Links” switched on."
    take_in(store, place, a_message("2", "https://x.example/2", by="Bob"))
    store.write(lambda write: write.remove_rule(links))
    take_in(store, place, a_message("3", "https://x.example/3", by="Cleo"))
    assert states(store) == {"Ann": State.WAITING, "Bob": State.DONE, "Cleo": State.WAITING}


def test_what_is_old_at_the_first_fetch_is_left_alone(store: SqliteStore) -> None:
    add(store, "Links", LINK, then=(Action(Do.DONE),))
    place = a_place(store, waits_from=NOON - 30 * DAY)
    take_in(store, place, a_message("1", "https://x.example/1", by="Ann", at=NOON - 40 * DAY))
    take_in(store, place, a_message("2", "https://x.example/2", by="Bob"))
    assert states(store) == {"Ann": State.EARLIER, "Bob": State.DONE}


def test_taking_in_the_same_again_applies_nothing_again(store: SqliteStore, place: int) -> None:
    add(store, "Links", LINK, then=(Action(Do.DONE),))
    take_in(store, place, a_message("1", "https://x.example/1"))
    store.write(lambda write: write.reopen([1]))
    take_in(store, place, a_message("1", "https://x.example/1"))
    assert states(store) == {"Ann": State.WAITING}


def test_rules_run_in_their_order_which_can_be_changed(store: SqliteStore, place: int) -> None:
    first = add(store, "First", LINK, then=(Action(Do.SPLIT, "One"),))
    add(store, "Second", LINK, then=(Action(Do.SPLIT, "Two"),))
    store.write(lambda write: write.move_rule(first, 5))
    with store.reading() as reading:
        assert [rule.name for rule in reading.rules()] == ["Second", "First"]
    take_in(store, place, a_message("1", "https://x.example/1"))
    assert ask(store, "SELECT split FROM conversation") == [("One",)]
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert [rule.name for rule in reading.rules()] == ["First", "Second"]


def test_editing_a_rule_is_taken_back(store: SqliteStore) -> None:
    rule = add(store, "Links", LINK, then=(Action(Do.DONE),))
    before = dump(store, "rule")
    other = Rule("Pings", (Condition(About.KIND, "pingback", no=True),), (Action(Do.STAR),), id=rule)
    assert store.write(lambda write: write.change_rule(other)).sentence == "Rule “Pings” changed."
    with store.reading() as reading:
        kept = reading.rules()[0]
    assert (kept.name, kept.when, kept.then, kept.on) == (other.name, other.when, other.then, False)
    store.write(lambda write: write.undo())
    assert dump(store, "rule") == before
    with pytest.raises(Refused, match="at least one action"):
        store.write(lambda write: write.change_rule(replace(other, then=())))


def test_a_preview_says_what_it_would_have_caught_and_changes_nothing(
    store: SqliteStore, clock: FrozenClock, place: int
) -> None:
    take_in(
        store,
        place,
        a_message("1", "https://x.example/1", by="Ann", at=NOON - 100 * DAY),
        a_message("2", "https://x.example/2", by="Bob", at=NOON - 80 * DAY),
        a_message("3", "https://x.example/3", by="Cleo", at=NOON - DAY),
        a_message("4", "Lovely", by="Dora", at=NOON - DAY),
    )
    before = dump(store)
    wanted = Rule("Links", (LINK,), (Action(Do.DONE),))
    with store.reading() as reading:
        found = reading.look_back(wanted)
        assert [row.name for row in reading.rows(found.conversations)] == ["Cleo", "Bob"]
        assert found.below == 0
        assert reading.look_back(wanted, days=10).conversations == found.conversations[:1]
        with pytest.raises(Refused):
            reading.look_back(replace(wanted, when=()))
    assert dump(store) == before


def test_what_a_preview_found_can_be_done_as_one_step_of_mine(store: SqliteStore, place: int) -> None:
    take_in(
        store, place, a_message("1", "https://x.example/1", by="Ann"), a_message("2", "https://x.example/2", by="Bob")
    )
    rule = add(store, "Links", LINK, then=(Action(Do.DONE),), on=False)
    changes = store.write(lambda write: write.apply_rule(rule, [1, 2]))
    assert changes.sentence == "Rule “Links” applied."
    assert set(states(store).values()) == {State.DONE}
    store.write(lambda write: write.undo())
    assert set(states(store).values()) == {State.WAITING}
