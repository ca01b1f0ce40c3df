"""The door to one blog's REST API: addresses of its routes, pages of lists, and its refusals as the five errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn
from urllib.parse import urlsplit

from inbox.core.errors import NetworkError, RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.networks.http import Answer, Http
from inbox.networks.wordpress.reading import Comment, Post, User, read_comment, read_comments, read_posts, read_trouble

COMMENTS = "/wp/v2/comments"
PAGE = 100
FLOOD_S = 20.0
"""wp_check_comment_flood_callback() wants 15 s between two comments, and says so without a Retry-After."""

_LIGHT = "id,post,parent,author,author_name,author_url,author_avatar_urls,date,date_gmt,link,status,type,_links"
_POST = "id,title,link,author,comment_status"
MOST_SINGLE_POSTS = 10
_SIGN_IN = frozenset(
    {
        "rest_not_logged_in",
        "rest_forbidden_context",
        "rest_forbidden_param",
        "rest_comment_login_required",
        "incorrect_password",
        "invalid_username",
        "invalid_email",
        "application_passwords_disabled",
        "application_passwords_disabled_for_user",
    }
)
# Said by plugins that close the API for everybody, or by core's own filter of old.
_CLOSED = frozenset({"rest_disabled", "rest_api_disabled", "rest_enabled"})
_SENTENCES = {
    "rest_comment_closed": "Comments are closed under this post. Answer another way, or open them in WordPress.",
    "comment_closed": "Comments are closed under this post. Answer another way, or open them in WordPress.",
    "rest_comment_invalid_post_id": "The post is no longer there, so nobody could read the answer. Drop it.",
    "rest_comment_draft_post": "The post is a draft now and takes no comments. Publish it first, or drop the answer.",
    "rest_comment_trash_post": "The post is in the trash and takes no comments. Drop the answer.",
    "rest_cannot_read_post": "You may not see this post, so you cannot answer there. Sign in with another user.",
    "rest_comment_invalid_id": "The comment is no longer there. Drop what you meant to do with it.",
    "rest_cannot_edit": "You may not moderate this comment. Sign in with a user who may.",
    "rest_comment_content_invalid": "WordPress takes no empty answer. Write something first.",
    "comment_content_column_length": "The answer is longer than WordPress takes. Shorten it.",
    "comment_duplicate": "The same words by you stand there already.",
}


class Rights(StrEnum):
    """What a user may see; by `moderate_comments` and `edit_posts` of their capabilities."""

    PUBLIC = "public"
    MEMBER = "member"
    WRITER = "writer"
    MODERATOR = "moderator"


def rights_of(user: User) -> Rights:
    if "moderate_comments" in user.capabilities:
        return Rights.MODERATOR
    return Rights.WRITER if "edit_posts" in user.capabilities else Rights.MEMBER


@dataclass(frozen=True, slots=True)
class Page:
    """`asked` rows from an offset; the server leaves out what the user may not see, but counts it in `total`."""

    comments: list[Comment]
    rows: int
    asked: int
    total: int | None
    offset: int

    @property
    def is_last(self) -> bool:
        return self.offset + self.asked >= self.total if self.total is not None else self.rows == 0

    @property
    def is_whole(self) -> bool:
        """Every row that was counted is there."""
        return self.total is not None and self.rows == max(0, min(self.asked, self.total - self.offset))


class Blog:
    """`api` is the root as it was found: with pretty links ".../wp-json/", without "...?rest_route=/"."""

    def __init__(self, http: Http, api: str, stop: Callable[[], bool], most: int = PAGE) -> None:
        self.http = http
        self.api = api
        self.host = urlsplit(api).hostname or ""
        self.rights = Rights.PUBLIC
        self._stop = stop
        self._most = self._size = most

    def url(self, route: str) -> str:
        return self.api.rstrip("/") + route

    # ------------------------------------------------------------------------------------------------------ reading

    def get(self, route: str, template: str, params: Mapping[str, str], *, anonymous: bool = False) -> Answer:
        """Raises the errors of `Http.get`, and for 4xx what the blog's own word for it means."""
        if self._stop():
            raise Unreachable("Stopped before the blog was asked.")
        answer = self.http.get(self.url(route), template, params, anonymous=anonymous)
        if answer.status >= 400:
            self.refuse(answer)
        return answer

    def scope(self) -> dict[str, str]:
        """All that this user can list at once: everything, what is approved or held, or what is public."""
        match self.rights:
            case Rights.MODERATOR:
                return {"status": "any", "type": "all", "context": "edit"}
            case Rights.WRITER:
                return {"status": "all", "type": "all"}
            case _:
                return {}

    def with_status(self, status: str) -> dict[str, str]:
        return {**self.scope(), "status": status} if self.scope() else {}

    def statuses(self) -> tuple[str, ...]:
        """The statuses this user can list, the most wanted first."""
        match self.rights:
            case Rights.MODERATOR:
                return ("approve", "hold", "spam", "trash")
            case Rights.WRITER:
                return ("approve", "hold")
            case _:
                return ("approve",)

    def page(self, params: Mapping[str, str], offset: int) -> Page:
        """As many as fit into one answer: the number is halved until they do, and a comment that is too large even
        alone comes without its words (decision 30)."""
        size = self._size
        while True:
            more = {"per_page": str(size), "offset": str(offset)}
            try:
                answer = self.get(COMMENTS, COMMENTS, {**params, **more})
            except Rejected as error:
                if error.code != "too_large":
                    raise
                if size > 1:
                    size = max(1, size // 2)
                    continue
                light = {name: value for name, value in params.items() if name != "context"}
                answer = self.get(COMMENTS, COMMENTS, {**light, **more, "_fields": _LIGHT})
                self._size = min(self._most, 2)
                return self._page(answer, size, offset, large=True)
            self._size = min(self._most, size * 2)
            return self._page(answer, size, offset, large=False)

    def _page(self, answer: Answer, size: int, offset: int, *, large: bool) -> Page:
        data = answer.json()
        if not isinstance(data, list):
            raise Rejected(
                f"{self.host} answered something else than comments. See in the browser what it says.", code="odd"
            )
        found = [read_comment(each, large=True) for each in data] if large else read_comments(data)
        said = answer.headers.get("x-wp-total", "")
        total = int(said) if said.isascii() and said.isdigit() else None
        return Page([each for each in found if each is not None], len(data), size, total, offset)

    def comments(self, ids: list[int]) -> list[Comment]:
        """Those of these ids that can be seen, in whatever status."""
        found: list[Comment] = []
        for at in range(0, len(ids), PAGE):
            some = ids[at : at + PAGE]
            offset = 0
            while offset < len(some):
                page = self.page({**self.scope(), "include": ",".join(map(str, some)), "orderby": "id"}, offset)
                found += page.comments
                offset += page.asked
        return found

    def comment(self, identifier: str) -> Comment:
        """Raises Rejected with the blog's code, such as rest_comment_invalid_id."""
        context = {"context": "edit"} if self.rights is Rights.MODERATOR else {}
        route, template = f"{COMMENTS}/{identifier}", f"{COMMENTS}/ID"
        try:
            found = read_comment(self.get(route, template, context).json())
        except Rejected as error:
            if error.code != "too_large":
                raise
            found = read_comment(self.get(route, template, {"_fields": _LIGHT}).json(), large=True)
        if found is None:
            raise Unreachable(f"{self.host} answered something else than a comment. Parlour tries again later.")
        return found

    def posts(self, routes: Mapping[int, str]) -> list[Post]:
        """What was commented on, by id and the address the comment gives for it (posts, pages and others have their
        own). What cannot be read (private, deleted, of a kind without REST) is left out."""
        lists: dict[str, list[int]] = {}
        for identifier, address in routes.items():
            lists.setdefault(_collection(address), []).append(identifier)
        found: list[Post] = []
        for route, ids in lists.items():
            for at in range(0, len(ids), PAGE):
                some = ",".join(map(str, ids[at : at + PAGE]))
                found += self._some_posts(route, route, {"include": some, "per_page": str(PAGE)})
            if self.rights is not Rights.PUBLIC:
                # Lists hold what is published; a private post its author may still read by itself.
                missing = sorted(set(ids) - {each.id for each in found})[-MOST_SINGLE_POSTS:]
                for each in missing:
                    found += self._some_posts(f"{route}/{each}", f"{route}/ID", {})
        return found

    def _some_posts(self, route: str, template: str, params: Mapping[str, str]) -> list[Post]:
        try:
            return read_posts(self.get(route, template, {**params, "_fields": _POST}).json())
        except (Rejected, SignInNeeded):
            return []

    # ------------------------------------------------------------------------------------------------------ refusals

    def refuse(self, answer: Answer) -> NoReturn:
        raise trouble(answer, self.host, signed_in=self.rights is not Rights.PUBLIC)


def trouble(answer: Answer, host: str, *, signed_in: bool) -> NetworkError:
    """A 4xx as one of the five errors. Codes: class-wp-rest-comments-controller.php and wp-includes/comment.php."""
    try:
        code, said = read_trouble(json.loads(answer.body.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        code, said = "", ""
    if code == "comment_flood":
        return RateLimited(f"{host} wants a pause between two comments; Parlour sends the next one by itself.", FLOOD_S)
    if code == "comment_duplicate":
        return Rejected(_SENTENCES[code], code="duplicate")
    if code in _SENTENCES:
        return Rejected(_SENTENCES[code], code=code)
    if code in _SIGN_IN:
        if signed_in:
            return SignInNeeded(f"{host} no longer accepts this sign-in, or you lost rights there. Sign in again.")
        return SignInNeeded(f"{host} wants a sign-in for this. Sign in with an application password.")
    if answer.status in (401, 403) and not code:
        return Rejected(
            f"The web server of {host}, or a security plugin there, turned Parlour away. Allow its REST API there.",
            code="blocked",
        )
    if code in _CLOSED:
        return Rejected(
            f"The REST API of {host} is closed. Open it there, often in a security plugin.", code="rest_closed"
        )
    if answer.status in (401, 403) and not signed_in:
        return SignInNeeded(
            f"{host} shows its comments to signed-in people only. Sign in with an application password."
        )
    if answer.status == 404 and code in ("", "rest_no_route"):
        return Rejected(f"{host} no longer answers where its comments were. Add the blog anew.", code="moved")
    reason = f": {said.rstrip('.')}." if said else f" (error {answer.status})."
    return Rejected(f"{host} refused{reason} Look at it in the browser.", code=code or str(answer.status))


def _collection(address: str) -> str:
    """ "/wp/v2/pages" from the address of one page, in either form; posts where there is none."""
    parts = urlsplit(address)
    where = parts.query.partition("rest_route=")[2].split("&")[0].replace("%2F", "/") or parts.path
    at = where.find("/wp/v2/")
    kind = where[at:].split("/")[3] if at >= 0 else ""
    return f"/wp/v2/{kind}" if kind and kind.replace("-", "").replace("_", "").isalnum() else "/wp/v2/posts"
