"""What lists of people are called; the operators of a search over people: what each means and may be given. Knows no
SQL."""

from __future__ import annotations

from collections.abc import Mapping

from inbox.core.relation import Segment
from inbox.rules.search_words import DATES, OF_SEGMENTS, STAGES, Operator

TITLES: Mapping[Segment, str] = {
    Segment.STARRED: "Starred",
    Segment.NEW_FACES: "New faces",
    Segment.COMING_BACK: "Coming back",
    Segment.REGULARS: "Regulars",
    Segment.SUPPORTERS: "Supporters",
    Segment.DRIFTING: "Drifting",
    Segment.PROMISED: "Waiting for my promise",
    Segment.CUSTOMERS: "Customers",
}
"""What the built-in lists of people are called."""
STANDING: Mapping[str, tuple[Segment | None, str]] = {
    "starred": (Segment.STARRED, "You starred them"),
    "waiting": (None, "They wait for you"),
    **OF_SEGMENTS,
}
"""What is: may be given: a built-in segment, or that they wait; and what it says."""
HAS = {
    "email": "You know an e-mail address of theirs",
    "note": "You keep a note on them",
    "tag": "They have a tag",
}
OPERATORS = (
    Operator("from", "Their name, handle or address", "from:ann"),
    Operator("on", "On which network they are", "on:mastodon", known=lambda values: values.networks),
    Operator("in", "At which place you talk", 'in:"The Slow Oven"', known=lambda values: values.places),
    Operator("is", "How you stand", "is:regular", tuple((name, says) for name, (_, says) in STANDING.items())),
    Operator("stage", "How well you know them", "stage:friend", tuple(STAGES.items())),
    Operator("tag", "A tag of theirs", "tag:baker", known=lambda values: values.tags),
    Operator("has", "What is known of them", "has:email", tuple(HAS.items())),
    Operator("before", "Not in touch since then", "before:6m", tuple(DATES.items()), None, False),
    Operator("after", "In touch since then", "after:30d", tuple(DATES.items()), None, False),
    Operator("met", "First met since then", "met:30d", tuple(DATES.items())),
)
"""Every other word is looked for in names, handles, tags and notes, and in what they wrote."""
