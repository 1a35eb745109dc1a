"""The table of a deployed stage, for what people run: `local` is the running local cloud."""

import boto3

from chalicelib.config import Settings
from chalicelib.store.dynamo_table import DynamoTable
from tools import localaws, stackfile
from tools.cleantree import ROOT

LOCAL = "local"


def open_session(stage: str, profile: str) -> boto3.Session:
    """`profile` names a file for the local cloud's settings. Raises stackfile.NotRunning where there is none."""
    if stage != LOCAL:
        return boto3.Session()
    stack = stackfile.read()
    return localaws.at(stack["aws_endpoint_url"], stack["region"], ROOT / ".local" / profile / "aws.config").session()


def open_table(stage: str, profile: str) -> DynamoTable:
    """As `open_session`."""
    return DynamoTable(open_session(stage, profile).client("dynamodb"), Settings(stage=stage, public_url="").table)
