"""The table: keys, index ranges, attribute names, and what each access pattern costs. One place, in final form.

| pk                          | sk                         | what                                         |
|-----------------------------|----------------------------|----------------------------------------------|
| C#conversation              | HEAD                       | derived columns for board and index          |
| C#conversation              | F#kind#key                 | one fact                                     |
| C#conversation              | COUNTED#id                 | where a result row of it stands              |
| P#person                    | ALERT#id                   | an alert that waits to be paged              |
| P#person                    | DROPPED#at#id              | an alert that needed no page, with why       |
| P#person                    | PAGE#created_at#group#n    | a page in any state                          |
| P#person                    | STATE                      | version that serialises a person's claims    |
| P#person                    | NOTICE#key#n               | a notice of duty went out by that method     |
| P#person                    | REPLY#id                   | a text of theirs, and what was done about it |
| P#person                    | REACH#channel#to           | when that address worked and failed last     |
| P#person                    | TEST#asked_at#n            | a test page by that method                   |
| CODE#sha256                 | CODE                       | a page link's code -> person and group       |
| CODE#sha256                 | TEST                       | a test page link's code -> person and key    |
| TRIES                       | minute                     | codes that opened nothing, counted           |
| SIGNIN#sha256               | TICKET                     | somebody asked to sign in; by its link       |
| SIGNINS                     | what#window                | tickets, typed codes and texts, counted      |
| P#person                    | SESSIONS                   | which sessions count, which were signed out  |
| TOKENS                      | NAME#name, HASH#sha256     | bearer tokens of machines                    |
| POST#platform#id            | AT#conversation, DELETED   | where an own post stands; that it is gone    |
| BODY#id                     | 0000, 0001, ...            | chunks of a delivery too large for a queue   |
| CONFIG                      | effective_from#hash        | an effective configuration                   |
| STATE                       | name                       | sweep horizon, heartbeats                    |
| RESULT#platform#account#day | id                         | how one clock counts; kept 400 days          |
| ROLLUP#platform#account     | day                        | what that day comes to; kept 400 days        |
| POLL                        | platform#account           | how far an account was read, and how it goes |
| DUTY                        | override#, absence#, mute#,| exceptions made by hand, taken back or not   |
|                             | outage#                    |                                              |
| ARRIVED#platform#account    | surface#hour               | messages that came in, by the minute         |
| ALARMS                      | kind#platform#account#surf.| what is wrong with a channel, who was told   |
| DEAD                        | queue                      | how many dead letters rest there             |
| COUNT#day                   | kind#what                  | what we could not use, counted               |
| CUSTOMER#platform#id        | conversation               | a thread that a customer writes in           |
| STORM#brand                 | MINUTE#minute              | whose message started a clock in that minute |
| STORM#brand                 | DAY#day                    | how many did in each hour of that day        |
| STORM#brand                 | NOW                        | the latest storm                             |

Index `due` (keys `ix`, `ix_at`, INCLUDE projection): `D#shard` / due_at while something is due, `W#shard` / asked_at
while a conversation only waits, `R#shard` / day it came to rest once nothing of it runs, for those who look back, or
`Q#shard` / instant of its last saving where it holds something of that day that started no clock. Any other row at
rest has neither attribute, so it is not in the index.

| pattern                          | call                            | cost                                            |
|----------------------------------|---------------------------------|-------------------------------------------------|
| store a fact                     | conditional Put                 | 1 WCU per kB; a repeat reads and joins          |
| read a conversation              | consistent Query of C#..        | 1 RCU per 4 kB: 1 for a usual one               |
| save a head                      | conditional Put                 | 1 WCU + 1 per changed index entry, 2 if moved   |
| take steps                       | one transaction                 | 2 WCU per step, alert and head                  |
| count a clock, at answer, breach | with the head, a transaction    | 2 WCU for head, result and where it stands      |
| statistics of an account         | Query RESULT# of today, ROLLUP# | by today's results, and a row for each day      |
| roll up, per account and night   | 15 Queries of RESULT#, 15 Puts  | by the results of a fortnight                   |
| sweep                            | Query D#shard, ix_at <= horizon | by what is due, whatever is open                |
| alerts of a person               | consistent Query begins ALERT#  | by what waits for that person                   |
| recent pages of a person         | consistent Query PAGE# between  | by pages of the last hours                      |
| claim a page                     | one transaction                 | 2 WCU per page, alert, code and state           |
| look up a code                   | consistent Get                  | 1 RCU                                           |
| who can be reached               | consistent Query begins REACH#  | 1 RCU a person, each time the status is asked   |
| learn it, every five minutes     | pages of 24 hours, Get REACH#   | by pages of the last day; 1 WCU for what is new |
| who is signed in                 | consistent Get                  | 1 RCU a request                                 |
| what falls due soon              | Query D#shard, ix_at <= 10 min  | by what is due then; 1 Query for each told      |
| exceptions to the rotas          | consistent Query of DUTY        | 1 RCU per 4 kB, once a run                      |
| configurations                   | consistent Query of CONFIG      | 3 RCU for one of 8 kB, once a minute a process  |
| a conversation's story           | Query C#.., and PAGE#, DROPPED# | by what its people were sent then, 200 of each  |
| board                            | Query D#, W# and Q#, a part     | by its bound: some 50 RCU a look, on any day    |
| look back on a period            | Query R# and Q# since its day   | by what came to rest since                      |
| count who came, per delivery     | Get, Put, Update; Query MINUTE# | 2 WCU; 2 RCU, in the thick of a storm 4         |
| count messages of a channel      | Update, each 30 s a process     | 1 WCU; none in between                          |
| is a channel silent, 5 minutes   | Query of two hours of it        | 1 RCU; a quiet one 14 and, by week, 4 Queries   |
| is it a storm                    | Query DAY#, Get NOW             | 3 RCU, only once 10 customers came in 20 min    |
| compose or open a storm page     | Query D# and W#, a part         | by its bound: at most some 650 RCU              |
| note who writes in a thread      | Put                             | 1 WCU for an author, thread and day             |
| erase a customer                 | Query of all that may name them | by what is theirs, and by what people were sent |

There is no Scan.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta

SHARDS = 4
INDEX = "due"

# What the index carries besides its keys: what sweep and board read without touching the item.
PROJECTED = (
    "kind",
    "conversation",
    "person",
    "platform",
    "brand",
    "surface",
    "running",
    "acknowledged_by",
    "acknowledged_at",
    "state",
    "channel",
    "silent",
)

# Facts and pages expire 30 days after their own instant, so a question expires before the answer to it.
EXPIRES_AFTER = timedelta(days=30)
# Results and their roll-ups name nobody, and are compared with last year's.
RESULTS_EXPIRE_AFTER = timedelta(days=400)


def conversation_pk(ref: str) -> str:
    return f"C#{ref}"


def person_pk(person: str) -> str:
    return f"P#{person}"


def customer_pk(platform: str, customer: str) -> str:
    return f"CUSTOMER#{platform}#{customer}"


def storm_pk(brand: str) -> str:
    return f"STORM#{brand}"


def result_pk(platform: str, account: str, on: date) -> str:
    return f"RESULT#{platform}#{account}#{on.isoformat()}"


def rollup_pk(platform: str, account: str) -> str:
    return f"ROLLUP#{platform}#{account}"


def due_range(shard: int) -> str:
    return f"D#{shard}"


def waiting_range(shard: int) -> str:
    return f"W#{shard}"


def rest_range(shard: int) -> str:
    return f"R#{shard}"


def quiet_range(shard: int) -> str:
    return f"Q#{shard}"


def shard_of(pk: str) -> int:
    """Spreads partitions over the index ranges; stable for ever, since rows keep it."""
    return int.from_bytes(hashlib.sha256(pk.encode("utf-8", "surrogatepass")).digest()[:2]) % SHARDS


def instant(at: datetime) -> str:
    """UTC, ISO 8601, microseconds always written, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day(at: datetime) -> str:
    """The beginning of its UTC day, as `instant` writes it."""
    return instant(at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))


def parse_instant(text: str) -> datetime:
    """The inverse of `instant`. Raises ValueError for other text."""
    if len(text) != len("2026-11-20T22:45:00.000000Z") or text[-1] != "Z":
        raise ValueError(f"{text!r} is no instant of ours")
    return datetime.fromisoformat(text)  # thirty times as fast as strptime, and a conversation has hundreds


def expires(at: datetime, after: timedelta = EXPIRES_AFTER) -> int:
    """Unix seconds for the table's time to live: clean-up only, never a timer."""
    return int((at + after).timestamp())
