"""`python -m bench.frames [--comments N] [--json FILE]`: does the window keep up while a blog is first read?

A real WordPress with N comments is added with its application password. While all of them are fetched, somebody types
at a human pace in the real window. Counted: frames that took longer than a screen's, and the time from each key to what
it paints. On a busy machine look at `work`: what the interface's own thread did.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench import servers

if TYPE_CHECKING:
    from bench.typing_keys import Press
    from bench.watching import Frame, Why
    from inbox.services.sync import SyncReport
    from inbox.ui.engine import Parts

LIMITS = (16.7, 33.0, 50.0)
PATIENCE_S = 1800.0
SIZE = (1440, 900)
PEOPLE_EACH = 0.3
"""Commenters for each comment: most come once or twice, as under a blog."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Milliseconds, but for `seconds`. `over`: frames by limit; `over_by_us`: whose own work alone exceeds it."""

    seconds: float
    frames: int
    frame_p50: float
    frame_p99: float
    frame_max: float
    work_p99: float
    work_max: float
    over: dict[str, int]
    over_by_us: dict[str, int]
    keys: int
    key_p50: float
    key_p99: float
    key_max: float
    not_painted: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reading`: during the first fetch. `after`: the same typing when all is read, the noise of this machine."""

    screen: str
    comments: int
    conversations: int
    first_rows_s: float
    comments_per_s: float
    reading: Phase
    after: Phase


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.frames", description=__doc__)
    parser.add_argument("--comments", type=int, default=20_000, help="on the blog (default 20000)")
    parser.add_argument("--screen", choices=("auto", "xvfb", "offscreen"), default="auto")
    parser.add_argument("--servers", type=Path, help="SERVERS_HOME of servers that may run already, and stay")
    parser.add_argument("--days", type=int, help="only comments so young wait for an answer (default: all of them)")
    parser.add_argument("--after", type=float, default=20.0, metavar="S", help="typing goes on so long (default 20)")
    parser.add_argument("--why", action="store_true", help="also say what was going on in long frames (slower)")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    asked = parser.parse_args(arguments)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the password stays in memory
    try:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parlour-frames-")))
            home = asked.servers or folder / "servers"
            home.mkdir(parents=True, exist_ok=True)
            blog = stack.enter_context(servers.blog(home, asked.comments, int(asked.comments * PEOPLE_EACH) or 1))
            screen = stack.enter_context(servers.screen(asked.screen, home))
            outcome = _measure(asked, blog, folder / "profile", screen)
    except servers.NotStarted as error:
        print(error, file=sys.stderr)
        return 1
    print(_table(outcome))
    if asked.json:
        asked.json.write_text(json.dumps(asdict(outcome), indent=1))
    return 0


def _measure(asked: Namespace, blog: servers.Blog, profile: Path, screen: str) -> Outcome:
    from PySide6.QtWidgets import QApplication

    from bench.typing_keys import Typing, wait_for
    from bench.watching import LoopWatch, PaintWatch, Why
    from inbox.commands import command_line
    from inbox.runtime import crash
    from inbox.ui.start import Opening

    app = QApplication(sys.argv[:1])
    profile.mkdir(parents=True)
    options = command_line.parser().parse_args(["--profile", str(profile)])
    opening = Opening(app, profile, options, crash.CrashDoor(profile))
    window = opening.window
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    wait_for(window.isActiveWindow, 10)
    why = Why() if asked.why else None
    reports: list[SyncReport] = []
    opening.bind(lambda folder, on_bug: _bind(folder, on_bug, blog, asked.days))
    wait_for(lambda: not opening.is_opening, PATIENCE_S)
    engine = opening.engine
    assert engine is not None
    engine.synced.connect(reports.append)
    phases: list[Phase] = []
    first_rows = 0.0
    for is_over, patience in ((lambda: bool(reports), PATIENCE_S), (lambda: False, asked.after)):
        watch, typing = LoopWatch(window), Typing(window, PaintWatch(window), random.Random(7))
        begun = time.perf_counter()
        watch.begin()
        if why is not None:
            why.begin(watch)
        wait_for(lambda: window.inbox.model.rowCount() > 0, PATIENCE_S)
        first_rows = first_rows or time.perf_counter() - begun
        window.inbox.setFocus()
        typing.begin()
        wait_for(is_over, patience)
        typing.end()
        watch.end()
        if why is not None:
            why.end()
            print(_long_frames(watch.frames, why), file=sys.stderr)
        phases.append(_phase(time.perf_counter() - begun, watch.frames, typing.presses))
    if not reports or reports[0].sentence:
        raise servers.NotStarted(f"The blog was not read: {reports[0].sentence if reports else 'it took too long'}")
    counts = engine.read(lambda reading: reading.counts())
    conversations = sum(count for (_, place), count in counts.items() if place == 0)
    window.hide()
    opening.close()
    rate = blog.comments / phases[0].seconds
    return Outcome(screen, blog.comments, conversations, first_rows, rate, phases[0], phases[1])


def _bind(folder: Path, on_bug: Callable[[BaseException], None], blog: servers.Blog, days: int | None) -> Parts:
    """The blog is there, and signed in to, when the window's first heartbeat comes: that is the first fetch."""
    from inbox.app import bind_parts
    from inbox.services import accounts

    parts = bind_parts(folder, on_bug, sample=False)
    fields = {"user": blog.user, "app_password": blog.app_password}
    found = accounts.find(parts.reading_sessions, ["wordpress"], blog.url, fields)
    accounts.add(parts.store, parts.secrets, parts.reading_sessions, parts.clock, found, fields, waits_days=days)
    return parts


def _phase(seconds: float, frames: list[Frame], presses: list[Press]) -> Phase:
    gaps, work = sorted(one.gap for one in frames), sorted(one.work for one in frames)
    keys = sorted(one.key_to_paint for one in presses if one.key_to_paint is not None)
    return Phase(
        seconds,
        len(gaps),
        _at(gaps, 0.5),
        _at(gaps, 0.99),
        gaps[-1],
        _at(work, 0.99),
        work[-1],
        {str(limit): sum(gap > limit for gap in gaps) for limit in LIMITS},
        {str(limit): sum(one > limit for one in work) for limit in LIMITS},
        len(presses),
        _at(keys, 0.5),
        _at(keys, 0.99),
        keys[-1] if keys else 0.0,
        len(presses) - len(keys),
    )


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _table(one: Outcome) -> str:
    lines = [
        f"{one.comments:,} comments, {one.conversations:,} conversations; {one.screen}, {os.cpu_count()} cores",
        f"{one.comments_per_s:.0f} comments/s; first rows after {one.first_rows_s:.1f} s",
        f"{'':<32}{'while reading':>16}{'afterwards':>14}",
    ]

    def line(words: str, show: Callable[[Phase], str]) -> None:
        lines.append(f"{words:<32}{show(one.reading):>16}{show(one.after):>14}")

    line("seconds", lambda phase: f"{phase.seconds:.1f}")
    line("frame p50, p99, max (ms)", lambda phase: _three(phase.frame_p50, phase.frame_p99, phase.frame_max))
    line("own work p99, max (ms)", lambda phase: f"{phase.work_p99:.0f} {phase.work_max:.0f}")
    for limit in map(str, LIMITS):
        line(f"frames over {limit} ms, by us", partial(_over, limit))
    line("  of that a minute", lambda phase: f"{phase.over[str(LIMITS[-1])] * 60 / phase.seconds:.0f}")
    line("keys, nothing to paint", lambda phase: f"{phase.keys} {phase.not_painted}")
    line("key to paint p50, p99, max (ms)", lambda phase: _three(phase.key_p50, phase.key_p99, phase.key_max))
    return "\n".join(lines)


def _over(limit: str, phase: Phase) -> str:
    return f"{phase.over[limit]} {phase.over_by_us[limit]}"


def _three(*times: float) -> str:
    return " ".join(f"{one:.0f}" for one in times)


def _long_frames(frames: list[Frame], why: Why) -> str:
    worst = sorted(frames, key=lambda one: -one.gap)[:25]
    lines = ["longest frames: ms (own work, without a core, waited)"]
    lines += [f"{one.gap:8.1f} ({one.work:6.1f}, {one.starved:6.1f}, {one.waited:6.1f})" for one in worst]
    lines += [f"{count:6} {stack}" for stack, count in why.seen.most_common(40)]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
