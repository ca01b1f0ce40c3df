"""A rule over more than is looked through, or done, in one go: it goes on beside all else, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from inbox.core.automation import About
from inbox.core.clock import SystemClock
from inbox.core.model import State
from inbox.services.ruling import APPLIED_AT_ONCE, Progress
from inbox.store.automation import AT_ONCE
from inbox.ui.rule_sheet import RuleSheet
from inbox.ui.ruling import DOING, LANE
from tests.builders import a_message, take_in
from tests.desk import Desk
from tests.journeys.sample_people import sheet_name


def zoes(desk: Desk, number: int) -> None:
    """So many conversations with somebody called Zoe, one an hour."""
    place, now = desk.engine.read(lambda reading: reading.places())[0].id, SystemClock().now()
    said = [
        a_message(f"z{n}", "Lovely", by=f"Zoe {n}", on=f"post-z{n}", at=now - timedelta(hours=n)) for n in range(number)
    ]
    for at in range(0, number, 200):
        take_in(desk.engine.store, place, *said[at : at + 200])


def done(desk: Desk) -> int:
    return sum(
        n
        for (state, place), n in desk.engine.read(lambda reading: reading.counts()).items()
        if state is State.DONE and not place
    )


@contextmanager
def held(desk: Desk, lane: str) -> Iterator[None]:
    """What is asked of the lane waits as long."""
    gate = threading.Event()
    desk.engine.runner.run(lane, gate.wait)
    try:
        yield
    finally:
        gate.set()


def begun(desk: Desk, name: str = "zoe") -> RuleSheet:
    desk.press("Ctrl+K")
    desk.type("rules")
    desk.press("Enter", "Ctrl+N")
    desk.type(name)
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, RuleSheet)
    return sheet


def test_whoever_leaves_while_it_is_looked_up_waits_for_nothing(desk: Desk) -> None:
    zoes(desk, AT_ONCE + 100)
    with held(desk, LANE):
        sheet = begun(desk)
        desk.sees(lambda: not sheet._pause.isActive())
        desk.press("Esc")
        assert sheet_name(desk) == "Rules"
        desk.press("Esc")
        assert sheet_name(desk) == ""
    desk.sees(lambda: LANE not in desk.engine.runner.busy())


def test_another_word_drops_what_was_looked_up_for_the_one_before(desk: Desk) -> None:
    sheet = begun(desk)
    with held(desk, LANE):
        desk.press(*["Backspace"] * 3)
        desk.type("nobody of that name")
        assert sheet.preview.found is None
        assert sheet.preview.said() == "Looking through the last 90 days…"
    desk.sees(lambda: sheet.preview.said() == "It would have caught nothing in the last 90 days.")


def test_how_far_it_is_stands_there_and_what_was_found_by_then_can_be_enough(desk: Desk) -> None:
    zoes(desk, AT_ONCE + 100)
    with held(desk, LANE):
        sheet = begun(desk)
        desk.sees(lambda: not sheet._pause.isActive())
        sheet.show_progress(sheet.rule(), Progress(12, 90, 1234), ())
        assert sheet.preview.said() == "Looking through the last 90 days… 12 days so far: 1,234 conversations."
        desk.press("Ctrl+Enter")
        assert sheet.accessibleDescription() == "It is looked up first what it would have caught."
        desk.tab_to("Stop looking")
        desk.press("Enter")
    desk.sees(lambda: sheet.preview.found is not None)
    assert sheet.preview.said().endswith("You stopped there: what is older was not looked through.")
    found = sheet.preview.found
    assert found is not None
    assert 0 < len(found.conversations) < AT_ONCE
    assert found.days < 90
    desk.press("Ctrl+Enter")
    desk.sees(lambda: [rule.on for rule in desk.engine.read(lambda reading: reading.rules())] == [True])


def test_a_rule_is_done_to_many_and_taken_back_as_one_step(desk: Desk) -> None:
    number = 2 * APPLIED_AT_ONCE + 5
    zoes(desk, number)
    before = done(desk)
    sheet = begun(desk)
    desk.sees(lambda: sheet.preview.found is not None)
    desk.tab_to(f"Do it to these {number} now")
    desk.press("Enter")
    desk.sees(lambda: desk.notice() == f"Rule “From zoe” applied to {number} conversations.")
    assert sheet_name(desk) == ""
    assert done(desk) == before + number
    desk.press("Z")
    desk.sees(lambda: done(desk) == before)


def test_doing_it_to_many_is_stopped_by_esc_and_says_what_was_done(desk: Desk) -> None:
    zoes(desk, 2 * APPLIED_AT_ONCE)
    before = done(desk)
    sheet = begun(desk)
    desk.sees(lambda: sheet.preview.found is not None)
    with held(desk, DOING):
        desk.tab_to("Do it to these")
        desk.press("Enter")
        desk.sees(lambda: sheet.accessibleDescription() == "It is applied: 0 of 50.")
        assert not sheet._scroll.isEnabled()
        desk.press("Ctrl+Enter", "Esc")
        assert sheet_name(desk) == "New rule", "it ends with the piece that it is at"
    desk.sees(lambda: sheet_name(desk) == "")
    desk.sees(lambda: "applied to 25 of 50. You stopped it; the rest is as it was." in desk.notice())
    assert done(desk) == before + 25
    desk.press("Z")
    desk.sees(lambda: done(desk) == before)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_rule_asks_for_a_list_of_people_by_keys(desk: Desk) -> None:
    sheet = begun(desk, "")
    row = sheet._rows[True][0]
    desk.press("Shift+Tab")
    assert desk.focus() is row.chooser
    row.chooser._on_chosen([*About].index(About.LIST))
    assert desk.focus() is row.field.line
    desk.type("New faces")
    assert row.hint() == "Who is in it when they write. Looking back, whoever is in it now."
    desk.sees(lambda: sheet.preview.found is not None)
    assert sheet.preview.found is not None
    assert sheet.preview.found.conversations
    assert "they are in the list “New faces”" in sheet._sentence.text()
    row._offered.hide()
    desk.press("Esc")
    assert sheet_name(desk) == "Rules"
