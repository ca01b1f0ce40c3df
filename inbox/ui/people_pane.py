"""The list pane for people: which list it is, its rule in words, the rows, and what stands there when nobody is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from inbox.core.relation import PeopleSort, PersonRow
from inbox.ui.empty import Emptiness, EmptyState
from inbox.ui.faces import Faces
from inbox.ui.inbox_view import HEADING, News
from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Pane, Paragraph, PlainLabel
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.people_delegate import PersonDelegate
from inbox.ui.people_model import PeopleModel
from inbox.ui.people_words import SORTS, spoken
from inbox.ui.row_list import Rows


class RuleLine(Pane):
    """Under the heading: by which rule people are in this list, and the way to change it."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "win", "bottom")
        self.words = Paragraph(look, "", Type.SMALL, "soft")
        self.change = Button(look, "Change", rank="quiet")
        row = layouts.Row(look, self.words, self.change, spacing=6, margins=(14, 7, 8, 7))
        row.setStretch(0, 1)
        row.setAlignment(self.change, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)

    def say(self, words: str, change: str) -> None:
        """`change`: what the button says, "" for none. No words: nothing at all."""
        self.words.setText(words)
        self.setVisible(bool(words))
        self.change.say(change)
        self.change.setVisible(bool(change))


class PeoplePane(Pane):
    current_changed = Signal(object)
    """The person's id, or None."""
    sort_changed = Signal(object)
    rule_wanted = Signal()
    save_wanted = Signal()

    def __init__(
        self, look: Look, faces: Faces, now: Callable[[], datetime], talk_with: Callable[[int], int | None]
    ) -> None:
        super().__init__(look, "win")
        self._talk_with = talk_with
        self._talk: tuple[int, int | None] | None = None
        self._mark_from: int | None = None
        self._told: int | None = None
        self._stood_on: int | None = None
        self._stood_at = 0
        self.nothing = Emptiness("people", "")
        self.model = PeopleModel(lambda row: spoken(row, now(), [faces.dress(one).title for one in row.networks]))
        self.delegate = PersonDelegate(look, faces, now, self)
        self.rows = Rows(look, self.model, self.delegate, "People")
        self._empty = EmptyState(look)
        self._stack = QStackedWidget()
        self._news = News(look)
        self._title = PlainLabel(look, "", Type.HEAD)
        self._count = PlainLabel(look, "", Type.SMALL, "soft", firm=True)
        self._sort = Button(look, "", opens=True, rank="quiet")
        self._save = Button(look, "Save as a segment", rank="quiet")
        self.rule = RuleLine(look)
        self._minute = QTimer(self, interval=60_000)
        self._build(look)
        self._connect()
        self._minute.start()

    def _build(self, look: Look) -> None:
        heading = Pane(look, "win", "bottom")
        below = QWidget()
        below.setLayout(layouts.Row(look, self._count, self._sort, None, spacing=0))
        above = layouts.Row(look, self._title, None, self._save, self._news, spacing=8)
        heading.setLayout(layouts.Column(look, None, above, below, None, spacing=2, margins=(14, 2, 10, 0)))
        look.fit(heading, lambda: heading.setFixedHeight(look.px(HEADING)))
        look.fit(self, lambda: self.setMinimumWidth(look.px(200)))
        policy = self._sort.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._sort.setSizePolicy(policy)
        # Not a child of the pane, as in `InboxView`.
        self._menu = QMenu(self._sort)
        for sort, words in SORTS.items():
            self._menu.addAction(words).triggered.connect(lambda _=False, sort=sort: self.sort_changed.emit(sort))
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        self._news.hide()
        self._save.hide()
        column = layouts.Column(look, heading, self.rule, self._stack)
        column.setStretch(2, 1)
        self.setLayout(column)
        self.setFocusProxy(self.rows)
        self._empty.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _connect(self) -> None:
        self._minute.timeout.connect(self.rows.viewport().update)
        self._sort.clicked.connect(lambda: self._menu.popup(self._sort.mapToGlobal(self._sort.rect().bottomLeft())))
        self._news.clicked.connect(self.merge)
        self._save.clicked.connect(self.save_wanted)
        self.rule.change.clicked.connect(self.rule_wanted)
        self.rows.clicked_with.connect(self._on_clicked_with)
        self.rows.focused.connect(self.model.hold)
        self.rows.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.model.pending_changed.connect(self._news.show_count)
        self.model.count_changed.connect(self._say_count)
        self.model.marks_changed.connect(self._say_count)
        self.model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        self.model.renewed.connect(self._on_renewed)

    # which people

    def show_people(
        self,
        title: str,
        ids: Sequence[int],
        read: Callable[[Sequence[int]], list[PersonRow]],
        *,
        sort: PeopleSort,
        shows_why: bool = False,
        select: int | None = None,
        can_be_saved: bool = False,
    ) -> None:
        """Another list, or the same in another order; it stands on `select`, else where it stood, else on the top."""
        wanted = select if select is not None else self.person()
        self._title.setText(title)
        self._sort.say(SORTS[sort].lower())
        self._save.setVisible(can_be_saved)
        self.rows.setAccessibleName(title)
        self.delegate.show_as(sort, shows_why=shows_why)
        self.rows.fit_rows()
        self.model.show(ids, read)
        if self.model.rowCount():
            self.rows.selectRow(self.model.row_of(wanted) or 0)
        self._say_count()
        self._tell(self.person())

    def say_empty(self, state: Emptiness, in_a_line: Emptiness) -> None:
        self.nothing = state
        self._empty.show_state(in_a_line)

    def merge(self) -> None:
        self.model.merge()

    def refresh(self, people: Sequence[int]) -> None:
        """What is known of these may be another: the conversation to show, too."""
        self._talk = None
        self.model.refresh(people)

    def forget_talk(self) -> None:
        self._talk = None

    # where one stands

    def person(self) -> int | None:
        return self.model.id_at(self.rows.currentIndex().row())

    def current(self) -> int | None:
        """The conversation to show for the person one stands on."""
        person = self.person()
        if person is None:
            return None
        if self._talk is None or self._talk[0] != person:
            self._talk = person, self._talk_with(person)
        return self._talk[1]

    def chosen_people(self) -> tuple[int, ...]:
        """The marked ones in their order, or the current one."""
        marked = self.model.marked
        if marked:
            return tuple(one for one in self.model.ids() if one in marked)
        person = self.person()
        return () if person is None else (person,)

    def step(self, by: int) -> None:
        self.go_to(self.rows.currentIndex().row() + by)

    def edge(self, *, last: bool) -> None:
        self.go_to(self.model.rowCount() - 1 if last else 0)

    def go_to(self, row: int) -> None:
        if self.model.rowCount():
            self.rows.selectRow(max(0, min(row, self.model.rowCount() - 1)))

    def select(self, person: int) -> bool:
        """False where they are not in this list."""
        row = self.model.row_of(person)
        if row is None:
            return False
        self.rows.selectRow(row)
        return True

    # marks

    def toggle_mark(self, *, through: bool) -> None:
        """The current row; `through`: all from the row marked last up to it."""
        self._mark(self.rows.currentIndex().row(), through=through)

    def mark_all(self) -> None:
        """All of them; nobody where all were marked."""
        ids = self.model.ids()
        self.model.mark(tuple(ids), on=len(self.model.marked) < len(ids))

    def _mark(self, row: int, *, through: bool) -> None:
        person = self.model.id_at(row)
        if person is None:
            return
        start = self.model.row_of(self._mark_from) if through else None
        if start is None:
            self.model.mark((person,), on=person not in self.model.marked)
        else:
            low, high = sorted((start, row))
            self.model.mark(self.model.ids()[low : high + 1])
        self._mark_from = person

    def _on_clicked_with(self, row: object, modifiers: object) -> None:
        if isinstance(row, int) and isinstance(modifiers, Qt.KeyboardModifier):
            self._mark(row, through=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))

    # inside

    def _say_count(self) -> None:
        count, marked = self.model.rowCount(), len(self.model.marked)
        self._count.setText(f"{marked:,} of {count:,} marked ·" if marked else f"{count:,} ·" if count else "")
        self._sort.setVisible(count > 0)
        shown: QWidget = self.rows if count else self._empty
        if shown is not self._stack.currentWidget():
            had_focus = self.hasFocus()
            self._stack.setCurrentWidget(shown)
            self.setFocusProxy(shown)
            if had_focus:
                shown.setFocus(Qt.FocusReason.OtherFocusReason)
        if not count:
            self._tell(None)

    def _on_about_to_be_reset(self) -> None:
        self._stood_on = self.person()
        self._stood_at = self.rows.rowViewportPosition(self.rows.currentIndex().row())

    def _on_renewed(self) -> None:
        """The current row is where it was on the screen, whoever came above it."""
        row = self.model.row_of(self._stood_on)
        if row is not None:
            self.rows.selectRow(row)
            self.rows.stand_at(row, self._stood_at)
        elif self.model.rowCount():
            self.rows.selectRow(0)

    def _on_current_row_changed(self, current: QModelIndex) -> None:
        # While rows are removed Qt names the next row by its number of before: read it when that is over.
        QTimer.singleShot(0, self, lambda: self._tell(self.person()))

    def _tell(self, person: int | None) -> None:
        if person != self._told:
            self._told = person
            self._talk = None
            self.current_changed.emit(person)
