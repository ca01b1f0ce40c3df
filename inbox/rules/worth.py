"""Which conversation is most worth answering first: points, each with its reason, and when they change by themselves.

Audience size counts for nothing: a person is not a reach figure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox.core.model import Reason, Stage
from inbox.core.text import web_addresses, without_web_addresses, words
from inbox.rules.phrases import StockPhrases
from inbox.rules.spam_signs import ENOUGH, SpamSign

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)

_FENCED = re.compile(r"(?s)```.*?(?:```|\Z)|(?<!`)`[^`\n]+`(?!`)")
_MAIL = re.compile(r"\S+@\S+")
# Latin, full width, Arabic, reversed, Armenian, Ethiopic, Coptic, Vai, Bamum, Limbu, double marks, Greek.
_QUESTION_MARKS = re.compile("[?\uff1f\u061f\u2e2e\u055e\u1367\u2cfa\u2cfb\ua60f\ua6f7\u1945\u2047\u2048\u2049\u037e]")
_ASCII_GREEK_MARK = re.compile(r";[\s\"'»”’)\]]*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class WorthPoints:
    """What each reason counts, and from when; all of it may be edited."""

    question: int = 30
    starred: int = 25
    close: int = 20
    """A friend or a customer."""
    promised: int = 20
    """I promised them something and have not kept it yet."""
    regular: int = 15
    first_time: int = 15
    addressed: int = 10
    waiting: int = 10
    waiting_long: int = 15
    """In place of `waiting`, not on top of it."""
    many_words: int = 5
    came_back: int = 100
    """Back on top: more than all other reasons together can be."""
    nothing_said: int = -20
    """Only a link or a stock phrase."""
    spam: int = -100
    """Looks like spam: it shows two signs of it, or more."""
    waiting_after: timedelta = 24 * _HOUR
    waiting_long_after: timedelta = 72 * _HOUR
    falling_after: timedelta = 14 * _DAY
    falling_for: timedelta = 14 * _DAY
    """The points of waiting go down to 0 evenly over this time: whoever waited a month is no longer urgent, and rather
    stands by the other reasons."""
    many_words_over: int = 40


DEFAULT_POINTS = WorthPoints()


@dataclass(frozen=True, slots=True)
class Said:
    """What was found in the newest thing they wrote."""

    asks: bool = False
    words: int = 0
    links: int = 0
    is_only_link: bool = False
    is_stock_phrase: bool = False


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """Everything the worth of a conversation depends on, about its newest inbound message and who wrote it."""

    now: datetime
    waiting_since: datetime | None
    """When the oldest message that waits for an answer came; None when nothing waits."""
    said: Said = Said()
    starred: bool = False
    first_time: bool = False
    """What waits is the first they ever wrote, and I never spoke to them."""
    stage: Stage = Stage.STRANGER
    promised: bool = False
    addressed: bool = False
    """It speaks to me directly: a reply to me, a mention, a direct message; not merely a comment under my post."""
    came_back: str = ""
    """Why it waits again: "snooze", "answered", "no_answer", "wrote_again", or ""."""
    unanswered_since: datetime | None = None
    """With "no_answer": when I said the last thing."""
    held: bool = False
    """It is held for moderation and I may approve it."""
    spam: tuple[SpamSign, ...] = ()
    """What makes it look like spam; nobody who was answered before."""
    asks_to_stop: bool = False
    """They ask not to be written to."""


@dataclass(frozen=True, slots=True)
class Worth:
    """`points` is the sum of the reasons'. At `changes_at` (never later) points or a label are others; None: never."""

    points: int
    reasons: tuple[Reason, ...]
    changes_at: datetime | None


def what_they_said(text: str, phrases: StockPhrases, *, spoken: str | None = None) -> Said:
    """`spoken` is `Safe.spoken` where the message was HTML: their own words without quotes, code and link texts."""
    own = without_quotes(text if spoken is None else spoken)
    links = len(web_addresses(text))
    own_words = words(_MAIL.sub(" ", without_web_addresses(own)))
    has_link = bool(links) or (spoken is not None and bool(text.strip()) and not spoken.strip())
    return Said(
        asks=asks_question(own),
        words=own_words,
        links=links,
        is_only_link=has_link and own_words == 0 and "[image" not in text,
        is_stock_phrase=own_words > 0 and phrases.are_all_of(own),
    )


def asks_question(text: str) -> bool:
    """A question is found by its mark in any script, outside web addresses, code and "> " quotes."""
    if ";" not in text and not _QUESTION_MARKS.search(text):
        return False
    own = without_web_addresses(_FENCED.sub(" ", without_quotes(text)))
    return bool(_QUESTION_MARKS.search(own)) or any(map(_is_greek_question, own.split("\n")))


def without_quotes(text: str) -> str:
    """The text without lines that begin with ">"."""
    if ">" not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))


def _is_greek_question(line: str) -> bool:
    """Greek asks with a semicolon; typed on most keyboards it is the ASCII one. It counts after a Greek word only."""
    for mark in _ASCII_GREEK_MARK.finditer(line):
        letter = next((char for char in reversed(line[max(0, mark.start() - 3) : mark.start()]) if char.isalpha()), "")
        if letter and unicodedata.name(letter, "").startswith("GREEK"):
            return True
    return False


def worth(facts: ConversationFacts, points: WorthPoints = DEFAULT_POINTS) -> Worth:
    """Reasons come strongest first; what takes points away comes last, and behind it why. Reasons set to 0 points are
    left out, except what is said but counts nothing: that something is held, that they ask to stop, signs of spam."""
    said = facts.said
    waiting, changes_at = _waiting(facts, points)
    back, back_changes_at = _came_back(facts, points)
    found = [
        back,
        Reason("question", "Asks a question", points.question if said.asks else 0),
        Reason("starred", "Starred", points.starred if facts.starred else 0),
        _stage(facts.stage, points),
        Reason("promised", "You promised something", points.promised if facts.promised else 0),
        Reason("first_time", "First time here", points.first_time if facts.first_time else 0),
        Reason("addressed", "Speaks to you", points.addressed if facts.addressed else 0),
        waiting,
        Reason("many_words", "Took time to write", points.many_words if said.words > points.many_words_over else 0),
        Reason("only_link", "Only a link", points.nothing_said if said.is_only_link else 0),
        Reason(
            "stock_phrase",
            "A stock phrase",
            points.nothing_said if said.is_stock_phrase and not said.is_only_link else 0,
        ),
    ]
    reasons = sorted((reason for reason in found if reason.points), key=lambda reason: -reason.points)
    reasons += _spam(facts.spam, points)
    if facts.asks_to_stop:
        reasons.insert(0, Reason("please_stop", "Asks you to stop", 0))
    if facts.held:
        reasons.insert(0, Reason("held", "Held for you to approve", 0))
    changes = [at for at in (changes_at, back_changes_at) if at is not None]
    return Worth(sum(reason.points for reason in reasons), tuple(reasons), min(changes, default=None))


def _spam(signs: tuple[SpamSign, ...], points: WorthPoints) -> list[Reason]:
    """The points, and each sign by name; one sign alone says nothing."""
    if len(signs) < ENOUGH or not points.spam:
        return []
    return [Reason("spam", "Looks like spam", points.spam), *(Reason(sign.code, sign.label, 0) for sign in signs)]


_BACK = {"snooze": "Back from snooze", "answered": "They answered", "wrote_again": "They wrote again"}


def _came_back(facts: ConversationFacts, points: WorthPoints) -> tuple[Reason, datetime | None]:
    """The chip that says why it is on top again; how long there was no answer changes by the hour, then by the day."""
    if facts.came_back != "no_answer":
        label = _BACK.get(facts.came_back, "")
        return Reason(facts.came_back, label, points.came_back if label else 0), None
    # A reminder "in three days" falls due a moment before they are over.
    since = (facts.unanswered_since or facts.now) - _MINUTE
    age = max(facts.now - since, timedelta(0))
    unit, name = (_DAY, "day") if age >= _DAY else (_HOUR, "hour")
    n = age // unit
    label = f"No answer for {n} {name}{'s' if n != 1 else ''}" if n else "No answer yet"
    return Reason("no_answer", label, points.came_back), since + (n + 1) * unit


def _stage(stage: Stage, points: WorthPoints) -> Reason:
    counts = {Stage.FRIEND: points.close, Stage.CUSTOMER: points.close, Stage.REGULAR: points.regular}
    return Reason(stage.value, stage.value.capitalize(), counts.get(stage, 0))


def _waiting(facts: ConversationFacts, points: WorthPoints) -> tuple[Reason, datetime | None]:
    nothing = Reason("waiting", "Waiting", 0)
    since = facts.waiting_since
    if since is None:
        return nothing, None
    age = max(facts.now - since, timedelta(0))
    if age < points.waiting_after:
        return nothing, since + points.waiting_after
    over = points.falling_after + points.falling_for
    if age >= over:
        return nothing, None
    days = age // _DAY
    changes = [over, (days + 1) * _DAY]
    if age < points.waiting_long_after:
        counts = points.waiting
        changes.append(points.waiting_long_after)
    elif age < points.falling_after:
        counts = points.waiting_long
        changes.append(points.falling_after)
    else:
        # Rounded up, so that the last point goes when the time is over: integers of microseconds, no floats.
        counts = -(-points.waiting_long * (over - age) // points.falling_for)
        changes.append(over - (counts - 1) * points.falling_for // max(points.waiting_long, 1))
    label = f"Waiting {days} day{'s' if days != 1 else ''}" if days else f"Waiting {age // _HOUR} hours"
    return Reason("waiting", label, counts), since + min(change for change in changes if change > age)
