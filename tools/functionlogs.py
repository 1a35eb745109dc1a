"""What the deployed functions log, copied from the local cloud into one file for people to read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.localaws import LocalAws

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient

_PREFIX = "/aws/lambda/"
_NOISE = ("START RequestId", "END RequestId", "REPORT RequestId")


@dataclass(slots=True)
class FunctionLogs:
    """Remembers how far it has copied each log stream."""

    client: "CloudWatchLogsClient"
    path: Path
    _tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    def copy_new(self) -> bool:
        """Append what was logged since the last call, in order of time; whether a traceback was among it."""
        fresh = sorted(
            (
                (timestamp, group, text)
                for group, stream in self._streams()
                for timestamp, text in self._fresh(group, stream)
            ),
            key=lambda line: line[0],
        )
        with self.path.open("a") as file:
            file.writelines(
                f"{group.removeprefix(_PREFIX)}: {text}\n" for _, group, text in fresh if not text.startswith(_NOISE)
            )
        return any(text.startswith("Traceback") for _, _, text in fresh)

    def _streams(self) -> Iterator[tuple[str, str]]:
        for page in self.client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=_PREFIX):
            for group in (group["logGroupName"] for group in page["logGroups"]):
                for streams in self.client.get_paginator("describe_log_streams").paginate(logGroupName=group):
                    yield from ((group, stream["logStreamName"]) for stream in streams["logStreams"])

    def _fresh(self, group: str, stream: str) -> Iterator[tuple[int, str]]:
        place: dict[str, Any] = {"logGroupName": group, "logStreamName": stream, "startFromHead": True}
        while True:
            reached = self._tokens.get((group, stream))
            read = self.client.get_log_events(**(place | ({"nextToken": reached} if reached else {})))
            yield from ((event["timestamp"], event["message"].rstrip()) for event in read["events"])
            # The end of a stream is where it hands back the token it was given.
            if read["nextForwardToken"] == reached:
                return
            self._tokens[group, stream] = read["nextForwardToken"]


def started(aws: LocalAws, path: Path) -> FunctionLogs:
    """Copying into `path`, which begins empty."""
    path.write_text("")
    return FunctionLogs(aws.session().client("logs"), path)
