"""Menus from the registry. The keys beside the titles are for reading: the router acts on them, never the QAction.

On a Mac single letters are left out: a native menu would take them as its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from inbox.commands.keymap import Keymap
from inbox.commands.registry import Command, Group
from inbox.ui.keys import is_single

_QT_NAMES = {"Enter": "Return"}
_ROLES = {
    "app.quit": QAction.MenuRole.QuitRole,
    "app.settings": QAction.MenuRole.PreferencesRole,
}


def build(
    host: QWidget,
    known: dict[str, Command],
    run: Callable[[str], None],
    why_not: Callable[[Command], str],
) -> list[QMenu]:
    """One menu a group, in the order of `Group`. What makes no sense now is grey, with the reason as its status tip."""
    return [_menu(host, group, [one for one in known.values() if one.group is group], run, why_not) for group in Group]


def show_keys(menus: list[QMenu], keymap: Keymap) -> None:
    """Beside each title the first key it has now."""
    for menu in menus:
        for action in menu.actions():
            keys = keymap.keys_of(str(action.data()))
            hidden = not keys or (sys.platform == "darwin" and is_single(keys[0]))
            action.setShortcut(QKeySequence() if hidden else sequence(keys[0]))


def _menu(
    host: QWidget,
    group: Group,
    commands: list[Command],
    run: Callable[[str], None],
    why_not: Callable[[Command], str],
) -> QMenu:
    menu = QMenu(str(group), host)
    pairs: list[tuple[QAction, Command]] = []
    for one in commands:
        action = QAction(one.title.replace("&", "&&"), menu)
        action.setMenuRole(_ROLES.get(one.id, QAction.MenuRole.NoRole))
        action.setData(one.id)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda checked=False, id=one.id: run(id))
        menu.addAction(action)
        pairs.append((action, one))

    def refresh() -> None:
        for action, command in pairs:
            reason = why_not(command)
            action.setEnabled(not reason)
            action.setStatusTip(reason)

    menu.aboutToShow.connect(refresh)
    return menu


def sequence(keys: str) -> QKeySequence:
    """A key of the keymap as Qt writes it: "G I" -> "G, I", "Enter" -> "Return"."""
    strokes = ["+".join(_QT_NAMES.get(part, part) for part in _parts(stroke)) for stroke in keys.split(" ")]
    return QKeySequence(", ".join(strokes))


def _parts(stroke: str) -> list[str]:
    return [*stroke[:-2].split("+"), "+"] if stroke.endswith("++") else stroke.split("+") if stroke != "+" else ["+"]
