"""The profile: who somebody is and what has passed between you. What is not built yet is absent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.core.person import HistoryEntry, PersonView
from inbox.ui import person_words as words
from inbox.ui.faces import Faces
from inbox.ui.ladder import StageLadder
from inbox.ui.look import layouts, paint
from inbox.ui.look.controls import Avatar, Icon, Pane, PlainLabel
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.person_cards import Facts, HistoryCard, NotesCard, TagsCard


class PersonPane(Pane):
    """Built once, refilled for everybody."""

    conversation_opened = Signal(object)
    """A conversation's id, from the history."""
    note_added = Signal(object, str)
    """(identity id, text)"""
    note_edited = Signal(object, str)
    """(note id, text); an empty text removes it."""
    left = Signal()
    """What was to be written is written: the keys belong to the list again."""
    tags_changed = Signal(object, object)
    """(identity id, all tags as a tuple)"""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, "panel")
        self._faces, self._now = faces, now
        self._person: PersonView | None = None
        self._face = Avatar(look, faces.face("?", 0), 52, "panel")
        self._name = PlainLabel(look, "", Type.HEAD)
        self._star = Icon(look, "star-full", "star", 15)
        self._line = PlainLabel(look, "", Type.SMALL, "soft")
        self._ladder = StageLadder(look)
        self._where = Facts(look, "Where you talk")
        self._between = Facts(look, "Between you")
        self._tags = TagsCard(look)
        self._notes = NotesCard(look, now)
        self._history = HistoryCard(look, now)
        self._scroll = Scroller(look, "Profile")
        self._build(look)
        self._connect()
        self._look = look
        self._scroll.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring while arrows scroll the profile: nothing inside it shows where the keys go."""
        super().paintEvent(event)
        if self._scroll.hasFocus():
            box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
            paint.focus_ring(QPainter(self), box, self._look.px(8), self._look)

    def _build(self, look: Look) -> None:
        name = layouts.Row(look, self._name, self._star, None, spacing=6)
        beside = layouts.Column(look, None, name, self._line, None, spacing=1)
        head = layouts.Row(look, self._face, beside, spacing=9)
        head.setStretch(1, 1)
        cards = (self._where, self._between, self._tags, self._notes, self._history)
        page = QWidget()
        page.setLayout(layouts.Column(look, head, self._ladder, *cards, None, spacing=13, margins=(16, 18, 16, 16)))
        self._scroll.hold(page)
        self.setLayout(layouts.Column(look, self._scroll))
        look.fit(self, lambda: self.setMinimumWidth(look.px(250)))

    def _connect(self) -> None:
        self._tags.changed.connect(lambda tags: self._with_person(lambda id: self.tags_changed.emit(id, tags)))
        self._notes.added.connect(lambda text: self._with_person(lambda id: self.note_added.emit(id, text)))
        self._notes.edited.connect(self.note_edited)
        self._notes.finished.connect(self.left)
        self._history.opened.connect(self.conversation_opened)

    def _with_person(self, run: Callable[[int], object]) -> None:
        if self._person is not None:
            run(self._person.id)

    def show_person(self, person: PersonView, history: Sequence[HistoryEntry]) -> None:
        """`history`: newest first. Somebody else's note that is being written is kept with them before."""
        fresh = self._person is None or self._person.id != person.id
        if fresh:
            self._notes.finish(keep=True)
        self._person = person
        first = person.identities[0] if person.identities else None
        self._face.show_face(self._faces.face(person.name, person.id, first.look if first is not None else ""))
        self._name.setText(person.name)
        self._star.setVisible(person.starred)
        self._line.setText(words.first_line(person))
        self._ladder.show_stage(person.stage)
        places = []
        for identity in person.identities:
            dress = self._faces.dress(identity.look)
            places.append((*words.where(identity, dress), dress.badge.sign if dress.badge is not None else "globe"))
        self._where.show_facts(places)
        self._between.show_facts([(name, value, None) for name, value in words.between(person, self._now())])
        self._tags.show_tags(person.tags, fresh=fresh)
        self._notes.show_notes(person.notes)
        self._history.show_entries(history, fresh=fresh)
        self.setAccessibleName(f"Profile of {person.name}{', starred' if person.starred else ''}")
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)

    # what the keys do

    def begin_note(self) -> None:
        self._notes.begin()
        self._scroll.ensureWidgetVisible(self._notes)

    def begin_tags(self) -> None:
        self._scroll.ensureWidgetVisible(self._tags)
        self._tags.begin()

    def finish_note(self, *, keep: bool) -> bool:
        """False where no note is being written."""
        editing = self._notes.is_editing
        self._notes.finish(keep=keep)
        return editing

    def take_focus(self) -> None:
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
