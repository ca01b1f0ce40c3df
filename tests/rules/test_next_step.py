"""One next step with a person: the first rule that fits, with its reason and its evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from inbox.core.relation import Door, Facts, NextStep, StepKind
from inbox.rules.between import Between, Gift, Promised, Received, Talk, Way
from inbox.rules.next_step import next_step
from inbox.rules.segments import segments
from inbox.rules.stages import ladder
from inbox.rules.thresholds import DEFAULTS
from tests.rules.between_builders import DAY, a_pair, ago, who_wrote

MAIL = Way(Door.EMAIL, "ann@example.org")
TYPED = Way(Door.EMAIL, "ann@example.org", is_claim=True)
PAGE = Way(Door.PROFILE, "https://ann.example")
QUESTION, KIND = Received(ago(1), 51, 5), Received(ago(2), 61, 6)
PROMISE = Promised("I'll send you the recipe", ago(1), 31, 3)
GIFTS = tuple(Gift(ago(day)) for day in (1, 2, 3))
FRIENDS_OF_OLD = (200, 190, 150, 120, 100, 61)


def step_of(between: Between) -> NextStep | None:
    return found(between)[0]


def found(between: Between) -> tuple[NextStep | None, datetime | None]:
    stage, _ = ladder(between, DEFAULTS)
    members, _ = segments(between, stage, DEFAULTS)
    return next_step(between, {one.segment for one in members}, DEFAULTS)


def everything() -> Between:
    """Somebody with whom every rule fits but saying hello and writing down."""
    return a_pair(*FRIENDS_OF_OLD, question=QUESTION, promises=(PROMISE,), kind=KIND, ways=(MAIL, PAGE))


def test_the_rules_come_in_their_order_and_each_can_be_turned_down() -> None:
    order = [
        StepKind.ANSWER,
        StepKind.KEEP_PROMISE,
        StepKind.THANK,
        StepKind.WRITE,
        StepKind.CALL,
        StepKind.HELLO_AGAIN,
    ]
    refused: set[str] = set()
    for kind in order:
        step = step_of(replace(everything(), turned_down=frozenset(refused)))
        assert step is not None
        assert step.kind is kind
        refused.add(kind.value)
    assert step_of(replace(everything(), turned_down=frozenset(refused))) is None


@pytest.mark.parametrize(
    ("more", "kind", "messages", "where"),
    [
        ({"question": QUESTION}, StepKind.ANSWER, (51,), 5),
        ({"promises": (PROMISE,)}, StepKind.KEEP_PROMISE, (31,), 3),
        ({"kind": KIND}, StepKind.THANK, (61,), 6),
    ],
)
def test_a_step_opens_to_the_very_message(
    more: dict[str, object], kind: StepKind, messages: tuple[int, ...], where: int
) -> None:
    step = step_of(a_pair(3, **more))
    assert step is not None
    assert (step.kind, step.evidence.messages, step.evidence.conversation) == (kind, messages, where)


def test_a_promise_that_is_due_says_so_from_that_moment_on() -> None:
    step = step_of(a_pair(3, promises=(PROMISE,)))
    assert step is not None
    assert step.why == "You promised: “I'll send you the recipe”. It is due."
    later = replace(PROMISE, due=ago(-2))
    step, changes = found(a_pair(3, promises=(later,)))
    assert step is not None
    assert "due" not in step.why
    assert changes == ago(-2)


def test_who_was_thanked_before_is_not_to_be_thanked_by_suggestion() -> None:
    assert step_of(a_pair(3, kind=KIND, was_thanked=True)) is None


def test_hello_is_said_to_a_supporter_whom_one_never_talked_with_and_can_reach() -> None:
    giver = a_pair(facts=Facts(reactions=3, first_reaction=ago(3)), gifts=GIFTS)
    assert step_of(giver) is None, "a step without a way is none"
    step = step_of(replace(giver, ways=(PAGE,)))
    assert step is not None
    assert (step.kind, step.door, step.address) == (StepKind.SAY_HELLO, Door.PROFILE, "https://ann.example")
    wrote = replace(giver, ways=(PAGE,), facts=replace(giver.facts, messages_in=1))
    assert step_of(wrote) is None


def test_a_personal_letter_needs_an_address_and_says_when_it_is_only_a_claim() -> None:
    assert step_of(a_pair(9, 5)) is None
    assert step_of(a_pair(9, 5, ways=(PAGE,))) is None
    assert step_of(a_pair(9, ways=(MAIL,))) is None, "one exchange is too soon"
    step = step_of(a_pair(9, 5, ways=(MAIL,)))
    assert step is not None
    assert (step.kind, step.address) == (StepKind.WRITE, "ann@example.org")
    assert "claim" not in step.why
    assert "proved" not in step.why
    typed = step_of(a_pair(9, 5, ways=(TYPED,)))
    assert typed is not None
    assert "typed into a comment form: nobody has proved" in typed.why


def test_a_call_is_offered_after_four_exchanges_over_sixty_days_and_not_before() -> None:
    assert step_of(a_pair(50, 40, 30, 1)) is None, "over fifty days only"
    assert step_of(a_pair(80, 40, 1)) is None, "three exchanges"
    step = step_of(a_pair(80, 40, 30, 1))
    assert step is not None
    assert step.kind is StepKind.CALL
    assert step.why == "You had 4 exchanges over 79 days, and have never spoken."
    assert step.evidence.messages
    spoke = a_pair(80, 40, 30, 1, talks=(Talk(ago(20), "call", has_words=True),))
    assert step_of(spoke) is None


def test_no_call_is_offered_for_ninety_days_after_one_was_declined() -> None:
    declined = a_pair(80, 40, 30, 1, call_declined_at=ago(89))
    assert found(declined) == (None, ago(89) + 90 * DAY)
    assert step_of(replace(declined, call_declined_at=ago(90))) is not None


def test_at_most_one_private_step_a_fortnight() -> None:
    pair = a_pair(80, 40, 30, 1)
    rested = replace(pair, facts=replace(pair.facts, private_out=1, last_private_out=ago(13)))
    assert found(rested) == (None, ago(13) + 14 * DAY)
    assert step_of(replace(rested, facts=replace(rested.facts, last_private_out=ago(14)))) is not None


def test_a_talk_of_which_no_word_is_kept_is_to_be_written_down() -> None:
    talked = a_pair(3, talks=(Talk(ago(2), "call", has_words=False),))
    step, changes = found(talked)
    assert step is not None
    assert step.kind is StepKind.WRITE_DOWN
    assert changes == ago(2) + 14 * DAY
    assert step_of(a_pair(3, talks=(Talk(ago(2), "call", has_words=True),))) is None
    assert step_of(a_pair(3, talks=(Talk(ago(14), "call", has_words=False),))) is None


def test_nobody_is_approached_who_asked_not_to_be() -> None:
    quiet = replace(everything(), do_not_contact=True, question=None, promises=(), kind=None)
    assert step_of(quiet) is None
    asked = replace(quiet, question=QUESTION)
    step = step_of(asked)
    assert step is not None
    assert step.kind is StepKind.ANSWER, "what they ask may be answered"


def test_what_was_turned_down_for_now_comes_back_then() -> None:
    refused = a_pair(3, kind=KIND, turned_down=frozenset({"thank"}), turned_down_until=ago(-10))
    assert found(refused) == (None, ago(-10))


def test_there_is_nothing_to_do_with_a_stranger_who_said_little() -> None:
    assert step_of(who_wrote(2)) is None
    assert step_of(replace(everything(), is_somebody=False)) is None
