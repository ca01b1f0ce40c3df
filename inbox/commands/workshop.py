"""What the headless face works with; `app.py` builds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inbox.core.clock import Clock
from inbox.core.ports import Secrets, Store
from inbox.services.sessions import Sessions

if TYPE_CHECKING:
    from inbox.networks.api import Declaration

Pace = Callable[[str], Callable[[datetime, int, float | None], datetime]]
"""Network id -> its schedule (`services.sync.NextSync`)."""


@dataclass(frozen=True, slots=True)
class Workshop:
    store: Store
    secrets: Secrets
    sessions: Sessions
    clock: Clock
    networks: Callable[[], Sequence[Declaration]]
    pace: Pace
    resources: Path
    forget_pictures: Callable[[], None] = lambda: None
    """Throw away the pictures kept for the time without a network: whose they are is not noted."""
