"""What X delivers that asks the brand nothing, although the brand's handle stands in it."""

from datetime import datetime

from tests.stories import x


def retweet(customer: str, of: x.Post, at: datetime) -> x.Post:
    """Somebody passes a post on without a word of their own."""
    passed_on = x.mention(customer, of["text"], at)
    return _to(passed_on, None) | {"text": f"RT @{of['user']['screen_name']}: {of['text']}", "retweeted_status": of}


def talk(customer: str, to: x.Post, text: str, at: datetime) -> x.Post:
    """A reply to another customer; X puts the brand, whom that one had named, in the prefix."""
    other = to["user"]["screen_name"]
    handles = f"@{other} @{x.MERK[1]}"
    named = [
        {"id_str": to["user"]["id_str"], "screen_name": other, "indices": [0, len(other) + 1]},
        {"id_str": x.MERK[0], "screen_name": x.MERK[1], "indices": [len(other) + 2, len(handles)]},
    ]
    post = _to(x.mention(customer, text, at), to)
    return post | {
        "text": f"{handles} {text}",
        "display_text_range": [len(handles) + 1, len(handles) + 1 + len(text)],
        "entities": post["entities"] | {"user_mentions": named},
    }


def _to(post: x.Post, other: x.Post | None) -> x.Post:
    author = other["user"] if other else {"id_str": None, "screen_name": None}
    return post | {
        "in_reply_to_status_id_str": other["id_str"] if other else None,
        "in_reply_to_user_id_str": author["id_str"],
        "in_reply_to_screen_name": author["screen_name"],
    }
