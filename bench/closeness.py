"""What is derived about a person with very much between us, beside one with little, in turns on one file.

    python -m bench.closeness [--many N] [--few N] [--rounds N]

Gate: their relation opens within 1.5 times. Also told: keeping it in step when one more message comes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from inbox.core.clock import SystemClock
from inbox.core.model import State
from inbox.store import person_standing
from inbox.store.session import Session
from inbox.store.writer import SqliteStore, open_store
from tests.builders import NOON, a_message, a_place, me, taken

MAY_BE = 1.5
_PIECE = 200
_TALKS = 12
"""Messages of a conversation."""


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.closeness", description=__doc__)
    options.add_argument("--many", type=int, default=5_000)
    options.add_argument("--few", type=int, default=50)
    options.add_argument("--rounds", type=int, default=200)
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), SystemClock())
        try:
            place = a_place(store)
            sizes = {"Many": given.many, "Few": given.few}
            people = {name: _fill(store, place, name, size) for name, size in sizes.items()}
            opened = _in_turns(given.rounds, {name: _opening(store, id) for name, id in people.items()})
            kept = _in_turns(given.rounds, {name: _keeping(store, id) for name, id in people.items()})
            came = _in_turns(20, {name: _coming(store, place, name) for name in people})
        finally:
            store.close()
    print(f"{'':32}{given.many:>10,}{given.few:>10,}   ratio")
    for title, times in (("relation opened", opened), ("derived anew", kept), ("a message taken in", came)):
        print(f"{title:32}{times['Many']:8.2f} ms{times['Few']:7.2f} ms   {times['Many'] / times['Few']:.2f}")
    return 0 if opened["Many"] <= MAY_BE * opened["Few"] else 1


def _fill(store: SqliteStore, place: int, name: str, size: int) -> int:
    """They write, I answer, in conversations of a dozen messages; nothing is left waiting. Their identity."""
    messages = []
    for number in range(size):
        mine, key = number % 2 == 1, f"{name}-{number}"
        at = NOON - timedelta(hours=size - number)
        by = me() if mine else name
        on, parent = f"{name}-{number // _TALKS}", f"{name}-{number - 1}" if mine else ""
        messages.append(a_message(key, f"Number {number}.", by=by, on=on, parent=parent, at=at))
    for at in range(0, size, _PIECE):
        store.write(lambda write, at=at: write.take_in(place, taken(*messages[at : at + _PIECE])))
    with store.reading() as reading:
        waiting = [key.id for key in reading.keys(State.WAITING)]
        found = reading.search(f"from:{name}").conversations[0].identity
    store.write(lambda write: write.finish(waiting))
    return found


def _opening(store: SqliteStore, identity: int) -> Callable[[int], object]:
    def look(_: int) -> object:
        with store.reading() as reading:
            return reading.relation(identity)

    return look


def _keeping(store: SqliteStore, identity: int) -> Callable[[int], object]:
    def derive(_: int) -> object:
        return store.write(lambda write: _refresh(write, identity))

    return derive


def _refresh(write: object, identity: int) -> None:
    assert isinstance(write, Session)
    person_standing.refresh(write._tx, [identity])


def _coming(store: SqliteStore, place: int, name: str) -> Callable[[int], object]:
    def take(turn: int) -> object:
        message = a_message(f"{name}-new-{turn}", "One more.", by=name, on=f"{name}-new-{turn}", at=NOON)
        return store.write(lambda write: write.take_in(place, taken(message)))

    return take


def _in_turns(rounds: int, works: dict[str, Callable[[int], object]]) -> dict[str, float]:
    """Lower quartiles in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds):
        for name, work in works.items():
            began = time.perf_counter()
            work(turn)
            times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.quantiles(some, n=4)[0] for name, some in times.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
