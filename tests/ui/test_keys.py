"""The key router: by the typed character, silent where text is written, sequences that time out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inbox.commands.keymap import Keymap
from inbox.ui.keys import KeyRouter, is_character, is_single, stroke

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
        (0x0424, Mod.NoModifier, "ф", "Ф"),  # Russian, and nobody tells the Latin letter
        (Qt.Key.Key_A, Mod.NoModifier, "ф", "A"),  # Russian with Latin as the second layout
        (Qt.Key.Key_A, Mod.ShiftModifier, "Ф", "Shift+A"),
        (Qt.Key.Key_K, Mod.ControlModifier, "", "Ctrl+K"),  # Russian: Qt finds the Latin chord
        (Qt.Key.Key_E, Mod.NoModifier, "ε", "E"),  # Greek
        (Qt.Key.Key_1, Mod.ShiftModifier, "1", "1"),  # French: Shift and the key of &
        (Qt.Key.Key_Ampersand, Mod.NoModifier, "&", "&"),
        (Qt.Key.Key_Eacute, Mod.NoModifier, "é", "É"),  # French: the key of 2 without Shift
        (Qt.Key.Key_Exclam, Mod.NoModifier, "!", "!"),  # French: a key of its own
        (Qt.Key.Key_NumberSign, Mod.GroupSwitchModifier, "#", "#"),  # French: AltGr and the key of 3
        (Qt.Key.Key_0, Mod.ControlModifier | Mod.ShiftModifier, "", "Ctrl+0"),  # French
        (0x0118, Mod.GroupSwitchModifier, "ę", "Ę"),  # Polish
        (Qt.Key.Key_E, Mod.ControlModifier | Mod.AltModifier, "ę", "Ę"),  # Polish on Windows: AltGr is Ctrl and Alt
        (Qt.Key.Key_Adiaeresis, Mod.NoModifier, "ä", "Ä"),  # German
        (Qt.Key.Key_ssharp, Mod.NoModifier, "ß", "ß"),
        (Qt.Key.Key_Z, Mod.NoModifier, "z", "Z"),  # German: where Americans have Y
        (Qt.Key.Key_Plus, Mod.ControlModifier, "+", "Ctrl++"),
        (Qt.Key.Key_Space, Mod.NoModifier, " ", "Space"),
        (Qt.Key.Key_Backtab, Mod.ShiftModifier, "", "Shift+Tab"),
        (Qt.Key.Key_E, Mod.AltModifier, "e", "Alt+E"),  # opens menus, never a single key
        (Qt.Key.Key_K, Mod.MetaModifier, "\x0b", "Meta+K"),  # Control on a Mac
        (Qt.Key.Key_L, Mod.MetaModifier, "l", "Meta+L"),  # the Windows key
        (Qt.Key.Key_Dead_Acute, Mod.NoModifier, "", ""),
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
    event = QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, text)
    assert {stroke(event, system=system) for system in ("linux", "win32")} == {name}


def test_option_types_signs_on_a_mac() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, int(Qt.Key.Key_L), Mod.AltModifier, "@")  # German
    assert stroke(event, system="darwin") == "@"


def test_on_windows_a_russian_keyboard_tells_the_latin_letter_by_its_virtual_key() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, 0x0423, Mod.NoModifier, 0x12, 0x45, 0, "у")
    assert stroke(event, system="win32") == "E"
    assert stroke(event, system="linux") == "У"


def test_on_dvorak_the_typed_letter_counts_and_not_where_it_lies() -> None:
    """The key that is D on an American keyboard types e there."""
    event = QKeyEvent(QEvent.Type.KeyPress, int(Qt.Key.Key_E), Mod.NoModifier, 0x28, 0x44, 0, "e")
    assert {stroke(event, system=system) for system in ("linux", "win32", "darwin")} == {"E"}


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
        ("Alt+E", False),
        ("Meta+E", False),
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
    qtbot.waitUntil(lambda: desk.pending == ["G", ""])
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


def test_other_keys_count_at_once_and_a_begun_sequence_is_forgotten(desk: Desk) -> None:
    desk.press(Qt.Key.Key_G, "g")
    desk.router.use(Keymap({"window": {("I",): "note", ("Y",): "done"}}))
    assert desk.pending == ["G", ""]
    desk.press(Qt.Key.Key_I, "i")
    desk.press(Qt.Key.Key_E, "e")
    desk.press(Qt.Key.Key_Y, "y")
    assert desk.ran == ["note", "done"]


def test_somebody_who_chooses_a_key_gets_everything_that_is_typed(desk: Desk, qtbot: QtBot) -> None:
    heard: list[tuple[tuple[str, ...], bool]] = []
    desk.covered = True
    desk.field.setFocus()
    desk.router.listen(lambda keys, whole: heard.append((keys, whole)))
    desk.press(Qt.Key.Key_Shift, "", Mod.ShiftModifier)
    desk.press(Qt.Key.Key_G, "g")
    desk.press(Qt.Key.Key_E, "e")
    assert heard == [(("G",), False), (("G", "E"), False)]
    qtbot.waitUntil(lambda: heard[-1] == (("G", "E"), True))
    desk.press(Qt.Key.Key_K, "\x0b", Mod.ControlModifier)
    desk.press(Qt.Key.Key_Return, "\r")
    assert heard[-1] == (("Ctrl+K",), True)
    desk.press(Qt.Key.Key_Return, "\r")
    desk.press(Qt.Key.Key_Escape, "\x1b")
    assert heard[-1] == ((), True)
    assert desk.ran == []
    assert desk.field.text() == ""
    desk.router.listen(None)
    desk.press(Qt.Key.Key_E, "e")
    assert desk.field.text() == "e"


def test_a_sign_alone_counts_as_a_single_key(desk: Desk) -> None:
    assert [key for key in ("e", "Shift+E", "+", "?", "Enter", "F6", "Ctrl++", "Down") if is_character(key)] == [
        "e",
        "Shift+E",
        "+",
        "?",
    ]
