"""`--screenshot FILE`: the window as it is after everything came in, saved as a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from inbox.core.model import State

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

SETTLE_MS, PATIENCE_MS = 600, 20_000


class Screenshot(QObject):
    """What it can show: inbox, palette, keys, welcome, settings, snooze, compose, thank, outbox, panel, focus,
    profile, log, people, segment, search:WORD, people:WORD, palette:WORD, with:NAME (their first conversation),
    profile:NAME (their page), import:FILE (what is in an archive), or any command by its id."""

    def __init__(self, desk: Desk, path: Path, size: str, show: str) -> None:
        super().__init__(desk)
        self._desk, self._path, self._show = desk, path, show or "inbox"
        width, _, height = size.partition("x")
        if width.isdecimal() and height.isdecimal():
            desk.window.resize(int(width), int(height))
        self._quiet = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._quiet.timeout.connect(self._arrange)
        self._limit = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._limit.timeout.connect(self._arrange)
        self._done = False

    def begin(self) -> None:
        """When nothing changed for a while."""
        self._desk.engine_now().changed.connect(lambda _: self._quiet.start())
        self._quiet.start()
        self._limit.start()

    def _arrange(self) -> None:
        engine = self._desk.engine_now()
        if engine.is_syncing() and self._limit.isActive():
            self._quiet.start()
            return
        if self._done:
            return
        self._done = True
        shows = {
            "palette": "app.palette", "keys": "app.keys", "welcome": "app.add_place", "settings": "app.settings",
            "snooze": "triage.snooze", "compose": "reply.reply", "thank": "reply.thank", "outbox": "navigate.outbox",
            "panel": "people.panel", "profile": "people.profile", "log": "people.log", "done": "navigate.done",
            "focus": "navigate.focus",
            "people": "navigate.people", "segment": "people.segment_new",
        }  # fmt: skip
        if self._desk.window.frame.page is None and self._show != "welcome":
            self._desk.views.show_state(State.WAITING)
        if self._show in shows:
            self._desk.run(shows[self._show])
        elif self._show.startswith("find:"):
            self._desk.run("navigate.find")
            self._desk.window.conversation.finder.field.line.setText(self._show.removeprefix("find:"))
        elif self._show in self._desk.known:
            self._desk.run(self._show)
        elif self._show.startswith("people:"):
            self._desk.run("navigate.people")
            self._desk.window.top.search.line.insert(self._show.removeprefix("people:"))
        elif self._show.startswith("import:"):
            self._desk.run("app.import")
            self._desk.moving.look_at(Path(self._show.removeprefix("import:")))
        elif self._show.startswith("with:"):
            self._stand_on(self._show.removeprefix("with:"))
        elif self._show.startswith("profile:"):
            self._stand_on(self._show.removeprefix("profile:"))
            self._desk.run("people.profile")
        elif self._show.startswith("palette:"):
            self._desk.run("app.palette")
            field = QApplication.focusWidget()
            if isinstance(field, QLineEdit):
                field.setText(self._show.removeprefix("palette:"))
        elif self._show.startswith("search:"):
            self._desk.run("app.search")
            self._desk.window.top.search.line.insert(self._show.removeprefix("search:"))
        QTimer.singleShot(SETTLE_MS, self, self._save)

    def _stand_on(self, name: str) -> None:
        """The first conversation with somebody of that name."""
        model = self._desk.window.inbox.model
        rows = (row for at in range(model.rowCount()) if (row := model.values_at(at)) is not None)
        found = next((row.id for row in rows if name.casefold() in row.name.casefold()), None)
        if found is not None:
            self._desk.window.inbox.select(found)

    def _save(self) -> None:
        if self._desk.moving.is_going:
            QTimer.singleShot(SETTLE_MS, self, self._save)
            return
        if not self._desk.window.grab().save(str(self._path)):
            sys.stderr.write(f"The picture could not be written to {self._path}.\n")
            QApplication.exit(1)
            return
        QApplication.exit(0)
