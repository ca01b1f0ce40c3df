"""A mailbox as one file, as most mail programs and Google Takeout write it."""

from __future__ import annotations

from inbox.archives.api import Format
from inbox.core.moving import Holds

FORMAT = Format(
    id="mbox",
    title="Mailbox (mbox)",
    holds=Holds.MESSAGES,
    suffixes=(".mbox", ".mbx", ""),
    reads="E-mails with their threads, the words of each (plain text where there is some, else HTML), who wrote them "
    "and to whom.",
    cannot="Attachments, which are named only. Mail that was encrypted. Drafts, spam, and what was deleted in "
    "Thunderbird. Newsletters and lists are read, but count as written to nobody in particular; senders who take no "
    "answer are not people.",
    how_to_get="From Thunderbird, Apple Mail (Export Mailbox), or Google Takeout.",
    source="RFC 4155 (mbox), RFC 5322 (headers), RFC 2045 to 2047 (MIME), RFC 5322 section 3.6.4 for threads, "
    "RFC 3676 (format=flowed); the labels of Google Takeout, X-Mozilla-Status of Thunderbird",
    network="mail",
    network_title="E-mail",
    asks_who_is_me=True,
)
