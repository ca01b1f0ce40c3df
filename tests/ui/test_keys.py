"""The key router: by the typed character, silent where text is written, sequences that time out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inbox.commands.keymap import SEQUENCE_MS, Keymap
from inbox.ui.keys import KeyRouter, is_single, stroke

Mod = Qt.KeyboardModifier
KEYS = Keymap(
    {
        "window": {
            ("E",): "done",
            ("Shift+S",): "stage",
            ("G", "I"): "go",
            ("?",): "keys",
            ("Ctrl+K",): "palette",
            ("Esc",): "out",
        },
        "composer": {("Ctrl+Enter",): "send"},
    }
)


class Desk:
    def __init__(self, bot: QtBot) -> None:
        self.ran: list[str] = []
        self.pending: list[str] = []
        self.covered = False
        self.window = QWidget()
        self.place, self.field = QWidget(self.window), QLineEdit(self.window)
        self.place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self.window)
        column.addWidget(self.place)
        column.addWidget(self.field)
        bot.addWidget(self.window)
        self.router = KeyRouter(self.window, KEYS, self.ran.append, self.where, lambda: self.covered)
        self.router.pending.connect(self.pending.append)
        self.window.show()
        self.window.activateWindow()
        self.place.setFocus()
        bot.waitUntil(self.place.hasFocus)

    def where(self) -> tuple[str, ...]:
        return ("composer", "window") if self.field.hasFocus() else ("window",)

    def press(self, key: Qt.Key | int, text: str = "", modifiers: Mod = Mod.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, text))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "name"),
    [
        (Qt.Key.Key_E, Mod.NoModifier, "e", "E"),
        (Qt.Key.Key_E, Mod.NoModifier, "E", "E"),  # caps lock is not Shift
        (Qt.Key.Key_S, Mod.ShiftModifier, "S", "Shift+S"),
        (Qt.Key.Key_Question, Mod.ShiftModifier, "?", "?"),  # US: Shift and slash
        (Qt.Key.Key_Question, Mod.ShiftModifier | Mod.GroupSwitchModifier, "?", "?"),
        (Qt.Key.Key_NumberSign, Mod.NoModifier, "#", "#"),  # German: a key of its own
        (Qt.Key.Key_BracketLeft, Mod.ControlModifier | Mod.AltModifier, "[", "["),  # AltGr on Windows
        (Qt.Key.Key_Slash, Mod.ShiftModifier, "/", "/"),  # German: Shift and 7
        (Qt.Key.Key_Exclam, Mod.ShiftModifier, "!", "!"),
        (0x0444, Mod.NoModifier, "ф", "Ф"),  # Russian letters are themselves
        (Qt.Key.Key_K, Mod.ControlModifier, "\x0b", "Ctrl+K"),
        (Qt.Key.Key_Return, Mod.ControlModifier, "\r", "Ctrl+Enter"),
        (Qt.Key.Key_Enter, Mod.ControlModifier | Mod.ShiftModifier | Mod.KeypadModifier, "\r", "Ctrl+Shift+Enter"),
        (Qt.Key.Key_Comma, Mod.ControlModifier, ",", "Ctrl+,"),
        (Qt.Key.Key_Equal, Mod.ControlModifier, "=", "Ctrl+="),
        (Qt.Key.Key_Escape, Mod.NoModifier, "\x1b", "Esc"),
        (Qt.Key.Key_F6, Mod.ShiftModifier, "", "Shift+F6"),
        (Qt.Key.Key_Shift, Mod.ShiftModifier, "", ""),
    ],
)
def test_a_key_is_named_by_what_it_types(key: int, modifiers: Mod, text: str, name: str) -> None:
    assert stroke(QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, text)) == name


@pytest.mark.parametrize(
    ("keys", "single"),
    [
        ("E", True),
        ("Shift+S", True),
        ("?", True),
        ("Enter", True),
        ("Esc", False),
        ("Ctrl+K", False),
        ("F5", False),
        ("Shift+F6", False),
    ],
)
def test_single_keys_are_those_that_type_something(keys: str, single: bool) -> None:
    assert is_single(keys) is single


def test_a_letter_runs_its_command_once(desk: Desk) -> None:
    desk.press(Qt.Key.Key_E, "e")
    assert desk.ran == ["done"]


def test_a_letter_is_written_where_text_is_written(desk: Desk) -> None:
    desk.field.setFocus()
    desk.press(Qt.Key.Key_E, "e")
    assert desk.ran == []
    assert desk.field.text() == "e"


def test_chords_and_escape_work_where_text_is_written(desk: Desk) -> None:
    desk.field.setFocus()
    desk.press(Qt.Key.Key_K, "\x0b", Mod.ControlModifier)
    desk.press(Qt.Key.Key_Return, "\r", Mod.ControlModifier)
    desk.press(Qt.Key.Key_Escape, "\x1b")
    assert desk.ran == ["palette", "send", "out"]


def test_a_sequence_shows_what_is_pending_and_runs(desk: Desk) -> None:
    desk.press(Qt.Key.Key_G, "g")
    assert desk.pending == ["G"]
    desk.press(Qt.Key.Key_I, "i")
    assert desk.ran == ["go"]
    assert desk.pending == ["G", ""]


def test_a_sequence_is_forgotten_after_its_time(desk: Desk, qtbot: QtBot) -> None:
    desk.press(Qt.Key.Key_G, "g")
    qtbot.waitUntil(lambda: desk.pending == ["G", ""], timeout=SEQUENCE_MS * 4)
    desk.press(Qt.Key.Key_I, "i")
    assert desk.ran == []


def test_a_key_that_does_not_continue_a_sequence_means_itself(desk: Desk) -> None:
    desk.press(Qt.Key.Key_G, "g")
    desk.press(Qt.Key.Key_E, "e")
    assert desk.ran == ["done"]


def test_keys_rest_while_a_sheet_is_open(desk: Desk) -> None:
    desk.covered = True
    desk.press(Qt.Key.Key_E, "e")
    desk.press(Qt.Key.Key_K, "\x0b", Mod.ControlModifier)
    assert desk.ran == []


def test_keys_rest_while_an_input_method_composes(desk: Desk) -> None:
    desk.field.setFocus()
    QApplication.sendEvent(desk.field, QInputMethodEvent("と", []))
    desk.press(Qt.Key.Key_Return, "\r", Mod.ControlModifier)
    assert desk.ran == []
    commit = QInputMethodEvent()
    commit.setCommitString("東")
    QApplication.sendEvent(desk.field, commit)
    desk.press(Qt.Key.Key_Return, "\r", Mod.ControlModifier)
    assert desk.ran == ["send"]


def test_single_keys_can_be_switched_off_and_chords_stay(desk: Desk) -> None:
    desk.router.single_keys = False
    desk.press(Qt.Key.Key_E, "e")
    desk.press(Qt.Key.Key_Question, "?", Mod.ShiftModifier)
    desk.press(Qt.Key.Key_K, "\x0b", Mod.ControlModifier)
    assert desk.ran == ["palette"]
