"""The program under test, as a process of its own that may be killed at any moment: the real services over the real
store. `tests/outbox_harness/__main__.py` drives it.

    python -m tests.outbox_harness.runner FOLDER WORLD setup
    python -m tests.outbox_harness.runner FOLDER WORLD queue FILE      (JSON lines: [place, target, text])
    python -m tests.outbox_harness.runner FOLDER WORLD deliver SECONDS
    python -m tests.outbox_harness.runner FOLDER WORLD sync
    python -m tests.outbox_harness.runner FOLDER WORLD answer FILE     (JSON: what stands there, [place, target, text])

Each says at its end what is in the outbox, and what own words conversations show.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inbox.core.model import Direction, Place, PlaceStatus, RemoteState
from inbox.core.ports import Store
from inbox.services import delivery, replies, sync
from inbox.store.writer import open_store
from tests.outbox_harness.worlds import World, world


def main(arguments: Sequence[str]) -> int:
    folder, name, command, *rest = arguments
    profile = Path(folder)
    profile.mkdir(parents=True, exist_ok=True)
    around = world(name, profile)
    store = open_store(profile, around.clock)
    try:
        delivery.recover(store, around.clock)
        runner = Runner(store, around)
        if command == "setup":
            around.set_up(store)
        elif command == "queue":
            runner.queue(Path(rest[0]))
        elif command == "sync":
            runner.sync()
        elif command == "deliver":
            runner.sign_in()
            runner.deliver(float(rest[0]))
        elif command == "answer":
            runner.answer(Path(rest[0]))
        runner.say()
    finally:
        store.close()
    return 0


@dataclass(frozen=True)
class Runner:
    store: Store
    world: World

    def queue(self, file: Path) -> None:
        """Each line is queued unless it is in the outbox as often as asked so far: after a crash one looks first."""
        there = [(row["place"], row["target"], row["text"]) for row in self._rows()]
        targets = self._targets()
        for line in file.read_text(encoding="utf-8").splitlines():
            place, target, text = json.loads(line)
            if (place, target, text) in there:
                there.remove((place, target, text))
                continue
            conversation, message = targets[place, target]
            if text:
                replies.reply(self.store, conversation, text, to=message)
            else:
                replies.like(self.store, message)

    def deliver(self, seconds: float) -> None:
        pace = self.world.pace
        delivery.deliver_until(
            self.store,
            self.world.sessions(),
            self.world.clock,
            wait_s=seconds * pace,
            nap=lambda nap: time.sleep(nap / pace),
        )

    def sync(self) -> None:
        sessions = self.world.sessions()
        for place in self._places():
            sync.sync_place(self.store, place.id, sessions, self.world.clock, lambda now, failures, patience: now)

    def sign_in(self) -> None:
        """As a person does where a place asks for it."""
        for place in self._places():
            if place.status is PlaceStatus.NEEDS_YOU:
                found = self.world.found(place)
                self.store.write(lambda write, place=place, found=found: write.update_place(place.id, found))

    def answer(self, file: Path) -> None:
        """Every delivery that asks is answered by somebody who looks there: it is there, send it again, drop it."""
        there = Counter((place, target, text) for place, target, text in json.loads(file.read_text(encoding="utf-8")))
        rows = self._rows()
        sent = Counter((row["place"], row["target"], row["text"]) for row in rows if row["state"] == "sent")
        for row in rows:
            words = (row["place"], row["target"], row["text"])
            if row["state"] != "needs_you":
                continue
            if row["reason"].startswith("Exactly these words"):
                self.store.write(lambda write, row=row: write.cancel_delivery(row["id"]))
                print(f"dropped {row['id']}")
            elif there[words] > sent[words]:
                self.store.write(lambda write, row=row: write.settle_by_hand(row["id"]))
                sent[words] += 1
            else:
                self.store.write(lambda write, row=row: write.retry_delivery(row["id"]))

    def say(self) -> None:
        """JSON lines: every delivery, oldest first; the own words to each message; the messages one can answer."""
        for row in self._rows():
            print("state " + json.dumps(row, ensure_ascii=False))
        own: dict[tuple[str, str], list[str]] = {}
        with self.store.reading() as reading:
            for (place, target), (conversation, message) in self._targets().items():
                view = reading.conversation(conversation)
                texts = [
                    each.text for each in view.messages if each.direction is Direction.OUT and each.parent == message
                ]
                own[place, target] = texts
        for (place, target), texts in own.items():
            print("shown " + json.dumps([place, target, texts], ensure_ascii=False))

    def _places(self) -> list[Place]:
        with self.store.reading() as reading:
            return reading.places()

    def _rows(self) -> list[dict[str, Any]]:
        with self.store.reading() as reading:
            labels = {place.id: self.world.label(place) for place in reading.places()}
            return [
                {
                    "id": each.id,
                    "place": labels[each.place],
                    "target": reading.message(each.message).remote_id if each.message is not None else "",
                    "text": each.text,
                    "state": str(each.state),
                    "reason": each.reason,
                    "remote_id": each.remote_id,
                }
                for each in reversed(reading.outbox(settled=True, limit=100_000))
            ]

    def _targets(self) -> dict[tuple[str, str], tuple[int, int]]:
        """(place, remote id) -> (conversation, message): the newest visible message of each conversation."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        with self.store.reading() as reading:
            labels = {place.id: self.world.label(place) for place in reading.places()}
            for state, place in reading.counts():
                for key in reading.keys(state, place) if place else ():
                    view = reading.conversation(key.id)
                    theirs = [
                        each
                        for each in view.messages
                        if each.direction is Direction.IN and each.remote_state is RemoteState.VISIBLE
                    ]
                    if theirs:
                        found[labels[key.place], theirs[-1].remote_id] = (key.id, theirs[-1].id)
        return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
