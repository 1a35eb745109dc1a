"""An outlook on a past period in plain words, or as JSON for programs."""

from collections.abc import Iterator, Sequence

from chalicelib.domain.organisation import Language
from tools.columns import aligned
from tools.moments import passed, shown, spoken
from tools.outlook import Miss, Outlook, WouldPage, differences

Json = dict[str, object]

_LANGUAGE: Language = "en"


def table(found: Outlook, before: Outlook | None = None) -> str:
    """Every page with its reasons, then the sums; `before` is how it was, to tell the difference with."""
    zone = found.organisation.zone
    period = f"{spoken(found.since, zone, _LANGUAGE)} to {spoken(found.until, zone, _LANGUAGE)}"
    lines = [f"{period}: {found.conversations} conversations, {_counted(len(found.pages), 'page')}.", ""]
    if found.pages:
        lines += [*aligned([_page_row(page, found) for page in found.pages]), ""]
    lines += _sums(found)
    if before is not None:
        lines += ["", *_compared(before, found)]
    return "\n".join(lines)


def as_json(found: Outlook, before: Outlook | None = None) -> Json:
    """`compared` is null when there is nothing to compare with; its pages are told as in `pages`."""
    zone = found.organisation.zone
    compared: Json | None = None
    if before is not None:
        gone, new = differences(before, found)
        compared = {
            "gone": [_page_json(page, zone) for page in gone],
            "new": [_page_json(page, zone) for page in new],
            "people_before": _people_json(before),
            "misses_before": len(before.misses),
        }
    return {
        "since": shown(found.since, zone),
        "until": shown(found.until, zone),
        "conversations": found.conversations,
        "unknown": list(found.unknown),
        "pages": [_page_json(page, zone) for page in found.pages],
        "people": _people_json(found),
        "steps": dict(sorted(found.outcomes.items())),
        "due": found.due,
        "misses": [_miss_json(miss, zone) for miss in found.misses],
        "compared": compared,
    }


def _sums(found: Outlook) -> Iterator[str]:
    for person, (day, night) in found.by_person().items():
        yield f"{_name(person, found)}: {_counted(day, 'page')} by day, {night} by night."
    steps = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.outcomes.items())) or "none"
    yield f"Steps: {steps}."
    yield f"Clocks that fell due: {found.due}, of which missed: {len(found.misses)}."
    for miss in found.misses:
        ended = miss.clock.ended_at
        late = f"{miss.clock.end} {passed(miss.clock.due_at, ended)} late" if ended is not None else "still open"
        due = spoken(miss.clock.due_at, found.organisation.zone, _LANGUAGE)
        yield f"  {due}  {miss.conversation}  {miss.clock.kind}, {late}"
    if found.unknown:
        yield f"Not replayed, since this configuration has no account for them: {', '.join(found.unknown)}."


def _compared(before: Outlook, found: Outlook) -> Iterator[str]:
    gone, new = differences(before, found)
    yield f"Against the configurations in force then: {_counted(len(gone), 'page')} gone, {len(new)} new."
    pages = [*(("-", page, before) for page in gone), *(("+", page, found) for page in new)]
    if pages:
        ordered = sorted(pages, key=lambda each: (each[1].at, each[0]))
        yield from aligned([(sign, *_page_row(page, outlook)) for sign, page, outlook in ordered])
    was = before.by_person()
    now = found.by_person()
    for person in sorted({*was, *now}):
        told = (
            f"{day} by day and {night} by night" for day, night in (was.get(person, (0, 0)), now.get(person, (0, 0)))
        )
        yield f"{_name(person, found)}: {', now '.join(told)}."
    yield f"Misses: {len(before.misses)}, now {len(found.misses)}."


def _page_row(page: WouldPage, found: Outlook) -> Sequence[str]:
    about = "; ".join(f"{alert.conversation} {alert.clock} {alert.step}" for alert in page.alerts)
    why = "; ".join(dict.fromkeys(alert.why for alert in page.alerts))
    night = "night" if page.night else "day"
    return (spoken(page.at, found.organisation.zone, _LANGUAGE), _name(page.to, found), night, about, why)


def _page_json(page: WouldPage, zone: str) -> Json:
    return {
        "at": shown(page.at, zone),
        "to": page.to,
        "night": page.night,
        "alerts": [
            {
                "conversation": alert.conversation,
                "clock": alert.clock,
                "step": alert.step,
                "due_at": shown(alert.target_at, zone),
                "role": alert.role,
                "why": alert.why,
                "nobody_on": alert.nobody_on,
            }
            for alert in page.alerts
        ],
    }


def _people_json(found: Outlook) -> Json:
    return {person: {"day": day, "night": night} for person, (day, night) in found.by_person().items()}


def _miss_json(miss: Miss, zone: str) -> Json:
    ended = miss.clock.ended_at
    return {
        "conversation": miss.conversation,
        "clock": miss.clock.kind,
        "due_at": shown(miss.clock.due_at, zone),
        "ended_at": shown(ended, zone) if ended is not None else None,
        "end": miss.clock.end,
    }


def _name(person: str, found: Outlook) -> str:
    known = found.organisation.people.get(person)
    return known.name if known is not None else person


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
