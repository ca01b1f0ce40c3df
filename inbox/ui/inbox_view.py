"""The list of conversations: which view it is, its parts, and what is clicked in a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from inbox.core.model import Row, RowKey, Sort, State
from inbox.ui.empty import Emptiness
from inbox.ui.faces import Faces
from inbox.ui.inbox_delegate import RowDelegate
from inbox.ui.inbox_model import InboxModel
from inbox.ui.list_pane import ListPane
from inbox.ui.look.theme import Look
from inbox.ui.row_words import spoken
from inbox.ui.splits import SplitBar

SORTS: dict[Sort, str] = {
    Sort.WORTH: "Most worth answering first",
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
    Sort.PERSON: "By person",
}
SOONEST = "Back soonest first"
"""In place of what is worth most, where nothing is to be answered."""


def sorts_of(view: State | None) -> dict[Sort, str]:
    return SORTS | {Sort.WORTH: SOONEST} if view is State.SNOOZED else SORTS


def whose(row: Row) -> int:
    """One person has one, whatever the handle."""
    return row.person or row.identity


class InboxView(ListPane[Sort]):
    model: InboxModel
    delegate: RowDelegate

    activated = Signal(object)
    """A conversation's id: it was clicked twice."""
    commanded = Signal(str)
    """A command that was clicked; it means the current conversation."""
    empty_acted = Signal(object)
    """The `Emptiness` whose button was pressed while there were no rows."""

    def __init__(
        self, look: Look, faces: Faces, now: Callable[[], datetime], read: Callable[[Sequence[int]], list[Row]]
    ) -> None:
        model = InboxModel(read, lambda row: spoken(row, now(), tells_state=model.state is None))
        delegate = RowDelegate(look, faces, now)
        splits = SplitBar(look)
        super().__init__(look, model, delegate, SORTS, name="Conversations", under_heading=splits)
        self.splits = splits
        self._sort.say(SORTS[Sort.WORTH].lower())
        self._empty.acted.connect(self.empty_acted)
        delegate.acted.connect(self._on_acted)
        self.rows.doubleClicked.connect(lambda index: self.activated.emit(model.id_at(index.row())))
        self._say_count()

    # which rows

    def show_view(
        self,
        title: str,
        state: State | None,
        place: int,
        sort: Sort,
        keys: Iterable[RowKey],
        *,
        select: int | None = None,
        is_search: bool = False,
    ) -> None:
        """Another view, or the same read anew; it stands on `select`, else where it stood, else on the top row."""
        wanted = select if select is not None else self.current()
        self._sorts = sorts_of(state)
        for action, words in zip(self._menu.actions(), self._sorts.values(), strict=True):
            action.setText(words)
        self._name(title, sort)
        self.model.show(state, place, sort, keys, is_search=is_search)
        self._stand_on(wanted)

    def say_empty(self, state: Emptiness) -> None:
        """What stands there while there are no rows: nobody waits, still reading, offline, or what went wrong."""
        self._empty.show_state(state)

    def sort_by(self, sort: Sort) -> None:
        self.model.sort_by(sort)
        self._sort.say(self._sorts[sort].lower())
        self._keep_current_in_sight()
        super().sort_by(sort)

    # where one stands

    def current(self) -> int | None:
        return self.here()

    def take_away(self, conversations: Collection[int]) -> None:
        """What was dealt with leaves, and the next row is the current one; where what was done with it may leave it in
        the view, too."""
        here = self.current()
        if self.model.state is None and here in conversations:
            row, ids = self.model.row_of(here) or 0, self.model.ids()
            self.go_to(next((at for at in range(row + 1, len(ids)) if ids[at] not in conversations), row))
        self.model.take_away(conversations)

    def step_person(self, by: int) -> None:
        """The next conversation with somebody else."""
        here = self.rows.currentIndex().row()
        now = self.model.values_at(here)
        row = here + by
        while 0 <= row < self.model.rowCount():
            there = self.model.values_at(row)
            if now is None or there is None or whose(there) != whose(now):
                self.go_to(row)
                return
            row += by

    def _come_to(self, id: int | None) -> None:
        self.model.move_on_to(id)

    def _on_acted(self, conversation: object, command: str) -> None:
        if isinstance(conversation, int) and self.select(conversation):
            self._tell(conversation)
            self.commanded.emit(command)
