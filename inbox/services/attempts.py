"""One delivery, one step: from WAITING out to its network, or from UNSURE to knowing (decisions 16-19).

A network is never awaited while a write is open. Every path leaves a delivery in a state that says who acts next, also
when the process dies on the way.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from inbox.core.changes import NOTHING, Changes
from inbox.core.clock import Clock
from inbox.core.errors import NetworkError, OutcomeUnknown, RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.faultpoints import fault_point
from inbox.core.fetched import Batch, FetchedMessage
from inbox.core.model import DeliveryState, Place, PlaceStatus, RemoteState, Verb
from inbox.core.ports import Claim, Priority, Store, Writing
from inbox.services import sync

if TYPE_CHECKING:
    from inbox.networks.api import Ground, NetworkSession, Op, Receipt, Retry

T = TypeVar("T")

Absorb = Callable[[Store, Place, Sequence[FetchedMessage]], Changes]
"""Takes in news that was seen on the way, in a transaction of its own (`services.sync.absorb`)."""

LONGEST_WAIT_S = 900.0
"""No wait is longer, whatever a server or a wrong clock says."""
FIRST_BACK_OFF_S = 5.0
SHORTEST_WAIT_S = 1.0
SECOND_LOOK_S = 300.0
"""READ_BACK: between the two looks that must both find nothing before the person is asked; at most ten `settle_s`."""
MOST_ATTEMPTS = 8
"""Attempts of unknown outcome before the person is asked instead of trying on."""

UNSEEN = frozenset({RemoteState.DELETED, RemoteState.GONE})
DUPLICATE = "duplicate"
"""`Rejected.code` with which a network says: these words stand there already."""


class SessionsOf(Protocol):
    """Open sessions of places (`services/sessions.py`); opening one may raise a NetworkError."""

    def __call__(self, place: Place) -> NetworkSession: ...

    def retry_rule(self, place: Place, verb: Verb) -> Retry:
        """How a second attempt is safe there. A test harness hands in shorter settling times here, nowhere else."""


class PlaceMustWait(Exception):
    """Ends the round of a place: offline, rate-limited, or its sign-in is refused. Carries what changed."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self.changes = changes


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one round needs to bring a delivery one step further."""

    store: Store
    sessions: SessionsOf
    clock: Clock
    absorb: Absorb
    dice: random.Random

    def deliver(self, delivery: int) -> Changes:
        claim = self._write(lambda write: write.look_at(delivery))
        if claim is None:
            return NOTHING
        if claim.state is DeliveryState.UNSURE:
            return self._look(claim)
        if claim.state is DeliveryState.WAITING:
            return self._leave(claim)
        return NOTHING

    # ------------------------------------------------------------------------------------ WAITING: the ground, then out

    def _leave(self, claim: Claim) -> Changes:
        """Nothing of it is out: any failure up to `send` leaves it waiting."""
        changes = NOTHING
        try:
            session = self.sessions(claim.place)
            ground = session.ground(_op(claim))
            fault_point("deliver.grounded")
            if ground.news:
                changes = self.absorb(self.store, claim.place, ground.news)
                fault_point("deliver.absorbed")
                again = self._write(lambda write: write.look_at(claim.id))
                if again is None or again.state is not DeliveryState.WAITING:
                    return changes
                claim = again
            if ground.target_state is RemoteState.DELETED:
                gone = (claim.target_kind_space, claim.target_remote_id)
                changes |= sync.take_in(self.store, claim.place.id, Batch(stream="", deleted=(gone,)))
            held = _what_moved(claim, ground)
            if held:
                return changes | self._needs_you(claim, held)
            frozen = claim.frozen if claim.frozen is not None else session.prepare(_op(claim))
            fault_point("deliver.prepared")
        except NetworkError as error:
            return changes | self._not_sent(claim, error, sent_before=False)
        now = self.clock.now()
        mine = self._write(lambda write: write.claim(claim.id, frozen, now))
        return changes if mine is None else changes | self._send(session, mine, repeats=False)

    def _send(self, session: NetworkSession, claim: Claim, *, repeats: bool) -> Changes:
        """`claim` is durable as SENDING. `repeats`: an earlier attempt may stand: nothing here may say "not sent"."""
        assert claim.frozen is not None
        fault_point("claim.committed")
        settled = False
        try:
            changes = self._attempt(session, claim, claim.frozen, repeats=repeats)
            settled = True
        except PlaceMustWait:
            settled = True
            raise
        finally:
            if not settled:
                # A bug on the way goes on to the crash door; what it was sending is of unknown outcome.
                self._unsure(claim, "Sending broke off; Parlour looks whether it arrived.", self._settle_s(claim))
        fault_point("settle.committed")
        return changes

    def _attempt(self, session: NetworkSession, claim: Claim, frozen: bytes, *, repeats: bool) -> Changes:
        try:
            receipt = session.send(_op(claim), frozen)
        except OutcomeUnknown as error:
            fault_point("send.failed")
            return self._lost(claim, str(error))
        except Rejected as error:
            fault_point("send.failed")
            if error.code == DUPLICATE:
                return self._stands(session, claim, frozen) if repeats else self._needs_you(claim, _said_already(claim))
            return self._needs_you(claim, str(error))
        except NetworkError as error:
            fault_point("send.failed")
            return self._not_sent(claim, error, sent_before=repeats)
        fault_point("send.answered")
        return self._sent(claim, receipt)

    def _lost(self, claim: Claim, sentence: str) -> Changes:
        if claim.attempts >= MOST_ATTEMPTS:
            return self._needs_you(claim, _ask(claim))
        return self._unsure(claim, sentence, self._settle_s(claim))

    def _stands(self, session: NetworkSession, claim: Claim, frozen: bytes) -> Changes:
        """A repeat was refused as a double: it stands, or words like it do. Only an item nobody claims settles it."""
        try:
            seen = session.reconcile(_op(claim), frozen)
        except SignInNeeded as error:
            return self._sign_in(claim, error, sent_before=True)
        except Rejected:
            return self._needs_you(claim, _ask(claim))
        except NetworkError as error:
            return self._unsure(claim, str(error), self._back_off_s(claim))
        if seen.receipt is not None and seen.verdict == "found":
            return self._sent(claim, seen.receipt)
        return self._needs_you(claim, _ask(claim))

    # ------------------------------------------------------------------------------------------- UNSURE: look, then act

    def _look(self, claim: Claim) -> Changes:
        rule = self.sessions.retry_rule(claim.place, claim.verb)
        fault_point("look.begun")
        early = self._still_settling_s(claim, rule)
        if early > 0:
            return self._unsure(claim, "Parlour looks whether it arrived once the server has had its time.", early)
        if rule.safety == "blind" or claim.frozen is None:
            return self._needs_you(claim, _ask(claim))
        try:
            session = self.sessions(claim.place)
            seen = session.reconcile(_op(claim), claim.frozen)
        except SignInNeeded as error:
            return self._sign_in(claim, error, sent_before=True)
        except Rejected as error:
            return self._needs_you(claim, str(error))
        except NetworkError as error:
            return self._not_sent(claim, error, sent_before=True)
        fault_point("look.answered")
        if seen.verdict == "found" and seen.receipt is not None:
            return self._sent(claim, seen.receipt)
        is_absent = seen.verdict == "absent"
        now = self.clock.now()
        if is_absent and rule.absence_is_proof:
            why = "It did not arrive; it is sent again."
            return self._write(lambda write: write.settle_waiting(claim.id, why, now))
        if self._may_repeat(claim, rule, is_absent=is_absent):
            return self._repeat(session, claim)
        if is_absent and claim.looks == 0:
            why = f"It is not to be seen at {claim.place.title} yet; Parlour looks once more."
            return self._unsure(claim, why, min(SECOND_LOOK_S, rule.settle_s * 10), looked=True)
        return self._needs_you(claim, _ask(claim))

    def _still_settling_s(self, claim: Claim, rule: Retry) -> float:
        """Seconds in which the server may still be acting on the last attempt, as after a crash and a quick start."""
        if claim.last_try_at is None or claim.looks:
            return 0.0
        left = rule.settle_s - (self.clock.now() - claim.last_try_at).total_seconds()
        # More than all of it is left only when the clock was put back, maybe by years: what is due is looked at.
        return 0.0 if left > rule.settle_s else left

    def _may_repeat(self, claim: Claim, rule: Retry, *, is_absent: bool) -> bool:
        if claim.attempts >= MOST_ATTEMPTS:
            return False
        if rule.safety == "keyed":
            tried = claim.first_try_at or claim.queued_at
            # A clock that went back says nothing about the key's age.
            return timedelta(0) <= self.clock.now() - tried < timedelta(seconds=rule.key_life_s / 2)
        return rule.safety == "repeatable" or (rule.safety == "duplicate_error" and is_absent)

    def _repeat(self, session: NetworkSession, claim: Claim) -> Changes:
        now = self.clock.now()
        assert claim.frozen is not None
        frozen = claim.frozen
        mine = self._write(lambda write: write.claim(claim.id, frozen, now))
        return NOTHING if mine is None else self._send(session, mine, repeats=True)

    # ----------------------------------------------------------------------------------------------------- settling

    def _not_sent(self, claim: Claim, error: NetworkError, *, sent_before: bool) -> Changes:
        """This request did nothing. If an earlier one may have, the delivery stays UNSURE all the same."""
        if isinstance(error, SignInNeeded):
            return self._sign_in(claim, error, sent_before=sent_before)
        if isinstance(error, Rejected):
            return self._needs_you(claim, str(error))
        patience = error.retry_after_s if isinstance(error, RateLimited) else None
        seconds = self._back_off_s(claim) if patience is None else min(max(patience, SHORTEST_WAIT_S), LONGEST_WAIT_S)
        reason = str(error)
        at = self._in(seconds)
        if sent_before:
            changes = self._write(lambda write: write.settle_unsure(claim.id, reason, at))
        else:
            whole = isinstance(error, Unreachable | RateLimited)
            changes = self._write(lambda write: write.settle_waiting(claim.id, reason, at, whole_place=whole))
        if isinstance(error, Unreachable | RateLimited):
            raise PlaceMustWait(changes)
        return changes

    def _sign_in(self, claim: Claim, error: SignInNeeded, *, sent_before: bool) -> Changes:
        """The place asks; what may be out stays UNSURE and is looked after once signed in."""
        reason = str(error)
        place = claim.place
        at = self._in(self._back_off_s(claim))

        def note(write: Writing) -> Changes:
            changes = write.note_sync(
                place.id,
                PlaceStatus.NEEDS_YOU,
                reason,
                next_at=place.next_sync_at,
                failures=place.failures,
                done=False,
            )
            if sent_before:
                return changes | write.settle_unsure(claim.id, reason, at)
            return changes | write.settle_needs_you(claim.id, reason, until_signed_in=True)

        raise PlaceMustWait(self._write(note))

    def _sent(self, claim: Claim, receipt: Receipt) -> Changes:
        message = None if receipt.message is None else sync.make_safe(receipt.message)
        return self._write(
            lambda write: write.settle_sent(claim.id, receipt.remote_id, receipt.url, receipt.sentence, message)
        )

    def _needs_you(self, claim: Claim, reason: str) -> Changes:
        return self._write(lambda write: write.settle_needs_you(claim.id, reason))

    def _unsure(self, claim: Claim, reason: str, seconds: float, *, looked: bool = False) -> Changes:
        at = self._in(seconds)
        return self._write(lambda write: write.settle_unsure(claim.id, reason, at, looked=looked))

    def _settle_s(self, claim: Claim) -> float:
        return self.sessions.retry_rule(claim.place, claim.verb).settle_s

    def _back_off_s(self, claim: Claim) -> float:
        doubled: float = FIRST_BACK_OFF_S * 2.0 ** min(claim.attempts + claim.looks, 10)
        # A look that cannot be made is not counted: the longer the last attempt is past, the rarer.
        past = (self.clock.now() - claim.last_try_at).total_seconds() / 4 if claim.last_try_at else 0.0
        return min(LONGEST_WAIT_S, max(doubled, past)) * self.dice.uniform(0.5, 1.0)

    def _in(self, seconds: float) -> datetime:
        return self.clock.now() + timedelta(seconds=min(seconds, LONGEST_WAIT_S))

    def _write(self, work: Callable[[Writing], T]) -> T:
        return self.store.write(work, Priority.OUTBOX)


def _op(claim: Claim) -> Op:
    from inbox.networks.api import Op, Target

    instance, stable_id = claim.target_author
    return Op(
        key=claim.key,
        verb=claim.verb,
        place=claim.place,
        target=Target(
            kind_space=claim.target_kind_space,
            remote_id=claim.target_remote_id,
            thread_root=claim.target_thread,
            version=claim.target_version,
            author_instance=instance,
            author_stable_id=stable_id,
            remote_state=RemoteState(claim.target_state),
            created_at=claim.target_created_at,
            fields=_fields(claim.target_raw),
        ),
        text=claim.text,
        purpose=claim.purpose,
        moderation=claim.moderation,
        queued_at=claim.queued_at,
        first_try_at=claim.first_try_at,
        attempts=claim.attempts,
        claimed=claim.claimed,
    )


def _fields(raw: str) -> dict[str, str]:
    """`FetchedMessage.raw` is a JSON object of strings, or ""."""
    kept = json.loads(raw) if raw.startswith("{") else {}
    return {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in kept.items()}


def _what_moved(claim: Claim, ground: Ground) -> str:
    """Why it is held back: a sentence, or "" when it may leave."""
    if claim.verb is not Verb.REPLY:
        return "What you meant is no longer there. Drop it." if ground.target_state in UNSEEN else ""
    if ground.closed:
        return ground.closed
    if ground.target_state is not RemoteState.VISIBLE and ground.target_state != claim.target_state:
        return "The message you answer is no longer shown there. Send it all the same, or drop it."
    if ground.target_version and claim.target_version and ground.target_version != claim.target_version:
        return "They edited the message you answer. Read it again, then send or drop your answer."
    # What came along as news was weighed when it was taken in: the store knows what the person has read since.
    if ground.they_wrote_again and not ground.news:
        return "They wrote again after you did. Read it, then send or drop your answer."
    if ground.answered_elsewhere:
        return "You answered elsewhere meanwhile. Send this too, or drop it."
    return ""


def _said_already(claim: Claim) -> str:
    return f"Exactly these words from you stand there already, says {claim.place.title}. Change a word or drop it."


def _ask(claim: Claim) -> str:
    return f"It is not clear whether this reached {claim.place.title}. Look there, then say whether it is there."
