"""Named points between every two effects of queueing, claiming, sending and settling, where a test may end the process.

`PARLOUR_DIE_AT="send.answered:2"` ends it at the second coming to that point, as `kill -9` would: no `finally`, no
`atexit`, nothing flushed. Without the variable a point is one comparison.
"""

from __future__ import annotations

import itertools
import os

VARIABLE = "PARLOUR_DIE_AT"
EXIT_CODE = 137
"""What a shell reports of a process that SIGKILL ended."""

POINTS = (
    "queue.delivery",
    "queue.message",
    "queue.written",
    "queue.committed",
    "deliver.chosen",
    "deliver.grounded",
    "deliver.absorbed",
    "deliver.prepared",
    "claim.written",
    "claim.committed",
    "send.answered",
    "send.failed",
    "settle.delivery",
    "settle.written",
    "settle.committed",
    "look.begun",
    "look.answered",
    "recover.written",
    "recognise.written",
)
"""In the order of a delivery's life. `written`: all of it, not committed; `committed`: durable, nothing done since."""


def _armed(setting: str) -> tuple[str, int]:
    name, _, count = setting.partition(":")
    if name not in POINTS or not (count or "1").isdigit():
        raise ValueError(f"{VARIABLE} is {setting!r}; it takes POINT:N with one of {', '.join(POINTS)}.")
    return name, int(count or "1")


_die_at = _armed(os.environ[VARIABLE]) if VARIABLE in os.environ else None
_hits = itertools.count(1)


def fault_point(name: str) -> None:
    """Die here if this is the hit that `PARLOUR_DIE_AT` asks for."""
    if _die_at is not None and name == _die_at[0] and next(_hits) == _die_at[1]:
        os._exit(EXIT_CODE)
