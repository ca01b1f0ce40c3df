"""Light, dark and the text size change while everything is on screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.controls import Button, Column, IconButton, Pane, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField, Stepper, Switch, WritingBox
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look, Theme, Wish
from inbox.ui.look.tokens import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Type


def _page(look: Look) -> Pane:
    pane = Pane(look, "win")
    column = Column(look, spacing=10, margins=(20, 16, 20, 16))
    buttons = Row(
        look, Button(look, "Send", keys="Ctrl Enter", rank="main"), 14, Button(look, "Later"), None, spacing=8
    )
    inner = Row(
        look, Column(look, Switch(look, "Keys", on=True), Stepper(look, "Undo", (0, 60), 5, 10), spacing=3), None
    )
    column.hold(
        PlainLabel(look, "Where do people talk to you?", Type.HERO),
        Paragraph(look, "Paste a blog address, a handle or an e-mail address. " * 4, Type.INTRO, "soft"),
        buttons,
        inner,
        Row(look, Segments(look, "How", (Choice("Reply", "reply", "R"), Choice("Thank", "heart", "T"))), None),
        LineField(look, "Search", "Search", icon="search", keys="/"),
        WritingBox(look, "Answer", "Write as you would speak"),
        Row(look, IconButton(look, "star", "Star", "S"), None),
        None,
    )
    pane.setLayout(column)
    return pane


def _picture(widget: QWidget) -> QImage:
    widget.resize(900, 1_000)
    widget.show()
    QApplication.processEvents()
    for child in widget.findChildren(QWidget):  # wherever another test left the pointer
        child.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    return widget.grab().toImage()


@pytest.mark.parametrize("scale", [0.8, 1.2, 2.0])
def test_a_rescaled_page_looks_like_one_that_was_built_so(qtbot: QtBot, theme: Theme, look: Look, scale: float) -> None:
    page = _page(look)
    qtbot.addWidget(page)
    before = _picture(page)
    look.set_scale(scale)
    fresh = _page(Look(look.tokens, scale))
    qtbot.addWidget(fresh)
    assert _picture(page) == _picture(fresh)
    assert _picture(page) != before


def test_the_text_size_stays_within_its_ends(look: Look) -> None:
    look.set_scale(7)
    assert look.scale == 2.0
    look.set_scale(0.1)
    assert look.scale == 0.8


def test_everybody_is_told_once_and_only_of_a_change(look: Look, qtbot: QtBot) -> None:
    told: list[float] = []
    look.rescaled.connect(lambda: told.append(look.scale))
    look.set_scale(1.2)
    look.set_scale(1.2)
    assert told == [1.2]


def test_a_widget_that_is_gone_is_not_resized(look: Look, qtbot: QtBot) -> None:
    widget, sizes = QWidget(), []
    look.fit(widget, lambda: sizes.append(look.px(10)))
    widget.deleteLater()
    qtbot.wait(1)
    look.set_scale(1.5)
    assert sizes == [10]


def test_the_switch_to_dark_repaints_what_is_shown(qtbot: QtBot, theme: Theme, look: Look) -> None:
    page = _page(look)
    qtbot.addWidget(page)
    _picture(page)
    theme.choose(Wish.DARK)
    dark = _picture(page)
    assert look.tokens is DARK
    assert dark.pixelColor(2, 2) == DARK.win
    assert QApplication.palette().color(QPalette.ColorRole.Base) == DARK.card
    assert theme.switch() is Wish.LIGHT
    assert _picture(page).pixelColor(2, 2) == LIGHT.win


def test_without_a_wish_the_theme_is_the_systems(theme: Theme, look: Look) -> None:
    theme.choose(Wish.DARK)
    theme.choose(Wish.SYSTEM)  # the offscreen desktop has no opinion, which is light
    assert look.tokens is LIGHT
    assert theme.wish is Wish.SYSTEM


def test_high_contrast_by_hand_keeps_light_and_dark(qtbot: QtBot, theme: Theme, look: Look) -> None:
    page = _page(look)
    qtbot.addWidget(page)
    theme.choose(Wish.LIGHT)
    theme.choose_contrast(True)
    assert look.tokens is HIGH_LIGHT
    assert _picture(page).pixelColor(2, 2) == HIGH_LIGHT.win
    theme.choose(Wish.DARK)
    assert look.tokens is HIGH_DARK
    assert _picture(page).pixelColor(2, 2) == HIGH_DARK.win
    theme.choose_contrast(False)
    assert look.tokens is DARK


def test_text_in_a_button_is_never_wider_than_the_button(qtbot: QtBot, look: Look) -> None:
    for scale in (0.8, 1.0, 1.25, 1.5):
        look.set_scale(scale)
        for rank in ("main", "plain", "quiet"):
            button = Button(look, "Look around with sample people", icon="people", keys="Ctrl Enter", rank=rank)
            qtbot.addWidget(button)
            words = button.fontMetrics().horizontalAdvance(button.text())
            assert button.sizeHint().width() > words + look.px(21 + 16)
            assert button.sizeHint().height() >= button.fontMetrics().height()


def test_lines_of_every_type_hold_their_letters(look: Look, qtbot: QtBot) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for scale in (0.8, 1.0, 1.5):
        look.set_scale(scale)
        for kind in Type:
            painter.setFont(look.font(kind))
            assert painter.fontMetrics().height() <= look.line_height(kind) + look.px(2), kind
    painter.end()
