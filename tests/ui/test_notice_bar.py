"""One notice at a time; nobody reads it against the clock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.theme import Look
from inbox.ui.notice_bar import Notice, NoticeBar

UNDO = Notice("Done. Amara leaves the list.", "Z", "undo")


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(960, 600)
    made.show()
    return made


@pytest.fixture
def bar(look: Look, host: QWidget) -> NoticeBar:
    return NoticeBar(look, host)


def _words(bar: NoticeBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]


def _buttons(bar: NoticeBar) -> list[PaintedButton]:
    return [button for button in bar.findChildren(PaintedButton) if button.isVisible()]


def test_it_says_what_happened_and_how_to_take_it_back(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.say(UNDO)
    assert _words(bar) == [UNDO.text]
    assert bar.accessibleName() == UNDO.text
    act = _buttons(bar)[0]
    assert (act.text(), act.accessibleDescription()) == ("undo", "Key: Z")
    with qtbot.waitSignal(bar.acted) as acted:
        act.click()
    assert acted.args == [UNDO]
    assert not bar.isVisible()


def test_the_next_one_takes_its_place(bar: NoticeBar) -> None:
    bar.say(UNDO)
    bar.say(Notice("The reply is sent."))
    assert _words(bar) == ["The reply is sent."]
    assert [button.accessibleName() for button in _buttons(bar)] == ["Close this notice"]


def test_it_leaves_by_itself(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.say(Notice("The reply is sent.", seconds=0.02))
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert bar.notice is None


def test_it_waits_while_the_pointer_is_on_it(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.say(Notice("The reply is sent.", seconds=0.03))
    QApplication.sendEvent(bar, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    qtbot.wait(80)
    assert bar.isVisible()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_one_without_an_end_stays(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.say(Notice("A place needs you.", tone="bad", seconds=0))
    qtbot.wait(60)
    assert bar.isVisible()


def test_it_takes_no_focus(bar: NoticeBar, host: QWidget, qtbot: QtBot) -> None:
    before = QApplication.focusWidget()
    bar.say(UNDO)
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
@pytest.mark.parametrize("width", [640, 960, 1440])
def test_a_long_sentence_is_whole_and_inside(
    bar: NoticeBar, host: QWidget, look: Look, scale: float, width: int
) -> None:
    look.set_scale(scale)
    host.resize(width, 600)
    bar.say(Notice("Comments on this post are closed. Answer by mail instead, or copy the words. " * 2, "Z", "undo"))
    QApplication.processEvents()
    words = next(label for label in bar.findChildren(QLabel) if label.isVisible())
    assert words.height() >= words.heightForWidth(words.width())
    assert 0 <= bar.x() <= bar.geometry().right() < width
    assert bar.geometry().bottom() < 600


@pytest.mark.parametrize("text", ["Done.", "Starred.", "Approved."])
def test_the_button_beside_a_short_word_is_whole(look: Look, host: QWidget, qtbot: QtBot, text: str) -> None:
    bar = NoticeBar(look, host)
    bar.say(Notice(text, "Z", "Undo"))
    qtbot.wait(5)
    undo = next(one for one in _buttons(bar) if one.text() == "Undo")
    assert undo.width() >= undo.sizeHint().width()


@pytest.mark.parametrize("text", ["Done.", "The Slow Oven: slowoven.example does not take connections just now. " * 2])
def test_it_stands_over_the_list_and_not_over_what_is_written(
    look: Look, host: QWidget, qtbot: QtBot, text: str
) -> None:
    listing = QWidget(host)
    listing.setGeometry(208, 45, 372, 500)
    listing.show()
    bar = NoticeBar(look, host, over=listing)
    bar.say(Notice(text))
    qtbot.wait(5)
    assert bar.geometry().center().x() in range(listing.x(), listing.x() + listing.width())
    assert bar.geometry().right() <= listing.geometry().right() + 30
