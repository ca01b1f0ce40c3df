"""What stands between the messages of a conversation: a line for each run that is folded, and a joint wherever another
thread about the same thing goes on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.joining import JoinedThread
from inbox.core.model import ConversationView, Message
from inbox.rules import folding
from inbox.ui.bubble import Bubble
from inbox.ui.look import layouts
from inbox.ui.look.controls import Button, Hairline, Icon, PlainLabel
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.message_words import between_words, joint_words
from inbox.ui.thread_fold import FoldRow


class JointRow(QWidget):
    """Here begins what was said elsewhere, and why it stands here; or here what was said at this place goes on."""

    part_wanted = Signal(object)
    """`JoinedThread.link`."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._link: int | None = None
        self._words = PlainLabel(look, "", Type.SMALL, "soft")
        self._part = Button(look, "Part", rank="quiet")
        self._part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._part.clicked.connect(lambda: self.part_wanted.emit(self._link))
        row = layouts.Row(look, 45.0, Icon(look, "link", "faint", 15), self._words, spacing=7)
        line = Hairline(look)
        row.addWidget(line, 1)
        row.addWidget(self._part)
        self.setLayout(row)

    def show_joint(self, thread: JoinedThread | None, view: ConversationView, *, first: bool) -> None:
        """`thread`: None where the one at hand goes on. `first`: the joint itself, which can be parted."""
        self._link = thread.link if thread is not None else None
        said = joint_words(view, thread, first=first)
        self._words.setText(said)
        self.setAccessibleName(said)
        self._part.setVisible(thread is not None and first)
        self._part.setAccessibleName(f"Part from “{thread.title}”" if thread is not None else "")


class Between(QObject):
    unfold_wanted = Signal(object)
    """The id of the message below a fold."""
    part_wanted = Signal(object)

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._folds: list[FoldRow] = []
        self._joints: list[JointRow] = []

    def in_order(
        self,
        view: ConversationView,
        everything: Sequence[Message],
        shown: Collection[int],
        coming: Collection[int],
        bubbles: Sequence[Bubble],
    ) -> tuple[list[QWidget], list[Message]]:
        """The bubbles with the lines between them, and what is folded above the first."""
        for line in (*self._folds, *self._joints):
            line.hide()
        folds, joints = iter(list(self._folds)), iter(list(self._joints))
        folded = dict(folding.runs(everything, shown))
        place = {message.id: at for at, message in enumerate(everything)}
        threads = threads_of(view)
        left = {*shown, *coming}
        widgets: list[QWidget] = []
        above: list[Message] = []
        before, met = 0, set[int]()
        for bubble in bubbles:
            message = bubble.message
            assert message is not None
            hidden = [one for one in folded.pop(place[message.id], ()) if one.id not in left]
            if hidden and widgets:
                fold = next(folds, None) or self._take_fold()
                fold.button.say(between_words(view, hidden))
                fold.setProperty("before", message.id)
                widgets.append(fold)
            elif not widgets:
                above = hidden
            thread = threads.get(message.id)
            here = thread.thread if thread is not None else 0
            if here != before:
                joint = next(joints, None) or self._take_joint()
                joint.show_joint(thread, view, first=here not in met)
                met.add(here)
                widgets.append(joint)
            before = here
            widgets.append(bubble)
        return widgets, above

    def folds(self) -> list[FoldRow]:
        """Those that are shown."""
        return [fold for fold in self._folds if not fold.isHidden()]

    def _take_fold(self) -> FoldRow:
        fold = FoldRow(self._look)
        fold.pressed.connect(lambda: self.unfold_wanted.emit(fold.property("before")))
        self._folds.append(fold)
        return fold

    def _take_joint(self) -> JointRow:
        joint = JointRow(self._look)
        joint.part_wanted.connect(self.part_wanted)
        self._joints.append(joint)
        return joint


def threads_of(view: ConversationView) -> Mapping[int, JoinedThread]:
    """By message id, of what belongs to another thread than the one at hand."""
    return {message.id: thread for thread in view.joined for message in thread.messages}
