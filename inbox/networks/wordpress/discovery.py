"""From what a person typed to the root of a blog's REST API, and what the blog says about itself.

A page names its API in `Link: <...>; rel="https://api.w.org/"` and in a <link> of its head; where a cache or a theme
took both away, the usual two roots are tried (https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/).
"""

from __future__ import annotations

import html
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from inbox.core.errors import NetworkError, Rejected, SignInNeeded, Unreachable
from inbox.core.model import Can, Found
from inbox.networks.addresses import WebAddress, ascii_host, is_local, read_address
from inbox.networks.api import Surroundings
from inbox.networks.http import Answer, Http, causes
from inbox.networks.wordpress.blog import Blog, Rights, rights_of, trouble
from inbox.networks.wordpress.reading import Comment, Index, Lens, Post, User, people_of, read_index
from inbox.networks.wordpress.signing_in import what_is_wrong, who_is

ENOUGH = 512 * 1024
SAMPLE_PAGES = 3
_INDEX = {"_fields": "name,home,url,namespaces,authentication"}
_REL = "https://api.w.org/"
_LINK_HEADER = re.compile(r"<([^>]*)>\s*;[^,]*\brel=\"?https://api\.w\.org/\"?")
_LINK = re.compile(rb"<link\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_NOTHING_HERE = frozenset({"moved", "html"})
_SIGNS = (b"/wp-content/", b"/wp-includes/", b'content="WordPress')
_ADMIN = re.compile(r"/(?:wp-admin|wp-login\.php|wp-json|wp-comments-post\.php|xmlrpc\.php)(?:/.*)?$")


@dataclass(frozen=True, slots=True)
class Site:
    """A blog that was found: its API's root and what that says; `local` by the person's choice."""

    api: str
    index: Index
    local: bool


def find(address: str, fields: Mapping[str, str], around: Surroundings) -> Found:
    """What is at `address`. Raises Rejected, code "not_wordpress" when it is something else."""
    typed = read_address(address)
    local = around.local_allowed and is_local(typed.host)
    http = Http(around, local=local)
    try:
        user, password = fields.get("user", "").strip(), fields.get("app_password", "")
        site = discover(http, typed, user, password, local=local)
        blog = Blog(http, site.api, around.stop)
        me = _sign_in(blog, site, user, password) if user or password else None
        return _describe(blog, site, me, around)
    finally:
        http.close()


def discover(http: Http, typed: WebAddress, user: str = "", password: str = "", *, local: bool = False) -> Site:
    """The first root that answers as WordPress. With user and password also one that strangers may not see."""
    page = _page(http, _front(typed), local=local)
    refused: NetworkError | None = None
    for api in _roots(page):
        for signed in (False, True) if user and password else (False,):
            if signed:
                http.sign_in(api, user, password)
            try:
                answer = http.get(api, "/", _INDEX, anonymous=not signed)
                if answer.status >= 400:
                    raise trouble(answer, answer.host, signed_in=signed)
                index = read_index(answer.json())
            except (Rejected, SignInNeeded) as error:
                refused = _weightier(refused, error)
                continue
            if index is not None:
                return Site(api, _at(index, page, api), local)
            break
    if isinstance(refused, SignInNeeded) or (isinstance(refused, Rejected) and refused.code == "rest_closed"):
        raise refused
    if refused is not None and (page.status in (401, 403) or any(sign in page.body for sign in _SIGNS)):
        if not isinstance(refused, Rejected) or refused.code not in _NOTHING_HERE:
            raise refused
        said = f"The REST API of the WordPress blog {page.host} is closed. Open it, often in a security plugin."
        raise Rejected(said, code="rest_closed")
    raise Rejected(f"{page.host} is a web site, but not a WordPress blog.", code="not_wordpress")


def canonical(home: str) -> str:
    """The stable key of a blog: host (without "www."), port and folder of its home; neither scheme nor user."""
    parts = urlsplit(home)
    host = ascii_host(parts.hostname or "").removeprefix("www.")
    netloc = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return f"{netloc}{port}{parts.path.rstrip('/')}"


# ------------------------------------------------------------------------------------------------------------ the page


def _front(typed: WebAddress) -> WebAddress:
    """Pages of the dashboard name no API: the blog above them is meant."""
    if _ADMIN.search(typed.path):
        return replace(typed, path=_ADMIN.sub("/", typed.path), query="")
    return typed


def _page(http: Http, typed: WebAddress, *, local: bool) -> Answer:
    """The page itself, by https first where no scheme was typed (decision 32: never down from a bad certificate)."""
    schemes = (typed.scheme,) if typed.scheme else ("http", "https") if local else ("https", "http")
    for scheme in schemes:
        try:
            return http.get(typed.url(scheme), "(page)", enough=ENOUGH)
        except Unreachable as error:
            if scheme == schemes[-1] or any(isinstance(each, ssl.SSLError) for each in causes(error)):
                raise
    raise Unreachable(f"{typed.host} was not asked.")


def _roots(page: Answer) -> list[str]:
    found = list(_LINK_HEADER.findall(page.headers.get("link", "")))
    for tag in _LINK.findall(page.body):
        words = tag.decode("utf-8", "replace")
        if _REL in words and (href := _HREF.search(words)):
            found.append(html.unescape(href.group(1) or href.group(2) or ""))
    here = urlsplit(page.url)
    folders = [part for part in here.path.split("/")[:-1] if part]
    for depth in sorted({len(folders), min(1, len(folders)), 0}, reverse=True):
        base = f"{here.scheme}://{here.netloc}/" + "".join(f"{part}/" for part in folders[:depth])
        found += [f"{base}wp-json/", f"{base}?rest_route=/"]
    roots = [urljoin(page.url, each) for each in found]
    if here.scheme == "https":
        # A blog behind a proxy that ends TLS may call itself http.
        near = f"http://{here.netloc}/"
        roots = [
            f"https://{here.netloc}/{each.removeprefix(near)}" if each.startswith(near) else each for each in roots
        ]
    return list(dict.fromkeys(each for each in roots if each.startswith(("http://", "https://"))))[:8]


def _weightier(one: NetworkError | None, other: NetworkError) -> NetworkError:
    """A refusal says more than "nothing here"."""
    if one is None or (isinstance(one, Rejected) and one.code in _NOTHING_HERE):
        return other
    return one


def _at(index: Index, page: Answer, api: str) -> Index:
    """A home that cannot be the one we reached (empty, or localhost on a real host) is replaced by where the API is."""
    reached = api.split("wp-json", 1)[0].split("?", 1)[0]
    home = index.home
    if not home or (is_local(urlsplit(home).hostname or "") and not is_local(page.host)):
        home = reached
    return replace(index, home=home, url=index.url if home == index.home else home)


# ------------------------------------------------------------------------------------------------------------ the blog


def _sign_in(blog: Blog, site: Site, user: str, password: str) -> User:
    if not (user and password):
        raise SignInNeeded("User name and application password are both needed. Fill in the other one.")
    index = site.index

    def why() -> str:
        return what_is_wrong(blog.http, blog.host, index.url, user, password, switched_on=bool(index.authorize))

    return who_is(blog, user, password, why)


def _describe(blog: Blog, site: Site, me: User | None, around: Surroundings) -> Found:
    if me is not None:
        blog.rights = rights_of(me)
    instance = canonical(site.index.home)
    sample, total = _sample(blog)
    lens = Lens(instance, me.id if me else 0, posts=_authors(blog, sample, signed_in=me is not None))
    settings = {"api": site.api, "site": site.index.url, "local": "yes" if site.local else "no"}
    if site.index.authorize:
        settings["authorize"] = site.index.authorize
    theirs = [each for each in sample if each.is_for_people and not lens.is_me(each.author, each.post)]
    now = around.now()
    return Found(
        network="wordpress",
        canonical=instance,
        address=site.index.home,
        title=site.index.name or blog.host,
        can=what_can(blog.rights),
        signed_in_as=(me.slug or me.name) if me else "",
        user_remote_id=str(me.id) if me else "",
        messages=total,
        people=len(people_of(sample, lens)),
        people_is_floor=total is None or total > len(sample),
        ages_days=tuple(max(0, (now - each.created_at).days) for each in theirs),
        sentence=_sentence(blog, site, me),
        settings=settings,
    )


def what_can(rights: Rights) -> Can:
    match rights:
        case Rights.PUBLIC:
            return Can.READ
        case Rights.MODERATOR:
            return Can.READ | Can.REPLY | Can.MODERATE
        case _:
            return Can.READ | Can.REPLY


def _sample(blog: Blog) -> tuple[list[Comment], int | None]:
    """The newest comments, and how many there are."""
    found: list[Comment] = []
    total, offset = None, 0
    for _ in range(SAMPLE_PAGES):
        page = blog.page({**blog.with_status("all"), "orderby": "date_gmt", "order": "desc"}, offset)
        found += page.comments
        offset += page.asked
        total = page.total if total is None else total
        if page.is_last:
            break
    return found, total if blog.rights is not Rights.WRITER else None


def _authors(blog: Blog, sample: list[Comment], *, signed_in: bool) -> dict[int, Post]:
    if signed_in:
        return {}
    return {post.id: post for post in blog.posts({each.post: each.post_route for each in sample if each.author > 0})}


def _sentence(blog: Blog, site: Site, me: User | None) -> str:
    if me is not None:
        if blog.rights is Rights.MODERATOR:
            return ""
        return "You can answer; what waits for moderation is for editors and administrators."
    if urlsplit(blog.api).scheme == "http" and not site.local:
        return f"{blog.host} has no encryption, so Parlour reads it without a password and cannot answer there."
    if not site.index.authorize:
        return f"Application passwords are switched off at {blog.host}: Parlour can read there, but not answer."
    return "With an application password you can answer, and see what waits for moderation."
