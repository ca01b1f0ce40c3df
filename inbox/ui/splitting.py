"""The parts of the view in front are changed: counted while they are typed, kept as one step that undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.views import Count, Split

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.splits_sheet import SplitLine, SplitsSheet


class Splitting(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.window.inbox.splits.change_wanted.connect(self.open)

    def open(self) -> None:
        desk = self._desk
        of = desk.views.split_view()
        if of is None:
            desk.say("This list has no parts. Open a list of conversations first, or a view that you saved.")
            return
        from inbox.ui.splits_sheet import SplitsSheet

        state, view = of
        splits, values = desk.read(lambda reading: (reading.splits(state, view), reading.search_values()))
        ruled = {Split(name, f'split:"{name}"') for name in values.splits}
        own = [split for split in splits if split not in ruled]
        desk.finding.learn_values()
        sheet = SplitsSheet(desk.window.look, desk.views.title(), own, lambda: desk.finding.values)
        sheet.asked.connect(lambda line: self._count(sheet, line))
        sheet.kept.connect(lambda kept: self._keep(sheet, kept))
        desk.window.overlay.open(sheet)
        sheet.begin()

    def _count(self, sheet: SplitsSheet, line: SplitLine) -> None:
        """In a lane of its own; an answer to what was typed before is dropped."""
        desk, query = self._desk, line.split().query
        of = desk.views.split_view()
        line.number += 1
        if not query or of is None:
            line.show_count(None)
            return
        asked, whole, engine, store = line.number, desk.views.view_query(), desk.engine_now(), desk.store
        state, place = of[0], desk.views.place()

        def is_over() -> bool:
            return desk.window.overlay.sheet is not sheet or line not in sheet.lines or line.number != asked

        def look() -> Count:
            with store.reading() as reading:
                return reading.query_count(f"{query} {whole}".strip(), state, place)

        def found(count: Count) -> None:
            if not is_over():
                line.show_count(count)

        def failed(error: InboxError) -> None:
            if not is_over():
                line.say_wrong(str(error))

        engine.runner.run("parts", look, found, failed, alive=lambda: not engine.closed)

    def _keep(self, sheet: SplitsSheet, kept: tuple[Split, ...]) -> None:
        """The sheet stays, with what is wrong, until it could be kept."""
        desk = self._desk
        of = desk.views.split_view()
        if of is None:
            return
        state, view = of

        def done(changes: Changes) -> None:
            if desk.window.overlay.sheet is sheet:
                desk.window.overlay.close_sheet()
            desk.queued(changes)

        def failed(error: InboxError) -> None:
            if desk.window.overlay.sheet is sheet:
                sheet.say(str(error))
            else:
                desk.say(str(error), tone="warn")

        desk.engine_now().write(lambda write: write.set_splits(kept, state, view), done, failed)
