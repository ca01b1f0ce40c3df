"""Snooze and reminders by keys: until they answer or a time, and what is sent with a reminder."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from inbox.core.model import State
from tests.desk import Desk
from tests.journeys.sample_people import ids, row, sheet_name, state


def test_a_snooze_asks_whether_an_answer_ends_it_sooner(desk: Desk) -> None:
    here = desk.selected()
    assert here is not None
    desk.press("H")
    desk.tab_to("Or until they answer")
    desk.press("Space")
    desk.tab_to("Or type a time")
    desk.type("tomorrow 9:00")
    desk.press("Enter")
    desk.sees(lambda: state(desk, here) is State.SNOOZED)
    steps = desk.engine.read(lambda reading: reading.undo_steps())
    assert steps[0].label.startswith("Snoozed")
    assert desk.window.holds_focus(desk.window.inbox)


def test_waiting_on_them_comes_with_a_reminder_by_shift_w(desk: Desk) -> None:
    here = desk.selected()
    assert here is not None
    desk.press("Shift+W")
    assert sheet_name(desk) == "If they do not answer, remind me"
    desk.type("tomorrow 9:00")
    desk.press("Enter")
    desk.sees(lambda: state(desk, here) is State.THEM)
    assert row(desk, here).remind_at is not None


def test_an_answer_is_sent_with_a_reminder_without_leaving_the_keys(desk: Desk) -> None:
    here = desk.selected()
    assert here is not None
    desk.press("R")
    desk.type("Shall we meet on Friday")
    desk.press("Ctrl+Shift+H")
    assert sheet_name(desk) == "If they do not answer, remind me"
    desk.type("tomorrow 9:00")
    desk.press("Enter")
    desk.sees(lambda: row(desk, here).remind_at is not None)
    assert state(desk, here) is State.THEM
    assert desk.window.composer.words() == ""
    assert desk.window.holds_focus(desk.window.inbox)


def test_snoozed_begins_with_what_comes_back_soonest_and_says_so(desk: Desk) -> None:
    snoozed: dict[str, int] = {}
    for when in ("in 3 days", "tomorrow 9:00", "in 2 weeks"):
        here = desk.selected()
        assert here is not None
        snoozed[when] = here
        desk.press("H")
        desk.type(when)
        desk.press("Enter")
        desk.sees(lambda here=here: state(desk, here) is State.SNOOZED)
    desk.press("G", "Z")
    in_order = [snoozed["tomorrow 9:00"], snoozed["in 3 days"], snoozed["in 2 weeks"]]
    desk.sees(lambda: ids(desk) == in_order)
    assert "back soonest first" in [one.text() for one in desk.window.inbox.findChildren(QAbstractButton)]
    desk.press("G", "I")
    desk.sees(
        lambda: "most worth answering first" in [one.text() for one in desk.window.inbox.findChildren(QAbstractButton)]
    )
