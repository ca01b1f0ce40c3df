"""Whether to pause before writing once more to somebody who has not answered: offered, never forbidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from inbox.core.manners import Said

FROM = 3
"""The time one writes at which a pause is offered."""
_SHOWN = 4
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def slow_down(unanswered: Sequence[Said], date: Callable[[datetime], str]) -> str:
    """ "The third time you write without an answer (mail 3 Nov, message 9 Nov)."; "" where nothing speaks against
    writing. `unanswered`: what was written since they last said anything, oldest first; `date` says a day in words."""
    time = len(unanswered) + 1
    if time < FROM:
        return ""
    ending = "th" if 10 < time % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(time % 10, "th")
    ordinal = _ORDINALS[time - 1] if time <= len(_ORDINALS) else f"{time}{ending}"
    shown = [f"{one.kind} {date(one.at)}" for one in unanswered[-_SHOWN:]]
    more = ["…"] if len(unanswered) > _SHOWN else []
    return f"The {ordinal} time you write without an answer ({', '.join([*more, *shown])})."
