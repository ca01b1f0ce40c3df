"""People by keys, over the sample people: lists and orders, the search among them, tags of several, own segments."""

from __future__ import annotations

from inbox.core.fetched import FetchedReaction
from inbox.core.model import State
from inbox.core.relation import PeopleSort, PersonRow
from inbox.ui.people_pane import PeoplePane
from inbox.ui.people_views import OWN, PeopleViews
from inbox.ui.segment_sheet import SegmentSheet
from inbox.ui.tags_sheet import TagsSheet
from tests.builders import a_person, taken
from tests.desk import Desk
from tests.journeys.sample_people import sheet_name


def views(desk: Desk) -> PeopleViews:
    return desk.opening.desk.people


def pane(desk: Desk) -> PeoplePane:
    return views(desk).pane


def go_to_people(desk: Desk) -> None:
    desk.press("G", "P")
    everyone = views(desk).counts["everyone"]
    desk.sees(lambda: views(desk).is_shown and pane(desk).model.rowCount() == everyone)
    assert desk.window.holds_focus(pane(desk))


def here(desk: Desk) -> PersonRow:
    row = pane(desk).model.values_at(pane(desk).rows.currentIndex().row())
    assert row is not None
    return row


def names(desk: Desk) -> list[str]:
    model = pane(desk).model
    return [row.name for at in range(model.rowCount()) if (row := model.values_at(at)) is not None]


def tags(desk: Desk, *people: int) -> list[tuple[str, ...]]:
    return [desk.engine.read(lambda reading, one=one: reading.person(one).tags) for one in people]


def test_everyone_is_a_list_and_standing_on_somebody_shows_them(desk: Desk) -> None:
    go_to_people(desk)
    desk.press("J", "J")
    person = here(desk)
    desk.sees(lambda: desk.window.person.accessibleName().startswith(f"Profile of {person.name}"))
    desk.sees(desk.window.conversation.isVisible)
    shown = desk.opening.desk.details.shown
    talks = desk.engine.read(lambda reading: reading.talks_with(person.id))
    assert shown in talks
    desk.press("S")
    desk.sees(lambda: here(desk).starred)
    desk.press("Z")
    desk.sees(lambda: not here(desk).starred)


def test_the_list_of_people_sorts_and_keeps_who_is_stood_on(desk: Desk) -> None:
    go_to_people(desk)
    desk.press("J")
    person = here(desk).id
    for sort in (PeopleSort.WAITING, PeopleSort.MET, PeopleSort.STAGE, PeopleSort.NAME):
        desk.opening.desk.run("navigate.sort")
        assert desk.opening.desk.remembered.people_sort == sort
        desk.sees(lambda: pane(desk).model.rowCount() == views(desk).counts["everyone"])
        assert here(desk).id == person
    folded = [name.casefold() for name in names(desk) if name.isascii()]
    assert folded == sorted(folded)


def test_enter_opens_somebody_and_esc_comes_back_to_the_list(desk: Desk) -> None:
    go_to_people(desk)
    for _ in range(pane(desk).model.rowCount()):
        if len(desk.engine.read(lambda reading: reading.talks_with(here(desk).id))) > 1:
            break
        desk.press("J")
    person = here(desk)
    desk.press("Enter")
    assert len(desk.window.results.model.found) > 1
    assert {row.name for row in desk.window.results.model.found} == {person.name}
    desk.press("Esc")
    desk.sees(lambda: views(desk).is_shown and desk.window.holds_focus(pane(desk)))
    assert here(desk).id == person.id


def test_slash_searches_among_people_and_the_search_is_kept_as_a_segment(desk: Desk) -> None:
    go_to_people(desk)
    desk.press("/")
    desk.type("is:waiting")
    waiting = desk.engine.read(lambda reading: reading.rows([key.id for key in reading.keys(State.WAITING)]))
    desk.sees(lambda: pane(desk).model.rowCount() == len({one.person for one in waiting}))
    assert views(desk).is_searching
    found = names(desk)
    desk.press("Enter")
    assert desk.window.holds_focus(pane(desk))
    desk.press("Ctrl+K")
    desk.type("new segment")
    desk.press("Enter")
    assert sheet_name(desk) == "New segment"
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, SegmentSheet)
    desk.type("Who waits")
    desk.sees(lambda: sheet.said() == f"{len(found)} people fit.")
    desk.press("Enter")
    desk.sees(lambda: [one.name for one in views(desk).own] == ["Who waits"])
    desk.sees(lambda: names(desk) == found)
    desk.sees(lambda: str(views(desk).own_counts.get(views(desk).own[0].id)) == str(len(found)))
    desk.press("Z")
    desk.sees(lambda: not views(desk).own and views(desk).is_shown and pane(desk).model.rowCount() > len(found))


def test_the_editor_shows_whom_a_search_finds_while_it_is_typed_and_what_is_wrong_with_it(desk: Desk) -> None:
    desk.opening.desk.run("people.segment_new")
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, SegmentSheet)
    desk.type("Mine")
    desk.press("Tab")
    desk.type("is:rich")
    desk.sees(lambda: sheet.said().startswith("is: knows starred, waiting"))
    desk.press(*["Backspace"] * 4)
    desk.type("waiting")
    desk.sees(lambda: sheet.said().endswith("people fit.") and len(sheet.found()) == 6)
    desk.press("Enter")
    desk.sees(lambda: [one.query for one in views(desk).own] == ["is:waiting"])
    assert desk.opening.desk.views.at == (OWN, views(desk).own[0].id)
    desk.opening.desk.run("people.segment_edit")
    desk.type("Ours")
    desk.press("Enter")
    desk.sees(lambda: [one.name for one in views(desk).own] == ["Ours"])
    desk.opening.desk.run("people.segment_remove")
    desk.sees(lambda: not views(desk).own)


def test_several_people_are_tagged_in_one_step_and_nothing_else_is_done_to_them(desk: Desk) -> None:
    go_to_people(desk)
    desk.press("X", "J", "J", "Shift+X")
    marked = sorted(pane(desk).model.marked)
    assert len(marked) == 3
    before = tags(desk, *marked)
    for key in ("R", "S", "E", "H", "I"):
        desk.press(key)
        assert "only be tagged" in desk.notice()
        assert desk.window.overlay.sheet is None
    desk.opening.desk.run("people.tags")
    assert isinstance(desk.window.overlay.sheet, TagsSheet)
    assert sheet_name(desk) == "Tags of 3 people"
    desk.type("market")
    desk.press("Enter", "Enter")
    desk.sees(lambda: all("market" in one for one in tags(desk, *marked)))
    desk.sees(lambda: not pane(desk).model.marked)
    desk.press("Z")
    desk.sees(lambda: tags(desk, *marked) == before)


def test_all_are_marked_and_esc_takes_the_marks_away(desk: Desk) -> None:
    go_to_people(desk)
    desk.press("Ctrl+A")
    assert len(pane(desk).model.marked) == pane(desk).model.rowCount()
    desk.press("Esc")
    assert not pane(desk).model.marked


def test_what_is_done_to_a_conversation_of_somebody_leaves_them_in_the_list(desk: Desk) -> None:
    go_to_people(desk)
    desk.opening.desk.run("navigate.sort")
    desk.sees(lambda: pane(desk).model.rowCount() == views(desk).counts["everyone"])
    desk.press("Home")
    person = here(desk)
    waiting = person.waiting
    assert waiting
    desk.press("E")
    desk.sees(lambda: here(desk).id == person.id and here(desk).waiting == waiting - 1)
    desk.press("Z")
    desk.sees(lambda: here(desk).id == person.id and here(desk).waiting == waiting)


def test_a_segment_shows_its_rule_who_is_in_it_and_why(desk: Desk) -> None:
    desk.press("Ctrl+K")
    desk.type("regulars")
    desk.press("Enter")
    desk.sees(lambda: views(desk).is_shown and pane(desk).model.rowCount() == views(desk).counts["regulars"])
    assert pane(desk).rule.words.text() == "You had 3 exchanges or more, over 2 conversations or more."
    assert here(desk).why.startswith("You had ")
    person = here(desk)
    conversations = desk.engine.read(lambda reading: reading.query_keys("is:regular"))
    rows = desk.engine.read(lambda reading: reading.rows([key.id for key in conversations]))
    assert {row.name for row in rows} == set(names(desk))
    pane(desk).rule.change.click()
    assert "What counts" in sheet_name(desk)
    desk.press("Esc")
    desk.opening.desk.act(lambda write: write.set_counts({"stages.regular_exchanges": 4}))
    desk.sees(lambda: pane(desk).rule.words.text().startswith("You had 4 exchanges"))
    assert here(desk).id == person.id


def test_somebody_who_only_likes_is_a_person_with_a_profile_and_no_conversation(desk: Desk) -> None:
    place = desk.engine.read(lambda reading: reading.places())[0].id
    now = desk.opening.desk.clock.now()
    likes = tuple(FetchedReaction("comment", f"like-{n}", a_person("Quiet Quinn"), "like", "1", now) for n in range(3))
    desk.engine.store.write(lambda write: write.take_in(place, taken(reactions=likes)))
    desk.sees(lambda: views(desk).counts.get("supporters") == 1)
    desk.opening.desk.run("navigate.people_supporters")
    desk.sees(lambda: names(desk) == ["Quiet Quinn"])
    assert here(desk).why.startswith("They liked, boosted or linked 3 times")
    desk.sees(lambda: desk.window.person.accessibleName().startswith("Profile of Quiet Quinn"))
    assert desk.window.person.isVisible()
    assert "Quiet Quinn has not written to you yet" in desk.window.nothing.accessibleName()
    desk.press("R")
    assert desk.notice() == "Choose a conversation first."
    desk.press("S")
    desk.sees(lambda: here(desk).starred)
    desk.press("Enter")
    assert desk.window.holds_focus(desk.window.person)
    desk.press("Esc")
    assert desk.window.holds_focus(pane(desk))
