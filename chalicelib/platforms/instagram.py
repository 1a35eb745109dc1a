"""Instagram: comments, live ones too, and mentions, read in `instagram_changes.py`; messages in `meta_direct.py`."""

from chalicelib.platforms.meta import handshake, normalise, verify

__all__ = ["handshake", "normalise", "verify"]
