"""Expected errors: their text is fit to show, and their name says who acts next.

A sentence says what happened, then what to do. Everything that is not an `InboxError` is a bug.
"""

from __future__ import annotations


class InboxError(Exception):
    """An expected failure; `str(error)` is one sentence for the person."""


class NetworkError(InboxError):
    """What a network may raise; nothing else leaves `inbox/networks`."""


class Unreachable(NetworkError):
    """Nothing was sent: the name was not found, the connection refused, TLS failed. Tried again by itself."""


class RateLimited(NetworkError):
    """The server asked for patience before it acted. Tried again by itself after `retry_after_s` seconds."""

    def __init__(self, sentence: str, retry_after_s: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s


class SignInNeeded(NetworkError):
    """The person must sign in again, or allow something at the network."""


class Rejected(NetworkError):
    """The server understood and refused: do not repeat. `code` is the network's own word for it."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


class OutcomeUnknown(NetworkError):
    """Something was sent and no clear answer came (timeout, reset, cut answer, 5xx): look before anything else."""


class StoreError(InboxError):
    """The database could not do it: disk full, read-only, damaged, newer than this program."""


class Refused(InboxError):
    """What was asked for cannot be done here; the sentence says why and what can be done instead."""


class NotHere(Refused, KeyError):
    """An id that nothing has (any more): removed, forgotten or joined with another since it was shown. A KeyError too,
    as the ports promise."""

    def __init__(self) -> None:
        super().__init__("That is no longer here. Choose something else.")

    def __str__(self) -> str:
        return str(self.args[0])
