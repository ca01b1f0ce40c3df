from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.measure import graphemes, measure

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("Hello", 5),
        ("e\u0301", 1),
        ("\u00e9", 1),
        ("a\r\nb", 3),
        ("\n\n", 2),
        (FAMILY, 1),
        (FAMILY * 3, 3),
        ("\U0001f44d\U0001f3fd", 1),
        ("\U0001f1e9\U0001f1ea", 1),
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 2),
        ("\U0001f1e9\U0001f1ea\U0001f1eb", 2),
        ("1\ufe0f\u20e3", 1),
        ("\u2764\ufe0f", 1),
        ("\uac01\u1112\u1161\u11ab", 2),
        ("\u1100\u1161\u11a8", 1),
        ("\u0928\u093f", 1),
        ("\u0e01\u0e33", 1),
        ("\u7530\u4e2d", 2),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", 1),
        ("\u0301", 1),
        ("\n\u0301", 2),
    ],
)
def test_a_text_is_as_long_as_people_see_it(text: str, seen: int) -> None:
    assert graphemes(text) == seen


@given(st.text(), st.text())
def test_length_never_exceeds_code_points_and_grows_by_joining_at_most_one(left: str, right: str) -> None:
    both = graphemes(left + right)
    apart = graphemes(left) + graphemes(right)
    assert both <= len(left + right)
    assert apart - 1 <= both <= apart + 1


@pytest.mark.parametrize(("unit", "length"), [("characters", 7), ("bytes", 25), ("graphemes", 1)])
def test_a_family_is_as_long_as_the_network_counts(unit: str, length: int) -> None:
    assert measure("👨‍👩‍👧‍👦", unit) == length


@given(st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"])))
def test_what_needs_no_rules_is_counted_as_by_them(text: str) -> None:
    assert graphemes(text) == graphemes(f"{text}\U0001f600") - 1
