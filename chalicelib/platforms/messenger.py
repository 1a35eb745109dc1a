"""Messenger: the messages between customers and a Facebook Page, read in `meta_direct.py`.

An app has one address for all that concerns its Pages, so what comes here may hold the Page's comments too.
"""

from chalicelib.platforms.meta import handshake, normalise, verify

__all__ = ["handshake", "normalise", "verify"]
