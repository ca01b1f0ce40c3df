"""Moderation of blog comments: queued like everything that leaves the computer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command
from inbox.core.model import Moderation
from inbox.services import replies

SAID = {
    Moderation.APPROVE: "Approved.",
    Moderation.SPAM: "Marked as spam.",
    Moderation.TRASH: "Put in the trash.",
    Moderation.HOLD: "Held back.",
}


def _moderate(to: Moderation, at: Context) -> None:
    message = at.message()
    if message is None:
        return
    leaves = at.leaves_at()
    at.call(
        lambda: replies.moderate(at.store, message.id, to, rules=at.rules, not_before=leaves)[1],
        lambda changes: at.queued(replace(changes, sentence=SAID[to])),
    )


for _name, _title, _to, _words in (
    ("approve", "Approve the comment", Moderation.APPROVE, "publish allow"),
    ("spam", "Mark as spam", Moderation.SPAM, "junk"),
    ("trash", "Put in the trash", Moderation.TRASH, "delete remove"),
    ("hold", "Hold the comment back", Moderation.HOLD, "unapprove pending"),
):
    command(f"moderate.{_name}", _title, Group.MODERATE, needs=Needs.MESSAGE, words=_words)(partial(_moderate, _to))
