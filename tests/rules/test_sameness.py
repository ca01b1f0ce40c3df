"""The same words twice are one, near-equal words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.sameness import DOUBLE_WITHIN, NEAR_WITHIN, Utterance, doubles, near_doubles

SECOND = 1_000_000
SAID = "I love this bread."


@pytest.mark.parametrize(
    ("text", "later", "is_one"),
    [
        (SAID, 0, True),
        (" I love\nthis  BREAD. ", SECOND, True),
        (SAID, DOUBLE_WITHIN, True),
        (SAID, DOUBLE_WITHIN + 1, False),
        ("I love this bread!", SECOND, False),
    ],
)
def test_the_same_words_soon_after_are_one(text: str, later: int, is_one: bool) -> None:
    assert doubles([Utterance(1, 0, SAID), Utterance(2, later, text)]) == ({2: 1} if is_one else {})


def test_two_messages_without_words_are_two() -> None:
    assert doubles([Utterance(1, 0, " \u200b"), Utterance(2, SECOND, "")]) == {}


def test_a_quarter_of_an_hour_counts_from_the_first_so_that_a_chain_ends() -> None:
    minutes = [0, 10, 20, 30]
    said = [Utterance(minute, minute * 60 * SECOND, SAID) for minute in minutes]
    assert doubles(said) == {10: 0, 30: 20}


@given(st.lists(st.tuples(st.integers(0, 3 * DOUBLE_WITHIN), st.sampled_from(["a", "A ", "b", ""])), max_size=12))
def test_a_double_is_never_the_first_of_another(said: list[tuple[int, str]]) -> None:
    found = doubles(Utterance(number, at, text) for number, (at, text) in enumerate(sorted(said)))
    assert set(found).isdisjoint(found.values())


LONG = "My starter smells of nail polish since Sunday, is that all right?"


@pytest.mark.parametrize(
    ("text", "later", "said", "is_offered"),
    [
        (f"Sorry: {LONG}", SECOND, "", True),
        (LONG, DOUBLE_WITHIN + 1, "", True),
        (f"Sorry: {LONG}", NEAR_WITHIN + 1, "", False),
        (f"Sorry: {LONG}", SECOND, "no", False),
        (f"Sorry: {LONG}", SECOND, "=1", False),
        ("My starter smells of apples, how do you like that?", SECOND, "", False),
        ("Thank you", SECOND, "", False),
    ],
)
def test_nearly_the_same_words_are_offered_as_the_same(text: str, later: int, said: str, is_offered: bool) -> None:
    utterances = [Utterance(1, 0, LONG, name="1"), Utterance(2, later, text, said_same=said, name="2")]
    assert near_doubles(utterances) == ({2: 1} if is_offered else {})


def test_what_the_person_called_the_same_is_one_and_what_they_called_two_stays_two() -> None:
    other = Utterance(2, SECOND, "Quite other words", said_same="=1", name="2")
    assert doubles([Utterance(1, 0, LONG, name="1"), other]) == {2: 1}
    assert doubles([Utterance(1, 0, LONG, name="1"), Utterance(2, SECOND, LONG, said_same="no", name="2")]) == {}
    assert doubles([other, Utterance(3, 2 * SECOND, "x", said_same="=gone", name="3")]) == {}
