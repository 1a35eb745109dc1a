"""Empty local AWS accounts for the tests that need AWS but not the whole app; they enforce IAM policies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools import localaws, localcloud, resources
from tools.localaws import LocalAws


@contextmanager
def fresh(directory: Path) -> Iterator[LocalAws]:
    """With the resources of stage `local`, and no function deployed."""
    with localaws.running(localcloud.free_port(), directory / "log") as aws:
        resources.apply(aws.session().client("cloudformation"), localcloud.STAGE, lambda _: None, pause=0.2)
        yield aws


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """One for all tests that clean up after themselves."""
    with fresh(tmp_path_factory.mktemp("local-aws")) as aws:
        yield aws


@pytest.fixture
def own_aws(tmp_path: Path) -> Iterator[LocalAws]:
    """One that a test may leave as it likes."""
    with fresh(tmp_path / "aws") as aws:
        yield aws
