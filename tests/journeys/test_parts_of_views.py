"""The parts of a view are a person's own: added, named, moved and removed by keys, and taken back."""

from __future__ import annotations

from inbox.core.model import State
from inbox.ui.splits_sheet import SplitsSheet
from tests.desk import Desk, called
from tests.journeys.sample_people import ids


def names(desk: Desk) -> list[str]:
    """Of the parts, without their counts."""
    return [words.rstrip("0123456789+ ") for words in desk.window.inbox.splits.said()]


def sheet(desk: Desk) -> SplitsSheet:
    desk.press("Ctrl+K")
    desk.type("change the parts")
    desk.press("Enter")
    desk.sees(lambda: isinstance(desk.window.overlay.sheet, SplitsSheet))
    found = desk.window.overlay.sheet
    assert isinstance(found, SplitsSheet)
    return found


def from_oven(desk: Desk) -> list[int]:
    return sorted(key.id for key in desk.engine.read(lambda reading: reading.query_keys("oven", State.WAITING)))


def test_a_part_is_added_counted_while_it_is_typed_and_gone_to_by_tab(desk: Desk) -> None:
    asked = sheet(desk)
    desk.tab_to("Add a part")
    desk.press("Enter")
    desk.type("Ovens")
    desk.press("Tab")
    desk.type("oven")
    desk.sees(lambda: asked.lines[-1].count() == str(len(from_oven(desk))))
    desk.press("Enter")
    desk.sees(lambda: names(desk) == ["All", "Questions", "First time", "Starred", "Ovens"])
    assert desk.window.holds_focus(desk.window.inbox)
    desk.press("Shift+Tab")
    desk.sees(lambda: sorted(ids(desk)) == from_oven(desk))
    desk.press("G", "T")
    desk.sees(lambda: names(desk) == ["All", "Questions", "First time", "Starred"])
    desk.press("Z")
    desk.press("G", "I")
    desk.sees(lambda: names(desk) == ["All", "Questions", "First time", "Starred"])


def test_a_part_is_renamed_moved_and_removed_and_the_usual_ones_come_back(desk: Desk) -> None:
    asked = sheet(desk)
    desk.type("?")
    desk.tab_to("Move the part down")
    desk.press("Space")
    assert [split.name for split in asked.splits()] == ["First time", "Questions?", "Starred"]
    assert called(desk.focus()) == "Move the part down"
    desk.tab_to("Save")
    desk.press("Enter")
    desk.sees(lambda: names(desk) == ["All", "First time", "Questions?", "Starred"])
    sheet(desk)
    desk.tab_to("Remove the part")
    desk.press("Space")
    assert called(desk.focus()) == "Name of the part"
    desk.press("Enter")
    desk.sees(lambda: names(desk) == ["All", "Questions?", "Starred"])
    sheet(desk)
    desk.tab_to("The usual parts")
    desk.press("Enter")
    desk.tab_to("Save")
    desk.press("Enter")
    desk.sees(lambda: names(desk) == ["All", "Questions", "First time", "Starred"])


def test_a_search_that_is_not_understood_is_said_at_its_part_and_nothing_is_kept(desk: Desk) -> None:
    before = names(desk)
    asked = sheet(desk)
    desk.press("Tab")
    desk.type(" before:soon")
    desk.sees(lambda: "before: needs a date" in asked.lines[0].wrong())
    desk.press("Enter")
    assert desk.window.overlay.sheet is asked
    desk.press("Ctrl+A")
    desk.type(" ")
    desk.press("Enter")
    assert "What should it find?" in asked.lines[0].wrong()
    desk.press("Esc")
    desk.sees(lambda: desk.window.overlay.sheet is None)
    assert names(desk) == before


def test_a_list_without_parts_says_so(desk: Desk) -> None:
    desk.press("G", "O", "Ctrl+K")
    desk.type("change the parts")
    desk.press("Enter")
    desk.sees(lambda: "has no parts" in desk.notice())
