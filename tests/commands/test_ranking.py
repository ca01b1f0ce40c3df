"""What fits best stands first, then what was chosen most lately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.commands.ranking import INSIDE, MOST_KEPT, OTHER_WORDS, PREFIX, SCATTERED, WORD_STARTS, Use, fit, read_use

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "title", "words", "how"),
    [
        ("", "Snooze…", "", PREFIX),
        ("sno", "Snooze…", "", PREFIX),
        ("SNÓ", "Snooze…", "", PREFIX),
        ("go to", "Go to Snoozed", "", PREFIX),
        ("snoo", "Go to Snoozed", "", WORD_STARTS),
        ("sno go", "Go to Snoozed", "", WORD_STARTS),
        ("later", "Snooze…", "later remind", OTHER_WORDS),
        ("ooz", "Snooze…", "", INSIDE),
        ("gts", "Go to Snoozed", "", SCATTERED),
        ("omc", "Open in the browser", "", None),
        ("zzz", "Snooze…", "later", None),
        ("田", "田中 美咲", "", PREFIX),
    ],
)
def test_how_words_fit(typed: str, title: str, words: str, how: int | None) -> None:
    assert fit(typed, title, words) == how


def test_a_choice_counts_half_after_a_fortnight() -> None:
    use = Use()
    use.choose("triage.done", NOW)
    use.choose("triage.done", NOW)
    assert use.weight("triage.done", NOW) == pytest.approx(2.0)
    assert use.weight("triage.done", NOW + timedelta(days=14)) == pytest.approx(1.0)
    assert use.weight("people.star", NOW) == 0.0


def test_a_clock_that_goes_back_does_not_swell_the_counts() -> None:
    use = Use()
    use.choose("triage.done", NOW)
    assert use.weight("triage.done", NOW - timedelta(days=400)) == pytest.approx(1.0)


def test_the_least_used_is_forgotten_when_there_are_many() -> None:
    use = Use()
    for number in range(MOST_KEPT + 1):
        use.choose(f"person:{number}", NOW + timedelta(minutes=number))
    assert len(use.counts) == MOST_KEPT
    assert "person:0" not in use.counts


def test_it_is_kept_as_a_line_and_read_again() -> None:
    use = Use()
    use.choose("triage.done", NOW)
    again = read_use(use.written())
    assert again.weight("triage.done", NOW) == pytest.approx(1.0, abs=0.01)


@given(st.text())
def test_whatever_stands_in_the_setting_nothing_breaks(text: str) -> None:
    assert isinstance(read_use(text).weight("triage.done", NOW), float)


@pytest.mark.parametrize("text", ['{"a": 3}', '{"a": [1]}', '{"a": ["x", 2]}', "[]", "3", "{", ""])
def test_foreign_counts_are_left_out(text: str) -> None:
    assert read_use(text).counts == {}
