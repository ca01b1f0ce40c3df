"""How a half-typed search goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.clock import EPOCH
from inbox.core.errors import Refused
from inbox.core.views import SearchValues
from inbox.rules.search_words import OPERATORS, complete
from inbox.store.query import parse

HERE = SearchValues(
    ("mastodon", "wordpress"), ("The Slow Oven", "Shop"), ("baker", "B\u00e4cker Innung"), ("Shop news",)
)


def after(text: str, cursor: int | None = None) -> list[str]:
    """The whole text after each completion."""
    at = len(text) if cursor is None else cursor
    return [text[: each.start] + each.insert + text[each.end :] for each in complete(text, at, HERE)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fr", "from:"),
        ("soup fr", "soup from:"),
        ("-i", "-in:"),
        ("is:wa", "is:waiting "),
        ("-is:wa", "-is:waiting "),
        ("on:mas", "on:mastodon "),
        ("in:slow", 'in:"The Slow Oven" '),
        ('in:"The S', 'in:"The Slow Oven" '),
        ("tag:back", 'tag:"B\u00e4cker Innung" '),
        ("split:sh", 'split:"Shop news" '),
        ("stage:fr", "stage:friend "),
        ("before:", "before:7d "),
    ],
)
def test_what_was_begun_goes_on(typed: str, first: str) -> None:
    assert after(typed)[0] == first


@pytest.mark.parametrize("typed", ["is:waiting", '"is:', '"from a ', "zzz", "-before:", "nothing:x", "from:an", "soup"])
def test_what_is_finished_or_no_operator_is_left_alone(typed: str) -> None:
    assert after(typed) == []


def test_an_empty_box_offers_every_operator_with_what_it_means() -> None:
    offered = complete("", 0, HERE)
    assert [each.insert for each in offered] == [f"{operator.name}:" for operator in OPERATORS]
    assert all(", such as " in each.says for each in offered)


def test_within_a_word_its_rest_goes_too() -> None:
    assert after("is:waxyz soup", 5) == ["is:waiting soup"]
    assert after("fro soup", 2) == ["from: soup"]


def test_every_example_and_every_fixed_value_is_understood() -> None:
    for operator in OPERATORS:
        for query in (operator.example, *(f"{operator.name}:{value}" for value, _ in operator.values)):
            try:
                assert not parse(query, EPOCH.replace(year=2026)).is_empty, query
            except Refused as refused:
                raise AssertionError(query) from refused


@given(st.text(alphabet='is:fromtag"\u201c -waitn*', max_size=30), st.integers(0, 30))
def test_a_completion_always_replaces_what_stands_before_the_cursor(text: str, at: int) -> None:
    cursor = min(at, len(text))
    for each in complete(text, cursor, HERE):
        assert 0 <= each.start <= cursor <= each.end <= len(text)
