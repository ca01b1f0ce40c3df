from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox.rules.sameness import Utterance, is_double

FIRST = Utterance(identity=1, thread=2, text="I love this bread.", at=datetime(2026, 11, 21, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (FIRST, True),
        (replace(FIRST, text=" I love\nthis  BREAD. "), True),
        (replace(FIRST, at=FIRST.at + timedelta(minutes=15)), True),
        (replace(FIRST, at=FIRST.at - timedelta(minutes=15)), True),
        (replace(FIRST, at=FIRST.at + timedelta(minutes=15, seconds=1)), False),
        (replace(FIRST, text="I love this bread!"), False),
        (replace(FIRST, identity=9), False),
        (replace(FIRST, thread=9), False),
    ],
)
def test_the_same_words_by_the_same_person_in_the_same_thread_soon_after_are_one(
    other: Utterance, expected: bool
) -> None:
    assert is_double(FIRST, other) is expected
    assert is_double(other, FIRST) is expected


def test_two_messages_without_words_are_two() -> None:
    assert not is_double(replace(FIRST, text=" \u200b"), replace(FIRST, text=""))
