"""`python -m bench.keys`: from a key to the painted window at 100,000 conversations, beside a bare list doing the same.

The whole app on a store of its own, offscreen: the key goes where the focus is, and the clock stops when the window has
been painted for the first time. What follows a step (the conversation, then the profile) comes in paints of its own and
is waited for off the clock. The bare list is a one-column table of as many lines; both take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.filling import fill
from bench.list_scroll import BareModel, bare_list
from bench.typing_keys import wait_for
from bench.watching import PaintWatch
from inbox.app import bind_parts
from inbox.commands import command_line
from inbox.runtime import crash
from inbox.runtime.paths import DATABASE
from inbox.store.database import connect
from inbox.ui.start import Opening

MESSAGES_EACH = 1.24
"""So many messages of the corpus make one conversation."""
SETTLE_S = 0.04
PATIENCE_S = 60
_ALL_WAIT = (
    "UPDATE conversation SET state = 'waiting', done_at = NULL, waiting_since_at = newest_at",
    "DELETE FROM counter",
    "INSERT INTO counter SELECT state, account_id, count(*) FROM conversation GROUP BY 1, 2",
    "INSERT INTO counter SELECT state, 0, count(*) FROM conversation GROUP BY 1",
)


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds."""

    key: str
    median: float
    p99: float
    bare_median: float
    bare_p99: float


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.keys", description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=100, help="how often each is pressed")
    parser.add_argument("--json", type=Path, help="write the results there as well")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parlour-keys-") as folder:
        count, results = _measure(Path(folder), asked.conversations, asked.keys)
    print(f"{count:,} conversations wait; milliseconds from the key to the painted window, and to the bare list")
    for one in results:
        print(
            f"{one.key:16} median {one.median:6.2f} / {one.bare_median:5.2f} = {one.median / one.bare_median:5.2f}"
            f"   p99 {one.p99:6.2f} / {one.bare_p99:5.2f} = {one.p99 / one.bare_p99:5.2f}"
        )
    if asked.json:
        written = {"conversations": count, "results": [asdict(one) for one in results]}
        asked.json.write_text(json.dumps(written, indent=1))
    return 0


def _fill(path: Path, conversations: int) -> None:
    fill(path, int(conversations * MESSAGES_EACH))
    raw = connect(path, read_only=False)
    for statement in _ALL_WAIT:
        raw.execute(statement)
    raw.close()


def _measure(folder: Path, conversations: int, keys: int) -> tuple[int, list[Result]]:
    _fill(folder / DATABASE, conversations)
    app = QApplication(sys.argv[:1])
    door = crash.CrashDoor(folder)
    opening = Opening(app, folder, command_line.parser().parse_args(["--profile", str(folder)]), door)
    window = opening.window
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    bugs: list[BaseException] = []
    opening.bind(lambda profile, _: bind_parts(profile, bugs.append, sample=False))
    wait_for(lambda: not opening.is_opening and window.inbox.model.rowCount() > 0, PATIENCE_S)
    window.activateWindow()
    window.inbox.setFocus()
    count = window.inbox.model.rowCount()
    bare = bare_list(count)
    model = bare.model()
    assert isinstance(model, BareModel)
    window.activateWindow()
    wait_for(window.isActiveWindow, PATIENCE_S)
    ours, theirs = PaintWatch(window), PaintWatch(bare)
    acts: tuple[tuple[str, Callable[[], object], Callable[[], object]], ...] = (
        ("J, next", lambda: _press("j"), lambda: QTest.keyClick(bare, Qt.Key.Key_Down)),
        ("K, previous", lambda: _press("k"), lambda: QTest.keyClick(bare, Qt.Key.Key_Up)),
        ("E, done", lambda: _press("e"), lambda: model.remove(bare.currentIndex().row())),
    )
    results = [_in_turns(app, name, keys, (ours, one), (theirs, other)) for name, one, other in acts]
    bare.hide()
    window.hide()
    opening.close()
    door.close()
    assert not bugs, bugs
    return count, results


def _press(key: str) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QWidget), "nothing has the focus"
    QTest.keyClick(focus, key)


def _in_turns(
    app: QApplication,
    name: str,
    keys: int,
    ours: tuple[PaintWatch, Callable[[], object]],
    theirs: tuple[PaintWatch, Callable[[], object]],
) -> Result:
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(keys + 3):
        for (paints, act), times in zip((ours, theirs), spent, strict=True):
            _settle(app)
            paints.expect()
            began = time.perf_counter()
            act()
            while paints.first is None and time.perf_counter() - began < PATIENCE_S:
                app.processEvents()
            assert paints.first is not None, f"{name}: nothing was painted"
            if turn >= 3:  # the first ones also warm up
                times.append((paints.first - began) * 1000)
    (median, p99), (bare_median, bare_p99) = map(_figures, spent)
    return Result(name, median, p99, bare_median, bare_p99)


def _settle(app: QApplication) -> None:
    until = time.perf_counter() + SETTLE_S
    while time.perf_counter() < until:
        app.processEvents()


def _figures(times: list[float]) -> tuple[float, float]:
    hundredths = quantiles(times, n=100, method="inclusive")
    return hundredths[49], hundredths[98]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
