"""How long the thread of the interface is away from its events, and what it does meanwhile."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

TICK_MS = 4
LONG_S = 0.030
"""Frames longer than this are looked into by `Why`."""
LOOK_EVERY_S = 0.003
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """Milliseconds. `work`: this thread ran; `starved`: it could run, but others had the cores; the rest: it waited
    (for Python's lock, mostly). Without Linux's schedstat `starved` is 0."""

    at: float
    gap: float
    work: float
    starved: float

    @property
    def waited(self) -> float:
        return max(0.0, self.gap - self.work - self.starved - TICK_MS)


class LoopWatch(QObject):
    """A timer that should come each 4 ms: the time between two of its ticks is a frame."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.frames: list[Frame] = []
        self.last = 0.0
        self._cpu = self._queued = 0.0
        file = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._schedstat = os.open(file, os.O_RDONLY) if file.exists() else None
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        self.last, self._cpu, self._queued = time.perf_counter(), time.thread_time(), self._waited_for_core()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        if self._schedstat is not None:
            os.close(self._schedstat)
            self._schedstat = None

    def _tick(self) -> None:
        now, cpu, queued = time.perf_counter(), time.thread_time(), self._waited_for_core()
        self.frames.append(Frame(now, (now - self.last) * 1e3, (cpu - self._cpu) * 1e3, (queued - self._queued) * 1e3))
        self.last, self._cpu, self._queued = now, cpu, queued

    def _waited_for_core(self) -> float:
        """Seconds. https://docs.kernel.org/scheduler/sched-stats.html, /proc/<pid>/schedstat, the second number."""
        return int(os.pread(self._schedstat, 80, 0).split()[1]) / 1e9 if self._schedstat is not None else 0.0


class PaintWatch(QObject):
    """When the window has drawn and shown what was asked for. `first`: the first time since `expect`, or None."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.first: float | None = None
        window.installEventFilter(self)

    def expect(self) -> None:
        self.first = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))  # comes next, when the window is drawn
        return False

    def customEvent(self, event: QEvent) -> None:
        if self.first is None:
            self.first = time.perf_counter()


class Why:
    """Looks, each few milliseconds by a timer's signal, at what the interface's thread does in a long frame.

    Not from another thread: PySide 6.11 crashes when that asks for the frames of this one while it paints. Not on
    Windows, which has no such signal. What happens inside Qt is counted where Python comes next.
    """

    def __init__(self) -> None:
        self._watch: LoopWatch | None = None
        self.seen: Counter[str] = Counter()

    def begin(self, watch: LoopWatch) -> None:
        self._watch = watch
        self.seen.clear()
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, LOOK_EVERY_S, LOOK_EVERY_S)

    def end(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, _number: int, frame: FrameType | None) -> None:
        if self._watch is not None and time.perf_counter() - self._watch.last > LONG_S:
            self.seen[_stack(frame, SHOWN)] += 1


def _stack(frame: FrameType | None, deep: int) -> str:
    """The innermost calls of our own, outermost first."""
    calls: list[str] = []
    while frame is not None and len(calls) < deep:
        file = Path(frame.f_code.co_filename)
        calls.append(f"{file.stem}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " > ".join(reversed(calls))
