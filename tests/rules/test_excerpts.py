"""The place of a hit on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.lookup import highlight_spans
from inbox.core.text import snippet
from inbox.rules.excerpts import LENGTH, SEEN, excerpt

LONG = "We talked all evening about how to keep a sourdough alive through a whole summer away from home. "


def test_a_hit_at_the_beginning_keeps_the_beginning() -> None:
    assert excerpt(f"Rye bread. {LONG * 3}", "bread") == snippet(f"Rye bread. {LONG * 3}")


@pytest.mark.parametrize(
    ("text", "words", "seen"),
    [
        (LONG + "The Müller bakery, too.", "muller", "Müller"),
        (LONG + "She sells pumpernickel\nin jars.", "pump", "pumpernickel in jars."),
        ("東京都の美味しいパン屋を教えてください。" * 5 + "京都の抹茶", "抹茶", "抹茶"),
        (
            "شكراً على هذا المقال الجميل، لقد جربت الوصفة مع والدتي وكانت رائعة. هل يمكنني مشاركتها",
            "مشاركتها",
            "مشاركتها",
        ),
    ],
)
def test_a_hit_further_on_is_shown_with_a_few_words_before_it(text: str, words: str, seen: str) -> None:
    place = excerpt(text, words)
    assert place.startswith("…")
    assert seen in place
    assert highlight_spans(place, words)[0][0] < SEEN
    assert len(place) <= LENGTH


def test_a_hit_in_what_was_quoted_is_shown_all_the_same() -> None:
    assert "flour" in excerpt("> Weigh the flour.\nI believed you.", "flour")


def test_where_none_of_the_words_is_there_is_no_place() -> None:
    assert excerpt(LONG, "bread") == ""
    assert excerpt(LONG, "") == ""


@given(st.text(max_size=400), st.text(max_size=12))
def test_whatever_the_words_are_it_is_one_short_line_with_the_hit_in_it(text: str, words: str) -> None:
    place = excerpt(text, words)
    assert len(place) <= LENGTH
    assert "\n" not in place
