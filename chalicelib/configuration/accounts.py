"""Brands, their accounts, and the rules that ask for more haste."""

from collections.abc import Sequence
from typing import Literal

from chalicelib.configuration import servers, values
from chalicelib.configuration.names import Names
from chalicelib.configuration.table import Table
from chalicelib.domain.organisation import MANAGER, Account, Brand, Rule
from chalicelib.platforms.registry import ECHOES, POLLED, REGISTRY

_COMMENTS: tuple[Literal["questions", "all"], ...] = ("questions", "all")
_CONDITIONS = ("platforms", "accounts", "reach_at_least", "authors", "author_words", "words")
_CONSEQUENCES = ("earlier", "notify")


def read_brand(id: str, table: Table, names: Names) -> Brand:
    rota = values.one_of(names.rotas, "rota")
    return Brand(
        id,
        table.need("name", values.text, id),
        table.need("on_call", rota, ""),
        table.need("manager", rota, ""),
        table.may("press", names.person_or_rota, None),
    )


def read_accounts(tables: Sequence[Table], names: Names) -> tuple[Account, ...]:
    """In the order of the file, which decides who owns a message that two accounts saw."""
    accounts: list[Account] = []
    for table in tables:
        account = _read_account(table, names)
        if account.id and any((a.platform, a.id) == (account.platform, account.id) for a in accounts):
            table.note(f'{account.platform} "{account.id}" stands in the file already', "remove one", "id")
        accounts.append(account)
    return tuple(accounts)


def _read_account(table: Table, names: Names) -> Account:
    platform = table.need("platform", values.one_of(REGISTRY, "platform we know"), "")
    return Account(
        platform=platform,
        id=table.need("id", servers.did if platform == "bluesky" else values.platform_id, ""),
        name=table.need("name", values.handle, ""),
        brand=table.need("brand", values.one_of(names.brands, "brand"), ""),
        calendar=table.need("calendar", values.one_of(names.calendars, "calendar"), ""),
        public_policy=_policy(table, "public_policy", "mention", names),
        next_response_policy=table.may("next_response_policy", names.clock_policy, None),
        direct_policy=_policy(table, "direct_policy", "direct", names),
        watch_from=table.may("watch_from", values.moment, None),
        needs_follow=table.may("needs_follow", values.flag, False),
        comments=table.may("comments", values.choice(_COMMENTS), "questions"),
        platform_owner=table.may("platform_owner", names.platform_owner, MANAGER),
        pages=table.may("pages", values.flag, platform in ECHOES),
        staff=frozenset(table.each("staff", values.platform_id)),
        automatic_apps=frozenset(table.each("automatic_apps", values.platform_id)),
        host=_host(table, platform),
    )


def _host(table: Table, platform: str) -> str:
    """Where it is polled; empty for a platform that delivers by itself."""
    if platform in POLLED:
        usual = POLLED[platform]
        return table.may("host", servers.host, usual) if usual else table.need("host", servers.host, "")
    if platform and "host" in table:
        table.note(f"{platform} delivers by itself", f"leave it out: only {' and '.join(POLLED)} are asked", "host")
    return ""


def _policy(table: Table, key: str, usual: str, names: Names) -> str:
    if key not in table and usual not in names.policies:
        table.note(f'is missing, and there is no policy "{usual}"', "name the policy that counts here", key)
    return table.may(key, names.clock_policy, usual)


def read_rule(table: Table, names: Names, accounts: Sequence[Account]) -> Rule:
    known = {name for account in accounts for name in (account.id, account.name)}
    if not any(key in table for key in _CONDITIONS):
        table.note("holds for every message", f"add a condition: {', '.join(_CONDITIONS)}")
    if not any(key in table for key in _CONSEQUENCES):
        table.note("changes nothing", 'add earlier = "15m" or notify = ["manager"]')
    return Rule(
        name=table.need("name", values.text, ""),
        platforms=frozenset(table.each("platforms", values.one_of(REGISTRY, "platform we know"))),
        accounts=frozenset(table.each("accounts", values.one_of(known, "account in the file"))),
        reach_at_least=table.may("reach_at_least", values.count(10**10), None),
        authors=frozenset(table.each("authors", values.platform_id)),
        author_words=frozenset(table.each("author_words", values.lower_text)),
        words=frozenset(table.each("words", values.lower_text)),
        earlier=table.may("earlier", values.duration, None),
        notify=table.each("notify", names.recipient(owner=False)),
    )
