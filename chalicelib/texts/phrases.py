"""The small phrases that rows, mails and web pages are put together from, in Dutch and English."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.domain.organisation import Language

_NL: dict[str, str] = {
    # what somebody takes on by answering
    "take one": "ik pak dit",
    "take all": "ik pak alle {n}",
    "take over": "ik neem over",
    # what else a page carries
    "more": " en nog {n}",
    "more soon": ", en nog {n} tot over 10 min",
    "messages": "{n} berichten",
    "one message": "1 bericht",
    # who did what
    "you": "jij",
    "customer": "een klant",
    "told from": "{name} {n}x vanaf {time}",
    "told several": "{name} +{n} vanaf {time}",
    "told first": " Gemeld: {name} {time}.",
    "promised": "{name} beloofde",
    "promise to": "belofte aan",
    # how long
    "after": "na {waited} ",
    "left": "nog {left}",
    "late by": "{late} te laat",
    "idle": "ligt {days} stil",
    "idle since": "stil sinds {since}",
    "limit passed": "VOORBIJ DE GRENS {due}",
    "working day": "werkdag",
    "working days": "werkdagen",
    # notices
    "reach": " Bereik: {handle} {reach}.",
    "how by text": "Antwoord OK",
    "how by link": "Open de link",
    "conversations": "{n} gesprekken",
    "one conversation": "1 gesprek",
    "promises": "{n} beloften",
    "one promise": "1 belofte",
    "first promise": "{promises} (eerste {time})",
    "duty until": " tot {until}",
    # mails and web pages
    "direct": "DM",
    "public": "openbaar",
    "limit": "Grens",
    "waits": "Wacht {waited}, sinds {since}",
    "idle for": "Ligt {days} stil, sinds {since}",
    "promise until": "Belofte tot {due}",
    "promise by": "beloofd door {name}",
    "told": "Gemeld: {told}",
    "taken by": "Opgepakt door {name} {time}",
    "taken by you": "Opgepakt door jou {time}",
    "nobody": "Nog door niemand opgepakt",
    "answered": "Beantwoord {time}",
    "arrived late": "Kwam te laat binnen",
    "nobody on duty": "Niemand heeft dienst ({rota}), daarom bij jou.",
    "for": "Voor {name}, {time}",
    "as of": "Stand van {time}",
    "refresh": "Ververs",
    "also": "Ook op deze melding: {n}",
    "take": "Ik pak dit",
    "take these": "Ik pak alle {n}",
    "take it over": "Ik neem over",
    "still mine": "Nog steeds van mij",
    "only an answer": "Alleen een antwoord stopt de klok.",
    "nothing waits": "Hier wacht niemand meer.",
    "open to take": "Oppakken of bekijken:",
    "done title": "Opgepakt",
    "back": "Terug naar de melding",
    "gone title": "Deze melding is er niet meer",
    "gone": "De link is verlopen of klopt niet. Er is niets veranderd.",
    "gone next": "Kijk op het bord wie er wacht, of vraag wie dienst heeft.",
}

_EN: dict[str, str] = {
    "take one": "mine",
    "take all": "all {n} mine",
    "take over": "I take over",
    "more": " and {n} more",
    "more soon": ", {n} more within 10 min",
    "messages": "{n} messages",
    "one message": "1 message",
    "you": "you",
    "customer": "a customer",
    "told from": "{name} {n}x from {time}",
    "told several": "{name} +{n} from {time}",
    "told first": " Paged: {name} {time}.",
    "promised": "{name} promised",
    "promise to": "promise to",
    "after": "after {waited} ",
    "left": "{left} left",
    "late by": "{late} late",
    "idle": "idle for {days}",
    "idle since": "idle since {since}",
    "limit passed": "PAST ITS LIMIT {due}",
    "working day": "working day",
    "working days": "working days",
    "reach": " Reach: {handle} {reach}.",
    "how by text": "Reply OK",
    "how by link": "Open the link",
    "conversations": "{n} chats",
    "one conversation": "1 chat",
    "promises": "{n} promises",
    "one promise": "1 promise",
    "first promise": "{promises} (first {time})",
    "duty until": " until {until}",
    "direct": "DM",
    "public": "public",
    "limit": "Limit",
    "waits": "Waiting {waited}, since {since}",
    "idle for": "Idle for {days}, since {since}",
    "promise until": "Promise until {due}",
    "promise by": "promised by {name}",
    "told": "Paged: {told}",
    "taken by": "Taken by {name} {time}",
    "taken by you": "Taken by you {time}",
    "nobody": "Nobody has it yet",
    "answered": "Answered {time}",
    "arrived late": "Arrived late",
    "nobody on duty": "Nobody is on duty ({rota}), so it comes to you.",
    "for": "For {name}, {time}",
    "as of": "As of {time}",
    "refresh": "Refresh",
    "also": "Also on this page: {n}",
    "take": "I take this",
    "take these": "I take all {n}",
    "take it over": "I take over",
    "still mine": "Still mine",
    "only an answer": "Only an answer stops the clock.",
    "nothing waits": "Nobody is waiting here any more.",
    "open to take": "Take it or look at it:",
    "done title": "Taken",
    "back": "Back to the page",
    "gone title": "This page is no longer here",
    "gone": "The link has expired or is not right. Nothing was changed.",
    "gone next": "See the board for who is waiting, or ask who is on duty.",
}

PHRASES: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {"nl": MappingProxyType(_NL), "en": MappingProxyType(_EN)}
)

PLATFORMS: Mapping[str, str] = MappingProxyType(
    {
        "x": "X",
        "facebook": "Facebook",
        "instagram": "Instagram",
        "messenger": "Messenger",
        "whatsapp": "WhatsApp",
        "threads": "Threads",
        "telegram": "Telegram",
        "linkedin": "LinkedIn",
        "tiktok": "TikTok",
        "bluesky": "Bluesky",
        "mastodon": "Mastodon",
    }
)
"""Nine characters at most, as people write them; a platform that is not here goes by its own id."""


def say(language: Language, phrase: str, **fields: object) -> str:
    """The phrase, filled. What strangers wrote may be among the fields: it is never read as a pattern."""
    return PHRASES[language][phrase].format(**fields)
