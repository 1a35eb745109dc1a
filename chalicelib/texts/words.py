"""The facts of a page as short, folded words: what the fields of a row are filled with."""

from collections.abc import Sequence

from chalicelib.domain.organisation import Language, Surface
from chalicelib.domain.pages import PageItem, PageView, Told
from chalicelib.texts.gsm7 import cut, fold
from chalicelib.texts.outside import short
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import date_time, day_time, minutes_left, minutes_passed, near_time, span

NAME_MOST = 9
ROTA_MOST = 13
PLATFORM_MOST = 9
WORD_MOST = 16


def by_surface(platform: str, surface: Surface | None, language: Language) -> str:
    """A platform's name, with the surface where only that one is meant."""
    if surface is None:
        return platform
    return say(language, "direct channel" if surface == "direct" else "public channel", platform=platform)


def fields_of(view: PageView) -> dict[str, str]:
    """Every field that any row of a page asks for, but the handle and the quote; empty where nothing is known."""
    item, language = view.items[0], view.language
    waited = minutes_passed(item.asked_at, view.composed_at)
    target = minutes_passed(item.asked_at, item.due_at)
    left = minutes_left(item.due_at, view.composed_at)
    more = _others(len(view.items) - 1, language)
    late = sum(each.arrived_late for each in view.items)
    return {
        "left": span(left, language),
        "LEFT": span(left, language, loud=True),
        "TARGET": span(target, language, loud=True),
        "waited": span(waited, language),
        "after": say(language, "after", waited=span(waited, language)) if waited > target else "",
        "due": _due(item, view),
        "platform": platform_word(item.platform),
        "more": more,
        "soon": say(language, "more soon", n=view.ahead) if 0 < view.ahead == len(view.items) - 1 else more,
        "nth": ordinal(item.nth, language),
        "rota": cut(fold(view.nobody_on_duty or ""), ROTA_MOST),
        "late": _late(late, language),
        "beside": _others(len(view.items) - late, language),
        "told": _told(item.told, view),
        "told_first": _told_first(item.told, view),
        "taker": _taker(item, view),
        "taken": near_time(item.taken_at, view.composed_at, view.zone, language) if item.taken_at else "",
        "idle": _idle(item, view),
        "IDLE": _idle_at_breach(item, view),
        "promiser": _promiser(item, view),
        "take": _take(view),
        **_of_outage(view),
    }


def handle_of(customer_name: str, language: Language) -> str:
    """The customer as a text message names them, uncut; "a customer" when nothing of the name is left."""
    return short(customer_name) or say(language, "customer")


def quote_of(view: PageView) -> str:
    """What the customer wrote, or what was promised. Nobody's words when a page carries more than one item.

    Nothing of a direct message, whatever an item holds: these texts pass carriers and lock screens.
    """
    item = view.items[0]
    if len(view.items) > 1:
        return ""
    if item.clock == "promise":
        return short(item.promise or "")
    return short(item.excerpt or "") if item.surface == "public" and item.clock != "dm_follow_up" else ""


def platform_word(platform: str) -> str:
    """The platform's own spelling; the id of one we have no spelling for, cut to nine."""
    return PLATFORMS.get(platform) or cut(fold(platform), PLATFORM_MOST)


def name_word(name: str) -> str:
    """A colleague's name, cut to nine."""
    return cut(fold(name), NAME_MOST)


def ordinal(number: int, language: Language) -> str:
    """2e, 3e; 2nd, 3rd, 11th."""
    if language == "nl":
        return f"{number}e"
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def working_days(amount: str, language: Language, *, loud: bool = False) -> str:
    """1,5 werkdag, 2 werkdagen; 1 working day, 1.5 working days. `amount` has a decimal point, as steps do."""
    singular = float(amount) < 2 if language == "nl" else float(amount) == 1
    word = say(language, "working day" if singular else "working days")
    return f"{amount.replace('.', ',') if language == 'nl' else amount} {word.upper() if loud else word}"


def _of_outage(view: PageView) -> dict[str, str]:
    """Empty for a page that is about no known outage."""
    outage, language, now = view.outage, view.language, view.composed_at
    if outage is None:
        return {}
    count, past = (f"{n}+" if outage.more and n else str(n) for n in (outage.waiting, outage.past))
    alone = outage.waiting == 1 and not outage.more
    nobody = cut(fold(view.nobody_on_duty or ""), ROTA_MOST)
    following = near_time(outage.next_at, now, view.zone, language)
    return {
        "nobody": say(language, "outage nobody", rota=nobody) if nobody else "",
        "word": cut(fold(outage.words[0]), WORD_MOST),
        "words": _others(len(outage.words) - 1, language),
        "waiting": say(language, "outage one waiting" if alone else "outage waiting", n=count),
        "oldest": span(minutes_passed(outage.oldest_at, now), language),
        "past": say(language, "outage past", n=past) if outage.past else "",
        "next": "" if nobody else say(language, "outage next", time=following),
    }


def _due(item: PageItem, view: PageView) -> str:
    if item.clock == "dm_follow_up":  # working days: the date saves counting back
        return date_time(item.due_at, view.zone, view.language)
    return day_time(item.due_at, view.composed_at, view.zone, view.language)


def _others(count: int, language: Language) -> str:
    return say(language, "more", n=count) if count > 0 else ""


def _late(count: int, language: Language) -> str:
    return say(language, "one message" if count == 1 else "messages", n=count)


def _told(told: Sequence[Told], view: PageView) -> str:
    """Two times of one person as they are; more than fits as how many, and since when."""
    if not told:
        return ""
    name, times = name_word(told[0].name), [_near(one, view) for one in told]
    others = len({one.name for one in told}) - 1
    if others:
        return say(view.language, "told several", name=name, n=others, time=times[0])
    if len(times) > 2:
        return say(view.language, "told from", name=name, n=len(times), time=times[0])
    return f"{name} {' + '.join(times)}"


def _told_first(told: Sequence[Told], view: PageView) -> str:
    if not told:
        return ""
    return say(view.language, "told first", name=name_word(told[0].name), time=_near(told[0], view))


def _near(told: Told, view: PageView) -> str:
    return near_time(told.at, view.composed_at, view.zone, view.language)


def _taker(item: PageItem, view: PageView) -> str:
    if item.taken_by == view.person_name:
        return say(view.language, "you").capitalize()
    return name_word(item.taken_by or "")


def _promiser(item: PageItem, view: PageView) -> str:
    if item.promised_by is None:
        return say(view.language, "promise to")
    own = item.promised_by == view.person_name
    name = say(view.language, "you") if own else name_word(item.promised_by)
    return say(view.language, "promised", name=name)


def _idle(item: PageItem, view: PageView) -> str:
    if item.idle_working_days is not None:
        return say(view.language, "idle", days=working_days(item.idle_working_days, view.language))
    return say(view.language, "idle since", since=date_time(item.asked_at, view.zone, view.language))


def _idle_at_breach(item: PageItem, view: PageView) -> str:
    if item.idle_working_days is not None:
        return say(view.language, "idle", days=working_days(item.idle_working_days, view.language, loud=True))
    return say(view.language, "limit passed", due=date_time(item.due_at, view.zone, view.language))


def _take(view: PageView) -> str:
    if view.items[0].for_manager:
        return say(view.language, "take over")
    count = len(view.items)
    return say(view.language, "take all", n=count) if count > 1 else say(view.language, "take one")
