"""One short life of an outbox that comes to every fault point; run in a process of its own by `test_faultpoints.py`."""

from __future__ import annotations

from pathlib import Path

from inbox.core.model import DeliveryState, RemoteState
from inbox.networks.api import Ground, Receipt, Reconciled, Verdict
from inbox.services import delivery
from tests.outbox_desk import desk_in, mine, theirs


def run(folder: str) -> None:
    """Raises AssertionError where it does not end well."""
    with desk_in(Path(folder)) as desk:
        ann, message = desk.somebody_writes("Ann")
        ben, _ = desk.somebody_writes("Ben")
        with desk.store.reading() as reading:
            parent = reading.message(message).remote_id
        first, second = desk.answers(ann, "One."), desk.answers(ben, "Two.")
        news = theirs(desk.clock.now(), "Cleo", "By the way.")
        desk.network.grounds.append(Ground(RemoteState.VISIBLE, "1", news=(news,)))
        desk.network.sends.append(Receipt("n1"))
        desk.gets_lost()
        desk.delivers()
        desk.network.looks.append(Reconciled(Verdict.FOUND, Receipt("n2")))
        desk.settles()
        third = desk.answers(ann, "Three.")
        desk.store.write(lambda write: write.claim(third, b"bytes", desk.clock.now()))
        delivery.recover(desk.store, desk.clock)
        desk.comes_in(mine(desk.clock.now(), "Three.", parent, "n3"))
        assert {desk.state(each) for each in (first, second, third)} == {DeliveryState.SENT}
