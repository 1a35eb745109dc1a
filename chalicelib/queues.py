"""Queues in SQS: send, be done with a message, let one come back sooner."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsQueue:
    """A queue by name. Raises botocore's ClientError when SQS refuses: the caller's own queue or client retries."""

    def __init__(self, client: "SQSClient", name: str) -> None:
        self._client = client
        self._name = name
        self._url: str | None = None

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        attributes: Any = (
            {"MessageAttributes": {"reason": {"DataType": "String", "StringValue": reason[:1000]}}} if reason else {}
        )
        delayed: Any = {"DelaySeconds": delay} if delay else {}
        self._client.send_message(QueueUrl=self.url, MessageBody=text, **delayed, **attributes)

    def delete(self, receipt_handle: str) -> None:
        """This message is done."""
        self._client.delete_message(QueueUrl=self.url, ReceiptHandle=receipt_handle)

    def try_again_in(self, receipt_handle: str, seconds: int) -> None:
        """Let a failed message come back after that time instead of after the queue's own."""
        self._client.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
        )

    def depth(self) -> int:
        """About how many messages rest here, those that somebody holds at this moment included."""
        asked: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        told = self._client.get_queue_attributes(QueueUrl=self.url, AttributeNames=asked)["Attributes"]
        return sum(int(n) for n in told.values())

    @property
    def url(self) -> str:
        if self._url is None:
            self._url = self._client.get_queue_url(QueueName=self._name)["QueueUrl"]
        return self._url
