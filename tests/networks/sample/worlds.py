"""The sample as a test opens it: a folder, a clock, a session of the first blog."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from inbox.core.fetched import Batch, FetchedMessage
from inbox.core.model import Found, Moderation, Place, Verb
from inbox.networks.api import NetworkSession, Op, Surroundings, Target
from inbox.networks.sample import client
from inbox.networks.sample.server import Server
from inbox.networks.sample.world import ADDRESSES
from tests.clocks import FrozenClock


class NoSecrets:
    def get(self, name: str) -> str | None:
        return None

    def put(self, name: str, value: str) -> None:
        raise AssertionError("the sample has no secrets")


@dataclass
class Visit:
    folder: Path
    clock: FrozenClock
    address: str = ADDRESSES[0]
    opened: list[NetworkSession | Server] = field(default_factory=list)

    @property
    def around(self) -> Surroundings:
        return Surroundings(
            now=self.clock.now,
            stop=lambda: False,
            log=lambda *_: (_ for _ in ()).throw(AssertionError("nothing leaves the computer")),
            folder=str(self.folder),
        )

    def find(self) -> Found:
        return client.find(self.address, {}, self.around)

    def place(self) -> Place:
        found = self.find()
        return Place(
            id=1,
            network=found.network,
            canonical=found.canonical,
            address=found.address,
            title=found.title,
            look=found.settings["look"],
            user=found.signed_in_as,
            can=found.can,
            last_sync_at=self.clock.now(),
        )

    def open(self) -> NetworkSession:
        session = client.open_place(self.place(), NoSecrets(), self.around)
        self.opened.append(session)
        return session

    def server(self) -> Server:
        server = Server(str(self.folder), self.clock.now)
        self.opened.append(server)
        return server

    def close(self) -> None:
        for each in self.opened:
            each.close()

    def reply(self, to: FetchedMessage, text: str = "That made my day.", **more: object) -> Op:
        return self._op(Verb.REPLY, to, text=text, **more)

    def moderate(self, what: FetchedMessage, to: Moderation) -> Op:
        return self._op(Verb.MODERATE, what, moderation=to)

    def _op(self, verb: Verb, to: FetchedMessage, **more: object) -> Op:
        target = Target(
            kind_space=to.kind_space,
            remote_id=to.remote_id,
            thread_root=to.thread.root,
            version=to.version,
            author_instance=to.author.instance,
            author_stable_id=to.author.stable_id,
            remote_state=to.remote_state,
            created_at=to.created_at,
            fields=json.loads(to.raw),
        )
        now = self.clock.now()
        return Op(key="k", verb=verb, place=self.place(), target=target, queued_at=now, **more)  # type: ignore[arg-type]

    def later(self, **span: float) -> None:
        self.clock.pass_time(timedelta(**span))


def news(session: NetworkSession, cursor: str = "") -> tuple[list[FetchedMessage], str, list[Batch]]:
    """Messages since the cursor, the cursor after them, and the batches they came in."""
    batches = list(session.fetch({client.NEWS: cursor} if cursor else {}))
    messages = [message for batch in batches for message in batch.messages]
    return messages, (batches[-1].cursor or cursor) if batches else cursor, batches


def said_by(messages: list[FetchedMessage], name: str) -> FetchedMessage:
    """The newest of theirs."""
    return max((each for each in messages if each.author.name == name), key=lambda each: each.created_at)
