"""Who is in which built-in segment, why, and when time alone changes that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from inbox.core.model import Stage
from inbox.core.relation import NO_EVIDENCE, Segment, SegmentMember
from inbox.rules.between import Between, counted, earlier, evidence, of_exchanges
from inbox.rules.thresholds import Thresholds

_DAY = timedelta(days=1)

Found = tuple[SegmentMember | None, datetime | None]
"""Whether they are in it, and when this changes by itself."""
NOT_IN: Found = (None, None)


def segments(between: Between, stage: Stage, limits: Thresholds) -> tuple[tuple[SegmentMember, ...], datetime | None]:
    """In their order, and when time alone changes one of them. Nobody who is no somebody is in any."""
    if not between.is_somebody:
        return (), None
    found = [rule(between, stage, limits) for rule in _RULES]
    members = tuple(member for member, _ in found if member is not None)
    return members, earlier(*(at for _, at in found))


def silent_after(between: Between, limits: Thresholds) -> tuple[timedelta, str]:
    """From how long a silence on two people drift apart, and against what it is measured, as the end of a sentence."""
    facts = between.facts
    if facts.rhythm_s is None or facts.exchanges < limits.drifting_rhythm_exchanges:
        return limits.drifting_days * _DAY, f"silent for more than {_days(limits.drifting_days)}"
    usual = timedelta(seconds=facts.rhythm_s)
    least, most = limits.drifting_least_days * _DAY, limits.drifting_most_days * _DAY
    silence = min(max(usual * limits.drifting_rhythm_times, least), most)
    days = round(usual / _DAY)
    every = f"you usually talk every {_days(days)}" if days > 1 else "you usually talk every day"
    return silence, f"silent for more than {_days(round(silence / _DAY))}, and {every}"


def _starred(between: Between, _stage: Stage, _limits: Thresholds) -> Found:
    return (SegmentMember(Segment.STARRED, "You starred them.") if between.starred else None), None


def _new_face(between: Between, _stage: Stage, limits: Thresholds) -> Found:
    facts = between.facts
    if not facts.messages_in or facts.messages_out or facts.contacts or facts.first_in is None:
        return NOT_IN
    until = facts.first_in + limits.new_face_days * _DAY
    if between.now >= until:
        return NOT_IN
    first = between.first_said
    shown = NO_EVIDENCE if first is None else evidence([first.message], first.conversation)
    why = f"They first wrote within {_days(limits.new_face_days)}, and you have not answered yet."
    return SegmentMember(Segment.NEW_FACES, why, shown), until


def _coming_back(between: Between, stage: Stage, limits: Thresholds) -> Found:
    if stage not in (Stage.STRANGER, Stage.ACQUAINTANCE):
        return NOT_IN
    span = limits.coming_back_days * _DAY
    lately = [one for one in between.received if one.at > between.now - span]
    newest: dict[int | None, datetime] = {}
    for one in lately:
        newest.setdefault(one.conversation, one.at)
    wanted, apart = limits.coming_back_messages, limits.coming_back_conversations
    if len(lately) < wanted or len(newest) < apart:
        return NOT_IN
    until = min(lately[wanted - 1].at, sorted(newest.values(), reverse=True)[apart - 1]) + span
    why = (
        f"They wrote to you {_times(wanted)} or more, in {counted(apart, 'conversation')} or more, "
        f"within {_days(limits.coming_back_days)}."
    )
    shown = evidence((one.message for one in lately), lately[0].conversation)
    return SegmentMember(Segment.COMING_BACK, why, shown), until


def _regular(_between: Between, stage: Stage, _limits: Thresholds) -> Found:
    return (SegmentMember(Segment.REGULARS, "They are a regular.") if stage is Stage.REGULAR else None), None


def _supporter(between: Between, _stage: Stage, limits: Thresholds) -> Found:
    span = limits.supporter_days * _DAY
    lately = [gift for gift in between.gifts if gift.at > between.now - span]
    if len(lately) < limits.supporter_gifts:
        return NOT_IN
    why = (
        f"They liked, boosted or linked {_times(limits.supporter_gifts)} or more within {_days(limits.supporter_days)}."
    )
    shown = evidence(gift.message for gift in lately)
    return SegmentMember(Segment.SUPPORTERS, why, shown), lately[limits.supporter_gifts - 1].at + span


def _drifting(between: Between, _stage: Stage, limits: Thresholds) -> Found:
    facts = between.facts
    last = max((at for at in (facts.last_in, facts.last_out) if at is not None), default=None)
    if last is None or facts.exchanges < limits.drifting_exchanges:
        return NOT_IN
    after, silent = silent_after(between, limits)
    if between.now < last + after:
        return None, last + after
    why = f"You had {counted(facts.exchanges, 'exchange')}, then it fell {silent}."
    return SegmentMember(Segment.DRIFTING, why, of_exchanges(between.last_exchanges)), None


def _promised(between: Between, _stage: Stage, _limits: Thresholds) -> Found:
    if not between.promises:
        return NOT_IN
    first = between.promises[0]
    why = f"You promised: “{first.words}”."
    return SegmentMember(
        Segment.PROMISED, why, evidence([one.message for one in between.promises], first.conversation)
    ), None


def _customer(_between: Between, stage: Stage, _limits: Thresholds) -> Found:
    return (SegmentMember(Segment.CUSTOMERS, "You made them a customer.") if stage is Stage.CUSTOMER else None), None


_RULES: tuple[Callable[[Between, Stage, Thresholds], Found], ...] = (
    _starred,
    _new_face,
    _coming_back,
    _regular,
    _supporter,
    _drifting,
    _promised,
    _customer,
)


def _days(n: int) -> str:
    return "one day" if n == 1 else f"{n:,} days"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")
