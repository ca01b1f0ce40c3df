from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.consent import Consent, Entry
from inbox.rules.consent import standing, why_not

DAY = timedelta(days=1)
START = datetime(2026, 11, 1, tzinfo=UTC)


def record(*states: Consent, said_on: tuple[int, ...] = ()) -> list[Entry]:
    """Entered a day after the other; `said_on`: the days they are about."""
    days = said_on or tuple(range(len(states)))
    return [
        Entry(n, state, START + day * DAY, "", "", "ann@example.org", START + n * DAY)
        for n, (state, day) in enumerate(zip(states, days, strict=True))
    ]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), Consent.NOT_ASKED),
        ((Consent.ASKED,), Consent.ASKED),
        ((Consent.ASKED, Consent.GIVEN), Consent.GIVEN),
        ((Consent.GIVEN, Consent.WITHDRAWN), Consent.WITHDRAWN),
        ((Consent.WITHDRAWN, Consent.GIVEN), Consent.GIVEN),
        ((Consent.GIVEN, Consent.MISTAKE), Consent.NOT_ASKED),
        ((Consent.ASKED, Consent.GIVEN, Consent.MISTAKE), Consent.ASKED),
        ((Consent.ASKED, Consent.GIVEN, Consent.MISTAKE, Consent.MISTAKE), Consent.NOT_ASKED),
        ((Consent.GIVEN, Consent.MISTAKE, Consent.GIVEN), Consent.GIVEN),
        ((Consent.MISTAKE,), Consent.NOT_ASKED),
    ],
)
def test_the_newest_entry_that_counts_decides(states: tuple[Consent, ...], expected: Consent) -> None:
    view = standing(record(*states))
    assert view.state is expected
    assert len(view.entries) == len(states), "all of them stay"


def test_what_was_said_later_decides_in_whichever_order_it_was_written_down() -> None:
    assert standing(record(Consent.WITHDRAWN, Consent.GIVEN, said_on=(9, 2))).state is Consent.WITHDRAWN


@given(st.permutations(record(Consent.ASKED, Consent.GIVEN, Consent.MISTAKE, Consent.GIVEN, Consent.WITHDRAWN)))
def test_the_order_in_which_they_are_read_is_nothing(entries: list[Entry]) -> None:
    assert standing(entries) == standing(sorted(entries, key=lambda entry: entry.id))


@pytest.mark.parametrize(
    ("before", "new", "email", "says"),
    [
        ((), Consent.ASKED, "", ""),
        ((), Consent.GIVEN, "ann@example.org", ""),
        ((), Consent.GIVEN, "", "address"),
        ((), Consent.GIVEN, "ann", "address"),
        ((), Consent.WITHDRAWN, "", ""),
        ((Consent.WITHDRAWN,), Consent.WITHDRAWN, "", "already"),
        ((), Consent.MISTAKE, "", "no entry"),
        ((Consent.GIVEN, Consent.MISTAKE), Consent.MISTAKE, "", "no entry"),
        ((Consent.GIVEN,), Consent.MISTAKE, "", ""),
        ((), Consent.NOT_ASKED, "", "not asked"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(
    before: tuple[Consent, ...], new: Consent, email: str, says: str
) -> None:
    sentence = why_not(standing(record(*before)), new, email=email)
    assert says in sentence
    assert bool(says) is bool(sentence)
