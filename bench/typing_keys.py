"""Somebody at the keyboard who does not wait: each key has its time, whether the window keeps up or not."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.watching import PaintWatch

ROUND = "J J J K J J N P E J Z J . J J K E E Z J R hello Esc J J J . K J E J N Z R thanks Esc"
"""Down, up, through messages, done, undo, let in what is new, an answer begun and left."""
_NAMED = {"Esc": Qt.Key.Key_Escape}
LOOK_EVERY_MS = 20
FASTEST_S, SLOWEST_S = 0.060, 0.120


@dataclass(frozen=True, slots=True)
class Press:
    """`key_to_paint` in milliseconds from when the key was due; None where nothing was painted before the next key."""

    key: str
    key_to_paint: float | None


class Typing(QObject):
    def __init__(self, window: QWidget, paints: PaintWatch, dice: random.Random) -> None:
        super().__init__(window)
        self._window, self._paints, self._dice = window, paints, dice
        self._keys: Iterator[str] = cycle(_one_by_one(ROUND))
        self._due = 0.0
        self._open: tuple[str, float] | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._press)
        self.presses: list[Press] = []

    def begin(self) -> None:
        self._due = time.perf_counter()
        self._next()

    def end(self) -> None:
        self._timer.stop()
        self._close()

    def _next(self) -> None:
        self._due += self._dice.uniform(FASTEST_S, SLOWEST_S)
        self._timer.start(max(0, round((self._due - time.perf_counter()) * 1e3)))

    def _press(self) -> None:
        self._close()
        key = next(self._keys)
        focus = QApplication.focusWidget()
        self._open = (key, self._due)
        self._paints.expect()
        if focus is not None:
            if key in _NAMED:
                QTest.keyClick(focus, _NAMED[key])
            else:
                QTest.keyClicks(focus, key.lower())
        self._next()

    def _close(self) -> None:
        if self._open is not None:
            key, due = self._open
            self.presses.append(Press(key, (self._paints.first - due) * 1e3 if self._paints.first else None))
            self._open = None


def _one_by_one(script: str) -> list[str]:
    keys: list[str] = []
    for word in script.split():
        keys += [word] if len(word) == 1 or word in _NAMED else list(word)
    return keys


def wait_for(condition: Callable[[], bool], patience_s: float) -> bool:
    """Lets events run until then; False when it took too long.

    By `exec`, as the app does: `QTest.qWait` keeps Python's lock while it waits, and stops every other thread.
    """
    until = time.perf_counter() + patience_s
    loop = QEventLoop()

    def look() -> None:
        if condition() or time.perf_counter() > until:
            loop.quit()

    timer = QTimer(interval=LOOK_EVERY_MS)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    return condition()
