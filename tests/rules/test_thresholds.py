"""Every number by which something is concluded has its sentence in one file, and the user's own values over it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inbox.rules.thresholds import DEFAULTS, in_force, read_thresholds, values_of

FILE = Path(__file__).parents[2] / "resources" / "thresholds.toml"


def test_the_file_says_what_the_program_does_without_it() -> None:
    assert in_force(values_of(read_thresholds(FILE.read_text("utf-8"))), {}) == DEFAULTS


def test_every_number_has_a_sentence_a_unit_and_bounds() -> None:
    for one in read_thresholds(FILE.read_text("utf-8")):
        assert one.says, one.key
        assert one.unit in ("points", "hours", "days", "words", "exchanges", "conversations", "messages", "times")
        assert one.least <= one.default <= one.most, one.key


def test_own_values_hold_over_the_file_and_what_is_no_number_is_passed_over() -> None:
    own = {"worth.question": "7", "worth.falling_after_days": "3", "steps.call_days": "x", "nothing.known": "1"}
    found = in_force({"worth.question": 31, "steps.call_days": 50}, own)
    assert found.worth.question == 7
    assert found.worth.falling_after == timedelta(days=3)
    assert found.call_days == 50
    assert found.regular_exchanges == DEFAULTS.regular_exchanges


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = ", "cannot be read"),
        ("[wealth]\nx = 1", "none of worth"),
        ("[worth]\nquestion = 30", "needs is, from, to, in and says"),
        ('[worth]\nquestion = {is=9, from=10, to=20, in="points", says="x"}', "between from and to"),
        ('[worth]\nquestion = {is=15, from=10, to=20, in="points", says="x"}', "says nothing of"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(source: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_thresholds(source)


def test_a_number_that_nothing_counts_by_is_named() -> None:
    more = FILE.read_text("utf-8").replace("[stages]", '[stages]\nfame = {is=1, from=1, to=2, in="times", says="x"}')
    with pytest.raises(ValueError, match=r"stages\.fame"):
        read_thresholds(more)
