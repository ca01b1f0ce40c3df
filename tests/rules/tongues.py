"""The language files that ship, read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from inbox.rules.languages import Heard, Languages, read_languages

FOLDER = Path(__file__).parents[2] / "resources" / "words"


@cache
def shipped() -> Languages:
    return read_languages({path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.toml"))})


def heard(text: str) -> Heard:
    return Heard(text, shipped())
