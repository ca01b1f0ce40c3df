"""The list pane: which view it is and in which order, the rows, and what stands there when there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from inbox.core.model import Row, RowKey, Sort, State
from inbox.ui.empty import Emptiness, EmptyState
from inbox.ui.faces import Faces
from inbox.ui.inbox_delegate import RowDelegate
from inbox.ui.inbox_model import InboxModel
from inbox.ui.look import layouts, paint
from inbox.ui.look.buttons import Button, PaintedButton
from inbox.ui.look.controls import Pane, PlainLabel
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.row_list import Rows
from inbox.ui.row_words import spoken
from inbox.ui.splits import SplitBar

SORTS: dict[Sort, str] = {
    Sort.WORTH: "Most worth answering first",
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
    Sort.PERSON: "By person",
}
LOW_HEADING = 46
HEADING = 76  # as high as the conversation's heading, so that one hairline runs through


class News(PaintedButton):
    """ "3 new · .": what came while the list had the focus. A press lets it in. It stands where it moves no row."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", Type.SMALL_STRONG)
        self.setAccessibleDescription("Key: .")

    def show_count(self, count: int) -> None:
        self.say(f"{count:,} new")
        self.setAccessibleName(f"{count:,} new, show them")
        self.setVisible(count > 0)

    def _words(self) -> int:
        return int(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 2

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(self._words() + int(paint.keycap_width("navigate.merge", look)) + look.px(24), look.px(26))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        paint.rounded(painter, box, box.height() / 2, tokens.hover if self.is_hot else tokens.sel)
        painter.setFont(self.font())
        painter.setPen(tokens.accent)
        left = look.px(11)
        draw_line(painter, QRectF(left, 0, self._words(), box.height()), self.text())
        left += self._words() + look.px(6)
        paint.keycap(painter, left, box.height() / 2, "navigate.merge", look, tokens.accent, None)
        self.paint_ring(painter, box.height() / 2)


def whose(row: Row) -> int:
    """One person has one, whatever the handle."""
    return row.person or row.identity


class InboxView(Pane):
    current_changed = Signal(object)
    """The conversation's id, or None."""
    activated = Signal(object)
    commanded = Signal(str)
    """A command that was clicked; it means the current conversation."""
    sort_changed = Signal(object)
    empty_acted = Signal(object)
    """The `Emptiness` whose button was pressed while there were no rows."""

    def __init__(
        self, look: Look, faces: Faces, now: Callable[[], datetime], read: Callable[[Sequence[int]], list[Row]]
    ) -> None:
        super().__init__(look, "win")
        self._mark_from: int | None = None
        self._told: int | None = None
        self._stood_at = 0
        self._minute = QTimer(self, interval=60_000)  # "5 min" becomes "6 min"
        self.model = InboxModel(read, lambda row: spoken(row, now()))
        self.delegate = RowDelegate(look, faces, now, self)
        self.rows = Rows(look, self.model, self.delegate, "Conversations")
        self._empty = EmptyState(look)
        self._stack = QStackedWidget()
        self.splits = SplitBar(look)
        self._news = News(look)
        self._title = PlainLabel(look, "", Type.HEAD)
        self._count = PlainLabel(look, "", Type.SMALL, "soft", firm=True)
        self._sort = Button(look, SORTS[Sort.WORTH].lower(), opens=True, rank="quiet")
        self._build(look)
        self._connect()
        self._minute.start()
        self._say_count()

    def _build(self, look: Look) -> None:
        heading = Pane(look, "win", "bottom")
        self._heading, self._below, self._low = heading, QWidget(), False
        self._below.setLayout(layouts.Row(look, self._count, self._sort, None, spacing=0))
        above = layouts.Row(look, self._title, None, self._news, spacing=8)
        heading.setLayout(layouts.Column(look, None, above, self._below, None, spacing=2, margins=(14, 2, 10, 0)))
        policy = self._sort.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the title stays where it is when the list is empty
        self._sort.setSizePolicy(policy)
        look.fit(heading, self._fit_heading)
        look.fit(self, lambda: self.setMinimumWidth(look.px(200)))
        # Not a child of the pane: with a menu among its children `setFocusProxy` takes the pane out of Tab's round
        # (Qt 6.11), and who came to the list by Tab would never leave it.
        self._menu = QMenu(self._sort)
        for sort, words in SORTS.items():
            self._menu.addAction(words).triggered.connect(lambda _=False, sort=sort: self.sort_by(sort))
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        self._news.hide()
        column = layouts.Column(look, heading, self.splits, self._stack)
        column.setStretch(2, 1)
        self.setLayout(column)
        self.setFocusProxy(self.rows)
        self._empty.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _connect(self) -> None:
        self._minute.timeout.connect(self.rows.viewport().update)
        self._sort.clicked.connect(lambda: self._menu.popup(self._sort.mapToGlobal(self._sort.rect().bottomLeft())))
        self._news.clicked.connect(self.merge)
        self._empty.acted.connect(self.empty_acted)
        self.delegate.acted.connect(self._on_acted)
        self.rows.clicked_with.connect(self._on_clicked_with)
        self.rows.focused.connect(self._on_focused)
        self.rows.doubleClicked.connect(lambda index: self.activated.emit(self.model.id_at(index.row())))
        self.rows.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.model.pending_changed.connect(self._news.show_count)
        self.model.count_changed.connect(self._say_count)
        self.model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        self.model.renewed.connect(self._on_renewed)
        self.model.marks_changed.connect(self._say_count)

    def be_low(self, low: bool) -> None:
        """A heading of one line, where the rows need the room."""
        self._low = low
        self._below.setVisible(not low)
        self._fit_heading()

    def _fit_heading(self) -> None:
        self._heading.setFixedHeight(self._look.px(LOW_HEADING if self._low else HEADING))

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
        self._title.setText(title)
        self._sort.say(SORTS[sort].lower())
        self.rows.setAccessibleName(title)
        self.model.show(state, place, sort, keys, is_search=is_search)
        row = self.model.row_of(wanted)
        if self.model.rowCount():
            self.rows.selectRow(row or 0)
        self._tell(self.current())

    def say_empty(self, state: Emptiness) -> None:
        """What stands there while there are no rows: nobody waits, still reading, offline, or what went wrong."""
        self._empty.show_state(state)

    def sort_by(self, sort: Sort) -> None:
        self.model.sort_by(sort)
        self._sort.say(SORTS[sort].lower())
        self._keep_current_in_sight()
        self.sort_changed.emit(sort)

    def merge(self) -> None:
        """Let in what is new; the selection stays on its conversation."""
        self.model.merge()
        self._keep_current_in_sight()

    # where one stands

    def current(self) -> int | None:
        return self.model.id_at(self.rows.currentIndex().row())

    def chosen(self) -> tuple[int, ...]:
        """What a command means: the marked conversations in their order, or the current one."""
        marked = self.model.marked
        if marked:
            return tuple(one for one in self.model.ids() if one in marked)
        current = self.current()
        return () if current is None else (current,)

    def select(self, conversation: int) -> bool:
        """False where it is not in this view."""
        row = self.model.row_of(conversation)
        if row is None:
            return False
        self.rows.selectRow(row)
        return True

    def step(self, by: int) -> None:
        self.go_to(self.rows.currentIndex().row() + by)

    def edge(self, *, last: bool) -> None:
        self.go_to(self.model.rowCount() - 1 if last else 0)

    def go_to(self, row: int) -> None:
        if self.model.rowCount():
            self.rows.selectRow(max(0, min(row, self.model.rowCount() - 1)))

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

    def toggle_mark(self, *, through: bool) -> None:
        """The current row; `through`: all from the row marked last up to it."""
        self._mark(self.rows.currentIndex().row(), through=through)

    def _mark(self, row: int, *, through: bool) -> None:
        conversation = self.model.id_at(row)
        if conversation is None:
            return
        start = self.model.row_of(self._mark_from) if through else None
        if start is None:
            self.model.mark((conversation,), on=conversation not in self.model.marked)
        else:
            low, high = sorted((start, row))
            self.model.mark(self.model.ids()[low : high + 1])
        self._mark_from = conversation

    # inside

    def _on_focused(self, focused: bool) -> None:
        seen = self.rows.viewport().rect().intersects(self.rows.visualRect(self.rows.currentIndex()))
        self.model.hold(focused)
        if seen and not focused:
            self._keep_current_in_sight()

    def _keep_current_in_sight(self) -> None:
        if self.rows.currentIndex().isValid():
            self.rows.scrollTo(self.rows.currentIndex())

    def _on_about_to_be_reset(self) -> None:
        self._stood_at = self.rows.rowViewportPosition(self.rows.currentIndex().row())

    def _on_renewed(self) -> None:
        """The current row is where it was on the screen, whatever came above it."""
        row = self.model.row_of(self._told)
        if row is not None:
            self.rows.selectRow(row)
            self.rows.stand_at(row, self._stood_at)

    def _say_count(self) -> None:
        count, marked = self.model.rowCount(), len(self.model.marked)
        self._count.setText(f"{marked} of {count:,} marked ·" if marked else f"{count:,} ·" if count else "")
        self._sort.setVisible(count > 0)
        shown: QWidget = self.rows if count else self._empty
        if shown is not self._stack.currentWidget():
            had_focus = self.hasFocus()
            self._stack.setCurrentWidget(shown)
            self.setFocusProxy(shown)  # keys go where they can be seen, also when the last row has left
            if had_focus:
                shown.setFocus(Qt.FocusReason.OtherFocusReason)
        if not count:
            self._tell(None)

    def _on_current_row_changed(self, current: QModelIndex) -> None:
        # While rows are removed Qt names the next row by its number of before: read it when that is over.
        QTimer.singleShot(0, self, lambda: self._tell(self.current()))

    def _tell(self, conversation: int | None) -> None:
        if conversation == self._told:
            return
        self._told = conversation
        self.model.move_on_to(conversation)
        self.current_changed.emit(conversation)

    def _on_acted(self, conversation: object, command: str) -> None:
        if isinstance(conversation, int) and self.select(conversation):
            self._tell(conversation)
            self.commanded.emit(command)

    def _on_clicked_with(self, row: object, modifiers: object) -> None:
        if isinstance(row, int) and isinstance(modifiers, Qt.KeyboardModifier):
            self._mark(row, through=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
