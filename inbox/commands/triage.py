"""Triage: what to do with a conversation. Every act can be taken back; the next row is selected by the list itself."""

from __future__ import annotations

from functools import reduce
from operator import or_

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command("triage.done", "Done", Group.TRIAGE, needs=Needs.CONVERSATION, words="finish archive")
def done(at: Context) -> None:
    ids = tuple(at.chosen())
    at.act(lambda write: write.finish(ids), leaving=ids)


@command("triage.reopen", "Back to waiting on me", Group.TRIAGE, needs=Needs.CONVERSATION, words="not done unsnooze")
def reopen(at: Context) -> None:
    ids = tuple(at.chosen())
    at.act(lambda write: write.reopen(ids), leaving=ids)


@command("triage.snooze", "Snooze…", Group.TRIAGE, needs=Needs.CONVERSATION, words="later remind")
def snooze(at: Context) -> None:
    at.screen.ask_snooze()


@command("triage.wait_for_them", "Waiting on them", Group.TRIAGE, needs=Needs.CONVERSATION)
def wait_for_them(at: Context) -> None:
    ids = tuple(at.chosen())
    at.act(lambda write: write.wait_for_them(ids), leaving=ids)


@command(
    "triage.wait_and_remind",
    "Waiting on them, with a reminder…",
    Group.TRIAGE,
    needs=Needs.CONVERSATION,
    words="no answer follow up",
)
def wait_and_remind(at: Context) -> None:
    at.screen.ask_reminder()


@command("triage.mute", "Mute the conversation", Group.TRIAGE, needs=Needs.CONVERSATION, words="quiet silence")
def mute(at: Context) -> None:
    ids = tuple(at.chosen())
    muted = at.read(lambda reading: all(reading.conversation(id).muted for id in ids))
    at.act(lambda write: write.mute(ids, not muted))


@command("triage.unread", "Unread", Group.TRIAGE, needs=Needs.CONVERSATION)
def unread(at: Context) -> None:
    ids = tuple(at.chosen())
    at.screen.leave_unread()
    at.act(lambda write: write.mark_unread(ids))


@command("triage.read", "Read", Group.TRIAGE, needs=Needs.CONVERSATION, words="seen")
def read(at: Context) -> None:
    ids = tuple(at.chosen())
    at.act(lambda write: reduce(or_, (write.mark_read(id) for id in ids)))


@command("triage.mark", "Mark", Group.TRIAGE, needs=Needs.PERSON, words="select several", takes_several=True)
def mark(at: Context) -> None:
    at.screen.toggle_mark(through=False)


@command(
    "triage.mark_through",
    "Mark up to here",
    Group.TRIAGE,
    needs=Needs.PERSON,
    words="select range",
    takes_several=True,
)
def mark_through(at: Context) -> None:
    at.screen.toggle_mark(through=True)


@command(
    "triage.mark_all",
    "Mark all in the list",
    Group.TRIAGE,
    words="select all everybody everything several",
    takes_several=True,
)
def mark_all(at: Context) -> None:
    at.screen.mark_all()


@command("triage.undo", "Undo", Group.TRIAGE, words="take back")
def undo(at: Context) -> None:
    # The writer picks the step: what was done a moment ago may still be on its way there.
    at.act(lambda write: write.undo(), brings_back=True)


@command("triage.redo", "Redo", Group.TRIAGE)
def redo(at: Context) -> None:
    at.act(lambda write: write.redo(), brings_back=True)
