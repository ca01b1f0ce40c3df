"""A rule to begin with: what a conversation and a search give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.clock import on_the_wall
from inbox.core.errors import Refused
from inbox.core.model import Kind
from inbox.rules.automation import checked, checked_action, checked_condition
from inbox.rules.rule_drafts import Begun, from_conversation, from_search, name_of
from tests.builders import NOON

WALL = on_the_wall(NOON, "UTC")


@pytest.mark.parametrize(
    ("kind", "reasons", "condition"),
    [
        (Kind.COMMENT, ["question"], Condition(About.FROM, "Ann")),
        (Kind.COMMENT, ["only_link"], Condition(About.ONLY_LINK)),
        (Kind.PINGBACK, ["only_link"], Condition(About.KIND, "pingback")),
    ],
)
def test_a_conversation_gives_what_makes_others_like_it(kind: Kind, reasons: list[str], condition: Condition) -> None:
    assert from_conversation("Ann", kind, reasons) == Begun((condition,))


def test_a_search_gives_its_operators_and_its_words() -> None:
    begun = from_search(
        'from:"Ann Lee" on:masto -in:shop is:first -is:regular fresh "rye bread" -offer soup*', ["mastodon", "mail"]
    )
    assert begun.when == (
        Condition(About.FROM, "Ann Lee"),
        Condition(About.NETWORK, "mastodon"),
        Condition(About.PLACE, "shop", no=True),
        Condition(About.FIRST_TIME),
        Condition(About.LIST, "Regulars", no=True),
        Condition(About.WORDS, "fresh rye bread soup"),
        Condition(About.WORDS, "offer", no=True),
    )
    assert begun.left_out == ()


def test_what_no_rule_can_ask_for_is_left_out_and_named() -> None:
    begun = from_search("is:waiting after:30d bread tag:friend from:me")
    assert begun.when == (Condition(About.WORDS, "bread"),)
    assert begun.left_out == ("is:waiting", "after:30d", "tag:friend", "from:me")


@pytest.mark.parametrize(
    ("typed", "when", "left_out"),
    [
        ("rye from:ann OR from:tom", (Condition(About.WORDS, "rye"),), ("from:ann OR from:tom",)),
        ("soup OR stew OR broth from:ann", (Condition(About.FROM, "ann"),), ("soup OR stew OR broth",)),
        ('"salt OR pepper"', (Condition(About.WORDS, "salt OR pepper"),), ()),
        ("is:waiting | is:first tag:a", (), ("is:waiting | is:first", "tag:a")),
        ("soup OR", (Condition(About.WORDS, "soup OR"),), ()),
    ],
)
def test_parts_joined_by_or_are_left_out_since_all_of_a_rule_must_hold(
    typed: str, when: tuple[Condition, ...], left_out: tuple[str, ...]
) -> None:
    assert from_search(typed) == Begun(when, left_out)


def why_not(condition: Condition) -> str:
    try:
        checked_condition(condition)
    except Refused as error:
        return str(error)
    return ""


@given(st.text(max_size=60))
def test_whatever_is_searched_for_gives_conditions_that_can_be_kept_or_say_why_not(typed: str) -> None:
    begun = from_search(typed)
    assert len(name_of(begun.when)) <= 60
    for why in filter(None, map(why_not, begun.when)):
        assert why.startswith(("There are no words", "Something is missing"))


def test_a_rule_is_named_by_what_it_says() -> None:
    when = (Condition(About.FROM, "Ann"), Condition(About.ONLY_LINK, no=True))
    assert name_of(when) == "From Ann, not only a link"
    assert name_of((Condition(About.WORDS, ""),)) == ""
    assert name_of((Condition(About.LIST, "Regulars"), Condition(About.FIRST_TIME))) == "In Regulars, first time here"
    named = Rule(name_of(when), when, (Action(Do.DONE),))
    assert checked(named, WALL) == named


def test_each_part_says_by_itself_what_is_wrong_with_it() -> None:
    with pytest.raises(Refused, match="behind “it is not from”"):
        checked_condition(Condition(About.FROM, "  ", no=True))
    with pytest.raises(Refused, match="is no time"):
        checked_action(Action(Do.SNOOZE, "whenever"), WALL)
    assert checked_action(Action(Do.TAG, ' "baker" '), WALL).value == "baker"
