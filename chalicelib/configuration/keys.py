"""Every key `waakhond.toml` may hold, by section, each with an example of its value.

The one list behind "unknown key", "is missing" and the reference in `docs/configuration.md`.
"""

from collections.abc import Mapping

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

KEYS: Mapping[str, Mapping[str, str]] = {
    "file": {
        "organisation": "[organisation]",
        "brands": "[brands.merk]",
        "accounts": "[[accounts]]",
        "calendars": "[calendars.kantoor]",
        "policies": "[policies.mention]",
        "people": "[people.sanne]",
        "rotas": "[rotas.webcare]",
        "rules": "[[rules]]",
        "phrases": "[phrases]",
        "sms": "[sms]",
        "mail": "[mail]",
    },
    "organisation": {
        "name": '"Merk"',
        "zone": '"Europe/Amsterdam"',
        "language": '"nl"',
        "promise_policy": '"promise"',
    },
    "brands": {"name": '"Merk"', "on_call": '"webcare"', "manager": '"management"'},
    "accounts": {
        "platform": '"x"',
        "id": '"2244994945"',
        "name": '"merk"',
        "brand": '"merk"',
        "calendar": '"kantoor"',
        "public_policy": '"mention"',
        "direct_policy": '"direct"',
        "watch_from": "2026-11-16T09:00:00+01:00",
        "needs_follow": "true",
        "comments": '"questions"',
        "pages": "false",
        "staff": '["99000000001"]',
        "automatic_apps": '["99000099"]',
    },
    "calendars": {
        "zone": '"Europe/Amsterdam"',
        "hours": '{ monday = ["09:00-17:30"] }',
        "holidays": '{ country = "NL" }',
        "special": '{ 2026-12-24 = ["09:00-13:00"] }',
    },
    "hours": {day: '["09:00-17:30"]' for day in WEEKDAYS},
    "holidays": {
        "country": '"NL"',
        "subdivision": '"BY"',
        "except": '["Good Friday"]',
        "extra": "[2026-12-31]",
    },
    "policies": {
        "target": '"1h"',
        "calendar": '"always"',
        "acknowledgement": '"15m"',
        "steps": '[{ after = "45m", notify = ["on-call"] }]',
        "repeat": '{ every = "30m", at_most = 6, notify = ["on-call"] }',
    },
    "steps": {
        "after": '"45m"',
        "before": '"1 working hour"',
        "at": '"due"',
        "notify": '["on-call"]',
        "unless_acknowledged": "true",
    },
    "repeat": {"every": '"30m"', "at_most": "6", "notify": '["on-call"]'},
    "people": {
        "name": '"Sanne"',
        "language": '"nl"',
        "zone": '"Europe/Amsterdam"',
        "role": '"conversation_manager"',
        "methods": '[{ channel = "sms", to = "+31600000001", first = true }]',
        "quiet_hours": '"23:00-07:00"',
    },
    "methods": {"channel": '"sms"', "to": '"+31600000001"', "first": "true"},
    "rotas": {"zone": '"Europe/Amsterdam"', "layers": "[[rotas.webcare.layers]]"},
    "layers": {
        "name": '"week"',
        "people": '["sanne", "bram"]',
        "starts": "2026-11-16",
        "handoff": '"09:00"',
        "turn": '"1 week"',
        "hours": '{ monday = ["08:00-20:00"] }',
    },
    "rules": {
        "name": '"reach"',
        "platforms": '["x"]',
        "accounts": '["2244994945"]',
        "reach_at_least": "250000",
        "authors": '["99000000003"]',
        "author_words": '["journalist"]',
        "words": '["storing"]',
        "earlier": '"15m"',
        "notify": '["manager"]',
    },
    "phrases": {
        "thanks": '["dank je wel"]',
        "complaints": '["klacht"]',
        "questions": '["hoe kan"]',
        "invites_dm": '["stuur ons een dm"]',
        "promises_contact": '["we bellen je"]',
        "automatic": '["we zijn bereikbaar via"]',
    },
    "sms": {
        "sender_id": '"Waakhond"',
        "number": '"+31600000000"',
        "two_way": "false",
        "max_price_usd": '"0.50"',
    },
    "mail": {"sender": '"waakhond@example.com"'},
}
