"""One empty local AWS for the tests that need AWS but not the app; it enforces IAM policies."""

from collections.abc import Iterator

import pytest

from tools import localaws, localcloud, resources


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[localaws.LocalAws]:
    """With the resources of stage `local`, and no function deployed."""
    directory = tmp_path_factory.mktemp("local-aws")
    with localaws.running(localcloud.free_port(), directory / "log") as aws:
        resources.apply(aws.session().client("cloudformation"), localcloud.STAGE, lambda _: None, pause=0.2)
        yield aws
