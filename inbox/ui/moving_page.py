"""The page that reads in a file: chosen, looked through, asked about, read in. Draws what it is given, reads none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from inbox.core.moving import Holds, ImportState, Looked, Progress
from inbox.ui.look import paint
from inbox.ui.look.controls import Button, Card, Column, Hairline, Icon, Pane, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import Switch
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.moving_words import how_long, place_words, span, what_is_in_it

TITLE = "Read in a file"
INTRO = (
    "An archive of WordPress, Disqus, Mastodon or X, a mailbox (mbox), or people from an address book (vCard, CSV). "
    "It is looked through first; nothing changes until you say so, and all of it can be taken back."
)
WIDTH, TROUBLES = 680, 4


class ShareBar(QWidget):
    """How much is done, as a bar."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look, self._share = look, 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(8))

    def show_share(self, share: float) -> None:
        self._share = share
        self.setAccessibleDescription(f"{share:.0%}")
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, tokens, box = QPainter(self), self._look.tokens, QRectF(self.rect())
        radius = box.height() / 2
        paint.rounded(painter, box, radius, tokens.hover)
        done = QRectF(box.left(), box.top(), max(box.height(), box.width() * self._share), box.height())
        paint.rounded(painter, done, radius, tokens.accent)


class Going(Card):
    """Something long is under way: looking through the file, reading it in, or taking it back."""

    stopped = Signal()
    """Its button was pressed."""

    def __init__(self, look: Look, title: str, button: str = "Stop") -> None:
        super().__init__(look)
        self.setAccessibleName(title)
        self._bar = ShareBar(look, title)
        self._words = PlainLabel(look, "", Type.SMALL, "soft")
        stop = Button(look, button)
        stop.clicked.connect(self.stopped)
        self.first = stop
        head = Row(look, PlainLabel(look, title, Type.STRONG), None, stop, spacing=10)
        self.setLayout(Column(look, head, self._bar, self._words, spacing=10, margins=(16, 12, 13, 14)))

    def show_progress(self, progress: Progress) -> None:
        self._bar.show_share(progress.share)
        what = f"{progress.messages:,} messages, {progress.people:,} people" if progress.messages else ""
        what = what or (f"{progress.people:,} people" if progress.people else "")
        left = how_long(progress.left_s)
        self._words.setText(" · ".join(part for part in (what, left) if part))


class Preview(Card):
    """What is in the file, and who in it is me."""

    wanted = Signal(object)
    """Stable ids of the authors that are me, as a frozenset."""
    another_wanted = Signal()

    def __init__(self, look: Look, looked: Looked) -> None:
        super().__init__(look, edge="accent")
        self._look, self._looked = look, looked
        self.setAccessibleName(f"{looked.file}, {looked.title}. {what_is_in_it(looked)}")
        self._authors: dict[str, Switch] = {}
        self.first = Button(look, "Read it in", keys="Enter", rank="main")
        self.first.clicked.connect(self._on_wanted)
        is_new = looked.known < looked.messages or looked.holds is Holds.PEOPLE
        self.first.setEnabled(is_new)
        another = Button(look, "Choose another file…", rank="quiet")
        another.clicked.connect(self.another_wanted)
        column = Column(look, spacing=12, margins=(16, 13, 15, 14))
        column.hold(self._head(), Hairline(look), Column(look, *self._about(), spacing=4))
        if looked.asks_who_is_me and looked.authors:
            column.hold(Hairline(look), self._who())
        if looked.troubled:
            column.hold(Hairline(look), self._troubles())
        column.hold(Row(look, another, None, self.first, spacing=8))
        self.setLayout(column)

    def _head(self) -> Row:
        look, looked = self._look, self._looked
        icon = "people" if looked.holds is Holds.PEOPLE else "inbox"
        title = PlainLabel(look, looked.file, Type.STRONG)
        return Row(
            look, Icon(look, icon, "accent", 18), title, PlainLabel(look, looked.title, ink="soft"), None, spacing=9
        )

    def _about(self) -> list[QWidget]:
        look, looked = self._look, self._looked
        lines = [what_is_in_it(looked), span(looked), place_words(looked)]
        if looked.names:
            more = looked.people - len(looked.names)
            lines.append(", ".join(looked.names) + (f" and {more:,} more." if more > 0 else "."))
        return [
            Paragraph(look, line, Type.BODY, "text" if at == 0 else "soft") for at, line in enumerate(lines) if line
        ]

    def _who(self) -> Column:
        look = self._look
        column = Column(look, spacing=2)
        column.hold(Paragraph(look, "Which of these authors is you?", Type.MEDIUM), 2.0)
        about = "Your own words are not people who write to you. Several can be you; none is possible too."
        column.hold(Paragraph(look, about, Type.SMALL, "soft"), 4.0)
        for author in self._looked.authors:
            written = "1 message" if author.messages == 1 else f"{author.messages:,} messages"
            words = " · ".join(part for part in (author.name or author.stable_id, author.address, written) if part)
            switch = Switch(look, words, on=author.is_me)
            self._authors[author.stable_id] = switch
            column.hold(switch)
        return column

    def _troubles(self) -> Column:
        look, looked = self._look, self._looked
        column = Column(look, spacing=4)
        for trouble in looked.troubles[:TROUBLES]:
            column.hold(Paragraph(look, trouble, Type.SMALL, "warn"))
        if looked.troubled > TROUBLES:
            column.hold(Paragraph(look, f"… and {looked.troubled - TROUBLES:,} more like these.", Type.SMALL, "soft"))
        return column

    def _on_wanted(self) -> None:
        self.first.setEnabled(False)
        self.wanted.emit(frozenset(id for id, switch in self._authors.items() if switch.isChecked()))


class Finished(Card):
    """How it went. `shown`: go and see; `undone`: take all of it back."""

    shown = Signal()
    undone = Signal()
    another_wanted = Signal()

    def __init__(self, look: Look, state: ImportState, sentence: str, troubles: Sequence[str], troubled: int) -> None:
        super().__init__(look)
        self.setAccessibleName(sentence)
        fine = state in (ImportState.DONE, ImportState.STOPPED)
        icon = Icon(look, "done" if fine else "warning", "accent" if fine else "bad", 18)
        row = Row(look, spacing=9)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(look, sentence, Type.BODY), 1)
        column = Column(look, row, spacing=10, margins=(16, 13, 15, 14))
        for trouble in troubles[:TROUBLES]:
            column.hold(Paragraph(look, trouble, Type.SMALL, "warn"))
        if troubled > TROUBLES:
            column.hold(Paragraph(look, f"… and {troubled - TROUBLES:,} more like these.", Type.SMALL, "soft"))
        self.first = Button(look, "Go and see", rank="main")
        self.first.clicked.connect(self.shown)
        self._undo = Button(look, "Take it back")
        self._undo.clicked.connect(self.undone)
        another = Button(look, "Read in another file…", rank="quiet")
        another.clicked.connect(self.another_wanted)
        column.hold(Row(look, another, None, self._undo, self.first, spacing=8))
        self.setLayout(column)

    def can_be_undone(self, *, possible: bool) -> None:
        self._undo.setVisible(possible)


class MovingPage(Pane):
    """One state at a time below the button."""

    file_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "win")
        self._look = look
        self._shown: QWidget | None = None
        self.choose = Button(look, "Choose a file…", icon="inbox", rank="main")
        self.choose.clicked.connect(self.file_wanted)
        self._below = Column(look, 14)
        page, middle = QWidget(), QWidget()
        look.fit(middle, lambda: middle.setMaximumWidth(look.px(WIDTH)))
        middle.setLayout(
            Column(
                look,
                Paragraph(look, TITLE, Type.HERO),
                5,
                Paragraph(look, INTRO, Type.INTRO, "soft"),
                18,
                Row(look, self.choose, None),
                self._below,
            )
        )
        row = Row(look, None, middle, None, margins=(24, 0, 24, 0))
        row.setStretch(1, 1000)
        column = Column(look, margins=(0, 24, 0, 24))
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(5)
        page.setLayout(column)
        scroll = Scroller(look, TITLE)
        scroll.hold(page)
        self.setLayout(Column(look, scroll))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's buttons know Space only."""
        now = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(now, QAbstractButton):
            now.click()
        else:
            super().keyPressEvent(event)

    @property
    def state(self) -> QWidget | None:
        """What stands below the button."""
        return self._shown

    def ask(self) -> None:
        self._show(None)

    def show_error(self, sentence: str) -> None:
        look, error = self._look, QWidget()
        row = Row(look, spacing=9)
        row.addWidget(Icon(look, "warning", "bad", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(look, sentence, Type.BODY, "bad"), 1)
        error.setLayout(row)
        error.setAccessibleName(sentence)
        self._show(error)

    def show_state(self, state: Going | Preview | Finished) -> None:
        self._show(state)
        self.choose.hide()
        state.first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_first(self) -> None:
        first = self._shown.first if isinstance(self._shown, Going | Preview | Finished) else self.choose
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, widget: QWidget | None) -> None:
        if self._shown is not None:
            self._below.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = widget
        self.choose.show()
        if widget is None:
            self.choose.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._below.addWidget(widget)
        widget.show()
