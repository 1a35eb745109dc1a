"""What an adapter may raise, and what its caller does next.

PlatformError
├── BadSignature      answer 401, store nothing
├── BadHandshake      answer the status it carries, store nothing
└── UnreadableBody    the signature is good: answer 200, keep the whole delivery in the dead-letter queue
"""


class PlatformError(Exception):
    """Anything an adapter declares."""


class BadSignature(PlatformError):
    """The delivery is not from whom it says; the message names header and cause, never the body."""


class BadHandshake(PlatformError):
    """The platform's challenge cannot be answered. `status` is the HTTP status the platform expects."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class UnreadableBody(PlatformError):
    """Signed, but not what this platform sends: not JSON, not an object, no known envelope."""
