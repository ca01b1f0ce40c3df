"""What the fake server says, as values. Pure."""

from __future__ import annotations

import json
from hashlib import blake2b

from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Because, Kind, RemoteState
from inbox.networks.sample.server import Comment
from inbox.networks.sample.world import ME

KIND_SPACE = "comment"
STATES = {
    "approved": RemoteState.VISIBLE,
    "hold": RemoteState.HELD,
    "spam": RemoteState.SPAM,
    "trash": RemoteState.TRASH,
    "deleted": RemoteState.DELETED,
}


def identity(comment: Comment) -> FetchedIdentity:
    return FetchedIdentity(
        instance=comment.blog,
        stable_id=stable_id(comment.user, comment.person),
        name=comment.name,
        site_url=comment.site,
        email=comment.email,
        email_is_claim=comment.user == 0,
        is_me=comment.person == ME,
    )


def stable_id(user: int, person: str) -> str:
    """By account at the blog, else by who they are in the sample: two people may share a name."""
    return f"user:{user}" if user else f"commenter:{person}"


def version(comment: Comment) -> str:
    return blake2b(comment.html.encode("utf-8"), digest_size=12).hexdigest()


def message(comment: Comment) -> FetchedMessage:
    because: set[Because] = set()
    is_my_post = comment.post_url.startswith(f"{comment.blog}/")
    if comment.person != ME:
        if is_my_post:
            because.add(Because.ON_MY_POST)
        if comment.parent_person == ME:
            because.add(Because.REPLY_TO_ME)
    kind = Kind.REPLY if comment.parent else Kind.COMMENT
    return FetchedMessage(
        kind_space=KIND_SPACE,
        remote_id=str(comment.id),
        thread=FetchedThread(f"post:{comment.post}", comment.post_title, comment.post_url, is_my_post),
        author=identity(comment),
        kind=Kind.PINGBACK if comment.type == "pingback" else kind,
        html=comment.html,
        text=comment.text,
        created_at=comment.created_at,
        parent=str(comment.parent) if comment.parent else "",
        url=f"{comment.post_url}#comment-{comment.id}",
        remote_state=STATES[comment.status],
        addressed=frozenset(because),
        edited_at=comment.edited_at,
        version=version(comment),
        raw=json.dumps({"post": str(comment.post)}),
    )
