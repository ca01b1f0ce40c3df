"""`python -m bench.start [--messages N] [--rounds N] [--json FILE]`: from the start of the process to the first paint.

A bare PySide6 QMainWindow and Parlour with N messages in its file, in turns, offscreen, with warm files. The first
paint of Parlour shows the first page of conversations already.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.filling import fill

BARE = """
import os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: (print(time.time(), flush=True), os._exit(0)))
app = QApplication([])
window = Window()
window.resize(1280, 820)
window.show()
app.exec()
"""
# What binds the store is called right after the first paint.
OURS = """
import os, sys, time
from inbox import app
from inbox.commands import command_line
from inbox.ui.start import open_window
def bind(folder, on_bug):
    print(time.time(), flush=True)
    os._exit(0)
options = command_line.parser().parse_args(["--profile", sys.argv[1]])
open_window(options, app.profile_of(options), bind)
"""
PAINT_LIMIT, BUDGET = 60.0, 1.5
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.start", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000, help="in the file (default 10000)")
    parser.add_argument("--rounds", type=int, default=11, help="starts of each (default 11)")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parlour-start-") as folder:
        fill(Path(folder) / "parlour.sqlite", asked.messages)
        times: dict[str, list[float]] = {"bare": [], "ours": []}
        for turn in range(asked.rounds + 1):
            for name, script in (("bare", BARE), ("ours", OURS)):
                taken = _start(script, folder)
                if turn:  # the first ones warm the files
                    times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    ratio = statistics.median(ours / bare for bare, ours in zip(times["bare"], times["ours"], strict=True))
    for name, words in (("bare", "bare QMainWindow"), ("ours", f"Parlour, {asked.messages:,} messages")):
        print(f"{words:<28}{medians[name]:8.0f} ms (fastest {min(times[name]):.0f})")
    print(f"{'ratio':<28}{ratio:8.2f}    (wanted: {BUDGET})")
    if asked.json:
        asked.json.write_text(json.dumps({"medians_ms": medians, "ratio": ratio, "times_ms": times}, indent=1))
    return 0


def _start(script: str, folder: str) -> float:
    """Milliseconds until the first paint."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script, folder],
        cwd=ROOT,
        env={**environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=PAINT_LIMIT,
        check=True,
    )
    return (float(done.stdout.split()[-1]) - begun) * 1e3


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
