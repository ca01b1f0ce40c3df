"""Answers and moderation: frozen requests, the look before them, and what became of them.

https://developer.wordpress.org/rest-api/reference/comments/#create-a-comment. A change of status by REST would replace
the commenter's address and browser by ours, so both are sent back (class-wp-rest-comments-controller.php,
prepare_item_for_database()).
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from inbox.core.errors import NetworkError, OutcomeUnknown, Rejected
from inbox.core.model import Moderation, RemoteState, Verb
from inbox.networks.api import Ground, Op, Receipt, Reconciled, Verdict
from inbox.networks.wordpress import NETWORK
from inbox.networks.wordpress.blog import COMMENTS, PAGE, Rights
from inbox.networks.wordpress.fetching import Eyes
from inbox.networks.wordpress.reading import Comment, as_content, identity, message, read_comment, same_words

STATUS = {
    Moderation.APPROVE: "approved",
    Moderation.HOLD: "hold",
    Moderation.SPAM: "spam",
    Moderation.TRASH: "trash",
}
STATES = {
    Moderation.APPROVE: RemoteState.VISIBLE,
    Moderation.HOLD: RemoteState.HELD,
    Moderation.SPAM: RemoteState.SPAM,
    Moderation.TRASH: RemoteState.TRASH,
}
EARLIER = timedelta(minutes=2)
"""Our own item may carry a time this much before we began, where clocks differ."""
_GONE = {"rest_comment_invalid_id": RemoteState.DELETED, "rest_cannot_read": RemoteState.GONE}
_WHERE = {
    RemoteState.HELD: "Your answer waits for moderation at the blog.",
    RemoteState.SPAM: "The blog took your answer for spam. Approve it there.",
    RemoteState.TRASH: "The blog put your answer into the trash. Look at its list of disallowed words.",
}


def prepare(eyes: Eyes, op: Op) -> bytes:
    """A JSON object {"method", "address", "body"}. Raises Rejected for words that WordPress would cut or refuse."""
    if op.verb is Verb.REPLY:
        content = as_content(op.text)
        if not content:
            raise Rejected(
                "WordPress takes no empty answer. Write something first.", code="rest_comment_content_invalid"
            )
        if len(content.encode("utf-8")) > NETWORK.limit.most:
            raise Rejected(
                "The answer is longer than WordPress takes. Shorten it.", code="comment_content_column_length"
            )
        body: dict[str, object] = {
            "post": _post_of(eyes, op),
            "parent": int(op.target.remote_id),
            "content": content,
        }
        return _frozen(eyes.blog.url(COMMENTS), body)
    if op.verb is Verb.MODERATE and op.moderation is not None:
        address = eyes.blog.url(f"{COMMENTS}/{int(op.target.remote_id)}")
        return _frozen(address, {"status": STATUS[op.moderation], **_traces(eyes, op)})
    raise Rejected(NETWORK.without.get(op.verb, "WordPress cannot do that."), code="without")


def ground(eyes: Eyes, op: Op) -> Ground:
    try:
        target = eyes.blog.comment(op.target.remote_id)
    except Rejected as error:
        if error.code not in _GONE:
            raise
        return Ground(target_state=_GONE[error.code], target_version="")
    if op.verb is not Verb.REPLY:
        return Ground(target.state, target.version, news=eyes.messages([target]))
    eyes.posts.pop(target.post, None)
    later = [each for each in _later(eyes, target) if each.is_for_people]
    news = eyes.messages([target, *later])
    lens = eyes.lens()
    since = _known_until(op) + eyes.blog.http.skew
    them = (op.target.author_instance, op.target.author_stable_id)
    again = False
    answered = False
    for each in later:
        who = identity(each, lens)
        if who.is_me:
            answered = answered or (each.parent == target.id and str(each.id) not in op.claimed)
        elif (who.instance, who.stable_id) == them and each.state in (RemoteState.VISIBLE, RemoteState.HELD):
            again = again or each.created_at > since
    post = eyes.posts.get(target.post)
    closed = "" if post is None or post.is_open else "Comments are closed under this post. Answer another way."
    return Ground(target.state, target.version, again, answered, news, closed)


def send(eyes: Eyes, op: Op, frozen: bytes) -> Receipt:
    """Raises OutcomeUnknown for every answer that does not say clearly whether it was taken."""
    request = json.loads(frozen)
    route = COMMENTS if op.verb is Verb.REPLY else f"{COMMENTS}/ID"
    answer = eyes.blog.http.post(request["address"], route, str(request["body"]).encode("utf-8"))
    if answer.status >= 400:
        eyes.blog.refuse(answer)
    stands = read_comment(answer.json())
    if answer.status not in (200, 201) or stands is None:
        raise OutcomeUnknown(f"{eyes.blog.host} gave an odd answer; Parlour looks whether it arrived.")
    return _receipt(eyes, op, stands)


def reconcile(eyes: Eyes, op: Op, frozen: bytes) -> Reconciled:
    """ABSENT is what the lists say now: one that is held where this user cannot list shows only as a duplicate."""
    if op.verb is Verb.MODERATE and op.moderation is not None:
        stands = eyes.blog.comment(op.target.remote_id)
        if stands.state is STATES[op.moderation]:
            return Reconciled(Verdict.FOUND, _receipt(eyes, op, stands))
        return Reconciled(Verdict.ABSENT)
    parent = int(op.target.remote_id)
    began = op.first_try_at or op.queued_at
    earliest = began + eyes.blog.http.skew - EARLIER if began else None
    for each in _own(eyes, op, parent):
        is_new = earliest is None or each.created_at >= earliest
        is_ours = each.author == eyes.me and each.parent == parent and str(each.id) not in op.claimed
        if is_ours and is_new and same_words(op.text, each.rendered if each.raw is None else each.raw):
            return Reconciled(Verdict.FOUND, _receipt(eyes, op, each))
    return Reconciled(Verdict.ABSENT)


def _frozen(address: str, body: dict[str, object]) -> bytes:
    request = {"method": "POST", "address": address, "body": json.dumps(body, ensure_ascii=False)}
    return json.dumps(request, ensure_ascii=False).encode("utf-8")


def _post_of(eyes: Eyes, op: Op) -> int:
    kept = op.target.fields.get("post", "") or op.target.thread_root.removeprefix("post:")
    return int(kept) if kept.isascii() and kept.isdigit() else eyes.blog.comment(op.target.remote_id).post


def _traces(eyes: Eyes, op: Op) -> dict[str, str]:
    """The commenter's address and browser. What was read without a password did not hold them: asked now."""
    ip, agent = op.target.fields.get("author_ip", ""), op.target.fields.get("author_user_agent", "")
    if not ip and eyes.blog.rights is Rights.MODERATOR:
        known = eyes.blog.comment(op.target.remote_id)
        ip, agent = known.ip, known.agent
    try:
        # An empty or broken one is refused with rest_invalid_param; an empty browser is taken.
        return {"author_ip": str(ipaddress.ip_address(ip)), "author_user_agent": agent}
    except ValueError:
        return {"author_user_agent": agent}


def _receipt(eyes: Eyes, op: Op, stands: Comment) -> Receipt:
    """What stands is certain by now: that its post cannot be read must not make it doubtful again."""
    try:
        eyes.learn_posts([stands])
    except NetworkError:
        eyes.posts.pop(stands.post, None)
    eyes.authors[stands.id] = stands.author
    shown = message(stands, eyes.lens()) if stands.is_for_people else None
    sentence = _WHERE.get(stands.state, "") if op.verb is Verb.REPLY else ""
    return Receipt(str(stands.id), stands.link, shown, sentence)


def _known_until(op: Op) -> datetime:
    """What they wrote before this was there to be read when the answer was queued."""
    queued, looked = op.queued_at, op.place.last_sync_at
    if queued is None:
        return op.target.created_at
    return looked if looked is not None and looked < queued else queued


def _later(eyes: Eyes, target: Comment) -> Iterator[Comment]:
    """What was written under the same post after the target."""
    params = {**eyes.blog.scope(), "post": str(target.post), "orderby": "id", "order": "desc"}
    offset = 0
    while True:
        page = eyes.blog.page(params, offset)
        yield from (each for each in page.comments if each.id > target.id)
        if page.is_last or any(each.id <= target.id for each in page.comments):
            return
        offset += page.asked


def _own(eyes: Eyes, op: Op, parent: int) -> Iterator[Comment]:
    """Newest first: our own answers to one comment, in every status this user can list."""
    params = {**eyes.blog.scope(), "parent": str(parent), "orderby": "id", "order": "desc"}
    if eyes.blog.rights in (Rights.WRITER, Rights.MODERATOR):
        params["author"] = str(eyes.me)
    statuses = ("all", "spam", "trash") if eyes.blog.rights is Rights.WRITER else ("",)
    for status in statuses:
        offset = 0
        while offset < 10 * PAGE:
            page = eyes.blog.page(params | ({"status": status} if status else {}), offset)
            yield from page.comments
            if page.is_last:
                break
            offset += page.asked
