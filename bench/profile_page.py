"""`python -m bench.profile_page`: opening somebody with 5,000 messages beside somebody with 50, in turns, in one run.

What is timed is what the interface's thread does until the page is painted: the person with all cards, the newest lines
of the history. The keys of all other lines come from a lane; how long that takes is said below.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from inbox.core.clock import SystemClock
from inbox.core.profile import Sought
from inbox.store.writer import SqliteStore, open_store
from inbox.ui.look.theme import Look, Theme
from inbox.ui.profile.card import Around
from inbox.ui.profile.page import ProfilePage
from inbox.ui.profiles import AT_FIRST
from tests.builders import NOON, a_message, a_place, me, take_in
from tests.ui import values

FEW, MAY = 50, 1.5
PIECE = 500


def fill(store: SqliteStore, name: str, count: int) -> int:
    """Half theirs, half mine; returns the person."""
    place = a_place(store, f"https://{name.lower()}.example")
    messages = []
    for at in range(count // 2):
        then = NOON - timedelta(hours=2 * at + 2)
        theirs, post = f"{name}-{at}", f"post-{at // 20}"
        messages.append(a_message(theirs, f"What a soup, number {at}!", by=name, on=post, at=then))
        answer = then + timedelta(hours=1)
        messages.append(a_message(f"me-{at}", f"Thank you, {at}", by=me(), on=post, parent=theirs, at=answer))
    for start in range(0, len(messages), PIECE):
        take_in(store, place, *messages[start : start + PIECE])
    with store.reading() as reading:
        return next(one.id for one in reading.people(limit=9) if one.name == name)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.profile_page", description=__doc__)
    parser.add_argument("--messages", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args(arguments)
    app = QApplication([])
    look = Look()
    Theme(app, look)
    with tempfile.TemporaryDirectory(prefix="parlour-bench-") as folder:
        store = open_store(Path(folder), SystemClock())
        try:
            few, many = fill(store, "Ann", FEW), fill(store, "Bob", asked.messages)
            return measure(app, look, store, few, many, asked.rounds, asked.messages)
        finally:
            store.close()


def measure(app: QApplication, look: Look, store: SqliteStore, few: int, many: int, rounds: int, messages: int) -> int:
    with store.reading() as reading:
        page = ProfilePage(Around(look, values.faces(), values.now), reading.history_lines)
        page.resize(1440, 820)
        page.show()
        app.processEvents()

        def opened(who: int) -> Callable[[], object]:
            def run() -> None:
                page.show_person(reading.person(who), reading)
                page.history.show_keys(reading.history_keys(who, Sought(), limit=AT_FIRST), more=True)
                app.processEvents()

            return run

        times: dict[int, list[float]] = {few: [], many: []}
        for turn in range(2 * rounds + 4):
            who = (few, many)[turn % 2]
            took = seconds(opened(who))
            if turn >= 4:
                times[who].append(took)
        whole = seconds(lambda: reading.history_keys(many, Sought()))
        page.hide()
    ratio = median(times[many]) / median(times[few])
    print(f"{FEW} messages: {1000 * median(times[few]):.1f} ms; {messages:,}: {1000 * median(times[many]):.1f} ms")
    print(f"ratio {ratio:.2f}, may be {MAY}; keys of the whole history, in a lane: {1000 * whole:.1f} ms")
    return 0 if ratio <= MAY else 1


def seconds(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
