"""Views by keys, over the sample people: parts with Tab, drafts, searches that are kept, one row a person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inbox.core.model import State
from inbox.ui.look.controls import PlainLabel
from inbox.ui.look.tokens import Type
from inbox.ui.view_sheet import ViewSheet
from inbox.ui.views import DRAFTS
from tests.desk import Desk, called
from tests.journeys.sample_people import ids, state


def said(desk: Desk) -> list[str]:
    return desk.window.inbox.splits.said()


def conversations(desk: Desk, of: State) -> list[int]:
    return [key.id for key in desk.engine.read(lambda reading: reading.keys(of))]


def questions(desk: Desk) -> list[int]:
    keys = desk.engine.read(lambda reading: reading.query_keys("is:question", State.WAITING))
    return sorted(key.id for key in keys)


def test_tab_goes_through_the_parts_of_the_view_and_round(desk: Desk) -> None:
    everything = ids(desk)
    desk.sees(lambda: f"Questions {len(questions(desk))}" in said(desk))
    desk.press("Tab")
    desk.sees(lambda: sorted(ids(desk)) == questions(desk))
    assert desk.window.holds_focus(desk.window.inbox)
    desk.press("Shift+Tab")
    desk.sees(lambda: ids(desk) == everything)
    desk.press(*["Tab"] * len(said(desk)))
    desk.sees(lambda: ids(desk) == everything)


def test_done_in_a_part_leaves_it_and_z_brings_it_back_there(desk: Desk) -> None:
    desk.press("Tab")
    desk.sees(lambda: sorted(ids(desk)) == questions(desk))
    before, first = ids(desk), desk.selected()
    assert first is not None
    desk.press("E")
    desk.sees(lambda: state(desk, first) is State.DONE)
    desk.sees(lambda: f"Questions {len(before) - 1}" in said(desk))
    assert first not in ids(desk)
    desk.press("Z")
    desk.sees(lambda: ids(desk) == before)


def test_tab_goes_on_to_the_next_field_where_single_keys_are_off(desk: Desk) -> None:
    desk.opening.desk.router.single_keys = False
    desk.press("Tab")
    assert not desk.window.holds_focus(desk.window.inbox.rows)


def test_drafts_have_a_view_once_something_was_begun(desk: Desk) -> None:
    lines = desk.opening.desk.surroundings.view_keys
    assert DRAFTS not in lines()
    here = desk.selected()
    desk.press("R")
    desk.type("A paper notebook, for two years")
    desk.press("Esc")
    desk.sees(lambda: DRAFTS in lines())
    desk.press("G", "W")
    shown = desk.window.drafts.model.found
    assert [(row.id, row.snippet) for row in shown] == [(here, "A paper notebook, for two years")]
    assert desk.opening.desk.current() == here


def test_one_row_a_person_opens_to_all_their_conversations(desk: Desk) -> None:
    elsewhere = [id for rest in (State.THEM, State.DONE) for id in conversations(desk, rest)]
    desk.opening.desk.act(lambda write: write.reopen(elsewhere))
    desk.sees(lambda: len(ids(desk)) >= len(elsewhere))
    people = desk.engine.read(lambda reading: reading.person_keys(State.WAITING))
    several = next(one for one in people if len(one.conversations) > 1)
    desk.press("Shift+P")
    desk.sees(lambda: len(ids(desk)) == len(people))
    desk.press("Home")
    for _ in range(len(people)):
        if desk.selected() == several.conversations[0]:
            break
        desk.press("J")
    row = desk.window.inbox.model.values_at(desk.window.inbox.rows.currentIndex().row())
    assert row is not None
    assert row.reasons[0].label.startswith(f"{len(several.conversations)} conversations")
    desk.press("Enter")
    assert {row.id for row in desk.window.results.model.found} == set(several.conversations)
    desk.press("Esc")
    desk.sees(lambda: len(ids(desk)) == len(people))
    desk.press("Shift+P")
    desk.sees(lambda: len(ids(desk)) > len(people))


def test_a_search_is_kept_as_a_view_by_keys_and_its_digit_opens_it(desk: Desk) -> None:
    desk.press("/")
    desk.type("is:question")
    desk.press("Enter")
    desk.sees(lambda: desk.window.holds_focus(desk.window.results))
    desk.press("Ctrl+K")
    desk.type("save this search")
    desk.press("Enter")
    desk.type("Asked of me")
    desk.press("Enter")
    views = desk.opening.desk.views
    desk.sees(lambda: [view.name for view in views.saved] == ["Asked of me"])
    desk.sees(lambda: desk.window.inbox.model.state is None and len(ids(desk)) > 3)
    desk.sees(lambda: str(views.counts.get(views.saved[0].id)) == str(len(ids(desk))))
    number = desk.opening.desk.surroundings.view_keys().index(views.at) + 1
    desk.press("G", "I")
    desk.sees(lambda: desk.window.inbox.model.state is State.WAITING)
    desk.press(str(number))
    desk.sees(lambda: desk.window.inbox.model.state is None)
    desk.opening.desk.run("view.remove")
    desk.sees(lambda: not views.saved and desk.window.inbox.model.state is State.WAITING)
    desk.press("Z")
    desk.sees(lambda: [view.name for view in views.saved] == ["Asked of me"])


def keep(desk: Desk, query: str, name: str, *keys: str) -> None:
    """Searched for, and kept as a view by the palette; `keys` come before Enter."""
    desk.press("/")
    desk.type(query)
    desk.press("Enter")
    desk.sees(lambda: desk.window.holds_focus(desk.window.results))
    command(desk, "save this search")
    desk.type(name)
    desk.press(*keys, "Enter")
    desk.sees(lambda: name in [view.name for view in desk.opening.desk.views.saved])
    desk.sees(lambda: desk.opening.desk.views.title() == name)


def command(desk: Desk, words: str) -> None:
    desk.press("Ctrl+K")
    desk.type(words)
    desk.press("Enter")


def own_keys(desk: Desk) -> dict[str, int]:
    return {view.name: view.key for view in desk.opening.desk.views.saved}


def shown_keys(desk: Desk) -> dict[str, str]:
    """As the sidebar shows them."""
    return {line.title: line.keys for line in desk.opening.desk.surroundings.view_entries() if line.keys}


def view_sheet(desk: Desk) -> ViewSheet:
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, ViewSheet)
    return sheet


def test_a_view_is_given_a_key_that_opens_it_from_anywhere_and_is_seen_everywhere(desk: Desk) -> None:
    keep(desk, "is:question", "Asked of me")
    command(desk, "give the view a key")
    desk.press("3")
    desk.press("Enter")
    desk.sees(lambda: own_keys(desk) == {"Asked of me": 3})
    desk.sees(lambda: shown_keys(desk) == {"Asked of me": "3"})
    desk.press("1")
    desk.sees(lambda: desk.window.inbox.model.state is State.WAITING)
    desk.press("3")
    desk.sees(lambda: desk.opening.desk.views.title() == "Asked of me")
    line = next(one for one in desk.opening.desk.surroundings.view_entries() if one.title == "Asked of me")
    row = desk.window.sidebar.view.lines.find_row(line.key)
    assert row is not None
    spoken = desk.window.sidebar.view.lines.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "key 3" in spoken
    palette = desk.opening.desk.finding
    desk.press("Ctrl+K")
    assert palette._palette is not None
    keys = {entry.title: entry.keys for entry in palette._palette.at_once("") if entry.kind == "Views"}
    assert keys["Asked of me"] == "3"
    assert "3" not in {key for title, key in keys.items() if title != "Asked of me"}
    desk.press("Esc", "?")
    sheet = desk.window.overlay.sheet
    assert sheet is not None
    assert "View “Asked of me”" in [called(one) for one in sheet.findChildren(QWidget)]


def test_a_key_that_another_view_has_is_said_and_moves_and_z_brings_it_back(desk: Desk) -> None:
    keep(desk, "is:question", "Asked of me", "Tab", "3")
    assert own_keys(desk) == {"Asked of me": 3}
    keep(desk, "is:starred", "Stars")
    command(desk, "rename the view")
    desk.press("Tab", "3")
    assert view_sheet(desk).said() == "3 belongs to “Asked of me”; it moves here."
    desk.press("4")
    assert "belongs" not in view_sheet(desk).said()
    desk.press("3", "Enter")
    desk.sees(lambda: own_keys(desk) == {"Asked of me": 0, "Stars": 3})
    desk.press("Z")
    desk.sees(lambda: own_keys(desk) == {"Asked of me": 3, "Stars": 0})


def test_views_are_renamed_moved_and_removed_by_keys_and_by_mouse(desk: Desk) -> None:
    def names() -> list[str]:
        return [view.name for view in desk.opening.desk.views.saved]

    keep(desk, "is:question", "First")
    keep(desk, "is:starred", "Second")
    command(desk, "move the view up")
    desk.sees(lambda: names() == ["Second", "First"])
    command(desk, "move the view down")
    desk.sees(lambda: names() == ["First", "Second"])
    command(desk, "rename the view")
    desk.type("Stars")
    desk.press("Enter")
    desk.sees(lambda: names() == ["First", "Stars"])
    menu = desk.opening.desk.saved_views.menu_of(desk.opening.desk.views.saved[1])
    words = {action.text(): action for action in menu.actions()}
    words["Move up"].trigger()
    desk.sees(lambda: names() == ["Stars", "First"])
    words["Give it a key…"].trigger()
    desk.press("7", "Enter")
    desk.sees(lambda: own_keys(desk)["Stars"] == 7)
    words["Remove"].trigger()
    desk.sees(lambda: names() == ["First"])


def test_the_keys_go_to_the_list_where_its_rows_went_while_a_sheet_lay_over_it(desk: Desk) -> None:
    desk.press("Ctrl+K")
    desk.opening.desk.act(lambda write: write.finish(ids(desk)))
    desk.sees(lambda: not ids(desk))
    desk.press("Esc")
    assert desk.window.holds_focus(desk.window.lists)


def test_every_list_has_one_name_in_the_sidebar_and_above_itself(desk: Desk) -> None:
    app = desk.opening.desk
    who = app.person()
    assert who is not None
    app.act(lambda write: write.promise_to(who, "The recipe"))
    desk.sees(lambda: any(line.title == "Waiting for my promise" for line in app.surroundings.view_entries()))
    lines = app.surroundings.view_entries()
    assert {"Earlier, unanswered", "Everyone"} <= {line.title for line in lines}
    for line in lines:
        app.screen.show_line(line.key)
        desk.sees(lambda line=line: line.title == heading(desk))


def heading(desk: Desk) -> str:
    """The first line above the list that is shown."""
    shown = desk.window.lists.currentWidget()
    assert shown is not None
    return next(one.text() for one in shown.findChildren(PlainLabel) if one.font() == desk.opening.look.font(Type.HEAD))
