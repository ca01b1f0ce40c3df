"""Headless commands that write: they hold the profile's lock."""

from __future__ import annotations

import os
import time
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from inbox.commands import shapes
from inbox.commands.headless_reading import Answers, standing_lines
from inbox.commands.workshop import Workshop
from inbox.core.clock import on_the_wall
from inbox.core.errors import Refused
from inbox.core.model import DeliveryState, Moderation, PlaceStatus, Purpose, Snooze, Stage
from inbox.core.relation import NewSale
from inbox.rules import when
from inbox.services import accounts, delivery, offline, replies
from inbox.services import sync as syncing

if TYPE_CHECKING:
    from inbox.services.sync import SyncReport

Writes = Callable[[Workshop, Namespace, Answers], int]


def add(at: Workshop, options: Namespace, out: Answers) -> int:
    fields = {"user": options.user} if options.user else {}
    address = options.url or options.address
    networks = [one for one in at.networks() if not one.hidden]
    if options.secret_env:
        secret = os.environ.get(options.secret_env)
        if not secret:
            raise Refused(f"The environment variable {options.secret_env} is empty. Put the password into it.")
        for network in networks:
            fields |= {field.name: secret for field in network.sign_in if field.secret}
    found = accounts.find(at.sessions, [one.id for one in networks], address, fields)
    days = options.since_days or None
    place, _ = accounts.add(at.store, at.secrets, at.sessions, at.clock, found, fields, waits_days=days)
    if at.secrets.sentence and fields:
        out.sentence(at.secrets.sentence)
    with at.store.reading() as reading:
        added = reading.place(place)
    what = f"as {added.user}" if added.signed_in else "reading only"
    lines = [f"{added.title} is listened to, {what}.", "" if added.signed_in and not fields else found.sentence]
    out.answer(shapes.place(added), [line for line in lines if line])
    return 0


def sync(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        places = [place for place in reading.places() if not place.paused]
    if not places:
        raise Refused("There is no place yet. Add one: parlour add ADDRESS.")
    reports: list[SyncReport] = []
    for place in places:
        reports.append(
            syncing.sync_place(at.store, place.id, at.sessions, at.clock, at.pace(place.network), fully=options.fully)
        )
    titles = {place.id: place.title for place in places}
    answer = [
        {
            "place": titles[one.place],
            "place_id": one.place,
            "messages": one.messages,
            "status": str(one.status),
            "sentence": one.sentence,
        }
        for one in reports
    ]
    fine = [one for one in reports if one.status is PlaceStatus.FINE]
    out.answer(answer, [f"{titles[one.place]}: {one.messages} messages looked at." for one in fine])
    for one in reports:
        if one.sentence:
            out.sentence(f"{titles[one.place]}: {one.sentence}")
    return 0 if len(fine) == len(reports) else 1


def get_offline(at: Workshop, options: Namespace, out: Answers) -> int:
    """Pictures are left out: they are seen in the window only, which asks first."""
    ready = offline.get_ready(at.store, at.sessions, at.clock, at.pace)
    answer = {
        "sentence": ready.sentence,
        "conversations": ready.conversations,
        "places": ready.places,
        "missing": list(ready.missing),
    }
    out.answer(answer, [] if ready.missing else [ready.sentence])
    if ready.missing:
        out.sentence(ready.sentence)
    return 1 if ready.missing else 0


def reply(at: Workshop, options: Namespace, out: Answers) -> int:
    return _words(at, options, out, Purpose.REPLY)


def thank(at: Workshop, options: Namespace, out: Answers) -> int:
    return _words(at, options, out, Purpose.THANK)


def like(at: Workshop, options: Namespace, out: Answers) -> int:
    _known_message(at, options.message)
    queued, _ = replies.like(at.store, options.message, rules=at.sessions)
    return _queued(at, queued, out)


def moderate(at: Workshop, options: Namespace, out: Answers) -> int:
    _known_message(at, options.message)
    queued, _ = replies.moderate(at.store, options.message, Moderation(options.to), rules=at.sessions)
    return _queued(at, queued, out)


def stage(at: Workshop, options: Namespace, out: Answers) -> int:
    by_hand = None if options.stage == "facts" else Stage(options.stage)
    sale = NewSale(options.amount, options.currency, note=options.note)
    try:
        at.store.write(lambda write: write.set_stage(options.id, by_hand, sale if by_hand is Stage.CUSTOMER else None))
    except KeyError as error:
        raise Refused(f"There is nobody with the number {options.id}.") from error
    with at.store.reading() as reading:
        relation = reading.relation(options.id)
    out.answer(shapes.relation(relation), standing_lines(relation))
    return 0


def done(at: Workshop, options: Namespace, out: Answers) -> int:
    _known(at, options.conversation)
    at.store.write(lambda write: write.finish([options.conversation]))
    out.answer({"id": options.conversation, "state": "done"}, ["Done."])
    return 0


def snooze(at: Workshop, options: Namespace, out: Answers) -> int:
    _known(at, options.conversation)
    typed = " ".join(options.when)
    now = at.clock.now()
    wall = when.parse_when(typed, on_the_wall(now))
    if wall is None:
        raise Refused(f"“{typed}” is no time I understand. Try: tomorrow 9:00, 3d, mon 14:30, 2027-01-05.")
    until = wall.instant()
    if until <= now:
        raise Refused("That time has passed. Choose a later one.")
    at.store.write(lambda write: write.snooze([options.conversation], Snooze(wall.at.isoformat(), wall.zone, until)))
    shown = shapes.when(until)
    out.answer({"id": options.conversation, "state": "snoozed", "until": shown}, [f"Snoozed until {shown}."])
    return 0


def deliver(at: Workshop, options: Namespace, out: Answers) -> int:
    delivery.deliver_until(at.store, at.sessions, at.clock, wait_s=options.wait, nap=time.sleep)
    with at.store.reading() as reading:
        left = reading.outbox()
    answer = [shapes.delivery(one) for one in left]
    lines = [f"{one.state}: {one.name}: {one.text or one.verb}  {one.reason}" for one in left]
    out.answer(answer, lines or ["Nothing is waiting to leave."])
    # What was asked to leave later is not stuck; what an attempt left behind says why.
    stuck = [one for one in left if one.state is not DeliveryState.WAITING or one.reason]
    if stuck:
        how_many = "One thing" if len(stuck) == 1 else f"{len(stuck)} things"
        out.sentence(f"{how_many} could not leave: {stuck[0].reason or 'Parlour looks whether it arrived.'}")
    return 1 if stuck else 0


def _words(at: Workshop, options: Namespace, out: Answers, purpose: Purpose) -> int:
    _known(at, options.conversation)
    if options.to is not None:
        _known_message(at, options.to)
    queued, _ = replies.reply(
        at.store, options.conversation, options.text, rules=at.sessions, to=options.to, purpose=purpose
    )
    return _queued(at, queued, out)


def _queued(at: Workshop, id: int, out: Answers) -> int:
    with at.store.reading() as reading:
        view = reading.delivery(id)
    out.answer(shapes.delivery(view), ["It waits in the outbox. parlour deliver sends it."])
    return 0


def _known(at: Workshop, conversation: int) -> None:
    with at.store.reading() as reading:
        if not reading.rows([conversation]):
            raise Refused(f"There is no conversation {conversation}.")


def _known_message(at: Workshop, message: int) -> None:
    try:
        with at.store.reading() as reading:
            reading.message(message)
    except KeyError as error:
        raise Refused(f"There is no message {message}.") from error
