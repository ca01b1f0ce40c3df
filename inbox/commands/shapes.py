"""Values as JSON: the stable, documented fields of the headless face (`docs/headless.md`)."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inbox.core.automation import Rule
from inbox.core.model import ConversationView, DeliveryView, Direction, Message, Place, Row
from inbox.core.person import HistoryEntry, PersonView, SearchHits
from inbox.core.relation import NextStep, Relation, SegmentMember, StageReached
from inbox.core.sameness import Suggestion
from inbox.core.views import DraftRow
from inbox.rules import automation

if TYPE_CHECKING:
    from inbox.networks.api import Declaration

Json = dict[str, Any]


def when(instant: datetime | None) -> str | None:
    """RFC 3339 in UTC."""
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")


def row(value: Row) -> Json:
    return {
        "id": value.id,
        "person": value.name,
        "person_id": value.identity,
        "network": value.network,
        "place": value.place_title,
        "place_id": value.place,
        "subject": value.subject,
        "snippet": value.snippet,
        "state": str(value.state),
        "unread": value.unread,
        "worth": value.worth,
        "reasons": [reason.label for reason in value.reasons],
        "waiting_since": when(value.waiting_since),
        "snoozed_until": when(value.snoozed_until),
    }


def message(value: Message) -> Json:
    state = str(value.remote_state)
    if value.direction is Direction.OUT and value.delivery_state is not None:
        state = str(value.delivery_state)
    return {
        "id": value.id,
        "remote_id": value.remote_id,
        "author": value.author,
        "direction": str(value.direction),
        "kind": str(value.kind),
        "text": value.text,
        "created_at": when(value.created_at),
        "edited": value.edited_at is not None,
        "state": state,
        "parent": value.parent,
        "url": value.url,
    }


def conversation(value: ConversationView) -> Json:
    return {
        "id": value.row.id,
        "person": value.row.name,
        "network": value.row.network,
        "place": value.row.place_title,
        "subject": value.row.subject,
        "state": str(value.row.state),
        "url": value.url,
        "messages": [message(one) for one in value.messages],
    }


def person(value: PersonView) -> Json:
    return {
        "id": value.id,
        "name": value.name,
        "starred": value.starred,
        "stage": str(value.stage),
        "tags": list(value.tags),
        "identities": [
            {"id": one.id, "network": one.network, "handle": one.handle, "remote_id": one.stable_id}
            for one in value.identities
        ],
        "messages_in": value.messages_in,
        "messages_out": value.messages_out,
        "first_seen": when(value.first_seen),
        "last_seen": when(value.last_seen),
    }


def suggestion(value: Suggestion) -> Json:
    clues = [{"kind": str(one.kind), "strength": one.strength.name.lower(), "words": one.words} for one in value.clues]
    return {"one": person(value.one), "other": person(value.other), "is_me": value.is_me, "clues": clues}


def history(value: HistoryEntry) -> Json:
    return {
        "at": when(value.at),
        "direction": str(value.direction),
        "kind": str(value.kind),
        "purpose": str(value.purpose),
        "network": value.look,
        "title": value.title,
        "snippet": value.snippet,
        "conversation": value.conversation,
        "message": value.message,
    }


def person_whole(value: PersonView, entries: list[HistoryEntry]) -> Json:
    notes = [{"id": note.id, "text": note.text, "created_at": when(note.created_at)} for note in value.notes]
    return person(value) | {"history": [history(entry) for entry in entries], "notes": notes}


def relation(value: Relation) -> Json:
    """Moments as RFC 3339, spans in seconds; every claim with its reason and the messages it counts."""
    facts = {field.name: getattr(value.facts, field.name) for field in fields(value.facts)}
    step = value.step
    return {
        "stage": str(value.stage),
        "facts": {name: when(one) if isinstance(one, datetime) else one for name, one in facts.items()},
        "ladder": [_reached(one) for one in value.ladder],
        "offers": [_reached(one) for one in value.offers],
        "segments": [{"segment": str(one.segment), **_why(one)} for one in value.segments],
        "next_step": None
        if step is None
        else {"kind": str(step.kind), "title": step.title, "address": step.address, **_why(step)},
    }


def _reached(one: StageReached) -> Json:
    return {"stage": str(one.stage), "at": when(one.at), "by": str(one.by), **_why(one)}


def _why(one: StageReached | SegmentMember | NextStep) -> Json:
    return {"why": one.why, "messages": list(one.evidence.messages), "conversation": one.evidence.conversation}


def delivery(value: DeliveryView) -> Json:
    return {
        "id": value.id,
        "kind": str(value.purpose) if value.verb == "reply" else str(value.verb),
        "place": value.place_title,
        "conversation": value.conversation,
        "person": value.name,
        "text": value.text,
        "state": str(value.state),
        "reason": value.reason,
        "not_before": when(value.not_before),
        "attempts": value.attempts,
        "remote_id": value.remote_id,
    }


def draft(value: DraftRow) -> Json:
    return {
        "conversation": value.conversation,
        "person": value.name,
        "place": value.place_title,
        "subject": value.subject,
        "text": value.text,
        "kind": str(value.purpose),
        "at": when(value.at),
    }


def rule(value: Rule) -> Json:
    return {"id": value.id, "name": value.name, "on": value.on, "sentence": automation.describe(value)}


def place(value: Place) -> Json:
    return {
        "id": value.id,
        "network": value.network,
        "address": value.address,
        "title": value.title,
        "user": value.user,
        "signed_in": value.signed_in,
        "status": str(value.status),
        "sentence": value.sentence,
        "last_sync_at": when(value.last_sync_at),
        "next_sync_at": when(value.next_sync_at),
    }


def network(value: Declaration) -> Json:
    return {
        "id": value.id,
        "title": value.title,
        "reads": value.reads,
        "writes": value.writes,
        "sign_in": [{"name": one.name, "label": one.label, "secret": one.secret} for one in value.sign_in],
    }


def hits(value: SearchHits) -> Json:
    return {
        "people": [person(one) for one in value.people],
        "conversations": [row(one) for one in value.conversations],
        "messages": list(value.messages),
        "more": value.more,
    }
