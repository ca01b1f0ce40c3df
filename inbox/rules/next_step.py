"""The one next step with a person: the first rule that fits, with its reason, or none.

Start shallow, go deeper over time. Never a sales pitch; never a step that could not be taken; at most one private
step a fortnight.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from inbox.core.relation import NO_EVIDENCE, Door, NextStep, Segment, StepKind
from inbox.rules.between import Between, Way, counted, earlier, evidence, of_exchanges
from inbox.rules.segments import silent_after
from inbox.rules.thresholds import Thresholds

_DAY = timedelta(days=1)
_PRIVATE = frozenset({StepKind.WRITE, StepKind.CALL})
_UNASKED = _PRIVATE | {StepKind.SAY_HELLO, StepKind.HELLO_AGAIN}
"""Not to somebody who is not to be contacted."""


def next_step(
    between: Between, segments: Collection[Segment], limits: Thresholds
) -> tuple[NextStep | None, datetime | None]:
    """The step, and when time alone gives another one (beside what changes the segments)."""
    if not between.is_somebody:
        return None, None
    last = between.facts.last_private_out
    rested = None if last is None else last + limits.private_days * _DAY
    rests = rested is not None and between.now < rested
    changes = earlier(between.turned_down_until, rested if rests else None, _later(between, limits))
    for kind, rule in _RULES:
        if kind.value in between.turned_down or (rests and kind in _PRIVATE):
            continue
        if between.do_not_contact and kind in _UNASKED:
            continue
        step = rule(between, segments, limits)
        if step is not None:
            return step, changes
    return None, changes


def _answer(between: Between, _segments: Collection[Segment], _limits: Thresholds) -> NextStep | None:
    asked = between.question
    if asked is None:
        return None
    shown = evidence([asked.message], asked.conversation)
    return NextStep(StepKind.ANSWER, "Answer their question", "They asked you something and are waiting.", shown)


def _keep_promise(between: Between, _segments: Collection[Segment], _limits: Thresholds) -> NextStep | None:
    if not between.promises:
        return None
    first = between.promises[0]
    late = first.due is not None and first.due < between.now
    why = f"You promised: “{first.words}”.{' It is due.' if late else ''}"
    shown = evidence([first.message], first.conversation or between.conversation)
    return NextStep(StepKind.KEEP_PROMISE, "Keep your promise", why, shown)


def _thank(between: Between, _segments: Collection[Segment], _limits: Thresholds) -> NextStep | None:
    kind = between.kind
    if kind is None or between.was_thanked:
        return None
    shown = evidence([kind.message], kind.conversation)
    return NextStep(StepKind.THANK, "Thank them", "They wrote kind words, and you have never thanked them.", shown)


def _say_hello(between: Between, segments: Collection[Segment], limits: Thresholds) -> NextStep | None:
    facts = between.facts
    if Segment.SUPPORTERS not in segments or facts.messages_in or facts.messages_out or facts.contacts:
        return None
    way = next(iter(between.ways), None)
    if way is None:
        return None
    why = f"They liked, boosted or linked {limits.supporter_gifts:,} times or more, and you have never talked."
    shown = evidence(gift.message for gift in between.gifts)
    return NextStep(StepKind.SAY_HELLO, "Say hello", f"{why}{_claim(way)}", shown, way.door, way.address)


def _write(between: Between, _segments: Collection[Segment], limits: Thresholds) -> NextStep | None:
    facts = between.facts
    way = next((way for way in between.ways if way.door is Door.EMAIL), None)
    if way is None or facts.private_out or facts.contacts or facts.exchanges < limits.write_exchanges:
        return None
    why = f"You had {counted(facts.exchanges, 'exchange')} in public, and none in private.{_claim(way)}"
    shown = of_exchanges(between.last_exchanges)
    return NextStep(StepKind.WRITE, "Write personally", why, shown, way.door, way.address)


def _call(between: Between, _segments: Collection[Segment], limits: Thresholds) -> NextStep | None:
    facts = between.facts
    if between.conversation is None or facts.exchanges < limits.call_exchanges or between.talks:
        return None
    if facts.first_exchange is None or facts.last_exchange is None:
        return None
    known_for = facts.last_exchange - facts.first_exchange
    if known_for < limits.call_days * _DAY or between.now < _may_call(between, limits):
        return None
    why = f"You had {counted(facts.exchanges, 'exchange')} over {known_for // _DAY:,} days, and have never spoken."
    # The first one as well: from it on the days are counted.
    shown = of_exchanges((*between.first_exchanges[:1], *between.last_exchanges[:4]))
    return NextStep(StepKind.CALL, "Offer a call", why, evidence(shown.messages, between.conversation))


def _write_down(between: Between, _segments: Collection[Segment], limits: Thresholds) -> NextStep | None:
    talk = next(iter(between.talks), None)
    if talk is None or talk.has_words or between.now >= talk.at + limits.write_down_days * _DAY:
        return None
    why = f"You talked ({talk.how}), and no word of it is kept."
    return NextStep(StepKind.WRITE_DOWN, "Write down how it went", why, NO_EVIDENCE)


def _hello_again(between: Between, segments: Collection[Segment], limits: Thresholds) -> NextStep | None:
    if Segment.DRIFTING not in segments or between.conversation is None:
        return None
    _, silent = silent_after(between, limits)
    why = f"You had {counted(between.facts.exchanges, 'exchange')}, then it fell {silent}."
    shown = of_exchanges(between.last_exchanges)
    return NextStep(StepKind.HELLO_AGAIN, "Say hello again", why, evidence(shown.messages, between.conversation))


_RULES: tuple[tuple[StepKind, Callable[[Between, Collection[Segment], Thresholds], NextStep | None]], ...] = (
    (StepKind.ANSWER, _answer),
    (StepKind.KEEP_PROMISE, _keep_promise),
    (StepKind.THANK, _thank),
    (StepKind.SAY_HELLO, _say_hello),
    (StepKind.WRITE, _write),
    (StepKind.CALL, _call),
    (StepKind.WRITE_DOWN, _write_down),
    (StepKind.HELLO_AGAIN, _hello_again),
)


def _may_call(between: Between, limits: Thresholds) -> datetime:
    declined = between.call_declined_at
    return between.now if declined is None else declined + limits.call_declined_days * _DAY


def _later(between: Between, limits: Thresholds) -> datetime | None:
    """When a rest ends that is about one step, or words fall due."""
    talk = next(iter(between.talks), None)
    moments = [
        _may_call(between, limits),
        None if talk is None else talk.at + limits.write_down_days * _DAY,
        between.promises[0].due if between.promises else None,
    ]
    return earlier(*(at for at in moments if at is not None and at > between.now))


def _claim(way: Way) -> str:
    if not way.is_claim:
        return ""
    return f" The address {way.address} was typed into a comment form: nobody has proved that it is theirs."
