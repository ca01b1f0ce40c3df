"""Files that come in and go out: chosen here, worked on in a lane of their own, told on a page and in notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inbox.core.errors import InboxError
from inbox.core.model import State
from inbox.core.moving import Holds, ImportState, Looked, Progress
from inbox.ui.file_choice import where_to_save

if TYPE_CHECKING:
    from inbox.services.reading_in import Opened, Report
    from inbox.services.writing_out import Wish, Written
    from inbox.ui.desk import Desk
    from inbox.ui.moving_page import Going, MovingPage

T = TypeVar("T")
LANE = "moving"


class Moving(QObject):
    """`open` shows the page. Reading in goes on when the page is left; what became of it is then a notice."""

    progressed = Signal(object)
    """`Progress`, from the lane."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._page: MovingPage | None = None
        self._going: Going | None = None
        self._opened: Opened | None = None
        self._stops = False
        self._asked = 0
        self._leaving = ""
        """File that is taken back in slices."""
        self._most_left = 0
        self._follows = False
        self.progressed.connect(self._on_progress)

    @property
    def is_going(self) -> bool:
        """A file is looked through or read in."""
        return self._going is not None

    def open(self) -> None:
        page = self._made_page()
        if self._going is None:
            page.ask()
        self._desk.window.frame.show_page(page)
        self._desk.surroundings.say_status()
        page.focus_first()

    def _made_page(self) -> MovingPage:
        from inbox.ui.moving_page import MovingPage

        if self._page is None:
            self._page = MovingPage(self._desk.window.look)
            self._page.file_wanted.connect(self._choose)
        return self._page

    def _choose(self) -> None:
        from inbox.archives.registry import formats

        kinds = [
            f"{one.title} ({' '.join(f'*{suffix}' for suffix in one.suffixes if suffix) or '*'})" for one in formats()
        ]
        known = " ".join(dict.fromkeys(f"*{suffix}" for one in formats() for suffix in one.suffixes if suffix))
        filters = ";;".join([f"Archives and address books ({known})", *kinds, "All files (*)"])
        chosen, _ = QFileDialog.getOpenFileName(self._desk.window, "Choose an archive or an address book", "", filters)
        if chosen:
            self.look_at(Path(chosen))

    # looking

    def look_at(self, path: Path) -> None:
        """Read through the file and show what is in it."""
        self._asked += 1
        self._begin(f"Looking through {path.name} …")
        self._in_the_lane(
            partial(self._look, path), partial(self._on_looked, self._asked), partial(self._on_failed, self._asked)
        )

    def _look(self, path: Path) -> tuple[Opened, Looked]:
        """In the lane."""
        from inbox.archives import registry
        from inbox.services import reading_in

        format, archive = registry.open_file(path)
        opened = reading_in.Opened(path.name, format, archive)
        looked = reading_in.look(
            self._desk.store, opened, self._desk.clock, stop=self._is_stopped, heard=self.progressed.emit
        )
        return opened, looked

    def _on_looked(self, asked: int, found: tuple[Opened, Looked]) -> None:
        from inbox.ui.moving_page import Preview

        if asked != self._asked:
            return
        self._going = None
        self._opened, looked = found
        preview = Preview(self._desk.window.look, looked)
        preview.wanted.connect(self._on_wanted)
        preview.another_wanted.connect(self._choose)
        self._made_page().show_state(preview)

    def _on_failed(self, asked: int, error: InboxError) -> None:
        if asked != self._asked:
            return
        self._going = None
        page = self._made_page()
        page.show_error(str(error))
        page.focus_first()
        if self._desk.window.frame.page is not page:
            self._desk.say(str(error), tone="warn")

    # reading in

    def _on_wanted(self, mine: object) -> None:
        opened = self._opened
        if opened is None or not isinstance(mine, frozenset):
            return
        self._asked += 1
        self._begin(f"Reading in {opened.file} …")
        # Where nobody is asked, the file itself says who is me.
        me = mine if opened.format.asks_who_is_me else opened.archive.guesses
        self._in_the_lane(
            partial(self._read_in, opened, me), partial(self._on_read_in, opened), partial(self._on_failed, self._asked)
        )

    def _read_in(self, opened: Opened, mine: frozenset[str]) -> Report:
        """In the lane."""
        from inbox.services import reading_in

        return reading_in.read_in(
            self._desk.store, opened, mine, self._desk.clock, stop=self._is_stopped, heard=self.progressed.emit
        )

    def _on_read_in(self, opened: Opened, report: Report) -> None:
        from inbox.ui.moving_page import Finished

        self._going = None
        page = self._made_page()
        done = Finished(self._desk.window.look, report.state, report.sentence, report.troubles, report.troubled)
        done.can_be_undone(possible=report.run is not None)
        done.shown.connect(partial(self._show, opened))
        done.undone.connect(partial(self._take_back, report))
        done.another_wanted.connect(self._choose)
        page.show_state(done)
        if self._desk.window.frame.page is not page:
            fine = report.state in (ImportState.DONE, ImportState.STOPPED)
            self._desk.say(report.sentence, tone="good" if fine else "warn")

    def _show(self, opened: Opened) -> None:
        self._desk.flow.leave()
        if opened.format.holds is Holds.PEOPLE:
            self._desk.run("navigate.people")
        else:
            self._desk.views.show_state(State.DONE)

    def _take_back(self, report: Report) -> None:
        found = [one for one in self._desk.read(lambda reading: reading.imports()) if one.id == report.run]
        if not found:
            return
        batch = found[0].batch
        self._leaving, self._most_left = found[0].file, 0
        if not self._follows:
            self._follows = True
            self._desk.engine_now().left.connect(self._on_left)
        self._desk.act(lambda write: write.undo(batch))
        self._made_page().ask()

    def _on_left(self, left: int) -> None:
        """A large import leaves in slices: how far that is."""
        from inbox.ui.moving_page import Going

        if not self._leaving or self._going is not None:
            return
        page = self._made_page()
        if not left:
            self._leaving = ""
            page.ask()
            return
        self._most_left = max(left, self._most_left)
        card = page.state
        if not isinstance(card, Going):
            card = Going(self._desk.window.look, f"Taking {self._leaving} back. You can go on meanwhile.", "Close")
            card.stopped.connect(self._desk.flow.leave)
            page.show_state(card)
        card.show_progress(Progress(1 - left / self._most_left, 0, 0))

    # going

    def _begin(self, title: str) -> None:
        from inbox.ui.moving_page import Going

        self._stops = False
        self._going = Going(self._desk.window.look, title)
        self._going.stopped.connect(self._stop)
        self._made_page().show_state(self._going)

    def _stop(self) -> None:
        self._stops = True

    def _is_stopped(self) -> bool:
        return self._stops or self._desk.engine_now().runner.stopping()

    def _on_progress(self, progress: object) -> None:
        if self._going is not None and isinstance(progress, Progress):
            self._going.show_progress(progress)

    def _in_the_lane(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[InboxError], None]
    ) -> None:
        engine = self._desk.engine_now()
        engine.runner.run(LANE, work, done, failed, alive=lambda: not engine.closed)

    # writing out

    def ask_export(self) -> None:
        from inbox.ui.export_sheet import ExportSheet

        segments = self._desk.read(lambda reading: reading.segments())
        sheet = ExportSheet(self._desk.window.look, segments)
        sheet.wanted.connect(self._save_as)
        self._desk.window.overlay.open(sheet)

    def _save_as(self, wish: Wish, suffix: str) -> None:
        from inbox.services.writing_out import SUFFIXES

        name = ("conversations" if suffix == ".mbox" else "people") + suffix
        path = where_to_save(self._desk, "Write out", name, SUFFIXES[suffix], suffix)
        if path is not None:
            self.write_out(wish, path)

    def write_out(self, wish: Wish, path: Path) -> None:
        from inbox.services import writing_out

        def done(written: Written) -> None:
            self._desk.say(written.sentence)

        def failed(error: InboxError) -> None:
            self._desk.say(str(error), tone="warn")

        stop = self._desk.engine_now().runner.stopping
        self._in_the_lane(partial(writing_out.write_out, self._desk.store, path, wish, stop=stop), done, failed)
