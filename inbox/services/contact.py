"""Who may be written to in private.

"Do not contact" closes every private way (direct message, e-mail, call, newsletter); answering in public, where they
wrote to everybody, stays possible.
"""

from __future__ import annotations

from inbox.core.model import Kind
from inbox.core.ports import Reading

PRIVATE = frozenset({Kind.MESSAGE, Kind.EMAIL})
"""Kinds of messages that only the two of us read."""
WHAT_IT_DOES = (
    "Parlour then sends them nothing private: no message, no e-mail, no invitation to a call, no newsletter; and it "
    "suggests none of these. Answers in public, where they wrote to everybody, stay possible."
)


def is_private(kind: Kind) -> bool:
    return kind in PRIVATE


def why_not_privately(reading: Reading, identity: int, name: str) -> str:
    """Why nothing private may go to this person, as a sentence with what to do; "" where it may."""
    if not identity or not reading.may_not_contact(identity):
        return ""
    return (
        f"You marked {name} “do not contact”, so nothing private is sent to them. "
        "Take the mark away in their profile if that has changed."
    )
