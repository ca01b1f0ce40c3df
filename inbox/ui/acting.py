"""What a person changes: rows go at once, the store is told in the background, a sentence says what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from inbox.core.changes import Changes
from inbox.core.errors import InboxError
from inbox.core.ports import Writing
from inbox.ui.notice_bar import Notice
from inbox.ui.results import Results

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


class Acting:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def act(
        self, work: Callable[[Writing], Changes], *, leaving: Sequence[int], quiet: bool, brings_back: bool
    ) -> None:
        """As `Context.act`; `quiet`: what goes on by itself says nothing, and leaves the marks alone."""
        desk = self._desk
        engine, inbox, pane = desk.engine_now(), desk.window.inbox, desk.list_pane()
        if engine.closed:
            return  # a timer of the dying window: what was written was kept before the store was closed
        inbox.take_away(leaving)
        if isinstance(pane, Results):
            pane.move_on(leaving)

        def done(changes: Changes) -> None:
            if brings_back:
                inbox.await_back(changes.returned())
            inbox.model.apply(changes.rows, at_once=True)
            if not quiet:
                inbox.model.unmark()
                desk.people.on_acted()
                if isinstance(pane, Results):
                    pane.model.unmark()
                self.tell(changes)

        def failed(error: InboxError) -> None:
            inbox.model.put_back(leaving)
            desk.say(str(error), tone="warn")

        engine.write(work, done, failed, by_itself=quiet)

    def tell(self, changes: Changes) -> None:
        """What happened, and how it is taken back."""
        text = changes.sentence or (changes.undo.label if changes.undo is not None else "")
        if text:
            undo = ("triage.undo", "Undo") if changes.undo is not None else ()
            self._desk.window.notices.say(Notice(text, *undo))
