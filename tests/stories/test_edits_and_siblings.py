"""One post, two accounts; one reply, two versions: what X tells twice happened once."""

from tests.stories import x
from tests.stories.world import World


def test_a_post_that_two_accounts_of_a_brand_see_is_one_message_and_one_page() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    post = x.mention("jan_uit_ede", "@merk_webcare hallo?? geen van jullie die opneemt", world.now)
    post["entities"]["user_mentions"].append({"id_str": x.WEBCARE[0], "screen_name": x.WEBCARE[1], "indices": [6, 19]})
    world.post(x.posts(post))
    world.post(x.posts(post, account=x.WEBCARE))
    world.at("2026-11-17 10:46")
    assert world.pages() == [("10:45:00", "sanne")]
    (clock,) = world.clocks("x:merk:public")
    assert clock.account == x.MERK[0], "it belongs to the first of them in the file"


def test_an_answer_from_either_account_stops_the_clock() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    post = x.mention("jan_uit_ede", "hallo?? waar blijft het", world.now)
    world.post(x.posts(post))
    world.at("2026-11-17 10:30")
    world.post(x.posts(x.reply(post, "We kijken!", world.now, x.WEBCARE), account=x.WEBCARE))
    world.at("2026-11-17 12:00")
    assert world.pages() == []


def test_deleting_any_version_of_an_edited_reply_deletes_the_reply() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    post = x.mention("jan_uit_ede", "hallo?? waar blijft het", world.now)
    world.post(x.posts(post))
    world.at("2026-11-17 10:10")
    reply = x.reply(post, "We kijken er nar!", world.now)
    world.post(x.posts(reply))
    edited = {**reply, "id_str": "1990000000009999999", "text": "We kijken ernaar!"}
    edited["edit_history"] = {"initial_tweet_id": reply["id_str"]}
    world.post(x.posts(edited))
    world.at("2026-11-17 10:20")
    world.post(x.deletion(edited["id_str"], world.now))
    world.at("2026-11-17 11:06")
    assert world.pages() == [("11:05:00", "sanne")], "45 minutes after the reply was deleted"
