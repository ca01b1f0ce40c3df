"""Where somebody stands with the newsletter, by the entries of their record, and what may be added to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inbox.core.consent import Consent, ConsentView, Entry, LeftOut

NOT_GIVEN = {
    Consent.NOT_ASKED: LeftOut.NEVER_ASKED,
    Consent.ASKED: LeftOut.NO_ANSWER,
    Consent.WITHDRAWN: LeftOut.WITHDRAWN,
}


def standing(entries: Sequence[Entry]) -> ConsentView:
    """In any order. A mistake takes away what was entered last before it and still counted; of what is left, the entry
    about the latest time decides: somebody may write down today what was said a month ago."""
    entered = sorted(entries, key=lambda entry: (entry.made_at, entry.id))
    counting: list[Entry] = []
    for entry in entered:
        if entry.state is not Consent.MISTAKE:
            counting.append(entry)
        elif counting:
            counting.pop()
    ids = {entry.id for entry in counting}
    shown = tuple(
        replace(entry, counts=entry.id in ids or entry.state is Consent.MISTAKE) for entry in reversed(entered)
    )
    decides = max(counting, key=lambda entry: (entry.at, entry.made_at, entry.id), default=None)
    return ConsentView(decides.state if decides is not None else Consent.NOT_ASKED, decides, shown)


def why_not(view: ConsentView, new: Consent, *, email: str) -> str:
    """Why an entry makes no sense, as a sentence with what to do; "" where it does."""
    if new is Consent.NOT_ASKED:
        return "Nothing is written down for somebody who was not asked."
    if new is Consent.MISTAKE and not any(
        entry.counts and entry.state is not Consent.MISTAKE for entry in view.entries
    ):
        return "There is no entry that could be a mistake."
    if new is Consent.GIVEN and "@" not in email:
        return "Write the e-mail address they gave it for."
    if new is Consent.WITHDRAWN and view.state is Consent.WITHDRAWN:
        return "They withdrew it already."
    return ""
