"""How long the panes take from a key to the painted pixels: `python bench/list_scroll.py [ROWS]` (100,000).

Offscreen, so on the processor alone and without waiting for a screen: an upper bound for painting. The rows come from
memory, so that it is the list that is measured and not the store. Milliseconds; compare runs of one machine only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QStyleFactory, QTableView

from inbox.core.model import Row, Sort, State
from inbox.ui.inbox_view import InboxView
from inbox.ui.look.theme import Look
from inbox.ui.person import PersonPane
from inbox.ui.thread import ThreadView
from tests.ui import values

TEXT = "people who answer are worth more than a thousand who scroll past; how do you keep track of them? "
WORDS = TEXT.split()
KEYS = 300


def row(id: int) -> Row:
    start = id % 12
    reasons = (values.QUESTION,) if id % 3 == 0 else (values.FIRST_TIME, values.AGE)
    return values.row(
        id, f"{WORDS[id % 17].title()} {WORDS[id % 13].title()} {id}", " ".join(WORDS[start:] + WORDS[:start]),
        reasons=reasons, unread=id % 2 == 0, starred=id % 5 == 0, at=values.ago(minutes=id),
    )  # fmt: skip


def spent_on(app: QApplication, one: Callable[[], object]) -> float:
    start = perf_counter()
    one()
    app.processEvents()
    return (perf_counter() - start) * 1000


def p99(spent: Sequence[float]) -> float:
    return sorted(spent)[min(len(spent) - 1, int(len(spent) * 0.99))]


def told(name: str, spent: Sequence[float]) -> None:
    print(f"{name:42} median {median(spent):6.2f}   p99 {p99(spent):6.2f}   worst {max(spent):6.2f}   ({len(spent)})")


def timed(name: str, app: QApplication, work: Sequence[Callable[[], object]]) -> None:
    told(name, [spent_on(app, one) for one in work])


class BareModel(QAbstractListModel):
    """One line of text a row, nothing else: what any list of this toolkit must pay."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.ids = list(range(count))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return f"Person {self.ids[index.row()]}" if role == Qt.ItemDataRole.DisplayRole else None

    def remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.ids[row]
        self.endRemoveRows()


def bare_list(count: int) -> QTableView:
    """A one-column table with a fixed section size, as high as ours, painted by Qt itself."""
    view = QTableView()
    view.setModel(BareModel(count))
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(119)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.resize(372, 850)
    view.show()
    view.selectRow(0)
    return view


def beside_a_bare_list(app: QApplication, inbox: InboxView, count: int) -> None:
    """The same acts, turn by turn in one loop: ours over bare, medians and p99."""
    bare = bare_list(count)
    model = bare.model()
    assert isinstance(model, BareModel)
    acts: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "arrow down": (
            lambda: QTest.keyClick(inbox.rows, Qt.Key.Key_Down),
            lambda: QTest.keyClick(bare, Qt.Key.Key_Down),
        ),
        "page down": (
            lambda: QTest.keyClick(inbox.rows, Qt.Key.Key_PageDown),
            lambda: QTest.keyClick(bare, Qt.Key.Key_PageDown),
        ),
        "a row leaves": (
            lambda: inbox.model.take_away(inbox.chosen()),
            lambda: model.remove(bare.currentIndex().row()),
        ),
    }
    for name, (ours, theirs) in acts.items():
        pairs = [(spent_on(app, ours), spent_on(app, theirs)) for _ in range(KEYS)]
        mine, others = [one for one, _ in pairs], [other for _, other in pairs]
        middle = f"median {median(mine):6.2f} / {median(others):5.2f} = {median(mine) / median(others):5.2f}"
        tail = f"p99 {p99(mine):6.2f} / {p99(others):5.2f} = {p99(mine) / p99(others):5.2f}"
        print(f"{name + ', beside a bare list':42} {middle}   {tail}")
    bare.hide()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    app = QApplication([])
    app.setStyle(QStyleFactory.create("Fusion"))
    look = Look()
    inbox = InboxView(look, values.faces(), values.now, lambda ids: [row(id) for id in ids])
    inbox.resize(372, 850)
    inbox.show()
    keys = [values.key_of(row(id)) for id in range(count)]
    timed(f"open a view of {count:,}", app, [
        lambda: inbox.show_view("Waiting on me", State.WAITING, 0, Sort.NEWEST, keys),
    ])  # fmt: skip
    inbox.rows.setFocus()
    app.processEvents()
    down = [lambda: QTest.keyClick(inbox.rows, Qt.Key.Key_Down)] * KEYS
    timed("arrow down: key to paint", app, down)
    timed("J (step): key to paint", app, [lambda: inbox.step(1)] * KEYS)
    timed("page down: key to paint", app, [lambda: QTest.keyClick(inbox.rows, Qt.Key.Key_PageDown)] * KEYS)
    bar = inbox.rows.verticalScrollBar()
    timed("wheel, 60 px", app, [lambda: bar.setValue(bar.value() + 60)] * KEYS)
    beside_a_bare_list(app, inbox, count)
    timed("E (a row leaves): key to paint", app, [lambda: inbox.model.take_away(inbox.chosen())] * KEYS)
    inbox.model.hold(False)
    fresh = iter(range(count, count + KEYS))
    news = [lambda: inbox.model.apply([values.change(id := next(fresh), values.key_of(row(id)))])] * KEYS
    timed("a new row comes in", app, news)
    batch = [values.change(id, values.key_of(row(id))) for id in range(count + KEYS, count + KEYS + 500)]
    timed("500 new rows in one change", app, [lambda: inbox.model.apply(batch)])
    panes(app, look)


def panes(app: QApplication, look: Look) -> None:
    thread, person = ThreadView(look, values.faces(), values.now), PersonPane(look, values.faces(), values.now)
    for pane, width in ((thread, 540), (person, 316)):
        pane.resize(width, 850)
        pane.show()
    app.processEvents()
    text = " ".join(WORDS * 3)

    def conversation(id: int, messages: int) -> Callable[[], object]:
        all_of_them = [
            values.message(f"Person {id % 7}", f"{text} {id} {at}", sort_at=values.ago(hours=messages - at))
            for at in range(messages)
        ]
        view = values.conversation(all_of_them, of=values.row(id))
        return lambda: thread.show_conversation(view)

    timed("first conversation, 5 messages", app, [conversation(1, 5)])
    timed("refill a conversation, 5 messages", app, [conversation(id, 5) for id in range(2, 62)])
    timed("open 2,000 messages", app, [conversation(id, 2_000) for id in range(70, 75)])
    people = [
        (
            values.person(id=id, name=f"Person {id}"),
            values.knows(*(values.entry(values.ago(days=day), f"Post {day}") for day in range(9))),
        )
        for id in range(60)
    ]
    timed("refill a profile", app, [lambda one=one: person.show_person(*one) for one in people])


if __name__ == "__main__":
    main()
