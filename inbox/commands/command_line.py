"""The command line, the window's options too, so that one `--help` tells everything.

Light: it is read before the window.
"""

from __future__ import annotations

import argparse

from inbox.core.model import Moderation, Stage
from inbox.core.relation import PeopleSort

VIEWS = ("waiting", "them", "snoozed", "done", "quiet", "earlier", "outbox")


LARGEST = 2**63 - 1


def number(text: str) -> int:
    """An id or a count, as far as a database can count."""
    try:
        value = int(text)
    except ValueError:
        value = LARGEST + 1
    if abs(value) > LARGEST:
        raise argparse.ArgumentTypeError(f"“{text}” is no number. `people`, `list` and `search` show whose it is.")
    return value


def parser() -> argparse.ArgumentParser:
    """The whole command line, the window's options too, so that one `--help` tells everything."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="answer as JSON")
    shared.add_argument("--profile", metavar="DIR", default=argparse.SUPPRESS, help="the folder everything is kept in")
    shared.add_argument("--sample", action="store_true", default=argparse.SUPPRESS, help="the sample people")
    top = argparse.ArgumentParser(
        prog="parlour",
        parents=[shared],
        description="A conversation inbox. Without a command the window opens.",
    )
    top.add_argument("--screenshot", metavar="FILE", help="open the window, save a picture of it, and end")
    top.add_argument("--size", default="1440x900", metavar="WxH", help="size of the window for --screenshot")
    top.add_argument("--contrast", action="store_true", help="the window in high contrast")
    top.add_argument("--theme", choices=("light", "dark", "system"), help="look of the window")
    top.add_argument("--text", type=number, metavar="PERCENT", help="text size of the window, 80 to 200")
    top.add_argument(
        "--show", metavar="WHAT", default="", help="what --screenshot shows: inbox, palette, keys, welcome, …"
    )
    top.add_argument("--self-check", action="store_true", help="start, list networks and commands, check the database")
    verbs = top.add_subparsers(dest="command", metavar="COMMAND")

    def verb(name: str, help: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=help, parents=[shared])

    verb("networks", "networks that can be read")
    verb("commands", "everything the window can do, with its keys")
    verb("places", "what is listened to")
    it = verb("add", "listen to a blog or an account")
    it.add_argument("address")
    it.add_argument("--user", default="", help="who you are there")
    it.add_argument("--secret-env", metavar="NAME", default="", help="environment variable that holds the password")
    it.add_argument("--url", default="", help="the server's own address, for one on this computer or at home")
    it.add_argument(
        "--since-days", type=number, default=30, help="older unanswered conversations do not wait (0: all wait)"
    )
    it = verb("sync", "fetch what is new")
    it.add_argument("--fully", action="store_true", help="look through everything again for edits and deletions")
    verb("offline", "read everything that waits whole, before leaving the network")
    it = verb("list", "conversations of a view")
    it.add_argument("--view", choices=VIEWS, default="waiting")
    it.add_argument("--limit", type=number, default=50)
    verb("show", "one conversation").add_argument("conversation", type=number)
    it = verb("people", "everybody, or those of a segment or a search")
    it.add_argument("--limit", type=number, default=200)
    it.add_argument("--segment", metavar="NAME", default="", help="those of a segment, as `segments` names it")
    it.add_argument("--search", metavar="QUERY", default="", help="those whom a search over people finds")
    it.add_argument("--sort", choices=[str(one) for one in PeopleSort], default="", help="in which order")
    verb("segments", "the segments of people, with how many are in each")
    it = verb("person", "one person, with all that passed")
    it.add_argument("id", type=number)
    it.add_argument("--everything", metavar="FILE", default="", help="write it as one page to give to them")
    it.add_argument(
        "--export", metavar="FILE", default="", help="write all that is kept about them to FILE.json and FILE.html"
    )
    it = verb("erase", "erase a person for good, with all that was said")
    it.add_argument("id", type=number)
    it.add_argument("--for-good", action="store_true", help="yes, it cannot be taken back")
    it.add_argument("--may-return", action="store_true", help="what networks still have may be gathered again")
    verb("newsletter", "write those who agreed to the newsletter, with the proof, to a CSV file").add_argument("file")
    it = verb("stage", "set somebody's stage by hand")
    it.add_argument("id", type=number)
    it.add_argument("stage", choices=[*map(str, Stage), "facts"], help="facts: what follows from what passed")
    it.add_argument("--amount", default="", help="what a customer paid")
    it.add_argument("--currency", default="", help="such as EUR")
    it.add_argument("--note", default="", help="what they bought")
    verb("search", "people and conversations").add_argument("query")
    verb("same", "who may be one person, and what speaks for it").add_argument("--limit", type=number, default=100)
    it = verb("merge", "two are one person from now on; part takes it back")
    it.add_argument("id", type=number)
    it.add_argument("other", type=number, metavar="id")
    it.add_argument("--called", metavar="NAME", default="", help="their one name from now on")
    it = verb("part", "these handles (ids of identities) become a person of their own")
    it.add_argument("id", type=number, nargs="+")
    it = verb("me", "this is me: what they wrote is mine")
    it.add_argument("id", type=number)
    it.add_argument("--not", dest="take_back", action="store_true", help="this is not me after all")
    for name, help in (("reply", "answer a conversation"), ("thank", "thank for a conversation")):
        it = verb(name, help)
        it.add_argument("conversation", type=number)
        it.add_argument("--to", type=number, default=None, metavar="MESSAGE", help="the message to answer")
        it.add_argument("--text", required=True)
    verb("like", "like a message").add_argument("message", type=number)
    it = verb("moderate", "approve a comment, hold it, call it spam, trash it")
    it.add_argument("message", type=number)
    it.add_argument("to", choices=[str(one) for one in Moderation])
    verb("done", "this conversation is handled").add_argument("conversation", type=number)
    it = verb("snooze", "let a conversation come back later")
    it.add_argument("conversation", type=number)
    it.add_argument("when", nargs="*", default=["tomorrow"], help="tomorrow 9:00, 3d, mon 14:30, 24 dec …")
    verb("outbox", "what waits to leave, or could not").add_argument("--all", action="store_true", help="sent ones too")
    verb("drafts", "what was begun and not sent")
    verb("rules", "what is done by itself when something comes in")
    it = verb("deliver", "send what is due, and look after what is not sure")
    it.add_argument(
        "--wait", type=float, default=None, metavar="S", help="go on for at most so many seconds (0: one round)"
    )
    it = verb("import", "read in an archive or an address book")
    it.add_argument("file")
    it.add_argument("--as-me", action="append", default=[], metavar="NAME", help="an author in it that is you")
    it.add_argument("--into", type=number, default=None, metavar="PLACE", help="the place its messages belong to")
    it.add_argument("--preview", action="store_true", help="only say what is in it")
    verb("imports", "what was read in")
    verb("undo-import", "take a whole import back").add_argument("id", type=number)
    it = verb("export", "write out people (.vcf, .csv, .json) or conversations (.mbox)")
    it.add_argument("file")
    it.add_argument("--segment", default="", metavar="NAME", help="only people of a segment")
    it.add_argument("--search", default="", metavar="QUERY", help="only people that a search finds")
    it.add_argument("--notes", action="store_true", help="private notes too")
    verb("backup", "a checked copy of the database").add_argument("file")
    verb("check", "is the database in order")
    return top
