"""Facebook Pages: comments, visitors' posts, mentions and ratings, read in `facebook_changes.py`.

An app has one address for all that concerns its Pages, so what comes here may hold Messenger's messages too.
"""

from chalicelib.platforms.meta import handshake, normalise, verify

__all__ = ["handshake", "normalise", "verify"]
