"""The archive that X (Twitter) lets an account download: its posts and direct messages."""

from __future__ import annotations

from inbox.archives.api import Format
from inbox.core.moving import Holds

FORMAT = Format(
    id="x",
    title="X archive",
    holds=Holds.MESSAGES,
    suffixes=(".zip", ".js"),
    reads="Your posts and answers, long ones whole, with whom they are to, and direct messages of both sides.",
    cannot="What others posted, which is not in the archive. Names of people in direct messages, where no post of "
    "yours names them: they appear with their number. Reposts, likes, group names; pictures are named only.",
    how_to_get="At X: Settings, Your account, Download an archive of your data.",
    source="The README.txt inside each archive (tweets.js, direct-messages.js, direct-messages-group.js, "
    "note-tweet.js, account.js)",
    network="x",
    network_title="X",
)
