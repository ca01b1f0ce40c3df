"""The one key router: from a key event to a command, by the typed character (decision 33).

An event filter on whatever has the focus. QActions only show keys in menus: their chords never time out and shadow
shorter keys. Single keys are silent in text fields and while an input method composes; sheets (palette, key sheet,
popovers) own their keys. A sequence waits 900 ms, and what is pending is shown.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from inbox.commands.keymap import SEQUENCE_MS, Keymap, Strokes, capital, stroke_of

_NAMED = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Backspace: "Backspace",
} | {Qt.Key(Qt.Key.Key_F1 + number): f"F{number + 1}" for number in range(12)}
_BARE = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
)
_Mod = Qt.KeyboardModifier
_MODIFIERS = {
    "Meta": _Mod.MetaModifier,
    "Ctrl": _Mod.ControlModifier,
    "Alt": _Mod.AltModifier,
    "Shift": _Mod.ShiftModifier,
}
Heard = Callable[[Strokes, bool], None]
""" (what was typed so far, whether that is all); () when Esc left it."""
LONGEST = 3


def stroke(event: QKeyEvent, *, system: str = sys.platform) -> str:
    """The key in the keymap's notation: "E", "Shift+S", "?", "Ctrl+K", "Esc"; "" for a modifier alone.

    On a Mac Qt says Control for Cmd, so "Ctrl" is Cmd there, and Option types signs. A sign is named by itself however
    it is typed: "?" may come with Shift, AltGr or neither.
    """
    key, modifiers, typed = event.key(), event.modifiers(), event.text()
    if key in _BARE:
        return ""
    if typed and typed.isprintable() and typed != " " and _writes_a_sign(modifiers, system):
        return stroke_of(_held(modifiers & _Mod.ShiftModifier), _capital(event, typed, system))
    name = _NAMED.get(Qt.Key(key)) if key in _NAMED else _capital(event, _sign_of(key), system)
    return stroke_of(_held(modifiers), name) if name else ""


def _writes_a_sign(modifiers: _Mod, system: str) -> bool:
    """What is typed counts, unless it came by a chord. AltGr is Ctrl and Alt on Windows, Option is Alt on a Mac."""
    ctrl, alt = bool(modifiers & _Mod.ControlModifier), bool(modifiers & _Mod.AltModifier)
    if modifiers & _Mod.MetaModifier:
        return False
    return ctrl == alt or (alt and system == "darwin")


def _held(modifiers: _Mod) -> list[str]:
    """Meta is the Windows key, or Control on a Mac: named, so that nothing of ours is bound to it."""
    return [name for name, one in _MODIFIERS.items() if modifiers & one]


def _sign_of(key: int) -> str:
    return chr(key) if 0x20 < key < 0x110000 else ""


def _capital(event: QKeyEvent, typed: str, system: str) -> str:
    """As keys are named. Where a keyboard types no Latin letters (Russian, Greek), the Latin letter of the key counts:

    Qt's own, or on Windows the virtual key, which such keyboards keep. Where neither tells one, the letter is itself.
    """
    if len(typed) != 1 or not typed.isalpha() or unicodedata.name(typed, "").startswith("LATIN"):
        return capital(typed)
    for code in (event.key(), event.nativeVirtualKey() if system == "win32" else 0):
        if Qt.Key.Key_A <= code <= Qt.Key.Key_Z:
            return chr(code)
    return capital(typed)


def is_single(keys: str) -> bool:
    """A key that also types something: it must be silent where text is written."""
    return not keys.startswith(("Ctrl+", "Alt+", "Meta+")) and not (len(keys) > 1 and keys.split("+")[-1] in _SILENT)


def is_character(keys: str) -> bool:
    """A letter or sign, with Shift or without: what WCAG 2.1.4 wants to be switched off."""
    return is_single(keys) and len(keys.removeprefix("Shift+")) == 1


_SILENT = {"Esc", *(f"F{number}" for number in range(1, 13))}
_EDITING = {
    f"Ctrl+{keys}"
    for keys in ("Z", "Shift+Z", "Y", "A", "C", "V", "X", "Left", "Right", "Home", "End", "Backspace", "Delete")
}
"""What every text field does by itself: undo while writing takes back letters, not the last act."""


class KeyRouter(QObject):
    """`run(command id)` for what was typed in `window`;

    `where()` names the places of the keymap, the innermost first.
    """

    pending = Signal(str)
    """The keys of an unfinished sequence, "" when there is none: the status bar shows it."""

    def __init__(
        self,
        window: QWidget,
        keymap: Keymap,
        run: Callable[[str], None],
        where: Callable[[], tuple[str, ...]],
        silent: Callable[[], bool],
    ) -> None:
        """`silent()` is True while a sheet or popover owns the keys."""
        super().__init__(window)
        self._window, self._keymap, self._run, self._where, self._silent = window, keymap, run, where, silent
        self._typed: Strokes = ()
        self._composing = False
        self.single_keys = True
        self._heard: Heard | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEQUENCE_MS)
        self._timer.timeout.connect(self._on_timeout)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self._window.installEventFilter(self)
        self._on_focus_changed(None, self._window.focusWidget())

    def use(self, keymap: Keymap) -> None:
        """From now on; a sequence that was begun is forgotten."""
        self._keymap = keymap
        self._forget()

    def listen(self, heard: Heard | None) -> None:
        """Everything that is typed goes to `heard`, also on a sheet, until `listen(None)`: somebody chooses a key."""
        self._forget()
        self._heard = heard

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Listens where the keys go only. A filter on the application would be asked for every event of every widget,
        and each time take Python's lock from the thread that is reading a place: frames of 100 ms and more."""
        for widget in (before, now):
            if widget is not None and widget is not self._window and isValid(widget):
                widget.removeEventFilter(self)
        if now is not None and now is not self._window and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
            return False
        if kind == QEvent.Type.FocusOut:
            self._composing = False
            return False
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window or watched is not self._target():
            return False
        if self._heard is not None and not self._composing:
            event.accept()
            return kind != QEvent.Type.KeyPress or self._hear(event)
        if self._composing or self._silent() or QApplication.activePopupWidget() is not None:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            if self._known(stroke(event)):
                event.accept()
            return False
        return self._press(stroke(event))

    def _hear(self, event: QKeyEvent) -> bool:
        keys, heard = stroke(event), self._heard
        if not keys or heard is None or event.isAutoRepeat():
            return True
        begun, self._typed = self._typed, (*self._typed, keys)
        if keys == "Esc" or (keys == "Enter" and begun) or len(self._typed) == LONGEST:
            whole = () if keys == "Esc" else begun if keys == "Enter" else self._typed
            self._forget()
            heard(whole, True)
        else:
            self._timer.start()
            heard(self._typed, False)
        return True

    def _target(self) -> QWidget:
        """The widget that gets the key first; its parents see the same event again and must not count it twice."""
        focus: QWidget | None = self._window.focusWidget()
        return focus or self._window

    def _wheres(self) -> tuple[str, ...]:
        return self._where()

    def _known(self, keys: str) -> bool:
        if not keys or self._is_the_field_s(keys):
            return False
        command, longer = self._keymap.find((*self._typed, keys), self._wheres())
        return bool(command) or longer

    def _press(self, keys: str) -> bool:
        if not keys:
            return False
        if self._is_the_field_s(keys):
            self._forget()
            return False
        focus = self._window.focusWidget()
        if keys == "Enter" and isinstance(focus, QAbstractButton):
            focus.click()
            return True
        if not self.single_keys and is_character(keys):
            return False
        had = bool(self._typed)
        self._typed = (*self._typed, keys)
        command, longer = self._keymap.find(self._typed, self._wheres())
        if command:
            self._forget()
            self._run(command)
            return True
        if longer:
            self.pending.emit(" ".join(self._typed))
            self._timer.start()
            return True
        self._forget()
        if had:
            return self._press(keys)
        return _types(keys)

    def _is_the_field_s(self, keys: str) -> bool:
        """A text field keeps what types and what edits; a list of its own (`own_keys`) keeps its arrows."""
        if keys in getattr(self._window.focusWidget(), "own_keys", ()):
            return True
        if keys == "Ctrl+C" and self._selects():
            return True
        return self.is_writing() and (is_single(keys) or keys in _EDITING)

    def _selects(self) -> bool:
        """Words that are selected are what is copied, not the whole message."""
        focus = self._window.focusWidget()
        return isinstance(focus, QTextEdit | QPlainTextEdit) and focus.textCursor().hasSelection()

    def is_writing(self) -> bool:
        """Whether the keys are in a field in which something can be written."""
        focus = self._window.focusWidget()
        if isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit):
            return not focus.isReadOnly()
        return isinstance(focus, QAbstractSpinBox)

    def _forget(self) -> None:
        if self._typed:
            self._typed = ()
            self._timer.stop()
            self.pending.emit("")

    def _on_timeout(self) -> None:
        typed = self._typed
        self._forget()
        if self._heard is not None:
            self._heard(typed, True)


def _types(keys: str) -> bool:
    """A bare letter that means nothing is swallowed: views would search their model for it."""
    return len(keys) == 1 and keys.isalnum()
