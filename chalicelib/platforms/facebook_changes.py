"""The public side of a Facebook Page: what changes in its feed, who mentions it, who rates it.

Source: developers.facebook.com/docs/graph-api/webhooks/reference/page. Comments of customers and of the Page come the
same way; who wrote them is what tells question from answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.events import DeletionSeen, Event, MessageSeen
from chalicelib.platforms import fields, times
from chalicelib.platforms.meta_parties import Author, author, instant
from chalicelib.platforms.watched import Watched

_FIELDS = frozenset({"feed", "mention", "ratings"})
_POSTS = frozenset({"post", "status", "photo", "video", "share", "link", "note"})
_QUIET = frozenset({"like", "reaction", "album", "event"})

_EDITS = frozenset({"edited", "edit", "update"})
# A moderator took it out of sight: neither an answer nor the customer's own deletion.
_HIDING = frozenset({"hide", "unhide"})


def read(change: Mapping[str, object], watched: Watched) -> Event:
    """One of `changes`. Raises FieldError."""
    field = fields.label(change.get("field"))
    if field not in _FIELDS:
        return watched.unrecognised(field)
    value = change.get("value")
    if not isinstance(value, Mapping):
        raise fields.FieldError("value is missing or unreadable")
    item, verb = fields.label(value.get("item")), fields.label(value.get("verb"))
    if item in _QUIET:
        return watched.passed(item)
    if verb in _HIDING:
        return watched.passed(f"{item}.{verb}")
    about = _about(field, item, value, watched)
    if about is None or verb not in {"add", "remove", *_EDITS}:
        return watched.unrecognised(f"{field}.{item}.{verb}")
    if about.ours and about.is_post:
        return watched.passed("own_post")
    if verb == "remove":
        return _removed(about, watched)
    return _written(about, value, edited=verb in _EDITS, watched=watched)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a change is about: a comment, a post or a rating."""

    id: str
    root: str
    """What its thread is named for: itself, the comment above it, the visitor's post or the rating."""
    author: Author
    ours: bool
    text: str | None
    above: str | None = None
    """The comment it stands under; None straight under a post."""
    is_post: bool = False
    post: str | None = None
    """Of a customer's comment in the Page's own feed."""
    under_own_post: bool = False
    addresses_brand: bool = False
    tags: frozenset[str] = frozenset()


def _about(field: str, item: str, value: Mapping[str, object], watched: Watched) -> About | None:
    """None for an item of a kind we do not know. Raises FieldError."""
    if item == "comment":
        return _comment(field, value, watched)
    if item == "rating" and field == "ratings":
        return _rating(value, watched)
    if item in _POSTS:
        return _post(item, value, watched)
    return None


def _comment(field: str, value: Mapping[str, object], watched: Watched) -> About:
    comment = fields.need(fields.identifier(value.get("comment_id")), "comment_id")
    post = _post_id(value)
    parent = fields.identifier(value.get("parent_id"))
    nested = parent is not None and parent != post and not _is_post(parent, comment, watched)
    by = author(value, "sender")
    tags = _tags(value)
    visitors = fields.mapping(value.get("post")).get("status_type") == "wall_post"
    if field == "ratings" or visitors:
        # The rating, or the visitor's post, is the question, so everything below it is one thread.
        root = post or comment
    elif nested and parent is not None:
        root = parent
    else:
        # Straight under a post the Page answers that post, if it answers anything.
        root = (post or comment) if by.id in watched.ours else comment
    # A Page is told of its own feed; a mention may also stand below somebody else's post.
    own_feed = field == "feed" or (field == "mention" and (post or "").partition("_")[0] in watched.ours)
    return About(
        id=comment,
        root=root,
        author=by,
        ours=by.id in watched.ours,
        text=fields.text(value.get("message")),
        above=parent if nested else None,
        post=_stands_under(comment, post) if own_feed and not visitors and by.id not in watched.ours else None,
        under_own_post=own_feed and not visitors,
        addresses_brand=field == "mention" or not tags.isdisjoint(watched.ours),
        tags=tags,
    )


def _post(item: str, value: Mapping[str, object], watched: Watched) -> About:
    own_id = fields.identifier(value.get(f"{item}_id"))
    post = fields.need(_post_id(value) or own_id, "post_id")
    by = author(value, "sender")
    return About(
        id=post,
        root=post,
        author=by,
        ours=by.id in watched.ours,
        text=fields.text(value.get("message")),
        is_post=True,
        addresses_brand=True,
        tags=_tags(value),
    )


def _rating(value: Mapping[str, object], watched: Watched) -> About:
    story = fields.need(_post_id(value), "open_graph_story_id")
    by = author(value, "reviewer", "sender")
    return About(
        id=story,
        root=story,
        author=by,
        ours=by.id in watched.ours,
        text=fields.text(value.get("review_text")),
        addresses_brand=True,
    )


def _removed(about: About, watched: Watched) -> Event:
    """Facebook names the author, not who removed it, nor when: `created_time` is sometimes that of the comment."""
    return DeletionSeen(
        platform=watched.account.platform,
        account=watched.account.id,
        message_id=about.id,
        conversation=watched.thread(about.root),
        deleted_at=None,
    )


def _written(about: About, value: Mapping[str, object], *, edited: bool, watched: Watched) -> Event:
    if about.text is None and value.get("item") in ("rating", "share"):
        return watched.passed(f"{value['item']}_without_text")
    return MessageSeen(
        conversation=watched.thread(about.root),
        account=watched.account.id,
        id=about.id,
        direction="outbound" if about.ours else "inbound",
        author=about.author.id,
        author_name=about.author.name,
        asked_at=instant(value.get("created_time")),
        text=about.text,
        # Told apart by when they were sent: an edit does not say when it was made.
        revision=times.revision(watched.told_at) if edited else 0,
        in_reply_to=about.above,
        addressed=about.tags - watched.ours if about.ours else frozenset(),
        silence="staff" if about.author.id in watched.staff else None,
        post=about.post,
        under_own_post=about.under_own_post and not about.ours,
        addresses_brand=about.addresses_brand and not about.ours,
    )


def _post_id(value: Mapping[str, object]) -> str | None:
    """A rating is a story; its comments name it as such, or as the post."""
    return (
        fields.identifier(value.get("open_graph_story_id"))
        or fields.identifier(value.get("post_id"))
        or fields.identifier(fields.mapping(value.get("post")).get("id"))
    )


def _stands_under(comment: str, post: str | None) -> str | None:
    """The post's own number, which is the same in each of its ids and in front of each of its comments."""
    number, _, below = comment.partition("_")
    return number if below else (post or "").rpartition("_")[2] or None


def _is_post(parent: str, comment: str, watched: Watched) -> bool:
    """A post goes by several ids: `page_post` or `author_post`, and its comments are `post_comment`."""
    return parent.startswith(f"{watched.account.id}_") or parent.rpartition("_")[2] == comment.partition("_")[0]


def _tags(value: Mapping[str, object]) -> frozenset[str]:
    """Who is tagged, from a list of tags or from lists of them by their place in the text."""
    told = value.get("message_tags")
    lists = list(told.values()) if isinstance(told, Mapping) else [told]
    tags = (fields.mapping(one) for held in lists for one in fields.sequence(held))
    return frozenset(found for tag in tags if (found := fields.identifier(tag.get("id"))))
