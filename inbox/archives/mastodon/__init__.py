"""The archive that a Mastodon account can download: everything it wrote, as ActivityPub."""

from __future__ import annotations

from inbox.archives.api import Format
from inbox.core.moving import Holds

FORMAT = Format(
    id="mastodon",
    title="Mastodon archive",
    holds=Holds.MESSAGES,
    suffixes=(".zip", ".tar.gz", ".json"),
    reads="What you wrote, with the people you wrote to: they are known by their address at their own server.",
    cannot="What others wrote, which is not in the archive. Boosts; likes and bookmarks, which have no author there,"
    " and no date. Pictures are named only.",
    how_to_get="At your server: Preferences, Import and export, Data export.",
    source="Mastodon, app/services/backup_service.rb; ActivityStreams 2.0 vocabulary (W3C): Note, Mention",
    network="mastodon",
    network_title="Mastodon",
)
