"""How close somebody is follows from facts; what was set by hand stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.core.model import By, Stage
from inbox.core.relation import Facts
from inbox.rules.between import Received, Talk
from inbox.rules.stages import ladder, next_by_hand, offers
from inbox.rules.thresholds import DEFAULTS
from tests.rules.between_builders import a_pair, ago, who_wrote


def stage_of(between: object) -> Stage:
    return ladder(between, DEFAULTS)[0]  # type: ignore[arg-type]


def test_whoever_wrote_and_was_not_answered_is_a_stranger() -> None:
    stage, steps = ladder(who_wrote(3, 2, 1), DEFAULTS)
    assert stage is Stage.STRANGER
    assert [(step.stage, step.why, step.at) for step in steps] == [(Stage.STRANGER, "They wrote to you.", ago(3))]
    assert steps[0].evidence.messages == (101,)


def test_once_answered_they_are_an_acquaintance_with_the_two_messages_as_evidence() -> None:
    stage, steps = ladder(a_pair(5), DEFAULTS)
    assert stage is Stage.ACQUAINTANCE
    assert (steps[-1].why, steps[-1].at, steps[-1].evidence.messages) == ("You answered each other.", ago(5), (10, 11))


def test_three_exchanges_over_two_conversations_make_a_regular_when_the_last_condition_is_met() -> None:
    assert stage_of(a_pair(9, 5, 2, conversations=1)) is Stage.ACQUAINTANCE
    assert stage_of(a_pair(9, 5)) is Stage.ACQUAINTANCE
    stage, steps = ladder(a_pair(9, 5, 2), DEFAULTS)
    assert stage is Stage.REGULAR
    assert steps[-1].at == ago(2)
    assert steps[-1].why == "You had 3 exchanges over 2 conversations."
    late = a_pair(9, 5, 4, 1, conversations=1)
    late = replace(late, first_in_conversation=(late.first_exchanges[0], late.first_exchanges[3]))
    assert ladder(late, DEFAULTS)[1][-1].at == ago(1), "the second conversation came last"


def test_friend_is_only_offered_when_something_private_went_both_ways_or_you_talked() -> None:
    pair = a_pair(9, 5, 2)
    assert offers(pair, Stage.REGULAR) == ()
    one_way = replace(pair, facts=replace(pair.facts, private_in=2))
    assert offers(one_way, Stage.REGULAR) == ()
    private = replace(
        pair,
        facts=replace(pair.facts, private_in=2, private_out=1),
        private=(Received(ago(1), 71, 7), Received(ago(2), 70, 7)),
    )
    assert ladder(private, DEFAULTS)[0] is Stage.REGULAR
    [offer] = offers(private, Stage.REGULAR)
    assert (offer.stage, offer.evidence.messages, offer.evidence.conversation) == (Stage.FRIEND, (70, 71), 7)
    [talked] = offers(replace(pair, talks=(Talk(ago(3), "call", has_words=True),)), Stage.REGULAR)
    assert talked.why == "You talked with each other (call)."
    assert offers(private, Stage.FRIEND) == ()
    assert offers(replace(private, turned_down=frozenset({"friend"})), Stage.REGULAR) == ()


def test_what_was_set_by_hand_stays_above_what_facts_say() -> None:
    customer = a_pair(5, stage_by_hand=Stage.CUSTOMER, stage_set_at=ago(4))
    stage, steps = ladder(customer, DEFAULTS)
    assert stage is Stage.CUSTOMER
    assert (steps[-1].stage, steps[-1].by, steps[-1].why) == (Stage.CUSTOMER, By.ME, "You set it.")


def test_what_was_set_by_hand_stays_below_what_facts_said_by_then() -> None:
    assert stage_of(a_pair(9, 5, 2, stage_by_hand=Stage.ACQUAINTANCE, stage_set_at=ago(1))) is Stage.ACQUAINTANCE
    assert stage_of(a_pair(9, 5, 2, stage_by_hand=Stage.STRANGER, stage_set_at=ago(1))) is Stage.STRANGER


def test_a_step_that_facts_reach_after_it_was_set_takes_them_further() -> None:
    assert stage_of(a_pair(9, 5, 2, stage_by_hand=Stage.ACQUAINTANCE, stage_set_at=ago(3))) is Stage.REGULAR


def test_somebody_who_only_liked_something_is_a_stranger_met_then() -> None:
    facts = Facts(reactions=1, first_reaction=ago(8), last_reaction=ago(8))
    stage, [met] = ladder(a_pair(facts=facts), DEFAULTS)
    assert (stage, met.at, met.why) == (Stage.STRANGER, ago(8), "They liked, shared or followed.")


@pytest.mark.parametrize(
    ("stage", "up"),
    [(Stage.STRANGER, Stage.ACQUAINTANCE), (Stage.FRIEND, Stage.CUSTOMER), (Stage.CUSTOMER, None)],
)
def test_one_stage_up_by_hand(stage: Stage, up: Stage | None) -> None:
    assert next_by_hand(stage) is up
