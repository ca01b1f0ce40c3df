"""vCard, the common language of address books: 4.0 is written, 4.0, 3.0 and most of 2.1 are read."""

from __future__ import annotations

from inbox.archives.api import Format
from inbox.core.moving import Holds

FORMAT = Format(
    id="vcard",
    title="vCard",
    holds=Holds.PEOPLE,
    suffixes=(".vcf", ".vcard"),
    reads="Names, e-mail addresses, phone numbers, web sites, handles, birthday, company, time zone, notes, "
    "categories, relations; nicknames, job titles, postal addresses and anniversaries as fields of your own.",
    cannot="Pictures inside the file, groups (their people are read) and calendars.",
    how_to_get="From the address book of your phone, computer or mail program: Export, vCard.",
    source="RFC 6350 (vCard 4.0), RFC 2426 (vCard 3.0), RFC 9554 (SOCIALPROFILE)",
)
