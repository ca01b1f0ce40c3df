"""Views and places: chosen by key or mouse, counted in place, a rail where there is no room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inbox.core.model import PlaceStatus
from inbox.ui.look.theme import Look
from inbox.ui.sidebar import RAIL, Sidebar, SidebarEntry, SidebarSection

WAITING = SidebarEntry("waiting", "inbox", "Waiting on me", 23)
DONE = SidebarEntry("done", "done", "Done")
VIEWS = SidebarSection("", (WAITING, DONE))
BLOG = SidebarEntry(("place", 1), "globe", "The <b>Slow</b> Oven", 9, PlaceStatus.FAILING, "no answer since 9:00")
PLACES = SidebarSection("Places", (BLOG,))
NONE = SidebarSection("Review", ())


@pytest.fixture
def sidebar(look: Look, qtbot: QtBot) -> Sidebar:
    made = Sidebar(look)
    qtbot.addWidget(made)
    made.resize(208, 600)
    made.show_sections([VIEWS, PLACES, NONE])
    made.choose("waiting")
    made.show()
    return made


def _spoken(sidebar: Sidebar) -> list[object]:
    model = sidebar.view.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_a_section_without_entries_is_absent(sidebar: Sidebar) -> None:
    assert _spoken(sidebar) == [
        "Waiting on me 23",
        "Done",
        "Places",
        "The <b>Slow</b> Oven 9, does not answer, no answer since 9:00",
    ]


def test_the_model_keeps_qts_rules(sidebar: Sidebar, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(sidebar.view.lines)
    sidebar.show_sections([VIEWS])
    sidebar.show_sections([PLACES, VIEWS])


def test_arrows_choose_and_skip_headings(sidebar: Sidebar) -> None:
    chosen: list[object] = []
    sidebar.chosen.connect(chosen.append)
    sidebar.view.setFocus()
    QTest.keyClick(sidebar.view, Qt.Key.Key_Down)
    QTest.keyClick(sidebar.view, Qt.Key.Key_Down)
    assert chosen == ["done", ("place", 1)]


def test_choosing_from_the_code_says_nothing(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.chosen):
        sidebar.choose("done")
        sidebar.choose("nowhere")
        sidebar.show_sections([PLACES, VIEWS])


def test_a_letter_does_not_move_the_choice(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.chosen):
        sidebar.view.setFocus()
        QTest.keyClick(sidebar.view, Qt.Key.Key_D)


def test_counts_change_without_losing_the_choice(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.view.lines.modelReset), qtbot.assertNotEmitted(sidebar.chosen):
        sidebar.show_sections([SidebarSection("", (replace(WAITING, count=22), DONE)), PLACES])
    assert _spoken(sidebar)[0] == "Waiting on me 22"
    assert sidebar.view.currentIndex().row() == 0


def test_a_new_place_leaves_the_choice_where_it_was(sidebar: Sidebar) -> None:
    sidebar.choose(("place", 1))
    more = SidebarSection("Places", (SidebarEntry(("place", 2), "globe", "Another"), BLOG))
    sidebar.show_sections([VIEWS, more])
    assert sidebar.view.currentIndex().row() == 4


def test_the_rail_grows_with_the_letters(sidebar: Sidebar, look: Look) -> None:
    sidebar.be_rail(True)
    look.set_scale(1.5)
    assert sidebar.is_rail
    assert sidebar.maximumWidth() == round(RAIL * 1.5)


def test_a_hint_names_the_line_whose_name_is_cut(sidebar: Sidebar) -> None:
    sidebar.resize(300, 600)
    QApplication.processEvents()
    index = sidebar.view.lines.index(0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == ""
    sidebar.resize(120, 600)
    QApplication.processEvents()
    assert "Waiting on me  23" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_rail_names_its_icons_without_trusting_them(sidebar: Sidebar) -> None:
    sidebar.resize(300, 600)
    QApplication.processEvents()
    index = sidebar.view.lines.index(3)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<span>no answer since 9:00</span>"
    sidebar.be_rail(True)
    assert "&lt;b&gt;Slow" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_chosen_line_is_drawn_in_every_shape(sidebar: Sidebar, look: Look) -> None:
    QApplication.processEvents()
    wide = sidebar.grab().toImage()
    assert any(wide.pixelColor(x, 16) == look.tokens.sel for x in range(wide.width()))
    sidebar.be_rail(True)
    sidebar.resize(RAIL, 600)
    QApplication.processEvents()
    rail = sidebar.grab().toImage()
    assert rail.width() == RAIL
    assert any(rail.pixelColor(x, 16) == look.tokens.sel for x in range(rail.width()))


def test_enter_goes_on_to_the_list_and_the_right_button_asks_for_a_menu(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_sections((VIEWS, PLACES))
    sidebar.show()
    with qtbot.waitSignal(sidebar.entered):
        QTest.keyClick(sidebar.view, Qt.Key.Key_Return)
    row = sidebar.view.lines.find_row(BLOG.key)
    assert row is not None
    spot = sidebar.view.visualRect(sidebar.view.lines.index(row)).center()
    with qtbot.waitSignal(sidebar.menu_wanted) as wanted:
        sidebar.view.customContextMenuRequested.emit(spot)
    assert wanted.args is not None
    assert wanted.args[0] == BLOG.key
