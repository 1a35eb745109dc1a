"""The whole app in a local cloud: what `make run` and the cloud stories stand on."""

import json
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chalicelib.channels.registry import secret_of
from tools import deploy, fakeproviders, smsreply, stagesecrets
from tools import organisation as the_organisation
from tools.cleantree import ROOT
from tools.fakeproviders import FakeProviders
from tools.frontdoor import FrontDoor
from tools.localaws import HOST, LocalAws, running
from tools.wake import wake

STAGE = "local"


class PortTaken(Exception):
    """Something else listens on a port we need."""


@dataclass(frozen=True, slots=True)
class LocalCloud:
    """A deployed app. `api_url` goes up to and including the stage, `public_url` is the front door.

    Of the keys of Standard Webhooks, one for each account, `signing_secrets` has that of the first account. `pagers`
    tells whose pager has which routing key at the fake `providers`.
    """

    aws: LocalAws
    api_url: str
    public_url: str
    signing_secrets: dict[str, str]
    manager_token: str
    directory: Path
    providers: FakeProviders
    pagers: dict[str, str]
    root: Path = ROOT
    """Where the app stands that is deployed."""

    def deploy_again(self, say: Callable[[str], None]) -> None:
        """A second `chalice deploy` of the same stage, as a release would do it."""
        _deploy(self.aws, self.directory, self.public_url, self.providers.url, say, self.root)


@contextmanager
def started(
    directory: Path, say: Callable[[str], None], *, port: int = 0, aws_port: int = 0, root: Path = ROOT
) -> Iterator[LocalCloud]:
    """A fresh local cloud with the app deployed; every process it started ends with the block.

    `directory` takes the log and the deployed tree; `root` is where the app and its configuration stand. `port` is the
    front door's, `aws_port` that of the local AWS; 0 takes a free one. Raises PortTaken, DidNotStart, or what deploying
    raises.
    """
    aws_port = free_port(aws_port, "AWS_PORT")
    try:
        door = FrontDoor(port)
    except OSError:
        raise PortTaken(f"Port {port} is taken: stop what listens there, or: make run PORT={port + 1}") from None
    providers = FakeProviders()
    with door.opened(), providers.opened(), running(aws_port, directory / "local-cloud.log") as aws:
        say(f"A local AWS runs on {aws.url}: nothing here leaves this machine.")
        organisation = the_organisation.read(root / the_organisation.PATH.relative_to(ROOT))
        platforms = sorted({account.platform for account in organisation.accounts})
        keys = stagesecrets.account_keys(organisation.accounts)
        signing_secrets = {platform: secrets.token_hex(16) for platform in platforms}
        signing_secrets["standard"] = next(iter(keys.values()))
        own = {name: secrets.token_urlsafe(32) for name in stagesecrets.OUR_OWN}
        addresses = {
            secret_of(channel, name): fakeproviders.secret_of(channel, name, providers.url)
            for channel, name in the_organisation.secret_addresses(organisation)
        }
        session = aws.session()
        stored = signing_secrets | {"standard": stagesecrets.written(keys)} | own | addresses
        stagesecrets.put(session.client("ssm"), STAGE, stored)
        number = organisation.sms.number or ""
        providers.reply = lambda sender, text: smsreply.reply(aws, STAGE, number, sender, text)
        session.client("sesv2").create_email_identity(EmailIdentity=organisation.mail_sender)
        record = _deploy(aws, directory, door.url, providers.url, say, root)
        api = next(entry for entry in json.loads(record.read_text())["resources"] if entry["name"] == "rest_api")
        door.target = f"{aws.url}/_aws/execute-api/{api['rest_api_id']}/{STAGE}"
        wake(aws, STAGE, door.target)
        pagers = {value: secret.partition("/")[2] for secret, value in addresses.items()}
        token = own["manager_token"]
        yield LocalCloud(aws, door.target, door.url, signing_secrets, token, directory, providers, pagers, root)


def _deploy(
    aws: LocalAws, directory: Path, public_url: str, providers_url: str, say: Callable[[str], None], root: Path
) -> Path:
    """Deploys; returns where Chalice's record of it is."""
    record = directory / "deployed" / f"{STAGE}.json"
    deploy.deploy(
        STAGE,
        aws.session(),
        directory / "tree",
        record,
        say,
        environment={"WAAKHOND_PUBLIC_URL": public_url, "WAAKHOND_PAGERDUTY_URL": providers_url},
        process_environment=aws.environment(),
        pause=0.2,
        root=root,
    )
    return record


def free_port(port: int = 0, variable: str = "PORT") -> int:
    """`port` itself if nothing listens there, or for 0 any free one. Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(
                f"Port {port} is taken: stop what listens there, or: make run {variable}={port + 1}"
            ) from None
        found: int = probe.getsockname()[1]
        return found
