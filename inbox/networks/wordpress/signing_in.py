"""Who a user name and application password belong to; and when they are refused, which part is wrong.

Core answers a wrong password, an unknown user and an Authorization header that never arrived with the same 401
rest_not_logged_in, because it looks at the header only when somebody asks who is there
(rest_application_password_check_errors() in wp-includes/rest-api.php). Its XML-RPC door takes the same password in the
body, past any web server that strips the header: its answer tells the two apart. It is asked only with what has the
form of an application password, so no login password is sent there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from inbox.core.errors import NetworkError, SignInNeeded
from inbox.networks.http import Answer, Http
from inbox.networks.wordpress.blog import Blog, trouble
from inbox.networks.wordpress.reading import User, read_trouble, read_user

ME = "/wp/v2/users/me"
# WP_Application_Passwords::create_new_application_password(): 24 of [A-Za-z0-9], so both cases but once in 300,000.
_APPLICATION_PASSWORD = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{24}")
_KNOWN = re.compile(rb"<name>\s*blogid\s*</name>|<array>\s*<data>\s*(<value>|</data>)")
_REFUSED = re.compile(rb"<name>\s*faultCode\s*</name>\s*<value>\s*<int>\s*403\s*</int>")


def who_is(blog: Blog, user: str, password: str, why: Callable[[], str]) -> User:
    """The user that the blog takes us for. Raises SignInNeeded with `why()`."""
    blog.http.sign_in(blog.api, user, password)
    answer = blog.http.get(blog.url(ME), ME, {"context": "edit"})
    if answer.status < 400:
        found = read_user(answer.json())
        if found is not None:
            return found
    code, _ = _trouble(answer)
    if answer.status not in (401, 403) or not code:
        raise trouble(answer, blog.host, signed_in=False)
    raise SignInNeeded(why())


def what_is_wrong(http: Http, host: str, site: str, user: str, password: str, *, switched_on: bool) -> str:
    """One sentence; `site` is where xmlrpc.php is. For the moment when somebody signs in, not for each fetch: blogs
    count failed attempts and shut people out."""
    if not switched_on:
        return (
            f"Application passwords are switched off at {host}, often by a security plugin. "
            "Switch them on in WordPress, then sign in."
        )
    bare = "".join(password.split())
    if not _APPLICATION_PASSWORD.fullmatch(bare):
        return (
            f"That looks like a login password, which {host} does not take here. Make an application password "
            "there under Users, Profile, Application Passwords."
        )
    match _knock(http, site, user, bare):
        case True:
            return (
                f"The password is right, but the web server of {host} removes it on its way "
                "(the Authorization header). Ask your host to let it through."
            )
        case False:
            return (
                f"{host} does not know this user name with this application password. Check the name, or make a new "
                "password under Users, Profile, Application Passwords."
            )
    return (
        f"{host} did not recognise you: the application password is wrong, or the web server there removes it on its "
        "way (the Authorization header). Make a new one; if that fails too, ask your host."
    )


def _knock(http: Http, site: str, user: str, password: str) -> bool | None:
    """Whether XML-RPC knows them; None where it does not say. It only asks; nothing changes there."""
    if http.plain_outside(site):
        return None
    values = "".join(f"<param><value><string>{escape(each)}</string></value></param>" for each in (user, password))
    name = "<methodName>wp.getUsersBlogs</methodName>"
    call = f"<?xml version='1.0'?><methodCall>{name}<params>{values}</params></methodCall>"
    try:
        answer = http.post(f"{site.rstrip('/')}/xmlrpc.php", "/xmlrpc.php", call.encode(), "text/xml")
    except NetworkError:
        return None
    if answer.status != 200:
        return None
    if _REFUSED.search(answer.body):
        return False
    return True if _KNOWN.search(answer.body) else None


def _trouble(answer: Answer) -> tuple[str, str]:
    try:
        return read_trouble(json.loads(answer.body.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        return "", ""
