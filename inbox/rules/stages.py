"""How close somebody is, and how they came there: Stranger, Acquaintance, Regular; Friend only proposed; Customer by
hand.

It follows from facts alone, and facts only grow with time, so that nobody moves down by what they do or leave undone.
What was set by hand stays; only a step that facts reach after it was set takes them further.
"""

from __future__ import annotations

from datetime import datetime

from inbox.core.model import By, Stage
from inbox.core.relation import StageReached
from inbox.rules.between import Between, counted, evidence, of_exchanges
from inbox.rules.thresholds import Thresholds

STAGES = tuple(Stage)


def ladder(between: Between, limits: Thresholds) -> tuple[Stage, tuple[StageReached, ...]]:
    """The stage, and the steps that led there, oldest first."""
    steps = [step for step in (_stranger(between), _acquaintance(between, limits), _regular(between, limits)) if step]
    by_hand, set_at = between.stage_by_hand, between.stage_set_at
    if by_hand is None:
        stage = max((step.stage for step in steps), key=STAGES.index, default=Stage.STRANGER)
        return stage, tuple(steps)
    since = [step.stage for step in steps if set_at is not None and step.at is not None and step.at > set_at]
    steps.append(StageReached(by_hand, set_at, "You set it.", By.ME))
    steps.sort(key=lambda step: (step.at is not None, step.at, STAGES.index(step.stage)))
    return max((by_hand, *since), key=STAGES.index), tuple(steps)


def offers(between: Between, stage: Stage) -> tuple[StageReached, ...]:
    """Friend, where something private went both ways or you talked elsewhere."""
    if not between.is_somebody or Stage.FRIEND.value in between.turned_down:
        return ()
    if STAGES.index(stage) >= STAGES.index(Stage.FRIEND):
        return ()
    facts = between.facts
    if facts.private_in and facts.private_out:
        shown = evidence((one.message for one in between.private), between.private[0].conversation)
        at = min((one.at for one in between.private), default=None)
        return (StageReached(Stage.FRIEND, at, "You wrote each other in private.", evidence=shown),)
    if between.talks:
        talk = between.talks[-1]
        return (
            StageReached(
                Stage.FRIEND,
                talk.at,
                f"You talked with each other ({talk.how}).",
            ),
        )
    return ()


def next_by_hand(stage: Stage) -> Stage | None:
    """One up; None above Customer."""
    at = STAGES.index(stage) + 1
    return STAGES[at] if at < len(STAGES) else None


def _stranger(between: Between) -> StageReached | None:
    met = between.facts.first_met
    if met is None:
        return None
    facts = between.facts
    first = between.first_said
    shown = evidence([None if first is None else first.message], None if first is None else first.conversation)
    if facts.first_in is not None and facts.first_in == met:
        why = "They wrote to you."
    elif facts.first_out is not None and facts.first_out == met:
        why = "You wrote to them."
    else:
        why = "They liked, shared or followed."
    return StageReached(Stage.STRANGER, met, why, evidence=shown)


def _acquaintance(between: Between, limits: Thresholds) -> StageReached | None:
    needed = limits.acquaintance_exchanges
    several = between.first_exchanges[:needed]
    if len(several) < needed:
        return None
    why = "You answered each other." if needed == 1 else f"You had {counted(needed, 'exchange')}."
    return StageReached(Stage.ACQUAINTANCE, several[-1].at, why, evidence=of_exchanges(several))


def _regular(between: Between, limits: Thresholds) -> StageReached | None:
    several = between.first_exchanges[: limits.regular_exchanges]
    apart = between.first_in_conversation[: limits.regular_conversations]
    if len(several) < limits.regular_exchanges or len(apart) < limits.regular_conversations:
        return None
    at: datetime = max(several[-1].at, apart[-1].at)
    why = f"You had {counted(len(several), 'exchange')} over {counted(len(apart), 'conversation')}."
    return StageReached(Stage.REGULAR, at, why, evidence=of_exchanges((*several, *apart)))
