"""Each segment says why somebody is in it, by which messages, and when time alone changes that."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from inbox.core.model import Stage
from inbox.core.relation import Facts, Segment, SegmentMember
from inbox.rules.between import Between, Gift, Promised
from inbox.rules.segments import segments
from inbox.rules.thresholds import DEFAULTS
from tests.builders import NOON
from tests.rules.between_builders import DAY, a_pair, ago, who_wrote


def those(between: Between, stage: Stage = Stage.STRANGER) -> dict[Segment, SegmentMember]:
    return {one.segment: one for one in segments(between, stage, DEFAULTS)[0]}


def changes_at(between: Between, stage: Stage = Stage.STRANGER) -> datetime | None:
    return segments(between, stage, DEFAULTS)[1]


def test_a_new_face_wrote_within_a_fortnight_and_was_never_answered() -> None:
    new = who_wrote(3)
    assert those(new)[Segment.NEW_FACES].evidence.messages == (101,)
    assert changes_at(new) == ago(3) + 14 * DAY
    assert Segment.NEW_FACES not in those(who_wrote(14))
    assert Segment.NEW_FACES in those(who_wrote(13.99))
    assert Segment.NEW_FACES not in those(a_pair(3)), "answered"


def test_coming_back_is_three_messages_in_two_conversations_and_no_regular() -> None:
    back = who_wrote(100, 50, 20)
    member = those(back)[Segment.COMING_BACK]
    assert member.evidence.messages == (101, 102, 103)
    assert "3 times or more, in 2 conversations or more, within 180 days" in member.why
    assert changes_at(back) == ago(100) + 180 * DAY
    assert Segment.COMING_BACK not in those(who_wrote(100, 50, 20, apart=False))
    assert Segment.COMING_BACK not in those(who_wrote(181, 50, 20))
    assert Segment.COMING_BACK not in those(back, Stage.REGULAR)


def test_supporters_gave_three_times_within_half_a_year() -> None:
    gifts = tuple(Gift(ago(day)) for day in (1, 30, 170))
    giver = a_pair(facts=Facts(reactions=3, first_reaction=ago(170)), gifts=gifts)
    assert Segment.SUPPORTERS in those(giver)
    assert changes_at(giver) == ago(170) + 180 * DAY
    assert Segment.SUPPORTERS not in those(replace(giver, gifts=(*gifts[:2], Gift(ago(180)))))


def test_drifting_is_three_exchanges_once_and_sixty_days_of_silence() -> None:
    assert Segment.DRIFTING in those(a_pair(200, 150, 60))
    assert "silent for more than 60 days" in those(a_pair(200, 150, 60))[Segment.DRIFTING].why
    quiet = a_pair(200, 150, 59)
    assert Segment.DRIFTING not in those(quiet)
    assert changes_at(quiet) == ago(59) + 60 * DAY
    assert Segment.DRIFTING not in those(a_pair(200, 150)), "they never came close"


def test_drifting_is_measured_against_the_rhythm_of_the_pair_where_there_is_one() -> None:
    often = a_pair(35, 34, 33, 32, 31, 30)
    often = replace(often, facts=replace(often.facts, rhythm_s=DAY.total_seconds()))
    assert Segment.DRIFTING in those(often), "three times a day's rhythm, but never less than three weeks"
    assert those(often)[Segment.DRIFTING].why.endswith("silent for more than 21 days, and you usually talk every day.")
    seldom = a_pair(900, 720, 540, 360, 240, 130)
    seldom = replace(seldom, facts=replace(seldom.facts, rhythm_s=150 * DAY.total_seconds()))
    assert Segment.DRIFTING not in those(seldom), "half a year of silence is how they are"
    assert changes_at(seldom) == ago(130) + 365 * DAY
    new = replace(often, facts=replace(often.facts, exchanges=5))
    assert Segment.DRIFTING not in those(new), "five exchanges are no rhythm: sixty days hold"


def test_an_open_promise_a_star_and_the_stages_have_their_segments() -> None:
    pair = a_pair(5, starred=True, promises=(Promised("I'll send you the recipe", message=31, conversation=3),))
    found = those(pair, Stage.REGULAR)
    assert set(found) == {Segment.STARRED, Segment.PROMISED, Segment.REGULARS}
    assert found[Segment.PROMISED].why == "You promised: “I'll send you the recipe”."
    assert (found[Segment.PROMISED].evidence.messages, found[Segment.PROMISED].evidence.conversation) == ((31,), 3)
    assert set(those(a_pair(5), Stage.CUSTOMER)) == {Segment.CUSTOMERS}


def test_whoever_is_nobody_to_be_listed_is_in_none() -> None:
    assert segments(a_pair(200, 150, 60, starred=True, is_somebody=False), Stage.REGULAR, DEFAULTS) == ((), None)
    assert ago(0) == NOON
