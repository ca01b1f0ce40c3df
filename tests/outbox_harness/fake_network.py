"""The network of the harness: one place for each way in which a second attempt can be safe, all on `server.py`.

It does what every network must (decision 16): Unreachable only before the first byte, OutcomeUnknown for all that is
unclear after it.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inbox.core.clock import Clock
from inbox.core.errors import OutcomeUnknown, RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.fetched import Batch, FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Can, Found, Kind, Place, RemoteState, Verb
from inbox.networks.api import Ground, Op, Receipt, Reconciled, Retry, Safety, Verdict, WhoAmI

SETTLE_S = 30.0
RULES = {
    "repeatable": Retry(Safety.REPEATABLE, SETTLE_S),
    "keyed": Retry(Safety.KEYED, SETTLE_S, key_life_s=24 * 3600.0),
    "duplicate_error": Retry(Safety.DUPLICATE_ERROR, SETTLE_S),
    "read_back": Retry(Safety.READ_BACK, SETTLE_S),
    "blind": Retry(Safety.BLIND, SETTLE_S),
}
"""By place. The place `repeatable` is only liked at."""
TIMEOUT_S = 10.0


def found(name: str) -> Found:
    return Found(
        network="fake",
        canonical=name,
        address=name,
        title=f"The {name} place",
        can=Can.READ | Can.REPLY | Can.LIKE,
        signed_in_as="me",
        user_remote_id="me",
    )


def me(place: str) -> FetchedIdentity:
    return FetchedIdentity(instance=place, stable_id="me", name="Me", is_me=True)


def target(place: str, number: int, clock: Clock) -> FetchedMessage:
    """What somebody wrote there, to be answered."""
    return FetchedMessage(
        kind_space="item",
        remote_id=f"t{number}",
        thread=FetchedThread(root=f"post-{number // 5}", title=f"Post {number // 5}"),
        author=FetchedIdentity(instance=place, stable_id=f"person-{number}", name=f"Person {number}"),
        kind=Kind.COMMENT,
        html=f"What do you think of {number}?",
        created_at=clock.now(),
        version="1",
    )


@dataclass(frozen=True)
class FakeSessions:
    """`services.attempts.SessionsOf`. Nothing in it is kept."""

    port: int
    clock: Clock

    def __call__(self, place: Place) -> FakeSession:
        return FakeSession(place, self.port, self.clock)

    def retry_rule(self, place: Place, verb: Verb) -> Retry:
        return RULES[place.canonical]


@dataclass(frozen=True)
class FakeSession:
    place: Place
    port: int
    clock: Clock

    def who_am_i(self) -> WhoAmI:
        return WhoAmI("me", "Me", self.place.can)

    def fetch(self, cursors: Mapping[str, str], *, fully: bool = False) -> Iterator[Batch]:
        """Own words only: what the intake is to recognise."""
        if self.place.canonical == "blind":
            return
        own = self._ask("GET", f"/{self.place.canonical}/own", b"")
        messages = tuple(self._shown(f"post-{int(said['parent'][1:]) // 5}", said) for said in own)
        yield Batch("own", messages=messages, cursor=str(len(own)))

    def prepare(self, op: Op) -> bytes:
        if op.verb is Verb.LIKE:
            return json.dumps({"path": "like", "target": op.target.remote_id}).encode()
        return json.dumps(
            {"path": "reply", "parent": op.target.remote_id, "text": op.text, "key": op.key}, ensure_ascii=False
        ).encode()

    def ground(self, op: Op) -> Ground:
        """Somebody else has written in the thread, which holds nothing back."""
        bystander = FetchedMessage(
            kind_space="item",
            remote_id=f"by-{op.target.thread_root}",
            thread=FetchedThread(root=op.target.thread_root),
            author=FetchedIdentity(instance=self.place.canonical, stable_id="bystander", name="Somebody Else"),
            kind=Kind.COMMENT,
            html="By the way.",
            created_at=self.clock.now(),
            version="1",
        )
        return Ground(RemoteState.VISIBLE, "1", news=(bystander,))

    def send(self, op: Op, frozen: bytes) -> Receipt:
        asked = json.loads(frozen)
        said = self._ask("POST", f"/{self.place.canonical}/{asked['path']}", frozen)
        return Receipt(
            str(said["id"]), message=self._shown(op.target.thread_root, said) if op.verb is Verb.REPLY else None
        )

    def reconcile(self, op: Op, frozen: bytes) -> Reconciled:
        if op.verb is Verb.LIKE or self.place.canonical == "blind":
            return Reconciled(Verdict.CANNOT_TELL)
        listed = self._ask("GET", f"/{self.place.canonical}/own?parent={op.target.remote_id}", b"")
        for said in listed:
            if said["text"] == op.text and said["id"] not in op.claimed:
                return Reconciled(Verdict.FOUND, Receipt(said["id"], message=self._shown(op.target.thread_root, said)))
        return Reconciled(Verdict.ABSENT)

    def close(self) -> None:
        """Nothing is kept open."""

    def _shown(self, root: str, said: Mapping[str, str]) -> FetchedMessage:
        return FetchedMessage(
            kind_space="item",
            remote_id=said["id"],
            thread=FetchedThread(root=root),
            author=me(self.place.canonical),
            kind=Kind.REPLY,
            html=said["text"],
            text=said["text"],
            created_at=self.clock.now(),
            parent=said["parent"],
            version="1",
        )

    def _ask(self, method: str, path: str, body: bytes):  # type: ignore[no-untyped-def]  # decoded JSON
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise Unreachable("The place cannot be reached.") from error
            try:
                connection.request(method, path, body, {"Connection": "close"})
                answer = connection.getresponse()
                raw = answer.read()
            except (OSError, http.client.HTTPException) as error:
                raise OutcomeUnknown("No clear answer came.") from error
        finally:
            connection.close()
        patience = answer.headers.get("Retry-After")
        if answer.status == 429 or (answer.status == 503 and patience):
            raise RateLimited("The place asks for patience.", float(patience) if patience else None)
        if answer.status == 401:
            raise SignInNeeded("Sign in again.")
        if answer.status >= 500:
            raise OutcomeUnknown("No clear answer came.")
        try:
            said = json.loads(raw)
        except ValueError as error:
            raise OutcomeUnknown("No clear answer came.") from error
        if answer.status >= 400:
            raise Rejected(said["message"], said["code"])
        return said
