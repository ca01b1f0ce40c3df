"""Where answers are written: reply or thank, as whom, the words, how many the network takes, and the way out.

Nothing is sent from here: `send_wanted` says that it is wished. A word that an input method is still composing is
never sent, and a draft is offered at every pause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.measure import graphemes, measure
from inbox.core.model import Draft, Purpose, Snooze
from inbox.networks.api import TextLimit, Unit
from inbox.ui.look import layouts, times
from inbox.ui.look.controls import Button, Card, IconButton, Pane, Paragraph, Pill, PlainLabel, set_plain_tooltip
from inbox.ui.look.fields import WritingBox
from inbox.ui.look.paint import cap_of
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

WAYS = (Purpose.REPLY, Purpose.THANK)
CHOICES = (Choice("Reply", "reply", "reply.reply"), Choice("Thank", "heart", "reply.thank"))
PAUSE_MS = 400
MOST_HEIGHT = 16_777_215
"""No limit, as Qt says it."""
NEAR = 0.9
"""From this share of the limit on, what is left is said instead of what is written."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What the composer has to know to write an answer. `to` is the message it goes to; `closed` says in a sentence
    why none can be given, and `sign_in` that signing in would help."""

    conversation: int
    to: int | None
    name: str
    as_whom: str
    limit: TextLimit
    draft: Draft | None = None
    last_thanked: datetime | None = None
    public: bool = True
    closed: str = ""
    sign_in: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """What is to be sent; `then_done` finishes the conversation with it."""

    conversation: int
    to: int
    text: str
    purpose: Purpose
    then_done: bool
    remind: Snooze | None = None


class Composer(Pane):
    send_wanted = Signal(object)
    """A `Sending`."""
    draft_paused = Signal(object)
    """A `Draft`, at a pause in writing; an empty text means that there is none any more."""
    way_chosen = Signal(object)
    """A `Purpose`, after a press on a segment; `offer` may put an opening in."""
    sign_in_wanted = Signal()

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        super().__init__(look, "panel", "top")
        self._now = now
        self._answering: Answering | None = None
        self._kept = ""  # the words that came as a draft or were offered as one
        self._outdated: set[str] = set()  # what the store may still tell although the field has moved on
        self._over = self._low = self._lowest = self._says_whom = False
        self._said = ""
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.keep_draft)
        self.ways = Segments(look, "How to answer", CHOICES)
        self.box = WritingBox(look, "Your answer", "Write as you would speak")
        self._as = Pill(look, "", icon="globe")
        self._thanked = PlainLabel(look, "", Type.SMALL, "soft")
        self._count = PlainLabel(look, "", Type.SMALL, "soft", right=True, firm=True)
        self._send = Button(look, "Send", keys="reply.send", rank="main")
        self._send_and_done = Button(look, "Send and done")
        look.fit(self._send_and_done, self._say_key)
        self._short_send = Button(look, "Send", rank="main")
        self._short_done = IconButton(look, "done", "Send and done", "reply.send_and_done")
        self._closed = Card(look)
        self._why = Paragraph(look, "", Type.BODY, "soft")
        self._sign_in = Button(look, "Sign in", icon="lock", rank="main")
        self._bottom = QWidget()
        self._build(look)
        self._connect()
        self._say_count()

    def _say_key(self) -> None:
        set_plain_tooltip(self._send_and_done, f"Send and done  {cap_of('reply.send_and_done', self._look)}".strip())

    def _build(self, look: Look) -> None:
        top = layouts.Row(look, self.ways, self._as, spacing=8)
        top.setStretch(0, 1)
        look.fit(self.box, self._fit_height)
        self.box.text.focused.connect(lambda _: self._fit_height())
        why = layouts.Row(look, self._why, self._sign_in, spacing=12, margins=(13, 10, 10, 10))
        why.setStretch(0, 1)
        self._closed.setLayout(why)
        self._closed.hide()
        buttons = (self._send_and_done, self._send, self._short_done, self._short_send)
        self._bottom.setLayout(layouts.Row(look, self._thanked, None, self._count, *buttons, spacing=8))
        self.setLayout(
            layouts.Column(look, top, self.box, self._closed, self._bottom, spacing=9, margins=(22, 12, 22, 13))
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.box)
        look.rescaled.connect(self._give_way)

    def _connect(self) -> None:
        for button in (self._send, self._short_send):
            button.clicked.connect(lambda: self.send(then_done=False))
        for done in (self._send_and_done, self._short_done):
            done.clicked.connect(lambda: self.send(then_done=True))
        self._sign_in.clicked.connect(self.sign_in_wanted)
        self.ways.chosen.connect(lambda number: self.way_chosen.emit(WAYS[number]))
        self.box.text.textChanged.connect(self._on_text_changed)

    # what is shown

    def show_answering(self, answering: Answering) -> None:
        """For another conversation, or the same one again: then only a draft that was changed elsewhere replaces the
        words (what was sent and taken back). What this field wrote itself comes back late and is not believed."""
        before = self._answering
        same = before is not None and before.conversation == answering.conversation
        if not same:
            self.keep_draft()
        draft = answering.draft
        incoming = draft.text if draft is not None else ""
        self._answering = answering
        if not same or incoming == self._kept:
            self._outdated.clear()
        elsewhere = incoming not in (self._kept, *self._outdated) and self.words() == self._kept
        if not same or elsewhere:
            self._kept = incoming
            self._write(incoming, draft.cursor if draft is not None else 0)
            self.ways.choose(WAYS.index(draft.purpose if draft is not None else Purpose.REPLY))
        self._say(answering)

    def _say(self, answering: Answering) -> None:
        how = "public" if answering.public else "private"
        self._as.say(f"as {answering.as_whom} · {how}", f"{how.capitalize()}, as {answering.as_whom}")
        self._says_whom = bool(answering.as_whom) and not answering.closed
        last = answering.last_thanked
        self._thanked.setText(f"Last thanked on {times.date(last, self._now())}" if last else "Not thanked yet")
        self.box.text.setAccessibleName(f"Your answer to {answering.name}")
        closed = bool(answering.closed)
        self._why.setText(answering.closed)
        self._sign_in.setVisible(answering.sign_in)
        self._closed.setVisible(closed)
        self.ways.setEnabled(not closed)
        self.box.setVisible(not closed)
        self._fit_height()
        self._say_count()

    def _write(self, text: str, cursor: int = 0) -> None:
        self.box.text.blockSignals(True)
        self.box.text.write(text)
        self.box.text.blockSignals(False)
        if 0 < cursor <= self.box.text.document().characterCount() - 1:
            place = self.box.text.textCursor()
            place.setPosition(cursor)
            self.box.text.setTextCursor(place)
        self._pause.stop()
        self._say_count()

    def be_low(self, low: bool, *, lowest: bool = False) -> None:
        """In a low window it is one line until something is written in it, so that the messages keep their room; in the
        lowest nothing is seen of it before."""
        self._low, self._lowest = low, lowest
        self._fit_height()

    def _fit_height(self) -> None:
        small = self._low and not self.box.text.hasFocus() and not self.words().strip()
        closed = self._closed.isVisibleTo(self)
        self.setMaximumHeight(0 if self._lowest and small and not closed else MOST_HEIGHT)
        self.ways.setVisible(not self._lowest)
        self._as.setVisible(self._says_whom and not self._lowest)
        self.box.setFixedHeight(self._look.px(40 if small else 56 if self._lowest else 78))
        self._bottom.setVisible(not small and not self._closed.isVisibleTo(self))

    # writing

    def words(self) -> str:
        return self.box.text.toPlainText()

    def purpose(self) -> Purpose:
        return WAYS[self.ways.chosen_number()]

    @property
    def is_composing(self) -> bool:
        """An input method is in the middle of a word, and Enter belongs to it."""
        return bool(self.box.text.textCursor().block().layout().preeditAreaText())

    @property
    def is_open(self) -> bool:
        return self._answering is not None and not self._answering.closed

    def open(self, purpose: Purpose) -> None:
        """Without a signal: whoever opens it knows."""
        self.ways.choose(WAYS.index(purpose))
        if self.is_open:
            self.box.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._sign_in.isVisibleTo(self):
            self._sign_in.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def offer(self, text: str, cursor: int) -> bool:
        """An opening, where nothing is written yet; `cursor` counts characters of `text`. False: words were there."""
        if self.words().strip():
            return False
        # Qt counts UTF-16 units: an emoji is two of them.
        self._write(text, len(text[:cursor].encode("utf-16-le", "surrogatepass")) // 2)
        self._pause.start()
        return True

    def keep_draft(self) -> None:
        """Offers what is written as a draft, if it is not known already. Also called before the window closes."""
        self._pause.stop()
        answering, text = self._answering, self.words()
        if answering is None or text == self._kept:
            return
        self._outdated.add(self._kept)
        self._kept = text
        place = self.box.text.textCursor().position()
        self.draft_paused.emit(Draft(answering.conversation, answering.to, self.purpose(), text, place))

    def send(self, *, then_done: bool, remind: Snooze | None = None) -> bool:
        """True where there was something to send and nothing in its way."""
        answering, text = self._answering, self.words().strip()
        if answering is None or answering.to is None or not text or self._over:
            return False
        if answering.closed or self.is_composing:
            return False
        self.clear_sent()
        self.send_wanted.emit(Sending(answering.conversation, answering.to, text, self.purpose(), then_done, remind))
        return True

    def clear_sent(self) -> None:
        """The words that stand there are on their way after all."""
        self._outdated |= {self._kept, self.words()}
        self._kept = ""
        self._write("")

    def take_back(self, text: str, purpose: Purpose) -> None:
        """Words that could not be queued, or that are to be written anew, stand in the field again."""
        self._write(text)
        self.ways.choose(WAYS.index(purpose))
        self.keep_draft()

    # inside

    def _on_text_changed(self) -> None:
        self._pause.start()
        self._say_count()

    def _say_count(self) -> None:
        text = self.words()
        limit = self._answering.limit if self._answering is not None else None
        used = measure(text, limit.unit) if limit is not None else 0
        left = limit.most - used if limit is not None else 0
        self._over = limit is not None and left < 0
        unit = "bytes" if limit is not None and limit.unit is Unit.BYTES else "characters"
        if limit is not None and used >= NEAR * limit.most:
            said = f"{-left:,} {unit} too many" if left < 0 else f"{left:,} {unit} left"
        else:
            said = f"{graphemes(text):,} characters"
        self._said = said
        self._count.setAccessibleName(said)
        near = limit is not None and used >= NEAR * limit.most
        self._count.set_ink("bad" if self._over else "warn" if near else "soft")
        ready = bool(text.strip()) and not self._over and self._answering is not None and self._answering.to is not None
        for way_out in (self._send, self._send_and_done, self._short_send, self._short_done):
            way_out.setEnabled(ready)
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = layouts.beside_the_measure(self.width(), self._look)
        self.setContentsMargins(side, 0, side, 0)
        self._give_way()

    def _give_way(self) -> None:
        """What finds no room goes: the small print, the unit of the count, the words on the buttons. Sending stays."""
        room, gap = self.contentsRect().width() - 2 * self._look.px(22), self._look.px(8)
        long = self._send.sizeHint().width() + self._send_and_done.sizeHint().width() + 3 * gap
        metrics = QFontMetricsF(self._look.font(Type.SMALL))
        count, number = (metrics.horizontalAdvance(words) + 2 for words in (self._said, self._said.split(" ")[0]))
        thanked = self._thanked.sizeHint().width() + gap
        self._thanked.setVisible(room >= long + count + thanked)
        self._count.setText(self._said if room >= long + count else self._said.split(" ")[0])
        narrow = room < long + number
        self._send.setVisible(not narrow)
        self._send_and_done.setVisible(not narrow)
        self._short_send.setVisible(narrow)
        self._short_done.setVisible(narrow)
