"""Outbound adapters, one file each: send(page) -> Receipt, or raise."""
