"""Tags: chips that a press takes away, and a field for more."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.ui.look import paint
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.fields import LineField
from inbox.ui.look.flow import Flow
from inbox.ui.look.icons import draw_icon
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard


class TagChip(PaintedButton):
    """A tag; a press takes it away."""

    def __init__(self, look: Look, tag: str) -> None:
        super().__init__(look, tag, Type.TINY)
        self.setAccessibleName(f"Tag {tag}, take away")

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(int(words) + self.look.px(30), self.look.px(22))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        paint.rounded(painter, box, box.height() / 2, tokens.hover if self.is_hot else tokens.sel)
        painter.setFont(self.font())
        painter.setPen(tokens.accent)
        draw_line(painter, box.adjusted(look.px(9), 0, -look.px(20), 0), self.text())
        size = look.px(9)
        spot = QRectF(box.right() - look.px(8) - size, (box.height() - size) / 2, size, size)
        draw_icon(painter, "close", spot, tokens.accent, 1.3 * look.scale)
        self.paint_ring(painter, box.height() / 2)


class TagsCard(PersonCard):
    title = "Tags"

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=7)
        look = self.look
        self._tags: tuple[str, ...] = ()
        self._flow = Flow(look)
        self._field = LineField(look, "Add a tag", "Add a tag", kind=Type.SMALL, tall=28)
        self._field.line.setMaxLength(60)
        self._field.line.returnPressed.connect(self._on_added)
        self.column.hold(self._flow, self._field)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        self._show(person.tags, fresh=fresh)

    def _show(self, tags: tuple[str, ...], *, fresh: bool) -> None:
        if fresh:
            self._field.line.clear()
        if tags != self._tags or fresh:
            self._tags = tags
            chips = [TagChip(self.look, tag) for tag in tags]
            for chip, tag in zip(chips, tags, strict=True):
                chip.clicked.connect(lambda _=False, tag=tag: self._change(tuple(t for t in self._tags if t != tag)))
            self._flow.hold(chips)

    def begin(self) -> None:
        self._field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_added(self) -> None:
        typed = [" ".join(part.split()) for part in self._field.line.text().split(",")]
        known = {tag.casefold() for tag in self._tags}
        new = tuple(tag for tag in dict.fromkeys(typed) if tag and tag.casefold() not in known)
        self._field.line.clear()
        if new:
            self._change((*self._tags, *new))

    def _change(self, tags: tuple[str, ...]) -> None:
        """Shown at once, so that a second change builds on the first."""
        self._show(tags, fresh=False)
        self.act(lambda identity: lambda write: write.set_tags(identity, tags))
