"""Opening the window: it is painted first, then everything behind it is bound."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from inbox.commands import keymap, registry
from inbox.core.clock import SystemClock
from inbox.core.errors import InboxError
from inbox.core.model import Row
from inbox.networks import registry as networks
from inbox.runtime import crash, paths
from inbox.runtime.lock import InstanceLock
from inbox.runtime.qt_bridge import QtBridge
from inbox.store import first_page
from inbox.ui import frame
from inbox.ui.desk import Desk
from inbox.ui.faces import Dress, Faces
from inbox.ui.key_choice import Keys
from inbox.ui.leaving import Leaving
from inbox.ui.look.paint import badge_of
from inbox.ui.look.theme import LARGEST, SMALLEST, Look, Theme, Wish
from inbox.ui.notice_bar import Notice
from inbox.ui.screenshot import Screenshot
from inbox.ui.window import Window

if TYPE_CHECKING:
    from inbox.runtime.runner import Runner
    from inbox.ui.engine import Engine, Parts

Bind = Callable[[Path, Callable[[BaseException], None]], "Parts"]
"""`app.py` builds store, keychain and sessions: called in a lane, after the first paint. May raise InboxError."""
GETTING_READY = "Getting your inbox ready for this Parlour. It opens by itself in a moment."


def open_window(options: Namespace, folder: Path, bind: Bind) -> int:
    """The whole life of the window; the exit code. Raises Refused when the profile is in use."""
    with ExitStack() as stack:
        stack.enter_context(InstanceLock(folder, "the window"))
        crash.keep_log(folder)
        door = crash.CrashDoor(folder)
        door.install()
        stack.callback(door.close)
        app = _application()
        opening = Opening(app, folder, options, door)
        opening.window.show()
        opening.window.painted.connect(lambda: opening.bind(bind))
        code = app.exec()
        opening.close()
    if opening.goes_on_with is not None:
        profile = ["--profile", options.profile] if getattr(options, "profile", "") else []
        _restart([*profile, *opening.goes_on_with])
    return code


class Opening:
    """Window, desk and what was remembered, before and after the store is bound."""

    def __init__(self, app: QApplication, folder: Path, options: Namespace, door: crash.CrashDoor) -> None:
        self._folder, self._options, self._door = folder, options, door
        self.goes_on_with: list[str] | None = None
        """Arguments of the next start, which follows at once: a profile is chosen once, when the program starts."""
        is_sample = bool(getattr(options, "sample", False))
        remembered, forgotten = frame.recall(folder)
        if options.theme:
            remembered.theme = options.theme
        if options.contrast:
            remembered.contrast = True
        if options.text:
            remembered.scale = options.text
        self._remembered = remembered
        self.clock = SystemClock()
        self.look = Look(scale=min(max(remembered.scale / 100, SMALLEST), LARGEST))
        self.keys = Keys(paths.resources() / keymap.FILE, folder / keymap.FILE, set(registry.commands()))
        self.look.name_keys(self.keys.names())
        wish = Wish(remembered.theme) if remembered.theme in set(Wish) else Wish.SYSTEM
        self.theme = Theme(app, self.look, wish, contrast=remembered.contrast)
        self.faces = Faces(dress_of)
        first = read_first_page(folder)
        self._first = {row.id: row for row in first}
        self.window = Window(
            self.look, self.faces, self.clock.now, self._rows, paths.resources() / "icons" / "parlour.png"
        )
        self.desk = Desk(
            self.window,
            self.theme,
            self.clock,
            self.keys,
            remembered,
            self.faces,
            networks.declarations,
            is_sample=is_sample,
        )
        if is_sample:
            self.window.setWindowTitle("Parlour · sample people")
            self.window.top.set_title("Parlour · sample")
        self.window.set_menus(self.desk.menus)
        self.window.take_place(remembered)
        self.engine: Engine | None = None
        self.is_opening = False
        self._opener: Runner | None = None
        self._parts: Parts | None = None
        self._is_closed = False
        self.leaving = Leaving(self.desk)
        self.window.closing.connect(self._on_closing)
        self.window.sample_wanted.connect(lambda: self._go_on_with(["--sample"]))
        self.window.own_wanted.connect(lambda: self._go_on_with([]))
        self.window.overlay.covered.connect(self._on_covered)
        self.desk.views.show_first_page(first)
        if self.keys.misread or forgotten:
            self.desk.say(" ".join(filter(None, (self.keys.misread, forgotten))), tone="warn")
        self._shot: Screenshot | None = None
        if options.screenshot:
            self._shot = Screenshot(self.desk, Path(options.screenshot), options.size, options.show)
        # Bugs happen on every thread, and only this one may touch the window.
        self._bridge = QtBridge(self.window)
        door.show = lambda sentence, path: self._bridge.deliver(
            lambda: self.desk.say(f"{sentence} It is in {path}." if path else sentence, tone="bad")
        )

    def _rows(self, ids: Sequence[int]) -> list[Row]:
        if self.engine is not None:
            return self.engine.read(lambda reading: self.desk.views.by_person.read_rows(reading, ids))
        return [self._first[id] for id in ids if id in self._first]

    def bind(self, bind: Bind) -> None:
        """In a lane: a large file is copied before it is brought up to date, and the window goes on meanwhile."""
        from inbox.runtime.runner import Runner

        self.is_opening = True
        if needs_getting_ready(self._folder):
            self.window.notices.say(Notice(GETTING_READY, seconds=0))
            self.desk.surroundings.say_empty()

        def work() -> None:
            self._parts = bind(self._folder, self._door.bug)

        self._opener = Runner(self._bridge.deliver, self._on_bug)
        self._opener.run("opening", work, self._on_opened, self._on_refused, alive=lambda: not self._is_closed)

    def _on_bug(self, error: BaseException) -> None:
        """In the lane."""
        self._door.bug(error)
        self._bridge.deliver(self._end_opening)

    def _end_opening(self) -> None:
        self.is_opening = False
        notice = self.window.notices.notice
        if notice is not None and notice.text == GETTING_READY:
            self.window.notices.dismiss()

    def _on_refused(self, error: InboxError) -> None:
        self._end_opening()
        self.desk.say(str(error), tone="bad")
        logging.getLogger("parlour").warning("not bound: %s", error)

    def _on_opened(self, _: None) -> None:
        from inbox.ui.engine import Engine

        self._end_opening()
        if self._parts is None:
            return
        self.engine = Engine(self._parts, self.window)
        self.desk.bind(self.engine)
        self.engine.start()
        self._first.clear()
        if self._shot is not None:
            self._shot.begin()

    def close(self) -> None:
        if self._shot is None:
            self.window.what_to_remember(self._remembered)
            self._remembered.sort = self.desk.remembered.sort
            frame.remember(self._folder, self._remembered)
        self._is_closed = True
        if self._opener is not None:
            self._opener.stop()  # what has begun is ended: a file is never left half brought up to date
        if self.engine is not None:
            self.window.composer.keep_draft()
            self.engine.close()
        elif self._parts is not None:
            self._parts.close()

    def _on_closing(self, event: object) -> None:
        if isinstance(event, QCloseEvent) and self._shot is None:
            self.leaving.on_closing(event)

    def _go_on_with(self, arguments: list[str]) -> None:
        """If something waits to be sent that is asked about first, and whoever stays then stays here."""
        self.goes_on_with = arguments
        self.window.close()

    def _on_covered(self, covered: bool) -> None:
        if not covered and not self.leaving.is_sending:
            self.goes_on_with = None


def read_first_page(folder: Path) -> list[Row]:
    """What the list shows before the store is bound; nothing where there is no inbox yet, or a damaged one."""
    if not (folder / paths.DATABASE).exists():
        return []
    try:
        return first_page.first_page(folder / paths.DATABASE)[0]
    except InboxError:
        return []  # opening the store says what is wrong, in a sentence


def needs_getting_ready(folder: Path) -> bool:
    """Whether an older Parlour made the file."""
    from inbox.store import migrations

    try:
        return migrations.is_behind(folder / paths.DATABASE)
    except InboxError:
        return False  # opening the store says what is wrong, in a sentence


def dress_of(network: str) -> Dress:
    """How a network looks; one that is no longer installed keeps its name."""
    try:
        declaration = networks.declaration(network)
    except KeyError:
        from inbox.archives import registry as archives

        return Dress(archives.network_title(network) or network)
    icon = Path(networks.__file__).parent / network / "icon.svg"
    badge = badge_of(icon) if icon.exists() else None
    return Dress(declaration.title, declaration.place_word, badge, declaration.lately)


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if sys.platform == "win32":
        import ctypes

        # Without an id of its own the window is grouped under Python in the task bar.
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("org.parlour.Parlour")
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Parlour")
    app.setOrganizationName("Parlour")
    app.setDesktopFileName("org.parlour.Parlour")
    app.setQuitOnLastWindowClosed(True)
    return app


def _restart(arguments: list[str]) -> None:
    """The same program again with other arguments: a profile is chosen once, when the program starts."""
    frozen = bool(getattr(sys, "frozen", False))
    command = [sys.executable, *arguments] if frozen else [sys.executable, sys.argv[0], *arguments]
    if sys.platform == "win32":
        import subprocess

        subprocess.Popen(command)
    else:
        os.execv(sys.executable, command)
