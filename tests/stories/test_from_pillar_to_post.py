"""From pillar to post: ten minutes on two platforms, in which thanks, chatter and questions look much alike."""

from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Dismissal
from chalicelib.store.results import Results
from chalicelib.usecases import act
from chalicelib.usecases.attainment import attainment
from tests.stories import facebook, x
from tests.stories.world import World, local
from tests.stories.x_bystanders import retweet, talk

DAY = date(2026, 11, 19)


@dataclass
class Afternoon:
    """The world, and by name what customers said in it."""

    world: World = field(default_factory=lambda: World("2026-11-19 13:59"))
    posts: dict[str, x.Post] = field(default_factory=dict)
    comments: dict[str, facebook.Change] = field(default_factory=dict)

    def says(self, name: str, time: str, customer: str, text: str, account: tuple[str, str] = x.MERK) -> None:
        self.world.at(f"2026-11-19 {time}")
        self.posts[name] = x.mention(customer, text, self.world.now, account)
        self.world.post(x.posts(self.posts[name], account=account))

    def names_both(self, name: str, time: str, customer: str, text: str) -> None:
        """X delivers the post to each of the accounts that it names."""
        self.world.at(f"2026-11-19 {time}")
        post = x.mention(customer, f"@{x.WEBCARE[1]} {text}", self.world.now)
        start = len(x.MERK[1]) + 2
        post["entities"]["user_mentions"].append(
            {"id_str": x.WEBCARE[0], "screen_name": x.WEBCARE[1], "indices": [start, start + len(x.WEBCARE[1]) + 1]}
        )
        self.posts[name] = post
        self.world.post(x.posts(post))
        self.world.post(x.posts(post, account=x.WEBCARE))

    def answers(self, name: str, time: str, text: str, account: tuple[str, str] = x.MERK) -> None:
        self.world.at(f"2026-11-19 {time}")
        self.world.post(x.posts(x.reply(self.posts[name], text, self.world.now, account), account=account))

    def comments_on(self, name: str, time: str, author: str, text: str, below: str | None = None) -> None:
        self.world.at(f"2026-11-19 {time}")
        under = self.comments[below] if below else None
        change = facebook.comment(author, 7000 + len(self.comments), text, self.world.now, under)
        self.comments[name] = change
        self.world.post(facebook.delivery(change), "facebook")

    def answers_comment(self, name: str, time: str, text: str) -> None:
        self.world.at(f"2026-11-19 {time}")
        change = facebook.answer(self.comments[name], 7999, text, self.world.now)
        self.world.post(facebook.delivery(change), "facebook")

    def ref(self, name: str) -> str:
        """The conversation with whoever said it."""
        return f"x:merk:public:{self.posts[name]['user']['id_str']}"

    @property
    def thread(self) -> str:
        """The conversation below the first question on Facebook."""
        return f"facebook:merk:public:thread:{self.comments['the question']['value']['comment_id']}"

    def waiting(self) -> set[str]:
        """What runs now, by the id of the message that each clock hangs on."""
        found = self.world.clocks("x:merk:public") + self.world.clocks("facebook:merk:public")
        return {clock.anchor for clock in found if clock.ended_at is None}

    def facts(self, ref: str) -> tuple[Fact, ...]:
        return self.world.context().conversations.load(ref).facts

    def id(self, name: str) -> str:
        if name in self.posts:
            return str(self.posts[name]["id_str"])
        return str(self.comments[name]["value"]["comment_id"])

    def ids(self, *names: str) -> set[str]:
        return {self.id(name) for name in names}


LEFT = ("complaint 1", "complaint 3", "complaint 4", "in a row 1", "the other question")
"""What nobody has answered by 14:46."""


def asked() -> Afternoon:
    """14:00 to 14:11: everything that customers say."""
    day = Afternoon()
    day.says("thanks", "14:00", "els_uit_ermelo", "top geholpen gister, bedankt!! 🙏", x.WEBCARE)
    day.says("complaint 1", "14:01", "ruud_k", "al een uur in de wacht bij jullie helpdesk, neemt er nog iemand op??")
    day.says("complaint 2", "14:02", "fatima_b", "helpdesk onbereikbaar 😡 wanneer doen jullie daar wat aan #merk")
    day.says("complaint 3", "14:03", "gerrit1961", "Word er voor de 4e keer uitgegooid aan de tel. waardeloos dit")
    day.says("complaint 4", "14:04", "sjoerdjen", "is die helpdesk van jullie dicht ofzo? geen gehoor, al de hele dag")
    day.world.at("2026-11-19 14:05")
    day.posts["talk"] = talk("nadia_r", day.posts["complaint 1"], "haha hier precies zo, succes 😂", day.world.now)
    day.world.post(x.posts(day.posts["talk"]))
    day.says("in a row 1", "14:06", "tante_toos", "Hallo?")
    day.says("in a row 2", "14:07", "tante_toos", "ik krijg steeds de ingesprektoon")
    day.says("in a row 3", "14:08", "tante_toos", "lezen jullie dit eigenlijk wel???")
    day.world.at("2026-11-19 14:09")
    day.posts["retweet"] = retweet("kees_k", day.posts["complaint 2"], day.world.now)
    day.world.post(x.posts(day.posts["retweet"]))
    day.names_both("to both", "14:09:30", "wil_v_d_berg", "wie van jullie 2 neemt de telefoon op? 🙄 #helpdesk")
    day.comments_on("the question", "14:10", "7700000000000011", "Kan ik mn pakketje ook in de winkel ophalen?")
    day.comments_on(
        "the other question", "14:10:30", "7700000000000012", "en hoe laat gaan jullie dan dicht?", "the question"
    )
    day.comments_on("emoji", "14:11", "7700000000000013", "👏👏", "the question")
    return day


def answered_in_part() -> Afternoon:
    """14:14 to 14:30: a machine answers one, people answer three, and the thank-you is dismissed."""
    day = asked()
    day.answers("complaint 1", "14:14", "bedankt voor je bericht, we zijn bereikbaar via 0800-0000 of onze site")
    day.answers("complaint 2", "14:20", "Wat vervelend Fatima! Er zijn nu extra mensen bij, we bellen vanmiddag. ^S")
    day.answers_comment("the question", "14:21", "Ja hoor, dat kan bij elke winkel. Neem je legitimatie mee. ^S")
    day.answers("to both", "14:25", "We lezen mee hoor Wil. Waar gaat het over? ^S", x.WEBCARE)
    day.world.at("2026-11-19 14:30")
    act.dismiss((day.ref("thanks"),), "sanne", "thanks", day.world.context(), day.world.now)
    return day


def test_one_page_carries_all_that_is_left() -> None:
    day = answered_in_part()
    world = day.world.at("2026-11-19 14:45:59")
    assert world.sent == [], "the thank-you is dismissed, and nothing else is due yet"

    world.at("2026-11-19 14:48")
    assert [(page.channel, page.to) for page in world.sent] == [("sms", "sanne"), ("pagerduty", "sanne")]
    assert world.pages() == [("14:46:00", "sanne")]
    carried = world.carried("sanne")
    assert [alert.anchor for alert in carried] == [day.id(name) for name in LEFT], "the first complaint, then the rest"
    assert {alert.step for alert in carried} == {"after 45m"}

    world.acknowledge(world.sent[0])
    world.at("2026-11-19 14:59")
    assert world.pages() == []
    assert {page.channel for page in world.sent} == {"sms", "pagerduty"}, "acknowledged before the e-mail left"


def test_what_nobody_answers_breaks_an_hour_after_it_was_asked() -> None:
    day = answered_in_part()
    world = day.world.at("2026-11-19 14:48")
    world.acknowledge(world.sent[0])
    assert world.pages() == [("14:46:00", "sanne")]
    world.at("2026-11-19 15:10")
    assert world.pages() == [("15:01:00", "sanne"), ("15:02:00", "mirjam")], "each page carries the other four"
    assert {alert.anchor for alert in world.carried("mirjam")} == day.ids(*LEFT)


def test_what_asks_nothing_starts_nothing() -> None:
    day = asked()
    started = {clock.anchor for clock in day.world.clocks("x:") + day.world.clocks("facebook:")}
    asking = {"thanks", "complaint 2", "to both", "the question", *LEFT}
    assert started == day.ids(*asking), "no clock for the retweet, the prefix, the emoji; one for three in a row"
    (in_a_row,) = day.world.clocks(day.ref("in a row 1"))
    assert in_a_row.started_at == local("2026-11-19 14:06"), "from the first of them"
    recorded = {fact.key for ref in (day.ref("talk"), day.thread) for fact in day.facts(ref)}
    assert day.ids("talk", "emoji") <= recorded, "what starts nothing is kept and shown all the same"


def test_an_answer_stops_what_it_answers_and_nothing_else() -> None:
    day = asked()
    everything = day.waiting()

    day.answers("complaint 1", "14:14", "bedankt voor je bericht, we zijn bereikbaar via 0800-0000 of onze site")
    assert day.waiting() == everything, "an automatic reply answers nobody"
    day.answers("complaint 2", "14:20", "Wat vervelend Fatima! Er zijn nu extra mensen bij. ^S")
    assert everything - day.waiting() == day.ids("complaint 2")
    day.answers_comment("the question", "14:21", "Ja hoor, dat kan bij elke winkel. ^S")
    assert everything - day.waiting() == day.ids("complaint 2", "the question"), "the other customer's question runs on"
    day.answers("to both", "14:25", "We lezen mee hoor Wil. ^S", x.WEBCARE)
    assert everything - day.waiting() == day.ids("complaint 2", "the question", "to both")


def test_a_message_to_both_accounts_is_one_clock_that_either_may_stop() -> None:
    for account in (x.MERK, x.WEBCARE):
        day = asked()
        (clock,) = day.world.clocks(day.ref("to both"))
        assert clock.account == x.MERK[0], "it belongs to the first of them in the file"
        day.answers("to both", "14:25", "We lezen mee hoor Wil. Waar gaat het over? ^S", account)
        (clock,) = day.world.clocks(day.ref("to both"))
        assert (clock.end, clock.ended_at) == ("answered", day.world.now)


def test_the_dismissed_thank_you_has_a_name_and_is_no_miss() -> None:
    day = answered_in_part()
    world = day.world.at("2026-11-19 15:30")
    (dismissal,) = (fact for fact in day.facts(day.ref("thanks")) if isinstance(fact, Dismissal))
    assert (dismissal.by, dismissal.reason) == ("sanne", "thanks")
    assert Results(world.table).of_day("x", x.WEBCARE[0], DAY) == ()
    counted = {
        (each["platform"], each["account"]): (each["past_target_or_answered"], each["within_target"])
        for each in attainment(world.context(), world.now)
    }
    assert counted == {
        ("x", x.MERK[0]): (6, 2),
        ("facebook", facebook.PAGE): (2, 1),
    }
