"""The table of a deployed stage, for what people run: `local` is the running local cloud."""

import boto3

from chalicelib.config import Settings
from chalicelib.store.dynamo_table import DynamoTable
from tools import localaws, stackfile
from tools.cleantree import ROOT

LOCAL = "local"


def open_table(stage: str, profile: str) -> DynamoTable:
    """`profile` names a file for the local cloud's settings. Raises stackfile.NotRunning where there is none."""
    session = boto3.Session()
    if stage == LOCAL:
        stack = stackfile.read()
        session = localaws.at(
            stack["aws_endpoint_url"], stack["region"], ROOT / ".local" / profile / "aws.config"
        ).session()
    return DynamoTable(session.client("dynamodb"), Settings(stage=stage, public_url="").table)
