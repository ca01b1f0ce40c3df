"""The program itself: finding, looking, places, settings."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, command


@command("app.search", "Search", Group.APP, words="find people conversations")
def search(at: Context) -> None:
    at.screen.focus_search()


@command(
    "app.forget_searches", "Forget what was searched for", Group.APP, words="history of searches clear delete recent"
)
def forget_searches(at: Context) -> None:
    at.act(lambda write: write.forget_searches())


@command("app.palette", "Commands", Group.APP, words="palette")
def palette(at: Context) -> None:
    at.screen.open_palette()


@command("app.keys", "All keys", Group.APP, words="help shortcuts keyboard")
def keys(at: Context) -> None:
    at.screen.open_keys()


@command("app.change_keys", "Change keys", Group.APP, words="shortcuts keyboard scheme gmail superhuman single-letter")
def change_keys(at: Context) -> None:
    at.screen.open_change_keys()


@command("app.history", "Undo history", Group.APP, words="steps take back log what was done")
def history(at: Context) -> None:
    at.screen.open_history()


@command("app.refresh", "Look for news now", Group.APP, words="refresh fetch sync reload")
def refresh(at: Context) -> None:
    at.refresh()


@command(
    "app.get_offline", "Get ready to go offline", Group.APP, words="travel away train flight fetch everything download"
)
def get_offline(at: Context) -> None:
    at.screen.get_offline()


@command("app.add_place", "Add a place", Group.APP, words="blog account address welcome")
def add_place(at: Context) -> None:
    at.screen.open_welcome()


@command(
    "app.import",
    "Read in an archive or contacts…",
    Group.APP,
    words="import wordpress disqus mastodon twitter x mbox mail vcard csv address book contacts move",
)
def read_in(at: Context) -> None:
    at.screen.open_import()


@command(
    "app.export",
    "Write out people or conversations…",
    Group.APP,
    words="export vcard csv json mbox backup address book contacts move",
)
def write_out(at: Context) -> None:
    at.screen.open_export()


@command("app.sign_in", "Sign in to the place", Group.APP, words="password account")
def sign_in(at: Context) -> None:
    at.screen.sign_in()


@command("place.pause", "Pause the place, or go on", Group.APP, words="stop reading resume")
def pause_place(at: Context) -> None:
    at.screen.pause_place()


@command("place.sign_out", "Sign out of the place", Group.APP, words="forget password log off account")
def sign_out(at: Context) -> None:
    at.screen.sign_out()


@command("place.remove", "Remove the place…", Group.APP, words="delete stop listening account blog")
def remove_place(at: Context) -> None:
    at.screen.remove_place()


@command("app.sample", "Look around with sample people", Group.APP, words="demo example try")
def sample(at: Context) -> None:
    at.screen.open_sample()


@command("app.leave_sample", "Back to your own people", Group.APP, words="leave sample demo exit")
def leave_sample(at: Context) -> None:
    at.screen.leave_sample()


@command("app.settings", "Settings", Group.APP, words="preferences options")
def settings(at: Context) -> None:
    at.screen.open_settings()


@command("app.theme", "Light or dark", Group.APP, words="theme appearance night")
def theme(at: Context) -> None:
    at.screen.toggle_theme()


@command("app.contrast", "High contrast, on or off", Group.APP, words="theme accessibility colours black white")
def contrast(at: Context) -> None:
    at.screen.toggle_contrast()


@command("app.larger", "Larger text", Group.APP, words="zoom in")
def larger(at: Context) -> None:
    at.screen.scale_text(1)


@command("app.smaller", "Smaller text", Group.APP, words="zoom out")
def smaller(at: Context) -> None:
    at.screen.scale_text(-1)


@command("app.normal_size", "Normal text size", Group.APP, words="zoom reset")
def normal_size(at: Context) -> None:
    at.screen.scale_text(0)


@command("app.quit", "Quit Parlour", Group.APP, words="exit close")
def quit_(at: Context) -> None:
    at.screen.quit()
