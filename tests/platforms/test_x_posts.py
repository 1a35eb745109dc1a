"""X: what a public post means for the brand that is watched."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.events import (
    Event,
    Passed,
    Unrecognised,
)
from tests.platforms.brand import ANDERS, MERK, MERK_STAFF, MERK_WEBCARE
from tests.platforms.x_deliveries import (
    CUSTOMER,
    NAMES,
    OTHER,
    account_activity,
    activity,
    message,
    normalised,
    reply_to,
    tweet,
)


@pytest.mark.parametrize(
    ("post", "silence"),
    [
        pytest.param(tweet("@merk_webcare hallo?"), None, id="a mention"),
        pytest.param(tweet("hallo @merk?"), None, id="a mention of the other account"),
        pytest.param(tweet("hallo @MERK?") | {"entities": {}}, None, id="written in capitals, mentions not listed"),
        pytest.param(
            tweet("hallo @merk?", entities={"user_mentions": []}), None, id="an empty list beside a text that names us"
        ),
        pytest.param(tweet("wat nu", **reply_to(MERK_WEBCARE)), None, id="a reply without any handle"),
        pytest.param(tweet("wat nu", **reply_to(MERK)), None, id="a reply to the other account"),
        pytest.param(tweet("@merk_webcare wat nu", **reply_to(MERK_WEBCARE)), None, id="a reply, handle in front"),
        pytest.param(tweet("lol", quoted_status={"user": {"id_str": MERK}}), None, id="a quote of the other account"),
        pytest.param(tweet("@x_nieuws @merk_webcare eens", **reply_to(OTHER)), "prefix_only", id="only in the prefix"),
        pytest.param(
            tweet("@x_nieuws eens, toch @merk_webcare?", **reply_to(OTHER)), None, id="in a reply's own words"
        ),
        pytest.param(
            tweet("@x_nieuws @merk_webcare @merk eens", **reply_to(OTHER), display_text_range=[23, 33]),
            None,
            id="typed right behind the prefix",
        ),
        pytest.param(
            tweet("@x_nieuws @merk_webcare @merk eens", **reply_to(OTHER), display_text_range=[29, 33]),
            "prefix_only",
            id="both accounts within the prefix",
        ),
        pytest.param(
            tweet("@x_nieuws @merk_webcare ...", **reply_to(OTHER), display_text_range=[0, 27])
            | {
                "extended_tweet": {
                    "full_text": "@x_nieuws @merk_webcare eens",
                    "display_text_range": [24, 28],
                    "entities": {"user_mentions": [{"id_str": MERK_WEBCARE, "indices": [10, 23]}]},
                }
            },
            "prefix_only",
            id="the range of the whole text counts, not that of the short one",
        ),
        pytest.param(
            tweet("@x_nieuws @merk eens", **reply_to(OTHER), display_text_range=[10, 20])
            | {"entities": {"user_mentions": [{"id_str": MERK, "indices": [10, 15]}]}},
            None,
            id="the first of the author's own words",
        ),
        pytest.param(
            tweet("@x_nieuws @merk eens", **reply_to(OTHER), display_text_range=[11, 20])
            | {"entities": {"user_mentions": [{"id_str": MERK, "indices": [10, 15]}]}},
            "prefix_only",
            id="one place before the author's own words",
        ),
        pytest.param(
            tweet("@x_nieuws @merk eens?", **reply_to(OTHER)) | {"entities": {"user_mentions": [{"id_str": MERK}]}},
            None,
            id="a mention without handle or place proves no prefix",
        ),
        pytest.param(
            tweet("@x_nieuws @merk eens, @MERK?", **reply_to(OTHER))
            | {"entities": {"user_mentions": [{"id_str": MERK, "screen_name": "merk", "indices": [10, 15]}]}},
            None,
            id="listed once, written twice",
        ),
        pytest.param(
            tweet("@x_nieuws @merk eens, mail info@merk.nl of @merkfan", **reply_to(OTHER))
            | {"entities": {"user_mentions": [{"id_str": MERK, "screen_name": "merk", "indices": [10, 15]}]}},
            "prefix_only",
            id="a mail address and a longer handle are not us",
        ),
        pytest.param(
            tweet("@x_nieuws @merk_webcare eens", **reply_to(OTHER, post=None)), None, id="typed handles, no reply"
        ),
        pytest.param(
            tweet("@merk_webcare en nog iets", **reply_to(CUSTOMER)), None, id="a customer goes on below their own post"
        ),
        pytest.param(
            tweet("@merk_webcare eens", in_reply_to_status_id_str="1991845300000000900"),
            None,
            id="a reply to somebody X does not name",
        ),
        pytest.param(tweet("@merk_webcare test", author=MERK_STAFF), "staff", id="staff"),
        pytest.param(
            tweet("@x_nieuws @merk_webcare eens", author=MERK_STAFF, **reply_to(OTHER)), "staff", id="staff in a prefix"
        ),
        pytest.param(tweet("@merk dag", author=ANDERS), None, id="another brand is a customer like any other"),
    ],
)
def test_a_customers_post(post: dict[str, Any], silence: str | None) -> None:
    seen = message(account_activity("tweet_create_events", post))
    author = post["user"]["id_str"]
    assert (seen.direction, seen.conversation.ref) == ("inbound", f"x:merk:public:{author}")
    assert seen.silence == silence
    assert silence == "staff" or seen.addresses_brand is (silence is None)


@pytest.mark.parametrize(
    ("post", "customer", "addressed"),
    [
        pytest.param(tweet("Morgen!", MERK, **reply_to(CUSTOMER)), CUSTOMER, {CUSTOMER}, id="a reply"),
        pytest.param(
            tweet("@x_nieuws @piet_v Morgen!", MERK, **reply_to(CUSTOMER)),
            CUSTOMER,
            {CUSTOMER, OTHER},
            id="whom it replies to comes before whom it names",
        ),
        pytest.param(
            tweet("@merk_webcare @piet_v @x_nieuws Morgen!", MERK, **reply_to(MERK_WEBCARE)),
            CUSTOMER,
            {CUSTOMER, OTHER},
            id="a reply to an account of ours is for the first customer it names",
        ),
        pytest.param(tweet("@piet_v Morgen!", MERK), CUSTOMER, {CUSTOMER}, id="a post that names a customer"),
        pytest.param(
            tweet("Excuus", MERK, quoted_status={"user": {"id_str": CUSTOMER, "screen_name": "@piet_v"}}),
            CUSTOMER,
            {CUSTOMER},
            id="a quote of a customer's post",
        ),
        pytest.param(tweet("Excuus", MERK, **reply_to(ANDERS)), ANDERS, {ANDERS}, id="a reply to another brand"),
    ],
)
def test_the_brands_answer_is_for(post: dict[str, Any], customer: str, addressed: set[str]) -> None:
    seen = message(account_activity("tweet_create_events", post))
    assert (seen.direction, seen.conversation.ref) == ("outbound", f"x:merk:public:{customer}")
    assert seen.addressed == addressed
    assert seen.direct is not None
    assert seen.direct.ref == f"x:merk:direct:{customer}"
    assert seen.customer_name == NAMES[customer]


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        pytest.param(tweet("Goedemorgen", MERK), Passed, id="a post of its own"),
        pytest.param(tweet("2/2", MERK, **reply_to(MERK)), Passed, id="its own thread"),
        pytest.param(tweet("@merk kijk", MERK_WEBCARE), Passed, id="one account names the other"),
        pytest.param(tweet("RT", MERK, retweeted_status={"user": {"id_str": CUSTOMER}}), Passed, id="a retweet"),
        pytest.param(
            tweet("Morgen!", MERK, in_reply_to_status_id_str="1"),
            Unrecognised,
            id="an answer to somebody X does not name must be seen",
        ),
    ],
)
def test_the_brand_answers_nobody(post: dict[str, Any], expected: type[Event]) -> None:
    [event] = account_activity("tweet_create_events", post)
    assert isinstance(event, expected)


# The X Activity API's own word counts where its payload shows less


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        pytest.param("post.mention.create", {}, id="a mention without entities"),
        pytest.param(
            "post.mention.create",
            {"entities": {"mentions": [{"start": 0, "username": "merk_webcare"}]}},
            id="a mention by handle only",
        ),
        pytest.param(
            "post.mention.create",
            {
                "in_reply_to_tweet_id": "9",
                "in_reply_to_user_id": OTHER,
                "entities": {"mentions": [{"start": 0, "username": "merk_webcare", "id": MERK_WEBCARE}]},
            },
            id="a mention in a reply to somebody else, without display_text_range",
        ),
        pytest.param("post.reply.create", {"in_reply_to_tweet_id": "9"}, id="a reply without the user's id"),
        pytest.param("post.quote.create", {"referenced_tweets": [{"type": "quoted", "id": "9"}]}, id="a quote"),
    ],
)
def test_a_kind_that_is_about_the_brand_is_a_question_to_it(kind: str, payload: dict[str, object]) -> None:
    post = {"id": "1991845300000000001", "author_id": CUSTOMER, "text": "@merk_webcare hallo?"}
    seen = message(activity(kind, post | payload))
    assert (seen.silence, seen.addresses_brand) == (None, True)


def test_what_the_text_proves_outweighs_the_kind() -> None:
    post = {
        "id": "1991845300000000001",
        "author_id": CUSTOMER,
        "text": "@x_nieuws @merk_webcare eens",
        "display_text_range": [24, 28],
        "in_reply_to_tweet_id": "9",
        "in_reply_to_user_id": OTHER,
        "entities": {"mentions": [{"start": 10, "username": "Merk_Webcare"}]},
    }
    assert message(activity("post.mention.create", post)).silence == "prefix_only"


def test_a_customer_is_known_by_handle_where_the_id_is_left_out() -> None:
    post = {
        "id": "1991845300000000001",
        "author_id": MERK,
        "text": "Nog even over je vraag",
        "note_tweet": {
            "text": "Nog even over je vraag, @Piet_V",
            "entities": {"mentions": [{"start": 24, "username": "Piet_V"}]},
        },
    }
    included = {"users": [{"id": CUSTOMER, "username": "piet_v"}]}
    seen = message(activity("post.create", post, account=MERK, includes=included))
    assert (seen.conversation.counterpart, seen.text) == (CUSTOMER, "Nog even over je vraag, @Piet_V")


def test_the_brands_repost_is_a_retweet_under_either_kind() -> None:
    post = {"id": "9", "author_id": MERK, "text": "RT", "referenced_tweets": [{"type": "retweeted", "id": "8"}]}
    passed = [Passed(platform="x", account=MERK, kind="retweet")]
    assert activity("post.create", post, account=MERK) == activity("post.repost.create", post, account=MERK) == passed


def test_staff_of_one_account_are_staff_of_the_whole_brand() -> None:
    post = tweet("@merk test", author=MERK_STAFF)
    assert message(account_activity("tweet_create_events", post, account=MERK)).silence == "staff"


def test_the_author_of_the_answered_post_is_found_among_the_includes() -> None:
    post = {
        "id": "1991845300000000001",
        "author_id": MERK,
        "text": "Morgen!",
        "referenced_tweets": [{"type": "replied_to", "id": "9"}],
    }
    included = {"tweets": [{"data": {"id": "9", "author_id": CUSTOMER}}], "users": [{"data": {"id": CUSTOMER}}]}
    seen = message(activity("post.create", post, account=MERK, includes=included))
    assert (seen.conversation.counterpart, seen.in_reply_to) == (CUSTOMER, "9")


def test_a_list_of_one_is_the_same_as_the_one() -> None:
    item = {"event_type": "post.delete", "filter": {"user_id": MERK}, "payload": {"id": "9", "author_id": MERK}}
    assert normalised({"data": [item]}) == normalised({"data": item})


# Edits


@pytest.mark.parametrize(
    ("post", "first", "revision"),
    [
        pytest.param({}, "30", 0, id="nothing known of edits"),
        pytest.param({"edit_history": {"initial_tweet_id": "30", "edit_tweet_ids": ["30"]}}, "30", 0, id="unedited"),
        pytest.param(
            {"edit_history": {"initial_tweet_id": "10", "edit_tweet_ids": ["10", "20", "30"]}}, "10", 2, id="third"
        ),
        pytest.param({"edit_history": {"edit_tweet_ids": [10, 30, 40]}}, "10", 1, id="second, seen after the third"),
        pytest.param({"edit_history": {"initial_tweet_id": "10"}}, "10", 1, id="an edit, place unknown"),
        pytest.param(
            {"edit_history": {"initial_tweet_id": "10"}, "edit_controls": {"edits_remaining": 2}},
            "10",
            3,
            id="place from the edits that remain",
        ),
        pytest.param({"edit_history": {"edit_tweet_ids": ["10", "20"]}}, "10", 2, id="not yet in its own chain"),
    ],
)
def test_an_edit_is_a_version_of_its_first_post(post: dict[str, object], first: str, revision: int) -> None:
    seen = message(account_activity("tweet_create_events", tweet("@merk", id_str="30") | post))
    assert (seen.id, seen.revision) == (first, revision)


# Single fields


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("&lt;3 &amp; &gt;1", "<3 & >1", id="the three that X escapes"),
        pytest.param("&amp;lt;", "&lt;", id="an escape the author typed"),
        pytest.param("&quot;caf&eacute;&quot;", "&quot;caf&eacute;&quot;", id="the ones X leaves alone"),
    ],
)
def test_text_is_as_its_author_wrote_it(written: str, read: str) -> None:
    assert message(account_activity("tweet_create_events", tweet(f"@merk {written}"))).text == f"@merk {read}"


@pytest.mark.parametrize(
    ("source", "app"),
    [
        pytest.param('<a href="https://example.com" rel="nofollow">Webcare Tool</a>', "Webcare Tool", id="a link"),
        pytest.param("Webcare Tool", "Webcare Tool", id="plain"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="absent"),
    ],
)
def test_the_sending_app(source: str | None, app: str | None) -> None:
    assert message(account_activity("tweet_create_events", tweet("@merk", source=source))).app == app


def test_a_posts_time_is_the_exact_one_where_there_are_two() -> None:
    exact = tweet("@merk", timestamp_ms="1795212000178", created_at="Fri Nov 20 22:00:00 +0000 2026")
    rough = message(account_activity("tweet_create_events", exact | {"timestamp_ms": None}))
    whole = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
    assert rough.asked_at == whole
    found = message(account_activity("tweet_create_events", exact)).asked_at
    assert found == whole + timedelta(milliseconds=178)


@pytest.mark.parametrize(
    "times",
    [
        pytest.param({"timestamp_ms": None}, id="absent"),
        pytest.param({"timestamp_ms": "0", "created_at": "Thu Jan 01 00:00:00 +0000 1970"}, id="the epoch"),
        pytest.param({"timestamp_ms": {}, "created_at": []}, id="no times at all"),
    ],
)
def test_a_post_without_a_readable_time_is_still_seen(times: dict[str, object]) -> None:
    assert message(account_activity("tweet_create_events", tweet("@merk") | times)).asked_at is None
