"""What is dealt with elsewhere while somebody stands on it: it stays until they move on, and takes no words along."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import combinations

from inbox.core.changes import Changes
from inbox.core.model import Snooze, State
from inbox.core.ports import Writing
from inbox.core.relation import Segment
from inbox.ui.people_views import LOOK_AGAIN_MS, at_of
from tests.desk import Desk
from tests.journeys.sample_people import ids, row, state, walk_to


def done_elsewhere(desk: Desk) -> int:
    """The conversation at hand, by another hand than this one."""
    here = desk.selected()
    assert here is not None
    desk.engine.store.write(lambda write: write.finish([here]))
    desk.sees(lambda: state(desk, here) is State.DONE)
    desk.bot.wait(300)
    return here


def test_an_answer_that_is_being_written_goes_on_to_the_same_person(desk: Desk) -> None:
    desk.press("R")
    desk.type("A paper notebook")
    here = done_elsewhere(desk)
    desk.type(", honestly")
    assert desk.selected() == desk.opening.desk.current() == here
    assert desk.window.composer.words() == "A paper notebook, honestly"
    desk.press("Esc", "J")
    desk.sees(lambda: here not in ids(desk))
    assert desk.selected() in ids(desk)


def test_a_note_that_is_being_written_is_not_broken_off(desk: Desk) -> None:
    desk.press("J", "I")
    desk.type("Bakes")
    here = done_elsewhere(desk)
    desk.type(" rye")
    desk.press("Ctrl+Enter")
    person = desk.engine.read(lambda reading: reading.conversation(here).row.identity)
    desk.sees(lambda: [note.text for note in desk.engine.read(lambda r: r.person(person)).notes][-1:] == ["Bakes rye"])


def test_a_key_never_means_whoever_came_into_its_place(desk: Desk) -> None:
    before = ids(desk)
    here = done_elsewhere(desk)
    assert desk.selected() == here
    desk.press("E")
    desk.sees(lambda: desk.selected() == before[1])
    assert state(desk, before[1]) is State.WAITING
    assert here not in ids(desk)


def test_in_a_saved_view_too(desk: Desk) -> None:
    saved_view(desk, "is:waiting")
    desk.press("R")
    desk.type("A paper")
    here = done_elsewhere(desk)
    desk.type(" notebook")
    assert desk.selected() == here
    assert desk.window.composer.words() == "A paper notebook"


def test_a_note_about_somebody_who_leaves_a_segment_meanwhile_stays_theirs(desk: Desk) -> None:
    first, second = starred = [
        desk.engine.read(lambda reading, of=one: reading.conversation(of).row.person)  # type: ignore[misc]
        for one in ids(desk)[2:4]
    ]
    desk.engine.store.write(lambda write: [write.star(person, True) for person in starred][-1])
    people = desk.opening.desk.people
    desk.opening.desk.views.show(at_of(Segment.STARRED))
    desk.sees(lambda: sorted(people.pane.model.ids()) == sorted(starred))
    desk.window.lists.currentWidget().setFocus()
    here = people.pane.person()
    assert here in (first, second)
    desk.press("I")
    desk.type("Bakes")
    desk.engine.store.write(lambda write: write.star(here, False))
    desk.bot.wait(LOOK_AGAIN_MS + 400)
    desk.type(" rye")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: [note.text for note in desk.engine.read(lambda r: r.person(here)).notes][-1:] == ["Bakes rye"])
    assert people.pane.person() == here
    desk.window.lists.currentWidget().setFocus()
    desk.press("J", "K")
    desk.sees(lambda: people.pane.model.ids() == [one for one in starred if one != here])


def saved_view(desk: Desk, query: str) -> None:
    desk.press("/")
    desk.type(query)
    desk.press("Enter")
    desk.sees(lambda: desk.window.holds_focus(desk.window.results))
    desk.opening.desk.run("view.save")
    desk.type("Mine")
    desk.press("Enter")
    desk.sees(lambda: desk.window.inbox.model.is_search and desk.window.holds_focus(desk.window.inbox))


def test_what_is_read_stays_in_a_view_of_the_unread_until_one_moves_on(desk: Desk) -> None:
    saved_view(desk, "is:unread")
    here = desk.selected()
    assert here is not None
    desk.sees(lambda: not row(desk, here).unread)
    desk.bot.wait(500)
    assert desk.selected() == here
    desk.press("J")
    desk.sees(lambda: here not in ids(desk))
    assert desk.selected() in ids(desk)


def test_an_answer_goes_on_where_something_newer_of_the_same_person_comes(desk: Desk) -> None:
    keys = desk.engine.read(lambda reading: [key for one in (State.THEM, State.DONE) for key in reading.keys(one)])
    keys.sort(key=lambda key: key.at)
    older, newer = next(
        (one.id, other.id) for one, other in combinations(keys, 2) if one.person == other.person and one.at < other.at
    )
    desk.opening.desk.act(lambda write: write.reopen([older]))
    desk.sees(lambda: older in ids(desk))
    desk.press("Shift+P")
    desk.sees(lambda: desk.window.inbox.model.is_search)
    walk_to(desk, older)
    desk.press("R")
    desk.type("A paper")
    desk.engine.store.write(lambda write: write.reopen([newer]))
    desk.bot.wait(500)
    desk.type(" notebook")
    assert desk.selected() == desk.opening.desk.current() == older
    assert desk.window.composer.words() == "A paper notebook"


def test_snoozed_by_person_begins_with_who_comes_back_soonest(desk: Desk) -> None:
    newest = desk.engine.read(lambda reading: reading.keys(State.WAITING))
    first, second = newest[0].id, newest[1].id
    for one, days in ((first, 9), (second, 3)):
        until = Snooze("", "UTC", desk.opening.desk.clock.now() + timedelta(days=days))
        desk.opening.desk.act(partial(snoozed, one, until))
    desk.opening.desk.views.show_state(State.SNOOZED)
    desk.sees(lambda: ids(desk) == [second, first])
    desk.press("Shift+P")
    desk.sees(lambda: desk.window.inbox.model.is_search and ids(desk) == [second, first])


def snoozed(conversation: int, until: Snooze, write: Writing) -> Changes:
    return write.snooze([conversation], until)
