"""What lists of people say: their names and rules in words, a row as one sentence, and what stands where nobody is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.core.relation import PeopleSort, PersonRow, Segment
from inbox.rules.thresholds import Thresholds
from inbox.ui.empty import Emptiness
from inbox.ui.look import times

EVERYONE = "Everyone"
ICONS: dict[Segment | None, str] = {
    None: "people",
    Segment.STARRED: "star",
    Segment.NEW_FACES: "smile",
    Segment.COMING_BACK: "refresh",
    Segment.REGULARS: "cup",
    Segment.SUPPORTERS: "heart",
    Segment.DRIFTING: "wind",
    Segment.PROMISED: "gift",
    Segment.CUSTOMERS: "bag",
}
BY_NUMBERS = (Segment.NEW_FACES, Segment.COMING_BACK, Segment.REGULARS, Segment.SUPPORTERS, Segment.DRIFTING)
"""Those whose rule is made of numbers that can be changed."""
CHANGES = "What counts"
SORTS: dict[PeopleSort, str] = {
    PeopleSort.CONTACT: "Last in touch first",
    PeopleSort.WAITING: "Who waits first",
    PeopleSort.MET: "Newest faces first",
    PeopleSort.STAGE: "By stage",
    PeopleSort.NAME: "By name",
}
_NOBODY: dict[Segment, Emptiness] = {
    Segment.STARRED: Emptiness("people", "Nobody is starred yet", "Star somebody with S, and you find them here."),
    Segment.NEW_FACES: Emptiness(
        "cup", "Every new face has heard from you", "Whoever writes for the first time appears here."
    ),
    Segment.COMING_BACK: Emptiness(
        "people", "Nobody is coming back just now", "Here you see those who write again, before you know them well."
    ),
    Segment.REGULARS: Emptiness("people", "No regulars yet", "It takes a few exchanges, and they are worth the time."),
    Segment.SUPPORTERS: Emptiness(
        "people", "No supporters yet", "Here you see those who like, share or link what you do, and may never write."
    ),
    Segment.DRIFTING: Emptiness("cup", "Nobody is drifting", "A good sign."),
    Segment.PROMISED: Emptiness("cup", "You owe nobody a promise", "What you say you will do comes back here."),
    Segment.CUSTOMERS: Emptiness(
        "people", "No customers yet", "Only you say who is one: on the ladder of their profile."
    ),
}


def rule_of(segment: Segment, limits: Thresholds) -> str:
    """By which numbers of the page "What counts" somebody is in it."""
    match segment:
        case Segment.STARRED:
            return "You starred them."
        case Segment.NEW_FACES:
            return f"First wrote within {limits.new_face_days} days, and you have not answered yet."
        case Segment.COMING_BACK:
            times, apart = limits.coming_back_messages, limits.coming_back_conversations
            days = limits.coming_back_days
            return f"Wrote {times} times or more, in {apart} conversations or more, within {days} days."
        case Segment.REGULARS:
            exchanges, over = limits.regular_exchanges, limits.regular_conversations
            return f"You had {exchanges} exchanges or more, over {over} conversations or more."
        case Segment.SUPPORTERS:
            return (
                f"Liked, boosted or linked {limits.supporter_gifts} times or more within {limits.supporter_days} days."
            )
        case Segment.DRIFTING:
            return (
                f"You had {limits.drifting_exchanges} exchanges or more, then it fell silent for "
                f"{limits.drifting_days} days, or for much longer than is usual between you."
            )
        case Segment.PROMISED:
            return "You promised them something, and it is still open."
        case Segment.CUSTOMERS:
            return "Only you say who is one."


def nobody(segment: Segment | None) -> Emptiness:
    if segment is None:
        return Emptiness("people", "Nobody yet", "Whoever writes to you, likes or shares appears here.")
    return _NOBODY[segment]


def nobody_fits(name: str, query: str) -> Emptiness:
    return Emptiness("people", f"Nobody in “{name}” just now", f"It looks for: {query}")


def nobody_found(query: str) -> Emptiness:
    return Emptiness(
        "search", "Nobody found", f"Nobody is called “{query}” or wrote it.", hint=("Esc", "clear the search")
    )


def facts_of(row: PersonRow) -> str:
    """ "Regular · 6 to you, 5 from you"."""
    stage = row.stage.value.capitalize()
    return f"{stage} · {exchanged(row)}"


def exchanged(row: PersonRow) -> str:
    if not (row.messages_in or row.messages_out):
        return "has not written yet"
    return f"{row.messages_in:,} to you, {row.messages_out:,} from you"


def waiting_words(row: PersonRow) -> str:
    """As a chip; "" where nothing waits."""
    if row.waiting == 1:
        return "Waits for you"
    return f"{row.waiting} wait for you" if row.waiting else ""


def corner(row: PersonRow, sort: PeopleSort, now: datetime) -> str:
    """At the right of the name: when you were last in touch, or met where that is the order."""
    if sort is PeopleSort.MET:
        return f"met {times.date(row.first_met, now)}" if row.first_met else ""
    return times.age(row.last_contact, now) if row.last_contact else ""


def spoken(row: PersonRow, now: datetime, networks: Sequence[str]) -> str:
    """Name and marks first. `networks`: their titles."""
    marks = [row.name]
    marks += ["starred"] if row.starred else []
    if row.waiting:
        marks.append(
            "1 conversation waits for you" if row.waiting == 1 else f"{row.waiting} conversations wait for you"
        )
    said = [", ".join(marks)]
    said += [row.why.rstrip(".")] if row.why else []
    on = f" on {_listed(networks)}" if networks else ""
    said.append(f"{row.stage.value.capitalize()}{on}, {exchanged(row)}")
    if row.last_contact is not None:
        said.append(f"Last in touch {times.ago(row.last_contact, now)}")
    if row.first_met is not None:
        said.append(f"First met {times.date(row.first_met, now)}")
    said += [f"Tags: {', '.join(row.tags)}"] if row.tags else []
    return ". ".join(said) + "."


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
