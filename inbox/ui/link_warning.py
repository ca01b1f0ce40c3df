"""Whether a link goes where it says. Pure functions over text and address; the words are shown beside the link."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

from PySide6.QtCore import QUrl

OPENED = ("http", "https", "mailto")
"""Other schemes hand what a stranger wrote to any program of the computer: those links can only be copied."""

_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded
_CLAIM = re.compile(
    r"^(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?:[^\s/@]*@)?(?P<host>(?:[^\s/:@?#.<>\"]+\.)+[^\W\d_]{2,})\.?(?::\d+)?(?:[/?#]\S*)?$",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_FILES = {
    "html", "htm", "php", "js", "ts", "py", "rs", "md", "txt", "pdf", "png", "jpg", "jpeg", "gif", "css", "json", "xml",
}  # fmt: skip
_MARKS = " .,;:!?()[]{}<>\"'“”‘’«»"
_UNSEEN = re.compile("[\x00-\x20\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\\\]")
_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}),
    frozenset({"CJK", "BOPOMOFO", "LATIN"}),
    frozenset({"CJK", "HANGUL", "LATIN"}),
)
_LIKE_LATIN = {
    "CYRILLIC": set("асԁеһіјӏорԛѕԝхуъьгпвтмнк"),
    "GREEK": set("αονρυχικτωϲϳ"),
}


def is_opened(href: str) -> bool:
    """True for the web and mail."""
    return QUrl(href).scheme().casefold() in OPENED


def real_host(href: str) -> str:
    """The host in ASCII, or the mail address; "" where there is none."""
    url = QUrl(href)
    if url.scheme().casefold() == "mailto":
        return url.path()
    return url.host(_ENCODED).casefold()


def link_warning(shown_text: str, href: str) -> str | None:
    """One sentence about what is not as it looks, the gravest first; None for a link that is what it says."""
    url = QUrl(href)
    host = url.host(_ENCODED).casefold()
    if url.scheme().casefold() not in OPENED:
        return f"Links of the kind “{url.scheme() or 'no kind'}” are not opened. Copy it if you trust it."
    if url.scheme().casefold() == "mailto":
        return _other_mailbox(shown_text, url)
    if not host or _UNSEEN.search(href):
        return "This address is not written properly. Copy it if you trust it."
    claimed = _claimed_host(shown_text)
    if claimed and not _same_site(claimed, host):
        return f"The words name {claimed}, but the link goes to {host}."
    if url.userInfo():
        return f"The address hides where it goes: to {host}."
    if _is_number(host):
        return f"The link goes to {host}, a number instead of a name."
    if _looks_like_another(host):
        return f"The address has letters that look like others. It is really {host}."
    return None


def _other_mailbox(shown_text: str, url: QUrl) -> str | None:
    shown, real = shown_text.strip().casefold(), url.path().casefold()
    names_one = re.fullmatch(r"(?:mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+", shown)
    if names_one and shown.removeprefix("mailto:") != real:
        return f"The words name {shown.removeprefix('mailto:')}, but the mail would go to {real}."
    return None


def _claimed_host(shown_text: str) -> str:
    """The host that the words pretend to lead to, in ASCII; "" when they are just words."""
    words = _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", shown_text).strip(_MARKS)
    inside = _IN_WORDS.search(words)
    match = _CLAIM.match(inside[0].rstrip(_MARKS) if inside else words)
    if not match:
        return ""
    host = match["host"]
    if not match["scheme"] and host.rpartition(".")[2].casefold() in _FILES:
        return ""
    return QUrl(f"https://{host}/").host(_ENCODED).casefold()


def _same_site(claimed: str, host: str) -> bool:
    """A host below the named one belongs to it; one above or beside it need not."""
    claimed, host = claimed.removeprefix("www."), host.removeprefix("www.")
    return host == claimed or host.endswith(f".{claimed}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _looks_like_another(host: str) -> bool:
    labels = host.split(".")
    return any(_is_confusable(label, labels[-1]) for label in labels if label.startswith("xn--"))


def _is_confusable(label: str, top: str) -> bool:
    try:
        letters = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return True
    scripts = {_script(letter) for letter in letters if letter.isalpha()}
    if len(scripts) > 1:
        return not any(scripts <= together for together in _TOGETHER)
    if scripts == {"LATIN"}:
        return any(letter > "\u017f" for letter in letters)  # beyond the letters of European languages
    script = next(iter(scripts), "")
    looks = {unicodedata.normalize("NFD", letter)[0] for letter in letters if letter.isalpha()}
    return not top.startswith("xn--") and looks <= _LIKE_LATIN.get(script, set())


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0].removesuffix("-A")
