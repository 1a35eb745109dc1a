"""`make deploy STAGE=dev|prod|local`: check the configuration, bring up the resources, run Chalice.

The first deployment of a stage, and every change to its table, queues or alarms, goes through
here. A later change to code or configuration needs no more than `chalice deploy --stage dev`.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from chalicelib.channels.registry import secret_of
from tools import cleantree, deployed, localaws, organisation, resources, stackfile, stagesecrets

STAGES = ("dev", "prod", "local")
Say = Callable[[str], None]


class ChaliceFailed(Exception):
    """`chalice deploy` did not end well; it said why itself."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", default=os.environ.get("STAGE", ""), help="dev, prod or local")
    stage = parser.parse_args().stage
    if stage not in STAGES:
        sys.exit(f"Say which stage, one of {', '.join(STAGES)}: make deploy STAGE=dev")
    problems = organisation.problems()
    if problems:
        sys.exit(f"Nothing was deployed, waakhond.toml is not right:\n{problems}")
    try:
        if stage == "local":
            _to_running_local_cloud()
        else:
            _to_aws(stage)
    except (resources.StackFailed, deployed.SecondApi, ChaliceFailed, stackfile.NotRunning) as problem:
        sys.exit(str(problem))
    except (NoRegionError, NoCredentialsError) as problem:
        sys.exit(f"Say which AWS account and region: set AWS_PROFILE and AWS_DEFAULT_REGION ({problem})")
    except (BotoCoreError, ClientError) as problem:
        sys.exit(f"AWS does not let us deploy: {problem}")


def deploy(
    stage: str,
    session: boto3.Session,
    tree: Path,
    record: Path,
    say: Say,
    *,
    environment: Mapping[str, str] | None = None,
    process_environment: Mapping[str, str] | None = None,
    pause: float = 3.0,
    root: Path = cleantree.ROOT,
) -> None:
    """Deploy the app that stands in `root` to the account of `session`.

    `tree` is where the clean copy goes, `record` where Chalice's record of the stage is kept;
    `environment` overrides variables of the functions, `process_environment` those of Chalice.
    Raises StackFailed, SecondApi or ChaliceFailed.
    """
    deployed.fetch(session.client("ssm"), session.client("apigateway"), stage, record)
    resources.apply(session.client("cloudformation"), stage, say, pause)
    cleantree.make(tree, stage, environment, root)
    copied = tree / ".chalice" / "deployed" / record.name
    copied.parent.mkdir(exist_ok=True)
    copied.unlink(missing_ok=True)
    if record.exists():
        shutil.copy2(record, copied)
    say("Packaging and deploying with Chalice.")
    try:
        _run_chalice(tree, stage, say, process_environment)
    finally:
        if copied.exists():
            record.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(copied, record)
        deployed.store(session.client("ssm"), stage, record)
    cleantree.keep_layer(tree)


def _run_chalice(tree: Path, stage: str, say: Say, environment: Mapping[str, str] | None) -> None:
    command = [sys.executable, "-m", "tools.chalicedeploy", str(tree), "--stage", stage]
    process = subprocess.Popen(
        [*command, "--local-cloud"] if stage == "local" else command,
        cwd=cleantree.ROOT,
        env={**(os.environ if environment is None else environment), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process, process.stdout or open(os.devnull) as lines:
        for line in lines:
            say(f"  {line.rstrip()}")
    if process.returncode != 0:
        raise ChaliceFailed("Chalice stopped half way (above); what it made is recorded, so deploy again.")


def _to_aws(stage: str) -> None:
    session = boto3.Session()
    record = cleantree.ROOT / ".chalice" / "deployed" / f"{stage}.json"
    deploy(stage, session, cleantree.ROOT / ".local" / "build" / stage, record, print)
    ours = organisation.read()
    platforms = {account.platform for account in ours.accounts}
    addresses = {secret_of(*address) for address in organisation.secret_addresses(ours)}
    stagesecrets.complete(session.client("ssm"), stage, platforms, addresses, print)
    public = cleantree.public_url(stage)
    if (urlsplit(public).hostname or "").endswith("example.com"):
        print(
            f"Links in pages still begin with {public}: put your own address in .chalice/config.json "
            "(WAAKHOND_PUBLIC_URL: your domain, or the Rest API URL above) and deploy again."
        )


def _to_running_local_cloud() -> None:
    stack = stackfile.read()
    tree = cleantree.ROOT / ".local" / "build" / "local"
    aws = localaws.at(stack["aws_endpoint_url"], stack["region"], tree / "aws.config")
    deploy(
        "local",
        aws.session(),
        tree,
        tree / "deployed" / "local.json",
        print,
        environment={
            "WAAKHOND_PUBLIC_URL": stack["public_url"],
            "WAAKHOND_PAGERDUTY_URL": stack["fake_providers_url"],
        },
        process_environment=aws.environment(),
        pause=0.2,
    )


if __name__ == "__main__":
    main()
