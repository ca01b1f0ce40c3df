"""The lines of the page of rules: a switch, a name, and the rule as a sentence, as tall as it needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inbox.core.automation import Rule
from inbox.rules.automation import describe
from inbox.ui.look import paint
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.text import draw_line, paragraph
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

Index = QModelIndex | QPersistentModelIndex
RULE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()
LEFT, RIGHT, ABOVE = 58, 14, 10


class RulesModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rules: tuple[Rule, ...] = ()

    def show(self, rules: Sequence[Rule]) -> None:
        self.beginResetModel()
        self.rules = tuple(rules)
        self.endResetModel()

    def row_of(self, rule: int) -> int:
        """-1 where it is not there."""
        return next((at for at, one in enumerate(self.rules) if one.id == rule), -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rules)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        rule = self.rules[index.row()]
        if role == RULE:
            return rule
        return spoken(rule) if role == Qt.ItemDataRole.AccessibleTextRole else None


def spoken(rule: Rule) -> str:
    return f"{rule.name}, {'on' if rule.on else 'off'}. {describe(rule)}"


class RuleDelegate(QStyledItemDelegate):
    switched = Signal(object)
    """The `Rule` whose switch was clicked."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look, rule = self._look, index.data(RULE)
        width = self._view.viewport().width()
        _, height = self._sentence(rule, width)
        return QSize(width, round(look.line_height(Type.MEDIUM) + height + look.px(2 + 2 * ABOVE)))

    def _sentence(self, rule: Rule, width: float) -> tuple[object, float]:
        look = self._look
        room = max(look.px(80), width - look.px(LEFT + RIGHT))
        return paragraph(describe(rule), look.font(Type.SMALL), room, look.line_height(Type.SMALL))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, tokens, rule = self._look, self._look.tokens, index.data(RULE)
        box = QRectF(option.rect).adjusted(0, 0, 0, -1)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hot:
            paint.rounded(painter, box, look.px(8), tokens.sel if chosen else tokens.hover)
        if chosen and self._view.hasFocus():
            paint.focus_ring(painter, box, look.px(8), look)
        inner = box.adjusted(look.px(LEFT), look.px(ABOVE), -look.px(RIGHT), 0)
        line = QRectF(inner.left(), inner.top(), inner.width(), look.line_height(Type.MEDIUM))
        paint.switch(painter, box.left() + look.px(14), line.center().y(), look, on=rule.on)
        painter.setFont(look.font(Type.MEDIUM))
        painter.setPen(tokens.text)
        draw_line(painter, line, rule.name)
        painter.setPen(tokens.soft)
        layout, _ = paragraph(describe(rule), look.font(Type.SMALL), inner.width(), look.line_height(Type.SMALL))
        layout.draw(painter, QPointF(inner.left(), line.bottom() + look.px(2)))
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the switch turns it; everywhere else it chooses, which the view does."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        on_it = event.position().x() < option.rect.left() + self._look.px(LEFT - 6)
        if event.button() == Qt.MouseButton.LeftButton and on_it:
            self.switched.emit(index.data(RULE))
            return True
        return False


def make_list(look: Look, model: RulesModel) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setMouseTracking(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    view.viewport().setAutoFillBackground(False)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setAccessibleName("Rules, in the order they run")
    float_scroll_bar(view, look)
    look.fit(view, lambda: view.setViewportMargins(*(look.px(6),) * 4))
    look.fit(view, view.scheduleDelayedItemsLayout)
    return view
