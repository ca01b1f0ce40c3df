"""Rules by keys: made from what is at hand, looked at before they are switched on, applied, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.clock import SystemClock
from inbox.core.model import State
from inbox.ui.history_sheet import HistorySheet
from inbox.ui.rule_sheet import RuleSheet
from inbox.ui.rules_sheet import RulesSheet
from tests.builders import a_message, take_in
from tests.desk import Desk
from tests.journeys.sample_people import ids, row, sheet_name, state

LINKS = Rule("Links", (Condition(About.ONLY_LINK),), (Action(Do.DONE),), on=True)
ANN = Rule("Ann", (Condition(About.FROM, "ann"),), (Action(Do.STAR),))


def rules(desk: Desk) -> list[Rule]:
    return desk.engine.read(lambda reading: reading.rules())


def named(desk: Desk) -> list[tuple[str, bool]]:
    return [(rule.name, rule.on) for rule in rules(desk)]


def shown(desk: Desk) -> list[tuple[str, bool]]:
    """As the page has them."""
    sheet = desk.window.overlay.sheet
    return [(rule.name, rule.on) for rule in sheet._model.rules] if isinstance(sheet, RulesSheet) else []


def page(desk: Desk) -> RulesSheet:
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, RulesSheet)
    return sheet


def previewed(desk: Desk) -> str:
    """What the page says of the rule that is chosen, while it is off."""
    said = page(desk)._preview
    return said.text() if said.isVisible() else ""


def editor(desk: Desk) -> RuleSheet:
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, RuleSheet)
    return sheet


def command(desk: Desk, words: str) -> None:
    desk.press("Ctrl+K")
    desk.type(words)
    desk.press("Enter")


def given(desk: Desk, *wanted: Rule) -> None:
    for rule in wanted:
        desk.engine.store.write(lambda write, rule=rule: write.add_rule(rule)[1])


def comes(desk: Desk, text: str, by: str = "Zoe") -> int:
    """Something is fetched; the conversation it stands in."""
    place = desk.engine.read(lambda reading: reading.places())[0].id
    take_in(desk.engine.store, place, a_message("new-1", text, by=by, at=SystemClock().now()))
    hits = desk.engine.read(lambda reading: reading.search(f"from:{by}"))
    return hits.conversations[0].id


def test_a_rule_made_from_a_conversation_shows_what_it_would_have_caught_and_is_applied(desk: Desk) -> None:
    here = desk.selected()
    assert here is not None
    command(desk, "make a rule from this")
    assert sheet_name(desk) == "New rule"
    sheet = editor(desk)
    assert sheet.rule().when == (Condition(About.FROM, row(desk, here).name),)
    desk.sees(lambda: sheet.preview.found is not None)
    assert sheet.preview.said() == "It would have caught 1 conversation in the last 90 days."
    assert not rules(desk)
    desk.tab_to("Do it to this one now")
    desk.press("Enter")
    desk.sees(lambda: state(desk, here) is State.DONE)
    desk.sees(lambda: "applied to 1 conversation" in desk.notice())
    assert [on for _, on in named(desk)] == [False], "what was only tried is not switched on"
    desk.press("Z")
    desk.sees(lambda: state(desk, here) is State.WAITING)
    assert len(rules(desk)) == 1, "the rule stays; only what it did is taken back"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_rule_is_written_by_keys_alone_and_says_what_is_wrong_where_it_is_wrong(desk: Desk) -> None:
    command(desk, "rules")
    assert sheet_name(desk) == "Rules"
    desk.press("Ctrl+N")
    sheet = editor(desk)
    desk.type("mehwish")
    desk.tab_to("And another action")
    desk.press("Enter")
    added = sheet._rows[False][1]
    assert added.chooser.hasFocus()
    desk.press("Enter", *["Up"] * 6)  # the menu opens on the tag, and goes to the first
    menu = added.chooser._menu
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert sheet.rule().then[1].do is Do.SNOOZE
    assert added.field.line.hasFocus()
    desk.type("whenever")
    assert added.hint() == "“whenever” is no time. Say 3d, tomorrow 9:00 or monday."
    desk.press("Ctrl+Enter")
    assert sheet_name(desk) == "New rule", "what makes no sense is not kept"
    assert added.field.line.hasFocus()
    desk.press(*["Backspace"] * len("whenever"))
    desk.type("3d")
    assert added.hint().startswith("If it came now:")
    desk.sees(lambda: sheet.preview.found is not None)
    desk.press("Ctrl+Enter")
    desk.sees(lambda: named(desk) == [("From mehwish", True)])
    desk.sees(lambda: sheet_name(desk) == "Rules")
    assert rules(desk)[0].then == (Action(Do.DONE), Action(Do.SNOOZE, "3d"))


def test_the_page_switches_moves_changes_and_removes_by_keys_and_takes_each_back(desk: Desk) -> None:
    given(desk, LINKS, ANN)
    command(desk, "rules")
    assert "When it is only a link, then mark it done." in desk.focus().accessibleDescription()
    desk.press("Space")
    desk.sees(lambda: shown(desk) == [("Links", False), ("Ann", False)])
    desk.sees(lambda: "switched off. Ctrl Z takes it back." in page(desk).accessibleDescription())
    desk.press("Ctrl+Z")
    desk.sees(lambda: shown(desk) == [("Links", True), ("Ann", False)])
    desk.press("Ctrl+Down")
    desk.sees(lambda: shown(desk) == [("Ann", False), ("Links", True)])
    desk.press("Ctrl+Up")
    desk.sees(lambda: shown(desk) == [("Links", True), ("Ann", False)])
    desk.press("Down", "Enter")
    assert sheet_name(desk) == "Change the rule"
    desk.press("End")
    desk.type("e")
    desk.press("Ctrl+Enter")
    assert editor(desk).accessibleDescription() == "It is looked up first what it would have caught."
    desk.sees(lambda: editor(desk).accessibleDescription() == "Now it can be switched on.")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: rules(desk)[1].when == (Condition(About.FROM, "anne"),))
    desk.sees(lambda: sheet_name(desk) == "Rules")
    desk.press("Backspace")
    desk.sees(lambda: shown(desk) == [("Links", True)])
    desk.press("Ctrl+Z")
    desk.sees(lambda: shown(desk) == [("Links", True), ("Ann", True)])
    desk.press("Esc")
    assert sheet_name(desk) == ""


def test_the_page_by_mouse(desk: Desk) -> None:
    given(desk, LINKS, ANN)
    desk.opening.desk.run("app.rules")
    view = page(desk).findChild(QListView)
    assert view is not None

    def click(row: int, left: int) -> None:
        box = view.visualRect(view.model().index(row, 0, QModelIndex()))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(left, 20))

    click(1, 30)
    assert named(desk) == [("Links", True), ("Ann", False)]
    desk.sees(lambda: "in the last 90 days." in previewed(desk))
    click(1, 30)
    desk.sees(lambda: named(desk) == [("Links", True), ("Ann", True)])
    click(1, 200)
    assert named(desk) == [("Links", True), ("Ann", True)], "a click beside the switch only chooses"
    QTest.mouseClick(page(desk)._up, Qt.MouseButton.LeftButton)
    desk.sees(lambda: named(desk) == [("Ann", True), ("Links", True)])
    QTest.mouseClick(page(desk)._remove, Qt.MouseButton.LeftButton)
    desk.sees(lambda: named(desk) == [("Links", True)])
    QTest.mouseClick(page(desk)._edit, Qt.MouseButton.LeftButton)
    assert sheet_name(desk) == "Change the rule"


def test_what_a_rule_does_stands_in_the_history_under_its_name_and_is_taken_back_there(desk: Desk) -> None:
    given(desk, LINKS)
    conversation = comes(desk, "https://example.com/offer")
    desk.sees(lambda: state(desk, conversation) is State.DONE)
    desk.press("Shift+H")
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, HistorySheet)
    desk.type("links done")
    desk.press("Enter")
    desk.sees(lambda: state(desk, conversation) is State.WAITING)
    desk.sees(lambda: desk.notice().startswith("Taken back: Rule “Links”: done, "))
    assert named(desk) == [("Links", True)]


def test_a_search_becomes_a_rule_and_what_no_rule_can_ask_is_said(desk: Desk) -> None:
    desk.press("/")
    desk.type("bread is:waiting")
    desk.press("Enter")
    desk.sees(lambda: desk.window.holds_focus(desk.window.results))
    command(desk, "rule from this search")
    sheet = editor(desk)
    assert sheet.rule().when == (Condition(About.WORDS, "bread"),)
    assert "is:waiting" in sheet.accessibleDescription()


def test_a_caught_conversation_opens_and_what_was_begun_is_kept(desk: Desk) -> None:
    here = ids(desk)[2]
    name = row(desk, here).name
    command(desk, "rules")
    desk.press("Ctrl+N")
    desk.type(name)
    sheet = editor(desk)
    desk.sees(lambda: sheet.preview.found is not None)
    desk.tab_to(f"{name}, ")
    desk.press("Enter")
    desk.sees(lambda: sheet_name(desk) == "" and desk.opening.desk.current() is not None)
    assert row(desk, desk.opening.desk.current() or 0).name == name
    command(desk, "rules")
    desk.press("Ctrl+N")
    assert editor(desk).rule().when == (Condition(About.FROM, name),)
    desk.press("Esc")
    assert sheet_name(desk) == "Rules"
    desk.press("Ctrl+N")
    desk.tab_to("Start over")
    desk.press("Enter")
    assert editor(desk).rule().when == (Condition(About.FROM, ""),)


def test_a_preview_never_waits_for_the_store(desk: Desk) -> None:
    """Whatever is typed meanwhile, the last question is the one that is answered."""
    command(desk, "rules")
    desk.press("Ctrl+N")
    sheet = editor(desk)
    desk.type("nobody of that name")
    assert sheet.preview.said() == "Looking through the last 90 days…"
    desk.sees(lambda: sheet.preview.said() == "It would have caught nothing in the last 90 days.")


def test_a_rule_is_switched_on_once_it_was_said_what_it_would_have_caught(desk: Desk) -> None:
    name = row(desk, ids(desk)[0]).name
    given(desk, Rule("Them", (Condition(About.FROM, name),), (Action(Do.DONE),)))
    command(desk, "rules")
    desk.press("Space")
    assert shown(desk) == [("Them", False)], "nobody has seen yet what it would do"
    desk.sees(lambda: previewed(desk) == "It would have caught 1 conversation in the last 90 days.")
    assert "It would have caught 1 conversation" in desk.focus().accessibleDescription()
    desk.press("Space")
    desk.sees(lambda: shown(desk) == [("Them", True)])
    assert previewed(desk) == ""
    desk.press("Space")
    desk.sees(lambda: shown(desk) == [("Them", False)])


def test_a_part_that_a_rule_makes_is_there_at_once_and_goes_with_the_rule(desk: Desk) -> None:
    parts = desk.window.inbox.splits.said
    given(desk, Rule("Shop", (Condition(About.FROM, "shop"),), (Action(Do.SPLIT, "From the shop"),)))
    desk.sees(lambda: parts()[-1].startswith("From the shop"))
    desk.press("Shift+Tab")
    desk.opening.desk.act(lambda write: write.remove_rule(rules(desk)[0].id))
    desk.sees(lambda: not parts()[-1].startswith("From the shop"))
    desk.sees(lambda: len(ids(desk)) > 3)


def test_a_rule_is_made_from_the_person_whose_page_is_open(desk: Desk) -> None:
    name = row(desk, desk.selected() or 0).name
    desk.press("Shift+V")
    desk.sees(lambda: desk.window.frame.page is not None)
    command(desk, "make a rule from this")
    assert editor(desk).rule().when == (Condition(About.FROM, name),)
