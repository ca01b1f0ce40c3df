"""By which of their names two people who are found to be one are called, unless somebody chooses another. Pure."""

from __future__ import annotations

from inbox.core.person import PersonView

MOST = 5
_WITHIN_NAMES = str.maketrans(dict.fromkeys(".,'\u2019-"))


def names_of(*people: PersonView) -> tuple[str, ...]:
    """All they are called and call themselves, each once, at most `MOST`, the best first: what was chosen for them,
    then what looks like a name and a surname, then a name, then a handle. Of equals the first one's."""
    found = dict.fromkeys(name for one in people for name in (one.name, *(each.name for each in one.identities)))
    chosen = {one.name for one in people if one.name not in {each.name for each in one.identities}}
    return tuple(sorted(found, key=lambda name: (name not in chosen, -_likeness(name)))[:MOST])


def _likeness(name: str) -> int:
    """2: several words of letters; 1: one; 0: a handle, an address, a number."""
    words = name.translate(_WITHIN_NAMES).split()
    if not words or not all(map(str.isalpha, words)):
        return 0
    return 2 if len(words) > 1 else int(not name.islower())
