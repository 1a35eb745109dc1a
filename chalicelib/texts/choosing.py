"""Which text a page gets: decided by its first item, the one that is due soonest."""

from chalicelib.domain.pages import PageView


def choose(view: PageView) -> str:
    """The name of a row of the catalogue.

    What the reader cannot guess comes first: that nobody has duty, that a message came in too late to answer.
    """
    item = view.items[0]
    breached = view.composed_at >= item.due_at
    taken = item.taken_by is not None and item.taken_at is not None
    if view.outage is not None:
        return "outage"
    if view.nobody_on_duty is not None:
        return "promise, nobody on duty" if item.clock == "promise" else "nobody on duty"
    if item.clock == "promise":
        return "promise broken" if breached else "promise"
    if item.arrived_late and item.nth == 1 and not taken:
        return "arrived late"
    if item.clock == "dm_follow_up":
        return _breach("direct breach", taken, item.for_manager) if breached else _before("direct", taken)
    if breached:
        asks_about_the_told = item.for_manager and not taken and item.told
        return "breach, manager" if asks_about_the_told else _breach("breach", taken, item.for_manager)
    return "mention again" if item.nth > 1 and not taken else _before("mention", taken)


def _before(row: str, taken: bool) -> str:
    return f"{row} taken" if taken else row


def _breach(row: str, taken: bool, for_manager: bool) -> str:
    if not taken:
        return row
    return f"{row} taken, manager" if for_manager else f"{row} taken"
