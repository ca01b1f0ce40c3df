"""Disqus's export: one XML file with the threads and posts (their word for comments) of a forum (a site)."""

from __future__ import annotations

from inbox.archives.api import Format
from inbox.core.moving import Holds

FORMAT = Format(
    id="disqus",
    title="Disqus export",
    holds=Holds.MESSAGES,
    suffixes=(".xml", ".gz"),
    reads="Comments and answers with their pages and authors; deleted ones and spam are marked. Packed or not.",
    cannot="Votes and pictures, which are not in the file; deleted comments without words.",
    how_to_get="At Disqus: Admin, Moderation tools, Export.",
    source="Disqus, schemas disqus.xsd and disqus-internals.xsd (named in each file); Discourse, "
    "script/import_scripts/disqus.rb",
    network="disqus",
    network_title="Disqus",
    asks_who_is_me=True,
)
