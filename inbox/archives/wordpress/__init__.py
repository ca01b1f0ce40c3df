"""WordPress's own export: RSS with extensions (WXR), with every comment of the blog."""

from __future__ import annotations

from inbox.archives.api import Format
from inbox.core.moving import Holds

FORMAT = Format(
    id="wordpress",
    title="WordPress export (WXR)",
    holds=Holds.MESSAGES,
    suffixes=(".xml",),
    reads="Comments, answers, pingbacks and trackbacks with their posts, states and authors. They join a blog that is "
    "listened to: what is there already is not doubled.",
    cannot="Spam, which WordPress leaves out of the file. Posts themselves: only their titles and addresses.",
    how_to_get="In WordPress: Tools, Export, All content.",
    source="WordPress, wp-admin/includes/export.php (WXR 1.0 to 1.2); wp-includes/link-template.php for the hash in "
    "the address of a commenter's picture",
    network="wordpress",
    network_title="WordPress",
    asks_who_is_me=True,
)
