"""Inbound adapters, one file each: handshake(), verify() and normalise(), plain functions over headers and bytes."""
