"""People and conversations to try Parlour with: a network whose server is a file in the profile's folder (decision 37).

It goes through the same session, intake and outbox as every other network, and nothing leaves the computer.
"""

from __future__ import annotations

from inbox.core.model import Can, Verb
from inbox.networks.api import Declaration, Retry, Safety, TextLimit, Unit

NETWORK = Declaration(
    id="sample",
    title="Sample",
    place_word="blog",
    reads="Made-up people who comment on two made-up blogs; nothing leaves your computer.",
    writes="Answers to comments, and moderation: approve, hold, spam, trash. Some of the people answer back.",
    can=Can.READ | Can.REPLY | Can.MODERATE,
    sign_in=(),
    # Its places dress as WordPress: the same limit, the same refusal of the same words.
    limit=TextLimit(65_525, Unit.BYTES),
    retries={
        Verb.REPLY: Retry(Safety.DUPLICATE_ERROR, settle_s=5.0),
        Verb.MODERATE: Retry(Safety.REPEATABLE, settle_s=5.0),
    },
    without={Verb.LIKE: "WordPress has no likes.", Verb.UNLIKE: "WordPress has no likes."},
    lately=("commenter:",),
    sync_every_s=30.0,
    tested_against="its own fake server",
    hidden=True,
)
