"""WordPress on any host, through the REST API that every blog since 4.7 brings (https://developer.wordpress.org/rest-api/)."""

from __future__ import annotations

from inbox.core.model import Can, Verb
from inbox.networks.api import Declaration, Field, Retry, Safety, TextLimit, Unit

NETWORK = Declaration(
    id="wordpress",
    title="WordPress",
    place_word="blog",
    reads="Comments, pingbacks and trackbacks of a blog; what waits for moderation, spam and trash need a sign-in.",
    writes="Answers to comments, and moderation: approve, hold, spam, trash.",
    can=Can.READ | Can.REPLY | Can.MODERATE,
    sign_in=(
        Field("user", "User name", hint="As you sign in to WordPress, or your e-mail address there."),
        Field(
            "app_password",
            "Application password",
            secret=True,
            hint="Not your login password: make one in WordPress under Users, Profile, Application Passwords.",
        ),
    ),
    # wp_comments.comment_content is a TEXT column; wp_get_comment_fields_max_lengths() takes 65,525 bytes.
    limit=TextLimit(65_525, Unit.BYTES),
    retries={
        # wp_allow_comment() refuses the same words by the same author under the same parent with 409 comment_duplicate.
        Verb.REPLY: Retry(Safety.DUPLICATE_ERROR, settle_s=30.0),
        Verb.MODERATE: Retry(Safety.REPEATABLE, settle_s=30.0),
    },
    without={Verb.LIKE: "WordPress has no likes.", Verb.UNLIKE: "WordPress has no likes."},
    lately=("user:",),
    sync_every_s=300.0,
    tested_against="WordPress 6.1 on PHP 8.2",
)
