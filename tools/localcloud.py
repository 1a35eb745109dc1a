"""The whole app in a local cloud: what `make run` and the cloud stories stand on."""

import json
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import deploy, stagesecrets
from tools import organisation as the_organisation
from tools.frontdoor import FrontDoor
from tools.localaws import HOST, LocalAws, running
from tools.wake import wake

STAGE = "local"


class PortTaken(Exception):
    """Something else listens on a port we need."""


@dataclass(frozen=True, slots=True)
class LocalCloud:
    """A deployed app. `api_url` goes up to and including the stage, `public_url` is the front door."""

    aws: LocalAws
    api_url: str
    public_url: str
    signing_secrets: dict[str, str]
    manager_token: str
    directory: Path

    def deploy_again(self, say: Callable[[str], None]) -> None:
        """A second `chalice deploy` of the same stage, as a release would do it."""
        _deploy(self.aws, self.directory, self.public_url, say)


@contextmanager
def started(directory: Path, say: Callable[[str], None], *, port: int = 0, aws_port: int = 0) -> Iterator[LocalCloud]:
    """A fresh local cloud with the app deployed; every process it started ends with the block.

    `directory` takes the log and the deployed tree. `port` is the front door's, `aws_port` that of
    the local AWS; 0 takes a free one. Raises PortTaken, DidNotStart, or what deploying raises.
    """
    aws_port = free_port(aws_port, "AWS_PORT")
    try:
        door = FrontDoor(port)
    except OSError:
        raise PortTaken(f"Port {port} is taken: stop what listens there, or: make run PORT={port + 1}") from None
    with door.opened(), running(aws_port, directory / "local-cloud.log") as aws:
        say(f"A local AWS runs on {aws.url}: nothing here leaves this machine.")
        organisation = the_organisation.read()
        platforms = sorted({account.platform for account in organisation.accounts})
        signing_secrets = {platform: secrets.token_hex(16) for platform in platforms}
        own = {name: secrets.token_urlsafe(32) for name in stagesecrets.OUR_OWN}
        session = aws.session()
        stagesecrets.put(session.client("ssm"), STAGE, signing_secrets | own)
        session.client("sesv2").create_email_identity(EmailIdentity=organisation.mail_sender)
        record = _deploy(aws, directory, door.url, say)
        api = next(entry for entry in json.loads(record.read_text())["resources"] if entry["name"] == "rest_api")
        door.target = f"{aws.url}/_aws/execute-api/{api['rest_api_id']}/{STAGE}"
        wake(aws, STAGE, door.target)
        yield LocalCloud(aws, door.target, door.url, signing_secrets, own["manager_token"], directory)


def _deploy(aws: LocalAws, directory: Path, public_url: str, say: Callable[[str], None]) -> Path:
    """Deploys; returns where Chalice's record of it is."""
    record = directory / "deployed" / f"{STAGE}.json"
    deploy.deploy(
        STAGE,
        aws.session(),
        directory / "tree",
        record,
        say,
        environment={"WAAKHOND_PUBLIC_URL": public_url},
        process_environment=aws.environment(),
        pause=0.2,
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
