"""The whole app in a test: the real window (offscreen), real store, real networks; driven by keys only."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox.app import bind_parts
from inbox.commands import command_line
from inbox.runtime import crash
from inbox.runtime.lock import InstanceLock
from inbox.ui.engine import Engine
from inbox.ui.safe import SafeBrowser
from inbox.ui.start import Opening
from tests.patience import PATIENCE_MS

Mod = Qt.KeyboardModifier
_NAMED = {
    "Enter": (Qt.Key.Key_Return, "\r"),
    "Esc": (Qt.Key.Key_Escape, "\x1b"),
    "Tab": (Qt.Key.Key_Tab, "\t"),
    "Space": (Qt.Key.Key_Space, " "),
    "Left": (Qt.Key.Key_Left, ""),
    "Right": (Qt.Key.Key_Right, ""),
    "Backspace": (Qt.Key.Key_Backspace, "\x08"),
    "Down": (Qt.Key.Key_Down, ""),
    "Up": (Qt.Key.Key_Up, ""),
    "Home": (Qt.Key.Key_Home, ""),
    "End": (Qt.Key.Key_End, ""),
    "F5": (Qt.Key.Key_F5, ""),
    "F6": (Qt.Key.Key_F6, ""),
}


class Desk:
    """Somebody at the keyboard:

    `press` and `type` reach whatever has the focus, `sees` waits for what they look for.
    """

    def __init__(self, opening: Opening, bot: QtBot, bugs: list[BaseException]) -> None:
        self.opening, self.bot, self.bugs = opening, bot, bugs
        self.window = opening.window

    def press(self, *keys: str) -> None:
        """ "E", "Shift+S", "Ctrl+Enter", "?", "Esc": one key after the other, as a keyboard would send them."""
        for key in keys:
            modifiers, name = Mod.NoModifier, key
            while "+" in name[:-1]:
                part, _, name = name.partition("+")
                modifiers |= {"Ctrl": Mod.ControlModifier, "Shift": Mod.ShiftModifier, "Alt": Mod.AltModifier}[part]
            if name in _NAMED:
                code, text = _NAMED[name]
            else:
                code = Qt.Key(ord(name.upper()))
                text = name.lower() if not modifiers & Mod.ShiftModifier else name.upper()
                text = "" if modifiers & Mod.ControlModifier else text
            focus = self.focus()
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(focus, QKeyEvent(kind, int(code), modifiers, text))
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Letters of a keyboard as keys; all others as an input method hands them over."""
        for other, run in groupby(text, key=lambda letter: not letter.isascii()):
            if other:
                composed = QInputMethodEvent()
                composed.setCommitString("".join(run))
                QApplication.sendEvent(self.focus(), composed)
            else:
                QTest.keyClicks(self.focus(), "".join(run))
        QApplication.processEvents()

    def tab_to(self, name: str) -> None:
        """Tab until what has the focus is called so; fails after a whole round."""
        for _ in range(40):
            if name.casefold() in called(self.focus()).casefold():
                return
            self.press("Tab")
        raise AssertionError(f"Tab never comes to {name}; it stands on {called(self.focus())}")

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus, so no key would arrive"
        return focus

    def sees(self, look: Callable[[], object], *, within_ms: int = PATIENCE_MS) -> None:
        def found() -> bool:
            assert not self.bugs, self.bugs
            return bool(look())

        self.bot.waitUntil(found, timeout=within_ms)

    # what a person reads off the screen

    def rows(self) -> list[str]:
        """Names down the list."""
        model = self.window.inbox.model
        return [row.called for at in range(model.rowCount()) if (row := model.values_at(at)) is not None]

    def selected(self) -> int | None:
        return self.window.inbox.current()

    def notice(self) -> str:
        shown = self.window.notices.notice
        return shown.text if shown is not None else ""

    def conversation(self) -> list[str]:
        """The words of each message that is drawn, from the top."""
        drawn = [one for one in self.window.conversation.findChildren(SafeBrowser) if one.isVisible()]
        return [one.words().strip() for one in sorted(drawn, key=lambda one: one.mapToGlobal(one.pos()).y())]

    def page_words(self) -> str:
        """All words of the page that stands in the place of the panes."""
        page = self.window.frame.page
        return (
            " ".join(called(one) for one in page.findChildren(QWidget) if one.isVisible()) if page is not None else ""
        )

    @property
    def engine(self) -> Engine:
        assert self.opening.engine is not None
        return self.opening.engine

    def is_idle(self) -> bool:
        return not self.engine.is_syncing()


def called(widget: QWidget) -> str:
    """What a screen reader would say it is."""
    text = widget.property("text")
    return widget.accessibleName() or (text if isinstance(text, str) else "")


@contextmanager
def running(folder: Path, bot: QtBot, *arguments: str, sample: bool = False) -> Iterator[Desk]:
    """The app from its start to its end, as `open_window` runs it."""
    bugs: list[BaseException] = []
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    options: Namespace = command_line.parser().parse_args([*arguments])
    with InstanceLock(folder, "a test"):
        door = crash.CrashDoor(folder)
        opening = Opening(app, folder, options, door)
        bot.addWidget(opening.window)
        opening.window.show()
        opening.window.activateWindow()
        bot.waitUntil(opening.window.isActiveWindow)
        opening.bind(lambda profile, _: bind_parts(profile, bugs.append, sample=sample))
        desk = Desk(opening, bot, bugs)
        try:
            bot.waitUntil(lambda: not opening.is_opening, timeout=PATIENCE_MS)
            yield desk
        finally:
            opening.window.hide()
            opening.close()
            door.close()
        assert not bugs, bugs
