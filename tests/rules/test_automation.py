"""Rules "when ... then ...": whether one holds, whether it makes sense, and as a sentence both ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.clock import WallTime
from inbox.core.errors import Refused
from inbox.rules.automation import MessageFacts, checked, describe, done_by, holds, read

NOW = WallTime(datetime(2026, 11, 21, 12, 0), "UTC")  # noqa: DTZ001
FACTS = MessageFacts(
    name="Ann Müller",
    handle="@ann",
    email="ann@bread.example",
    network="wordpress",
    place_title="The Slow Oven",
    place_address="https://oven.example",
    subject="Sunday soup",
    text="Where is the rye? 黑麦面包",
    spoken=None,
    kind="comment",
    is_first_time=True,
    lists={"regulars": False, "new faces": True},
)


def a_rule(*when: Condition, then: tuple[Action, ...] = (Action(Do.DONE),), name: str = "Rule") -> Rule:
    return Rule(name, when, then)


@pytest.mark.parametrize(
    ("about", "value", "is_so"),
    [
        (About.FROM, "muller", True),
        (About.FROM, "@ann", True),
        (About.FROM, "bread.example", True),
        (About.FROM, "bob", False),
        (About.NETWORK, "WordPress", True),
        (About.NETWORK, "word", False),
        (About.PLACE, "slow", True),
        (About.PLACE, "oven.example", True),
        (About.WORDS, "rye soup", True),
        (About.WORDS, "RYE wheat", False),
        (About.WORDS, "黑麦", True),
        (About.ONLY_LINK, "", False),
        (About.FIRST_TIME, "", True),
        (About.LIST, "New Faces", True),
        (About.LIST, "Regulars", False),
        (About.KIND, "comment", True),
        (About.KIND, "pingback", False),
    ],
)
def test_a_condition_holds_or_not(about: About, value: str, is_so: bool) -> None:
    assert holds(a_rule(Condition(about, value)), FACTS) is is_so
    assert holds(a_rule(Condition(about, value, no=True)), FACTS) is not is_so


def test_of_a_list_that_is_not_there_nothing_holds() -> None:
    assert not holds(a_rule(Condition(About.LIST, "Bakers")), FACTS)
    assert not holds(a_rule(Condition(About.LIST, "Bakers", no=True)), FACTS)


def test_all_conditions_must_hold() -> None:
    ann, bob = Condition(About.FROM, "ann"), Condition(About.FROM, "bob")
    assert holds(a_rule(ann, Condition(About.KIND, "comment")), FACTS)
    assert not holds(a_rule(ann, bob), FACTS)


def test_only_a_link_looks_at_their_own_words() -> None:
    link = a_rule(Condition(About.ONLY_LINK))
    assert holds(link, replace(FACTS, text="https://x.example/a"))
    assert holds(link, replace(FACTS, text="Buy now", spoken=""))
    assert not holds(link, replace(FACTS, text="See https://x.example/a"))


WHOLE = a_rule(
    Condition(About.FROM, "Ann and Bob"),
    Condition(About.NETWORK, "mastodon", no=True),
    Condition(About.ONLY_LINK),
    Condition(About.FIRST_TIME, no=True),
    Condition(About.LIST, "Regulars", no=True),
    then=(Action(Do.DONE), Action(Do.TAG, "links"), Action(Do.SNOOZE, "tomorrow 9:00"), Action(Do.NEVER_NOTIFY)),
    name="Links",
)


def test_a_rule_reads_as_a_sentence() -> None:
    assert describe(WHOLE) == (
        "When it is from “Ann and Bob” and it is not on “mastodon” and it is only a link and it is not their first"
        " time here and they are not in the list “Regulars”, then mark it done and tag them “links” and snooze it"
        " until “tomorrow 9:00” and never notify."
    )
    assert done_by(replace(WHOLE, then=WHOLE.then[:2])) == "Rule “Links”: done, tagged “links”"


values = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda text: any(map(str.isalnum, text))
)
conditions = st.one_of(
    st.builds(Condition, st.sampled_from([About.FROM, About.PLACE, About.WORDS, About.LIST]), values, st.booleans()),
    st.builds(Condition, st.sampled_from([About.ONLY_LINK, About.FIRST_TIME]), st.just(""), st.booleans()),
    st.builds(Condition, st.just(About.KIND), st.sampled_from(["pingback", "comment"]), st.booleans()),
)
actions = st.one_of(
    st.builds(Action, st.sampled_from([Do.DONE, Do.STAR, Do.NEVER_NOTIFY])),
    st.builds(Action, st.sampled_from([Do.TAG, Do.SPLIT]), values),
    st.builds(Action, st.just(Do.SNOOZE), st.sampled_from(["3d", "tomorrow 9:00"])),
)


@given(st.lists(conditions, min_size=1, max_size=4), st.lists(actions, min_size=1, max_size=4))
def test_what_a_rule_says_is_read_as_that_rule(when: list[Condition], then: list[Action]) -> None:
    try:
        kept = checked(a_rule(*when, then=tuple(then)), NOW)
    except Refused:
        return
    assert read(describe(kept)) == (kept.when, kept.then)
    assert checked(kept, NOW) == kept


def test_a_typed_sentence_is_read_leniently() -> None:
    when, then = read('  when it is from "Ann" and IT IS only a link then mark it done and tag them links  ')
    assert when == (Condition(About.FROM, "Ann"), Condition(About.ONLY_LINK))
    assert then == (Action(Do.DONE), Action(Do.TAG, "links"))


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("mark it done", "A rule reads"),
        ("When the moon is full, then mark it done.", "“the moon is full” is no condition"),
        ("When it is only a link, then dance.", "“dance” is no action"),
    ],
)
def test_what_is_not_understood_is_named(sentence: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(sentence)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (a_rule(Condition(About.ONLY_LINK), name=" "), "needs a name"),
        (a_rule(), "at least one condition"),
        (a_rule(Condition(About.ONLY_LINK), then=()), "at least one action"),
        (a_rule(Condition(About.FROM, " “” ")), "missing behind “it is from”"),
        (a_rule(Condition(About.KIND, "letter")), "no kind “letter”"),
        (a_rule(Condition(About.WORDS, "...")), "no words"),
        (a_rule(Condition(About.ONLY_LINK), then=(Action(Do.SNOOZE, "some day"),)), "“some day” is no time"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: Rule, says: str) -> None:
    with pytest.raises(Refused, match=says):
        checked(rule, NOW)
