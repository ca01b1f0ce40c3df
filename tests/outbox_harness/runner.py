"""The program under test, as a process of its own that may be killed at any moment: the real services over the real
store, with the harness's network instead of the world's. `tests/outbox_harness/__main__.py` drives it.

    python -m tests.outbox_harness.runner FOLDER PORT setup TARGETS
    python -m tests.outbox_harness.runner FOLDER PORT queue FILE      (JSON lines: [place, target, text])
    python -m tests.outbox_harness.runner FOLDER PORT deliver SECONDS
    python -m tests.outbox_harness.runner FOLDER PORT sync
    python -m tests.outbox_harness.runner FOLDER PORT answer FILE     (JSON: what stands there, [place, target, text])
    python -m tests.outbox_harness.runner FOLDER PORT states

Its clock runs FASTER times as fast as the world's, from one beginning through all restarts: settling times and back-off
are the program's own, only hours become minutes.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inbox.core.clock import Clock
from inbox.core.model import Batch, Direction, Place, PlaceStatus
from inbox.core.ports import Store
from inbox.services import delivery, replies, sync
from inbox.store.writer import open_store
from tests.outbox_harness import fake_network
from tests.outbox_harness.fake_network import FakeSessions

FASTER = 20.0


class FastClock:
    """`core.clock.Clock`, hurried."""

    def __init__(self, folder: Path) -> None:
        beginning = folder / "beginning"
        if not beginning.exists():
            beginning.write_text(repr(time.time()), encoding="ascii")
        self._beginning = float(beginning.read_text(encoding="ascii"))

    def now(self) -> datetime:
        hurried = self._beginning + (time.time() - self._beginning) * FASTER
        return datetime.fromtimestamp(hurried, UTC)

    def monotonic(self) -> float:
        return time.monotonic() * FASTER


def open_profile(folder: Path, clock: Clock) -> Store:
    return open_store(folder, clock, phrases={})


def main(arguments: Sequence[str]) -> int:
    folder, port, command, *rest = arguments
    profile = Path(folder)
    profile.mkdir(parents=True, exist_ok=True)
    clock = FastClock(profile)
    store = open_profile(profile, clock)
    try:
        delivery.recover(store, clock)
        sessions = FakeSessions(int(port), clock)
        if command == "setup":
            _setup(store, clock, int(rest[0]))
        elif command == "queue":
            _queue(store, Path(rest[0]))
        elif command == "sync":
            for place in _places(store):
                sync.sync_place(store, place.id, sessions, clock, lambda now, failures, patience: now)
        elif command == "deliver":
            _sign_in(store)
            delivery.deliver_until(
                store, sessions, clock, wait_s=float(rest[0]) * FASTER, nap=lambda seconds: time.sleep(seconds / FASTER)
            )
        elif command == "answer":
            _answer(store, Path(rest[0]))
        _say(store)
    finally:
        store.close()
    return 0


def _setup(store: Store, clock: Clock, targets: int) -> None:
    for name in fake_network.RULES:
        place, _ = store.write(lambda write, name=name: write.add_place(fake_network.found(name), waits_from=None))
        messages = tuple(fake_network.target(name, number, clock) for number in range(targets))
        sync.take_in(store, place, Batch(stream="all", messages=messages, cursor="1", first_fetch_done=True))


def _queue(store: Store, file: Path) -> None:
    """Each line is queued unless it is in the outbox as often as asked so far: after a crash somebody looks first."""
    with store.reading() as reading:
        places = {place.canonical: place.id for place in reading.places()}
        there: list[tuple[int, int | None, str]] = [
            (each.place, each.message, each.text) for each in reading.outbox(settled=True, limit=100_000)
        ]
    targets = _targets(store)
    for line in file.read_text(encoding="utf-8").splitlines():
        name, number, text = json.loads(line)
        conversation, message = targets[name, number]
        known = (places[name], message, text)
        if known in there:
            there.remove(known)
            continue
        if name == "repeatable":
            replies.like(store, message)
        else:
            replies.reply(store, conversation, text, to=message)
        print(f"queued {line}", flush=True)


def _places(store: Store) -> list[Place]:
    with store.reading() as reading:
        return reading.places()


def _sign_in(store: Store) -> None:
    """As a person does where a place asks for it."""
    for place in _places(store):
        if place.status is not PlaceStatus.NEEDS_YOU:
            continue
        store.write(lambda write, place=place: write.update_place(place.id, fake_network.found(place.canonical)))


def _answer(store: Store, file: Path) -> None:
    """Every delivery that asks is answered by a person who looks at the place: it is there, send it again, drop it."""
    there = Counter((place, target, text) for place, target, text in json.loads(file.read_text(encoding="utf-8")))
    rows = _rows(store)
    sent = Counter((row["place"], row["target"], row["text"]) for row in rows if row["state"] == "sent")
    for row in rows:
        words = (row["place"], row["target"], row["text"])
        if row["state"] != "needs_you":
            continue
        if row["reason"].startswith("Exactly these words"):
            store.write(lambda write, row=row: write.cancel_delivery(row["id"]))
            print(f"dropped {row['id']}")
        elif there[words] > sent[words]:
            store.write(lambda write, row=row: write.settle_by_hand(row["id"]))
            sent[words] += 1
        else:
            store.write(lambda write, row=row: write.retry_delivery(row["id"]))


def _targets(store: Store) -> dict[tuple[str, int], tuple[int, int]]:
    """(place, number) -> (conversation, message)."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    with store.reading() as reading:
        names = {place.id: place.canonical for place in reading.places()}
        for state, place in reading.counts():
            for key in reading.keys(state, place) if place else ():
                view = reading.conversation(key.id)
                theirs = [each for each in view.messages if each.remote_id.startswith("t")]
                if not theirs:
                    continue
                found[names[key.place], int(theirs[0].remote_id[1:])] = (key.id, theirs[0].id)
    return found


def _say(store: Store) -> None:
    """Every delivery as a JSON line, oldest first, and the own words that conversations show."""
    for row in _rows(store):
        print("state " + json.dumps(row, ensure_ascii=False))
    with store.reading() as reading:
        for conversation, _ in _targets(store).values():
            view = reading.conversation(conversation)
            own = [each.text for each in view.messages if each.direction is Direction.OUT]
            target = next(each.remote_id for each in view.messages if each.remote_id.startswith("t"))
            print("shown " + json.dumps([reading.place(view.row.place).canonical, target, own], ensure_ascii=False))


def _rows(store: Store) -> list[dict[str, Any]]:
    with store.reading() as reading:
        names = {place.id: place.canonical for place in reading.places()}
        return [
            {
                "id": each.id,
                "place": names[each.place],
                "target": reading.message(each.message).remote_id if each.message is not None else "",
                "text": each.text,
                "state": str(each.state),
                "reason": each.reason,
                "remote_id": each.remote_id,
            }
            for each in reversed(reading.outbox(settled=True, limit=100_000))
        ]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
