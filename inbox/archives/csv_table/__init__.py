"""People as a table (CSV): from a spreadsheet, Google Contacts or Outlook; each row somebody."""

from __future__ import annotations

from inbox.archives.api import Format
from inbox.core.moving import Holds

FORMAT = Format(
    id="csv_table",
    title="CSV table",
    holds=Holds.PEOPLE,
    suffixes=(".csv", ".tsv"),
    reads="A row for each person; the first row names the columns (name, e-mail, phone, web site, birthday, company, "
    "time zone, tags, notes; the headings of Google Contacts and Outlook are known too, those of Outlook also in "
    "German, French and Spanish). Other columns become fields of your own.",
    cannot="Tables without a row of headings, or with neither names nor e-mail addresses. A birthday like 4/5/1980 "
    "stays as it is written, since nobody can say which is the month.",
    how_to_get="From Google Contacts or Outlook: Export, CSV. Or from a spreadsheet.",
    source="RFC 4180 (CSV); headings as exported by Google Contacts and Outlook; OWASP on formula injection",
)
