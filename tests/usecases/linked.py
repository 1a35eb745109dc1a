"""A person at their page's own link, in a world in process: opens it, sends its forms, reads what it says."""

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.usecases.by_link import fulfil
from chalicelib.usecases.open_page import Opened, open_page
from chalicelib.web.form import read_wish, stamp
from tests.stories.world import Sent, World


def opened(world: World, page: Sent) -> Opened:
    """What the link shows now."""
    found = open_page(page.link.rsplit("/", 1)[1], world.context(), world.now)
    assert found is not None
    return found


def press(world: World, page: Sent, action: str, shown: datetime | None = None, **fields: str) -> tuple[str, ...]:
    """Send a form as the page held it at `shown`, this moment unless told; who was told of it. Raises Wrong."""
    now_open = opened(world, page)
    form = {"action": action, "shown": stamp(shown or world.now), **fields}
    wish = read_wish(form, now_open, world.organisation, world.now)
    return fulfil(wish, now_open, world.context(), world.now)


def send(world: World, page: Sent, action: str, shown: datetime | None = None, **fields: str) -> tuple[str, ...]:
    """As `press`; whatever that sets going happens."""
    told = press(world, page, action, shown, **fields)
    world.until(world.now)
    return told


def case(world: World, ref: str) -> Case:
    facts = world.context().conversations.load(ref).facts
    return derive(Conversation.parse(ref), facts, world.book, world.now)
