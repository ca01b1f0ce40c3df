"""Everything that can be done without the network, on two conversations, with Ann and with Bob."""

from __future__ import annotations

from collections.abc import Callable

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.model import Snooze, State
from inbox.core.ports import Writing
from inbox.core.views import Split
from tests.builders import NOON

RULE = Rule("Links", (Condition(About.ONLY_LINK),), (Action(Do.DONE),))
TOMORROW = Snooze("2026-11-22T09:00:00", "UTC", NOON.replace(day=22, hour=9))
STATE = ("conversation", "identity", "message", "tag", "note", "counter", "saved_view", "rule", "setting")


def note(write: Writing) -> None:
    write.add_note(1, "Ann bakes rye")


LOCAL_ACTS: dict[str, tuple[Callable[[Writing], object], str]] = {
    "done": (lambda write: write.finish([1]), "Done"),
    "done twice": (lambda write: write.finish([1, 2]), "Done (2)"),
    "snooze": (lambda write: write.snooze([1], TOMORROW), "Snoozed until tomorrow 9:00"),
    "waiting on them": (lambda write: write.wait_for_them([1]), "Waiting on them"),
    "reopen": (lambda write: write.reopen([2]), "Waiting on you again"),
    "mute": (lambda write: write.mute([1], True), "Muted"),
    "reminder": (lambda write: write.wait_for_them([1], TOMORROW), "Waiting on them, reminder tomorrow 9:00"),
    "view": (lambda write: write.add_view("Soup", "soup"), "View \u201cSoup\u201d added"),
    "rule": (lambda write: write.add_rule(RULE), "Rule \u201cLinks\u201d added"),
    "splits": (lambda write: write.set_splits([Split("All", "")], State.WAITING), "Parts changed"),
    "unread": (lambda write: write.mark_unread([2]), "Marked unread"),
    "star": (lambda write: write.star(1, True), "Starred"),
    "ignore": (lambda write: write.ignore(1, True), "Ignored"),
    "note": (note, "Note added"),
    "tags": (lambda write: write.set_tags(1, ["rye", "#Baker ", "rye"]), "Tags changed"),
}
ABOUT = {"done twice": ", Ann and 1 other", "reopen": ", Bob", "unread": ", Bob", "view": "", "rule": "", "splits": ""}
"""Whom each was about; Ann where nothing stands here."""


def without_ids(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """A note that is put back gets another local id; a counter may stand at 0."""
    return rows | {
        **{table: [row[1:] for row in rows[table]] for table in ("note", "saved_view", "rule")},
        "counter": [row for row in rows["counter"] if row[2] != 0],
    }
