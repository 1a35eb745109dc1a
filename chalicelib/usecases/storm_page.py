"""What a storm is this moment, read from the index: who waits in it, and the words of its page."""

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.composing import Wanted
from chalicelib.domain.crowd import Member, crowd_of, members_of, storm_case
from chalicelib.domain.head import head_of
from chalicelib.domain.pages import Crowd, PageView
from chalicelib.domain.storm import since_of
from chalicelib.texts.compose import Composed, compose
from chalicelib.texts.notices import storm as storm_words
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import storm_on, who_waits


def with_members(case: Case, context: Context, now: datetime) -> Case:
    """The storm that `case` holds the facts of, with everybody who waits in it; as it was when nobody does."""
    brand = case.conversation.brand
    waiting = who_waits(brand, since_of(case.conversation), context, now)
    return storm_case(case, waiting.members, _own_names(brand, context), now, more=waiting.more)


def crowd_on(wanted: Wanted, context: Context, now: datetime) -> Crowd | None:
    """While the brand is in a storm, a page that carries several tells all who wait; None for any other page.

    All, or at least as many as can be read, for a page holds four hundred alerts and a storm may have thousands. What
    the page carries was read just now; of the others the index tells.
    """
    brands = {case.conversation.brand for _, case, _ in wanted.items}
    storms = [storm for brand in brands if (storm := storm_on(brand, context, now))]
    if len(wanted.items) < 2 or not storms:
        return None
    carried = {case.conversation.ref: head_of(case, context.book) for _, case, _ in wanted.items}
    members = {
        (case.conversation.ref, running.anchor): Member(carried[case.conversation.ref], running)
        for _, case, clock in wanted.items
        for running in carried[case.conversation.ref].running
        if running.anchor == clock.anchor
    }
    more = False
    for storm in storms:
        known = who_waits(storm.brand, storm.since, context, now)
        more = more or known.more
        others = (each for each in known.members if each.head.conversation not in carried)
        for each in (*members_of(carried.values(), storm.brand, storm.since), *others):
            members.setdefault((each.head.conversation, each.clock.anchor), each)
    own = [name for brand in brands for name in _own_names(brand, context)]
    return crowd_of(tuple(members.values()), own, now, more=more) if members else None


def _own_names(name: str, context: Context) -> list[str]:
    """Words of ours, which tell nothing of a topic."""
    today = context.roster.organisation
    brand = today.brands.get(name)
    return [name, brand.name if brand else "", *(account.name for account in today.accounts if account.brand == name)]


def compose_any(view: PageView) -> Composed:
    """The words of a page, about a storm or about conversations."""
    return compose(view) if view.crowd is None else _about(view, view.crowd)


def _about(view: PageView, crowd: Crowd) -> Composed:
    return storm_words(
        language=view.language,
        zone=view.zone,
        waiting=crowd.waiting,
        more=crowd.more,
        growth=crowd.growth,
        minutes=int(crowd.growth_of.total_seconds()) // 60,
        first_due_at=crowd.first_due_at,
        furthest=crowd.furthest,
        other_topics=len(crowd.other_topics),
        link=view.link,
    )
