"""Controls are reached by keys, named for screen readers, and show where the focus is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.controls import Button, Column, IconButton, KeyLegend, PaintedButton
from inbox.ui.look.fields import LineField, Switch, Writing, WritingBox
from inbox.ui.look.scrolling import Scroller, ScrollHandle
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look

CHOICES = (Choice("Reply", "reply", "R"), Choice("Thank", "heart", "T"), Choice("Message", "mail", "M"))


def _shown(widget: QWidget, qtbot: QtBot) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def _has(image: QImage, colour: object) -> bool:
    return any(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("make", [
    lambda look: Button(look, "Later"),
    lambda look: Button(look, "open in browser", rank="quiet"),
    lambda look: IconButton(look, "done", "Done", "E"),
    lambda look: Switch(look, "Keys"),
])  # fmt: skip
def test_the_ring_comes_with_the_keyboard_only(look: Look, qtbot: QtBot, make: object) -> None:
    button = make(look)  # type: ignore[operator]
    assert isinstance(button, PaintedButton)
    _shown(button, qtbot)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not _has(button.grab().toImage(), look.tokens.accent)
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert _has(button.grab().toImage(), look.tokens.accent)


def test_an_icon_alone_still_has_a_name_and_shows_its_key(look: Look, qtbot: QtBot) -> None:
    button = IconButton(look, "star", "Star <b>", "S")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Star <b>"
    assert button.toolTip() == "<span>Star &lt;b&gt;  S</span>"
    button.rename("Take the star away")
    assert button.accessibleName() == "Take the star away"


def test_a_disabled_button_does_nothing_and_looks_so(look: Look, qtbot: QtBot) -> None:
    button = Button(look, "Send", rank="main")
    _shown(button, qtbot)
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # wherever another test left the pointer
    assert _has(button.grab().toImage(), look.tokens.accent)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not _has(button.grab().toImage(), look.tokens.accent)


def test_space_turns_a_switch(look: Look, qtbot: QtBot) -> None:
    switch = Switch(look, "Single-letter keys")
    _shown(switch, qtbot)
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_segments_are_one_stop_for_tab_and_arrows_choose(look: Look, qtbot: QtBot) -> None:
    segments = Segments(look, "How to answer", CHOICES)
    _shown(segments, qtbot)
    chosen: list[int] = []
    segments.chosen.connect(chosen.append)
    stops = [number for number in range(3) if segments.segment(number).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [0]
    segments.segment(0).setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert chosen == [1, 2, 1]
    segments.choose(2)
    assert chosen == [1, 2, 1]
    assert segments.chosen_number() == 2


def test_segments_leave_out_what_does_not_fit(look: Look, qtbot: QtBot) -> None:
    segments = Segments(look, "How to answer", CHOICES)
    _shown(segments, qtbot)
    levels = []
    for width in (600, 300, 240, 130):
        segments.resize(width, 30)
        levels.append(segments.segment(0).level)
        assert segments.segment(2).geometry().right() < width
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > levels[-1]


def test_a_field_shows_by_its_edge_that_it_has_the_focus_or_is_wrong(look: Look, qtbot: QtBot) -> None:
    field = LineField(look, "Where people talk to you")
    _shown(field, qtbot)
    assert field.line.accessibleName() == "Where people talk to you"
    field.line.clearFocus()
    assert not _has(field.grab().toImage(), look.tokens.accent)
    field.line.setFocus()
    assert _has(field.grab().toImage(), look.tokens.accent)
    field.be_wrong(True)
    assert _has(field.grab().toImage(), look.tokens.bad)


def test_pasted_formatting_becomes_words(look: Look, qtbot: QtBot) -> None:
    writing = Writing(look, "Your answer")
    qtbot.addWidget(writing)
    data = QMimeData()
    data.setHtml('<b>bold</b><img src="/x.png">')
    data.setText("bold")
    writing.insertFromMimeData(data)
    assert writing.toPlainText() == "bold"
    assert "font-weight" not in writing.toHtml().partition("<body")[2].partition("<p")[2]


def test_the_first_undo_does_not_bring_back_another_draft(look: Look, qtbot: QtBot) -> None:
    box = WritingBox(look, "Your answer")
    qtbot.addWidget(box)
    box.text.write("first")
    box.text.write("second")
    assert not box.text.document().isUndoAvailable(), "it would take the spacing of the lines away"
    box.text.undo()
    assert box.text.toPlainText() == "second"


def test_a_legend_leaves_out_the_last_ones_first(look: Look, qtbot: QtBot) -> None:
    legend = KeyLegend(look, (("Enter", "run"), ("Esc", "close")))
    _shown(legend, qtbot)
    legend.resize(legend.sizeHint())
    whole = legend.grab().toImage()
    legend.resize(legend.width() - look.px(30), legend.height())
    assert legend.grab().toImage() != whole.copy(legend.rect())
    assert legend.accessibleName() == "Enter run, Esc close"


def test_the_handle_floats_only_where_there_is_more(look: Look, qtbot: QtBot) -> None:
    scroll, page = Scroller(look, "Page"), QWidget()
    page.setLayout(Column(look, *[Button(look, str(number)) for number in range(30)]))
    scroll.hold(page)
    scroll.resize(200, 100)
    _shown(scroll, qtbot)
    handle = scroll.findChild(ScrollHandle)
    assert handle.isVisible()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(4, 90))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(4, 90))
    assert scroll.verticalScrollBar().value() > 0
    scroll.resize(200, 2000)
    qtbot.waitUntil(lambda: not handle.isVisible())


def test_what_gets_the_focus_scrolls_into_view(look: Look, qtbot: QtBot) -> None:
    scroll, page = Scroller(look, "Page"), QWidget()
    buttons = [Button(look, str(number)) for number in range(30)]
    page.setLayout(Column(look, *buttons))
    scroll.hold(page)
    scroll.resize(200, 100)
    _shown(scroll, qtbot)
    buttons[20].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: scroll.rect().contains(buttons[20].mapTo(scroll, QPoint(5, 5))))


def test_a_page_keeps_the_ground_of_what_lies_below(look: Look, qtbot: QtBot) -> None:
    scroll, page = Scroller(look, "Page"), QWidget()
    scroll.hold(page)
    qtbot.addWidget(scroll)
    assert not page.autoFillBackground()
    assert not scroll.viewport().autoFillBackground()
