"""The sample's client: the session of a place whose server is a file in the profile's folder."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from inbox.core.clock import EPOCH
from inbox.core.errors import OutcomeUnknown, RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.fetched import Batch, Sweep
from inbox.core.lately import Posted
from inbox.core.model import Found, Moderation, Place, RemoteState, Verb
from inbox.networks.api import (
    Ground,
    NetworkSession,
    Op,
    Receipt,
    Reconciled,
    SecretSlot,
    Surroundings,
    Verdict,
    WhoAmI,
)
from inbox.networks.sample import NETWORK, lately
from inbox.networks.sample.reading import KIND_SPACE, STATES, identity, message, stable_id, version
from inbox.networks.sample.server import Comment, Fault, Server
from inbox.networks.sample.world import ME

PAGE = 100
NEWS = "news"
MY_ID = stable_id(1, ME)

_STATUS = {
    Moderation.APPROVE: "approved",
    Moderation.HOLD: "hold",
    Moderation.SPAM: "spam",
    Moderation.TRASH: "trash",
}
_DAY = timedelta(days=1)


def find(address: str, fields: Mapping[str, str], around: Surroundings) -> Found:
    """Raises Rejected for every address that is not of the sample."""
    canonical = "https://" + address.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    with _said_well():
        server = Server(around.folder, around.now)
        try:
            title = server.titles().get(canonical)
            if title is None:
                raise Rejected("The sample knows its own two blogs only. Start Parlour without it to add yours.")
            comments = server.standing(canonical)
        finally:
            server.close()
    theirs = [each for each in comments if each.person != ME]
    return Found(
        network=NETWORK.id,
        canonical=canonical,
        address=canonical,
        title=title,
        can=NETWORK.can,
        signed_in_as=ME,
        user_remote_id=MY_ID,
        messages=len(comments),
        people=len({each.person for each in theirs}),
        ages_days=tuple((around.now() - each.created_at) // _DAY for each in theirs),
        settings={"look": "wordpress"},
    )


def open_place(place: Place, secrets: SecretSlot, around: Surroundings) -> NetworkSession:
    """Opens nothing yet; there are no secrets."""
    return Session(place, around)


class Session:
    """One of the sample's blogs, as Robin sees it."""

    def __init__(self, place: Place, around: Surroundings) -> None:
        self._place = place
        self._around = around
        self._opened: Server | None = None

    def who_am_i(self) -> WhoAmI:
        with self._asked():
            return WhoAmI(MY_ID, ME, NETWORK.can)

    def fetch(self, cursors: Mapping[str, str], *, fully: bool = False) -> Iterator[Batch]:
        kept = cursors.get(NEWS, "")
        after = int(kept) if kept.isascii() and kept.isdigit() else 0
        is_first = not kept
        while True:
            with self._asked() as server:
                page = server.changes(self._place.canonical, after, PAGE)
            is_last = len(page) < PAGE
            after = page[-1].seq if page else after
            if page or is_first:
                yield Batch(
                    stream=NEWS,
                    messages=tuple(message(each) for each in page if each.status != "deleted"),
                    deleted=tuple((KIND_SPACE, str(each.id)) for each in page if each.status == "deleted"),
                    cursor=str(after),
                    first_fetch_done=is_first and is_last,
                )
            if is_last or self._around.stop():
                break
        if fully:
            yield self._everything()

    def lately(self, instance: str, stable_id: str, most: int) -> Sequence[Posted]:
        with self._asked() as server:
            return lately.lately(server, self._place.canonical, stable_id, most)

    def prepare(self, op: Op) -> bytes:
        """A JSON object {"method", "address", "body"}, as a blog would get it."""
        where = f"{self._place.canonical}/comments"
        if op.verb is Verb.REPLY:
            text = op.text.replace("\r\n", "\n").strip()
            if not text:
                raise Rejected("The blog takes no empty answer. Write something first.", code="content_invalid")
            if len(text.encode("utf-8")) > NETWORK.limit.most:
                raise Rejected("The answer is longer than the blog takes. Shorten it.", code="content_too_long")
            under = "post" if op.target.kind_space == lately.KIND_SPACE else "parent"
            return _frozen(where, {under: int(op.target.remote_id), "text": text})
        if op.verb is Verb.MODERATE and op.moderation is not None:
            return _frozen(f"{where}/{int(op.target.remote_id)}", {"status": _STATUS[op.moderation]})
        raise Rejected(NETWORK.without.get(op.verb, "The blog cannot do that."), code="without")

    def ground(self, op: Op) -> Ground:
        if op.target.kind_space == lately.KIND_SPACE:
            return self._ground_of_post(op)
        with self._asked() as server:
            target = server.comment(self._place.canonical, int(op.target.remote_id))
            later = server.after(target) if target is not None else []
        if target is None:
            return Ground(RemoteState.DELETED, "")
        if op.verb is not Verb.REPLY:
            return Ground(STATES[target.status], version(target), news=(message(target),))
        since = _known_until(op)
        them = (op.target.author_instance, op.target.author_stable_id)
        again = any(
            each.created_at > since and _key(each) == them and each.status in ("approved", "hold") for each in later
        )
        answered = any(
            each.person == ME and each.parent == target.id and str(each.id) not in op.claimed for each in later
        )
        closed = "" if target.post_open else "Comments are closed under this post. Answer another way."
        news = tuple(message(each) for each in (target, *later))
        return Ground(STATES[target.status], version(target), again, answered, news, closed)

    def send(self, op: Op, frozen: bytes) -> Receipt:
        asked = json.loads(frozen)["body"]
        with self._asked() as server:
            fault = server.next_fault(writes=True)
            if fault is Fault.TOO_MANY:
                raise RateLimited("The blog asks for a pause; Parlour sends it by itself.", 30.0)
            if fault is Fault.DROP_BEFORE:
                raise OutcomeUnknown("No clear answer came; Parlour looks whether it arrived.")
            if "post" in asked:
                by, answers = lately.answers_of(op.target.fields, server.url_of(asked["post"]))
                stands = server.comment_on(self._place.canonical, asked["post"], asked["text"], by, answers)
            elif op.verb is Verb.REPLY:
                stands = server.reply(self._place.canonical, asked["parent"], asked["text"])
            else:
                stands = server.moderate(self._place.canonical, int(op.target.remote_id), asked["status"])
            if fault in (Fault.DROP_AFTER, Fault.ERROR_AFTER):
                raise OutcomeUnknown("The blog broke off in the middle; Parlour looks whether it arrived.")
        return _receipt(stands)

    def reconcile(self, op: Op, frozen: bytes) -> Reconciled:
        asked = json.loads(frozen)["body"]
        if "post" in asked:
            with self._asked() as server:
                for each in _mine(server.under(asked["post"]), op):
                    if each.text == asked["text"]:
                        return Reconciled(Verdict.FOUND, _receipt(each))
            return Reconciled(Verdict.ABSENT)
        with self._asked() as server:
            target = server.comment(self._place.canonical, int(op.target.remote_id))
            if target is None:
                return Reconciled(Verdict.ABSENT)
            if op.verb is Verb.MODERATE:
                is_so = target.status == asked["status"]
                return Reconciled(Verdict.FOUND, _receipt(target)) if is_so else Reconciled(Verdict.ABSENT)
            for each in server.after(target):
                is_mine = each.person == ME and each.parent == target.id and str(each.id) not in op.claimed
                if is_mine and each.text == asked["text"]:
                    return Reconciled(Verdict.FOUND, _receipt(each))
        return Reconciled(Verdict.ABSENT)

    def _ground_of_post(self, op: Op) -> Ground:
        with self._asked() as server:
            under = server.under(int(op.target.remote_id))
        since = _known_until(op)
        answered = any(each.created_at > since for each in _mine(under, op))
        return Ground(RemoteState.VISIBLE, "", answered_elsewhere=answered, news=tuple(map(message, under)))

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _everything(self) -> Batch:
        with self._asked() as server:
            until = self._around.now()
            standing = server.standing(self._place.canonical)
        seen = frozenset(str(each.id) for each in standing)
        return Batch("sweep", tuple(message(each) for each in standing), sweep=Sweep(KIND_SPACE, EPOCH, until, seen))

    @contextmanager
    def _asked(self) -> Iterator[Server]:
        """The server, unless a fault stands before it. Acts count their faults themselves."""
        with _said_well():
            if self._opened is None:
                self._opened = Server(self._around.folder, self._around.now)
            fault = self._opened.next_fault(writes=False)
            if fault is Fault.OFFLINE:
                raise Unreachable("The sample's server does not answer. Parlour tries again by itself.")
            if fault is Fault.SIGNED_OUT:
                raise SignInNeeded("The sample's blog no longer knows you. Sign in again.")
            yield self._opened


@contextmanager
def _said_well() -> Iterator[None]:
    """Its file may be locked, full or gone like any other."""
    try:
        yield
    except sqlite3.Error as error:
        raise Unreachable(
            f"The sample's own file cannot be used ({error}). Remove its folder to begin anew."
        ) from error


def _frozen(address: str, body: Mapping[str, object]) -> bytes:
    return json.dumps({"method": "POST", "address": address, "body": body}, ensure_ascii=False).encode("utf-8")


def _key(comment: Comment) -> tuple[str, str]:
    who = identity(comment)
    return who.instance, who.stable_id


def _known_until(op: Op) -> datetime:
    """What they wrote before this was there to be read when the answer was queued."""
    queued, looked = op.queued_at, op.place.last_sync_at
    if queued is None:
        return op.target.created_at
    return looked if looked is not None and looked < queued else queued


def _mine(under: Sequence[Comment], op: Op) -> list[Comment]:
    """My words to a post itself that are no other delivery's."""
    return [each for each in under if each.person == ME and not each.parent and str(each.id) not in op.claimed]


def _receipt(stands: Comment) -> Receipt:
    shown = message(stands)
    return Receipt(str(stands.id), shown.url, shown)
