"""A local AWS on loopback: starting it, stopping it, and talking to it and to nothing else."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import boto3
import botocore.session

from tools.cleantree import ROOT

HOST = "127.0.0.1"
REGION = "eu-west-1"
# The administrator every MiniStack knows. It is not a secret: whoever reaches loopback is root there.
ADMINISTRATOR = "test"

_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_SECONDS_TO_START = 60


class DidNotStart(Exception):
    """The local AWS did not come up; the text says where its log is."""


@dataclass(frozen=True, slots=True)
class LocalAws:
    """A running local AWS; `profile` is an AWS configuration file that leads to it."""

    url: str
    region: str
    profile: Path

    def session(self) -> boto3.Session:
        """Clients of this session reach the local AWS, whatever the user's own AWS settings are."""
        base = botocore.session.Session(profile="default")
        base.set_config_variable("config_file", str(self.profile))
        base.set_config_variable("credentials_file", os.devnull)
        return boto3.Session(ADMINISTRATOR, ADMINISTRATOR, region_name=self.region, botocore_session=base)

    def environment(self) -> dict[str, str]:
        """The environment of a process whose AWS is this one: none of the user's own AWS settings."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **own,
            "AWS_CONFIG_FILE": str(self.profile),
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": f"{HOST},localhost",
            "no_proxy": f"{HOST},localhost",
        }

    def get(self, path: str, timeout: float = 10) -> bytes:
        with _OPEN.open(self.url + path, timeout=timeout) as answer:
            body: bytes = answer.read()
            return body


def at(url: str, region: str, profile: Path) -> LocalAws:
    """The local AWS that already runs at `url`; writes the file `profile`."""
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text(
        f"[default]\nregion = {region}\nendpoint_url = {url}\n"
        f"aws_access_key_id = {ADMINISTRATOR}\naws_secret_access_key = {ADMINISTRATOR}\n"
    )
    return LocalAws(url, region, profile)


@contextmanager
def running(port: int, log: Path) -> Iterator[LocalAws]:
    """A fresh, empty local AWS on loopback that enforces IAM policies; it and its workers end with the block.

    Raises DidNotStart.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix="waakhond-local-"))
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(temporary),
        "TMPDIR": str(temporary),
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": ADMINISTRATOR,
        "AWS_SECRET_ACCESS_KEY": ADMINISTRATOR,
        "MINISTACK_REGION": REGION,
        "LOG_LEVEL": "WARNING",
        "STATE_DIR": str(temporary / "state"),
        "S3_DATA_DIR": str(temporary / "s3"),
        # Both would listen on every interface.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            # -P: a Lambda worker must not find the modules of tools/ on its path.
            [sys.executable, "-P", str(ROOT / "tools" / "localawsprocess.py")],
            cwd=temporary,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        aws = at(f"http://{HOST}:{port}", REGION, temporary / "aws.config")
        _wait_until_healthy(aws, process, log)
        yield aws
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        shutil.rmtree(temporary, ignore_errors=True)


def _wait_until_healthy(aws: LocalAws, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(_SECONDS_TO_START * 10):
        if process.poll() is not None:
            raise DidNotStart(f"The local AWS stopped at once; its log is {log}.")
        try:
            aws.get("/_ministack/health", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise DidNotStart(f"The local AWS did not answer within {_SECONDS_TO_START} seconds; its log is {log}.")
