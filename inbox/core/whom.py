"""Whom a step was about, as it is said: "Done: Amara Okafor", "Done (3): Amara Okafor and 2 others"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from inbox.core.text import set_apart


@dataclass(frozen=True, slots=True)
class Whom:
    """Nobody while `name` is empty. `others`: so many more of the same kind."""

    name: str = ""
    title: str = ""
    others: int = 0

    def after(
        self, label: str, joint: str = "", *, mark: Callable[[str], str] = set_apart, titled: bool = False
    ) -> str:
        """`joint` stands between: a colon, or a dot where the label has a colon already. The label alone where it names
        them. `mark` is put around what strangers wrote; `titled`: of one alone, on what."""
        if not self.name or re.search(rf"(?<!\w){re.escape(self.name)}(?!\w)", label):
            return label
        about = mark(self.name)
        if self.others:
            about += f" and {self.others:,} other{'' if self.others == 1 else 's'}"
        elif titled and self.title:
            about += f", on “{mark(self.title)}”"
        return f"{label}{joint or (' · ' if ':' in label else ': ')}{about}"
