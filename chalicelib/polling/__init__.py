"""Platforms that send nothing: they are asked."""
